using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Calculus;

/// <summary>Collecting powers of two changes no bit, away from the ends of the range.</summary>
public sealed class FactorCollectionTests
{
    private static readonly Expr X = Expr.Symbol("x");
    private static readonly Expr Y = Expr.Symbol("y");
    private static readonly Expr V = Expr.Symbol("v", Shape.Of(3));

    [Fact]
    public void The_value_of_random_graphs_and_their_gradients_is_kept_bit_for_bit() =>
        RandomExpressions.Of(new() { IsRegular = true, IsScalar = true, MaxOperations = 10 }).Sample(random =>
        {
            foreach (var expression in (IEnumerable<Expr>)[random.Root, .. Differentiation.Gradient(random.Root, random.Symbols)])
                Same(expression, random.Inputs);
        }, iter: 1000);

    [Fact]
    public void Sums_and_products_of_scaled_numbers_keep_every_bit_and_the_sign_of_zero()
    {
        double[] factors = [1, -1, 2, -2, 0.5, -4, 3, -3, 100, 1.0 / 3];
        double[] numbers = [0, -0.0, 1, -1, 1.1, -0.3, 2];
        foreach (var f in factors)
            foreach (var g in factors)
                foreach (var x in numbers)
                    foreach (var y in numbers)
                        foreach (var e in new[] { (f * X) + (g * Y), (f * X) - (g * Y), f * X * (g * Y), -(f * ((g * X) + Y)), Expr.Pow(f * X, 2) - (g * Y), Expr.Sum(f * X * V) + (g * Y), (f * X) + (g * X) })
                            Same(e, new Dictionary<Expr, Tensor> { [X] = Tensor.Scalar(x), [Y] = Tensor.Scalar(y), [V] = Tensor.Vector(x, 0.7, -y) });
    }

    [Fact]
    public void Factors_of_a_derivative_meet_in_one() => Assert.Equal(
        "2 * (-(1 - x) + -200 * (y - x^2) * x)",
        Formula.Print(Collected(Simplification.Simplify(Differentiation.Gradient((100 * Expr.Pow(Y - Expr.Pow(X, 2), 2)) + Expr.Pow(1 - X, 2), [X])[0]))));

    [Fact]
    public void Products_of_any_depth_that_share_their_factors_are_collected()
    {
        var (squares, chain) = (2 * X, 2 * X);
        for (var i = 0; i < 200; i++) squares = squares * squares;
        for (var i = 0; i < 20_000; i++) chain *= Y;
        var inputs = new Dictionary<Expr, Tensor> { [X] = Tensor.Scalar(0.5), [Y] = Tensor.Scalar(1.0000001) };
        Same(3 * (2 * squares), inputs);
        Same(3 * (2 * chain), inputs);
    }

    private static Expr Collected(Expr expression) => new FactorCollection([]).Collect([expression])[0];

    private static void Same(Expr expression, IReadOnlyDictionary<Expr, Tensor> inputs)
    {
        var (plain, collected) = (new Evaluation([expression]).At(inputs)[0].ToArray(), new Evaluation([Collected(expression)]).At(inputs)[0].ToArray());
        for (var i = 0; i < plain.Length; i++)
            Assert.True(BitConverter.DoubleToInt64Bits(plain[i]) == BitConverter.DoubleToInt64Bits(collected[i]) || (double.IsNaN(plain[i]) && double.IsNaN(collected[i])),
                $"{expression.Operation} was {plain[i]:r}, but collected is {collected[i]:r}");
    }
}

using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Calculus;

/// <summary>Simplification keeps every value bit for bit (a NaN stays a NaN, its bits aside), whatever the inputs.</summary>
public sealed class SimplificationTests
{
    private static readonly Expr X = Expr.Symbol("x");
    private static readonly Expr V = Expr.Symbol("v", Shape.Of(3));
    private static readonly Expr W = Expr.Symbol("W", Shape.Of(2, 3));

    [Theory]
    [InlineData(Precision.Double)]
    [InlineData(Precision.Float)]
    public void The_value_of_random_graphs_is_kept_bit_for_bit_also_for_inputs_that_are_not_finite(Precision precision) =>
        RandomExpressions.Of(new() { HasSpecialValues = true, HasEmptyArrays = true }).Sample(random =>
        {
            var simple = Simplification.Simplify(random.Root, precision);
            Same(Value(random.Root, random, precision), Value(simple, random, precision));
            Assert.Same(simple, Simplification.Simplify(simple, precision));
        }, iter: 3000);

    [Fact]
    public void The_value_of_random_gradients_is_kept_bit_for_bit() =>
        RandomExpressions.Of(new() { HasSpecialValues = true, IsScalar = true, MaxOperations = 8 }).Sample(random =>
        {
            foreach (var part in Differentiation.Gradient(random.Root, random.Symbols))
                Same(Value(part, random, Precision.Double), Value(Simplification.Simplify(part), random, Precision.Double));
        }, iter: 1500);

    [Fact]
    public void What_would_hide_a_NaN_or_change_a_rounding_is_not_rewritten()
    {
        foreach (var kept in new[] { X * 0, 0 * X, X - X, X / X, (X + 1) - 1, (X * 3) / 3, (X + 2) + 3, Expr.Pow(X, 2) / X, 0 / X, Expr.Exp(Expr.Log(X)), Expr.Log(Expr.Exp(X)) })
            Assert.Same(kept, Simplification.Simplify(kept));
        Assert.True(double.IsNaN(Evaluation.Of(Simplification.Simplify(X * 0), (X, Tensor.Scalar(double.PositiveInfinity))).ToDouble()));
        Assert.True(double.IsNaN(Evaluation.Of(Simplification.Simplify(V - V), (V, Tensor.Vector(1, double.NaN, double.PositiveInfinity)))[2]));
    }

    [Fact]
    public void Constants_are_folded_in_the_precision_they_will_be_computed_in()
    {
        var y = Expr.Tan(Expr.Fill(1.3132616, W.Shape)) + W;
        var zeros = Tensor.Fill(W.Shape, 0);
        foreach (var precision in Enum.GetValues<Precision>())
            Same(
                new Evaluation([y], precision).At(new Dictionary<Expr, Tensor> { [W] = zeros })[0],
                new Evaluation([Simplification.Simplify(y, precision)], precision).At(new Dictionary<Expr, Tensor> { [W] = zeros })[0]);
    }

    [Fact]
    public void Adding_zero_is_kept_where_it_turns_minus_zero_into_zero()
    {
        var minusZero = Tensor.Scalar(-0.0);
        Assert.Equal(double.PositiveInfinity, Evaluation.Of(Simplification.Simplify(1 / (X + 0.0)), (X, minusZero)).ToDouble());
        Assert.Equal(double.PositiveInfinity, Evaluation.Of(Simplification.Simplify(1 / (0.0 - X)), (X, Tensor.Scalar(0))).ToDouble());
        Assert.Same(X, Simplification.Simplify(X - 0.0));
        Assert.Same(X, Simplification.Simplify(X + -0.0));
        Assert.Same(-X, Simplification.Simplify(-0.0 - X));
    }

    [Theory]
    [InlineData(Precision.Double)]
    [InlineData(Precision.Float)]
    public void Constant_factors_are_joined_only_where_no_bit_changes_at_the_ends_of_the_range(Precision precision)
    {
        double[] constants = [0.1, 0.5, 0.75, 1, 1.5, 2, 3, 4, -2, -0.5, 1e20, 1e30, Math.ScaleB(1, 100), 1e300];
        double[] numbers = [1, 1.1, -0.0, 5e-324, 1.5e-323, 1e-310, 3e-45, 1e-40, 1.7e38, 1e38, 1.7e308, double.MaxValue, double.PositiveInfinity, double.NaN];
        foreach (var c in constants)
            foreach (var k in constants)
                foreach (var x in numbers)
                    foreach (var formula in new[] { c * (k * X), -(c * X), c * -X, k + (-c * X), k - (-c * X) })
                        Same(At(formula, x), At(Simplification.Simplify(formula, precision), x));

        Tensor At(Expr formula, double x) => new Evaluation([formula], precision).At(new Dictionary<Expr, Tensor> { [X] = Tensor.Scalar(x) })[0];
    }

    private static readonly (Expr Formula, Expr Simple)[] Rewrites =
    [
        (1 * X, X), (X * 1, X), (X * -1, -X), (X / 1, X), (X / -1, -X), (-(-X), X), (X + -V, X - V), (X - -V, X + V), (Expr.Pow(X, 1), X), (Expr.Pow(X, 0), Expr.One),
        (Expr.Where(1, X, V), Expr.BroadcastTo(X, V.Shape)), (Expr.Where(0, V, 2 * V), 2 * V), (Expr.Where(V, X, X), Expr.BroadcastTo(X, V.Shape)),
        ((Expr)2 * 3 + X, 6 + X), (Expr.Transpose(Expr.Transpose(W)), W), (Expr.Reshape(Expr.Reshape(W, Shape.Of(6)), Shape.Of(2, 3)), W),
        (V.SliceOver(0, 1, 3).SliceOver(0, 1, 2), V.SliceOver(0, 2, 3)), (Expr.Vector(V[0], V[1])[1], V[1]),
        (Expr.Fill(2, W.Shape) * Expr.Fill(3, W.Shape), Expr.Fill(6, W.Shape)), (Expr.BroadcastTo(X, W.Shape) + Expr.Fill(1, W.Shape), Expr.BroadcastTo(X + 1, W.Shape)),
        (Expr.SumOver(Expr.Reshape(X, Shape.Of(1)), 0), X), (V * Expr.Fill(1, V.Shape), V),
        (100 * (2 * X), 200 * X), (V * 4 * 3, 12 * V), (-(2 * X), -2 * X), (3 * -X, -3 * X), (1 + (-2 * X), 1 - (2 * X)), (1 - (-2 * X), 1 + (2 * X)), (-(-2 * X), 2 * X),
    ];

    [Fact]
    public void What_can_be_written_shorter_at_the_same_value_is()
    {
        foreach (var (formula, simple) in Rewrites) Assert.Same(simple, Simplification.Simplify(formula));
    }

    [Fact]
    public void The_derivative_of_a_bowl_reads_as_on_paper() => Assert.Same(2 * X, Simplification.Simplify(Differentiation.Gradient(Expr.Pow(X, 2) + Expr.Sum(V), X)));

    private static Tensor Value(Expr expression, RandomExpression random, Precision precision) =>
        new Evaluation([expression], precision).At(random.Inputs)[0];

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        for (var i = 0; i < expected.Values.Length; i++)
            Assert.True(
                BitConverter.DoubleToInt64Bits(expected[i]) == BitConverter.DoubleToInt64Bits(actual[i]) || (double.IsNaN(expected[i]) && double.IsNaN(actual[i])),
                $"element {i}: {expected[i]:R} became {actual[i]:R}");
    }
}

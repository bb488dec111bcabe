using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

public sealed class RandomExpressionsTests
{
    [Fact]
    public void Every_operation_of_the_table_appears_and_can_be_evaluated()
    {
        var seen = new HashSet<string>();
        RandomExpressions.Of(new() { HasSpecialValues = true, HasEmptyArrays = true }).Sample(random =>
        {
            foreach (var node in Ordering.Of(random.Root)) seen.Add(node.Operation);
            Assert.Equal(random.Root.Shape, new Evaluation([random.Root]).At(random.Inputs)[0].Shape);
        }, iter: 3000, threads: 1);
        Assert.Empty(Primitives.All.Select(primitive => primitive.Name).Except(seen));
    }

    [Fact]
    public void Every_operation_of_the_table_can_be_the_last()
    {
        foreach (var primitive in Primitives.All)
            RandomExpressions.EndingWith(primitive).Sample(random => Assert.Equal(primitive, random.Root.Primitive), iter: 20, threads: 1);
    }

    [Fact]
    public void Only_the_chosen_operations_appear()
    {
        Primitive[] chosen = [Elementwise.Add, Elementwise.Multiply, Elementwise.Where, Reductions.Sum];
        RandomExpressions.Of(new() { Primitives = chosen, IsScalar = true }).Sample(random => Assert.All(Ordering.Of(random.Root),
            node => Assert.True(chosen.Contains(node.Primitive) || node.Primitive.Family == Family.Leaf)), iter: 300, threads: 1);
    }

    [Fact]
    public void At_a_regular_point_the_gradient_by_rule_is_the_numerical_gradient()
    {
        RandomExpressions.Of(new() { IsRegular = true, IsScalar = true, MaxOperations = 10 }).Sample(random =>
        {
            var exact = new Evaluation(Differentiation.Gradient(random.Root, random.Symbols)).At(random.Inputs);
            var value = new Evaluation([random.Root]);
            for (var s = 0; s < random.Symbols.Count; s++)
                for (var i = 0; i < exact[s].Values.Length; i++)
                {
                    var (slope, error) = Slope(value, random, random.Symbols[s], i);
                    Assert.Equal(slope, exact[s][i], error + (1e-6 * (1 + Math.Abs(exact[s][i]))));
                }
        }, iter: 400, threads: 1);
    }

    /// <summary>Richardson's extrapolation of central differences; what it changed is a bound of its error (Ridders 1982).</summary>
    private static (double Slope, double Error) Slope(Evaluation value, RandomExpression random, Expr symbol, int element)
    {
        var (coarse, fine) = (Quotient(1e-3), Quotient(5e-4));
        return (((4 * fine) - coarse) / 3, Math.Abs(fine - coarse));

        double Quotient(double h) => (At(h) - At(-h)) / (2 * h);

        double At(double change)
        {
            var moved = random.Inputs[symbol].ToArray();
            moved[element] += change;
            return value.At(new Dictionary<Expr, Tensor>(random.Inputs) { [symbol] = Tensor.Of(symbol.Shape, moved) })[0].ToDouble();
        }
    }
}

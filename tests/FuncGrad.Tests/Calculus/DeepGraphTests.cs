using Xunit;

namespace FuncGrad.Tests.Calculus;

/// <summary>Chains far longer than any stack is deep: no pass over a graph may recurse along it.</summary>
public sealed class DeepGraphTests
{
    private static readonly Expr X = Expr.Symbol("x");

    /// <summary>sin, ·x, +x, √(y²) in turn, this many operations in all.</summary>
    private static Expr Chain(int operations)
    {
        var y = X;
        for (var i = 0; i < operations; i++)
            y = (i % 4) switch { 0 => Expr.Sin(y), 1 => y * X, 2 => y + X, _ => Expr.Sqrt(y * y) };
        return y;
    }

    [Fact]
    public void A_chain_of_a_hundred_thousand_operations_passes_through_everything()
    {
        var y = Chain(100_000);
        var (x, other) = (Tensor.Scalar(0.7), Expr.Symbol("other"));
        var value = Evaluation.Of(y, (X, x)).ToDouble();
        Assert.True(double.IsFinite(value));
        var simple = Simplification.Simplify(y);
        Assert.Equal(value, Evaluation.Of(simple, (X, x)).ToDouble());
        var moved = Substitution.Replace(y, new Dictionary<Expr, Expr> { [X] = other });
        Assert.Equal(value, Evaluation.Of(moved, (other, x)).ToDouble());
        var (reverse, forward) = (Differentiation.Gradient(y, X), Directional.Derivative([y], [X], [Expr.One])[0]);
        Assert.Equal(Evaluation.Of(forward, (X, x)).ToDouble(), Evaluation.Of(reverse, (X, x)).ToDouble(), 1e-12);
        Assert.True(double.IsFinite(Evaluation.Of(CentralDifference.Gradient(y, [X], 1e-4)[0], (X, x)).ToDouble()));
    }

    [Fact]
    public void The_second_derivative_of_twenty_thousand_operations_needs_no_stack_either() => Assert.True(double.IsFinite(
        Evaluation.Of(Directional.HessianVector(Chain(20_000), [X], [Expr.One])[0], (X, Tensor.Scalar(0.7))).ToDouble()));

    [Fact]
    public void A_chain_of_300_000_operations_is_ordered_simplified_substituted_differentiated_and_evaluated()
    {
        var y = X;
        for (var i = 0; i < 300_000; i++) y = i % 16 == 0 ? Expr.Sin(y) : y + X;
        var order = Ordering.Of(y);
        Assert.True(order.Count > 300_000);
        Assert.Same(y, order[^1]);
        Assert.NotNull(Simplification.Simplify(y));
        Assert.NotSame(y, Substitution.Replace(y, new Dictionary<Expr, Expr> { [X] = Expr.Symbol("other") }));
        Assert.True(double.IsFinite(Evaluation.Of(Differentiation.Gradient(y, X), (X, Tensor.Scalar(0.7))).ToDouble()));
    }

    [Fact]
    public void A_node_with_a_hundred_thousand_operands_is_no_trouble()
    {
        var x = Expr.Symbol("v", Shape.Of(100_000));
        var joined = Expr.Concatenate(0, [.. Enumerable.Range(0, 100_000).Select(i => x.SliceOver(0, i, i + 1))]);
        Assert.Equal(100_000, Evaluation.Of(Expr.Sum(joined), (x, Tensor.Fill(x.Shape, 1))).ToDouble());
    }
}

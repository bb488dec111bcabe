using Xunit;

namespace FuncGrad.Tests.Calculus;

/// <summary>Every row of the table of operations: its two derivative rules against each other and against differences of its meaning.</summary>
public sealed class DerivativeRuleTests
{
    public static TheoryData<string> Names => [.. Primitives.All.Select(primitive => primitive.Name)];

    private static IEnumerable<(PrimitiveCase Use, Tensor[] Point)> UsesOf(string name) =>
        from use in PrimitiveCases.Of(Primitives.All.Single(primitive => primitive.Name == name))
        from bothSigns in new[] { false, true }
        let point = PrimitiveCases.Values(use, bothSigns)
        where Evaluation.Of(use.Node, Inputs(use, point)).Values.ToArray().All(double.IsFinite)
        select (use, point);

    [Theory, MemberData(nameof(Names))]
    public void The_tangent_and_the_adjoint_are_transposes_of_each_other(string name)
    {
        foreach (var (use, point) in UsesOf(name))
        {
            var (directions, weights) = (PrimitiveCases.Directions(use), PrimitiveCases.Weights(use.Node.Shape, 7));
            var pushed = Dot(TangentOf(use, point, directions), weights);
            var pulled = AdjointsOf(use, point, weights).Select((adjoint, i) => Dot(adjoint, directions[i])).Sum();
            Near(pushed, pulled, 1e-13, use);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_tangent_is_the_slope_of_the_meaning(string name)
    {
        if (name == "stop_gradient") return;    // its derivative is 0 by decree, not by its value
        foreach (var (use, point) in UsesOf(name))
        {
            var (directions, weights) = (PrimitiveCases.Directions(use), PrimitiveCases.Weights(use.Node.Shape, 7));
            var slope = Slope(t => Dot(Evaluation.Of(use.Node, Inputs(use, Moved(point, directions, t))), weights));
            Near(slope, Dot(TangentOf(use, point, directions), weights), 1e-8, use);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_second_derivative_is_the_slope_of_the_first(string name)
    {
        if (name == "stop_gradient") return;
        foreach (var (use, point) in UsesOf(name))
        {
            var (directions, weights) = (PrimitiveCases.Directions(use), PrimitiveCases.Weights(use.Node.Shape, 7));
            var scalar = Expr.Sum(Expr.Constant(weights) * use.Node);
            var curved = Directional.HessianVector(scalar, use.Symbols, [.. directions.Select(Expr.Constant)]);
            var exact = new Evaluation(curved).At(Inputs(use, point).ToDictionary(i => i.Symbol, i => i.Value));
            for (var operand = 0; operand < use.Symbols.Length; operand++)
                Near(
                    Slope(t => Dot(AdjointsOf(use, Moved(point, directions, t), weights)[operand], PrimitiveCases.Weights(use.Shapes[operand], 11))),
                    Dot(exact[operand], PrimitiveCases.Weights(use.Shapes[operand], 11)), 1e-7, use);
        }
    }

    [Fact]
    public void Every_primitive_but_the_leaves_is_used_at_a_smooth_point()
    {
        foreach (var primitive in Primitives.All.Where(primitive => primitive.Family != Family.Leaf))
            Assert.NotEmpty(UsesOf(primitive.Name));
    }

    [Fact]
    public void At_edges_the_derivatives_are_the_documented_ones()
    {
        var (x, y) = (Expr.Symbol("x"), Expr.Symbol("y"));
        Assert.Equal(0, Derivative(Expr.Abs(x), x, 0));
        Assert.Equal(0, Derivative(Expr.Relu(x), x, 0));
        Assert.Equal(0.5, Derivative(Expr.Max(x, 1), x, 1));
        Assert.Equal(0.5, Derivative(Expr.Min(1, x), x, 1));
        Assert.Equal(0, Derivative(Expr.Pow(x, 0), x, 0));
        Assert.Equal(1, Derivative(Expr.Pow(x, 1), x, 0));
        Assert.Equal(0, Derivative(Expr.Pow(0, y), y, 2));
        Assert.Equal(double.PositiveInfinity, Derivative(Expr.Sqrt(x), x, 0));
        Assert.Equal(0, Derivative(Expr.Norm(Expr.Vector(x, 0)), x, 0));
        Assert.Equal(0, Derivative(Expr.Where(x > 0, Expr.Log(x), 0), x, -1));
        Assert.Equal([0, 0.5, 0.5], Evaluation.Of(Differentiation.Gradient(Expr.Max(Expr.Symbol("v", Shape.Of(3))), Expr.Symbol("v", Shape.Of(3))),
            (Expr.Symbol("v", Shape.Of(3)), Tensor.Vector(1, 2, 2))).ToArray());
    }

    private static double Derivative(Expr y, Expr x, double at) => Evaluation.Of(Differentiation.Gradient(y, x), (x, Tensor.Scalar(at))).ToDouble();

    private static Tensor TangentOf(PrimitiveCase use, Tensor[] point, Tensor[] directions) => Evaluation.Of(
        Directional.Derivative([use.Node], use.Symbols, [.. directions.Select(Expr.Constant)])[0], Inputs(use, point));

    private static IReadOnlyList<Tensor> AdjointsOf(PrimitiveCase use, Tensor[] point, Tensor weights) =>
        new Evaluation(Differentiation.Adjoints([(use.Node, Expr.Constant(weights))], use.Symbols))
            .At(Inputs(use, point).ToDictionary(i => i.Symbol, i => i.Value));

    private static (Expr Symbol, Tensor Value)[] Inputs(PrimitiveCase use, Tensor[] point) => [.. use.Symbols.Zip(point)];

    private static Tensor[] Moved(Tensor[] point, Tensor[] directions, double t) => [.. point.Zip(directions, (x, v) =>
        Tensor.Of(x.Shape, x.ToArray().Zip(v.ToArray(), (a, b) => a + (t * b))))];

    private static double Dot(Tensor a, Tensor b) => a.ToArray().Zip(b.ToArray(), (x, y) => x * y).Sum();

    /// <summary>The central difference of fourth order; error about 1e-10 for the functions here.</summary>
    private static double Slope(Func<double, double> f, double h = 1e-3) => ((8 * (f(h) - f(-h))) - (f(2 * h) - f(-2 * h))) / (12 * h);

    private static void Near(double expected, double actual, double tolerance, PrimitiveCase use) => Assert.True(
        Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Max(Math.Abs(expected), Math.Abs(actual))),
        $"{use}: {expected:R} and {actual:R} differ.");
}

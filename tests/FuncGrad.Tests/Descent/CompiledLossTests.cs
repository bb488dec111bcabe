using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Compiled losses and functions give what the slow meaning gives, at one point and at many.</summary>
public sealed class CompiledLossTests
{
    private static readonly Loss Himmelblau = TestFunctions.Find("himmelblau")!.ToLoss();

    public static TheoryData<string> Functions => [.. TestFunctions.All.Select(function => function.Name)];

    [Theory, MemberData(nameof(Functions))]
    public void Value_gradient_and_curvature_are_those_of_the_slow_meaning(string name)
    {
        var loss = TestFunctions.Find(name)!.ToLoss();
        var compiled = loss.Compile(TestContext.Current.CancellationToken);
        double[] start = [.. TestFunctions.Find(name)!.Start], gradient = new double[loss.Dimension], product = new double[loss.Dimension];
        var ones = Enumerable.Repeat(1.0, loss.Dimension).ToArray();
        var inputs = Inputs(loss, start);
        Assert.Equal(new Evaluation([loss.Value!]).At(inputs)[0].ToDouble(), compiled.Value(start));
        Assert.Equal(compiled.Value(start), compiled.ValueAndGradient(start, gradient));
        Assert.Equal(All(new Evaluation(Simplification.Simplify(Differentiation.Gradient(loss.Value!, loss.Parameters))).At(inputs)), gradient);
        compiled.HessianVector(start, ones, product);
        Expr[] directions = [.. loss.Parameters.Select(p => Expr.Fill(1, p.Shape))];
        AreClose(All(new Evaluation(Directional.HessianVector(loss.Value!, loss.Parameters, directions)).At(inputs)), product);
    }

    [Fact]
    public void Many_points_are_each_point() => Gen.Double[-6, 6].Array[0, 5000].Where(values => values.Length % 2 == 0).Sample(points =>
    {
        var (compiled, values) = (Himmelblau.Compile(TestContext.Current.CancellationToken), new double[points.Length / 2]);
        compiled.Values(points, values);
        for (var p = 0; p < values.Length; p++) Assert.Equal(compiled.Value(points.AsSpan(2 * p, 2)), values[p]);
    }, iter: 20);

    [Fact]
    public void Losses_of_several_shaped_parameters_and_data_lie_end_to_end()
    {
        var (w, b, t) = (Expr.Symbol("W", Shape.Of(2, 3)), Expr.Symbol("b", Shape.Of(3)), Expr.Symbol("t", Shape.Of(3)));
        var loss = Loss.WithData(Expr.Sum(Expr.Pow(w.Sum(0) * b - t, 2)), [w, b], [(t, Tensor.Vector(1, 2, 3))]);
        var compiled = loss.Compile(TestContext.Current.CancellationToken);
        double[] points = [1, 2, 3, 4, 5, 6, 0.5, 0.25, 0.125, 6, 5, 4, 3, 2, 1, 1, 1, 1], values = new double[2], gradient = new double[9];
        compiled.Values(points, values);
        Assert.Equal([Math.Pow(2.5 - 1, 2) + Math.Pow(1.75 - 2, 2) + Math.Pow(1.125 - 3, 2), 64.0 + 25 + 4], values);
        compiled.ValueAndGradient(points.AsSpan(9), gradient);
        Assert.Equal([16.0, 10, 4, 16, 10, 4, 144, 70, 20], gradient);
        Assert.Equal(compiled.Hessian(points.AsSpan(9))[0, 6], compiled.Hessian(points.AsSpan(9))[6, 0]);
    }

    [Fact]
    public void A_black_box_is_compiled_to_its_calls_and_differences()
    {
        var compiled = Loss.BlackBox(x => (x[0] * x[0]) + (3 * x[0] * x[1]), 2).Compile(TestContext.Current.CancellationToken);
        double[] gradient = new double[2], product = new double[2], values = new double[2];
        Assert.Equal(28, compiled.ValueAndGradient([2, 4], gradient));
        AreClose([16, 6], gradient, 1e-7);
        compiled.HessianVector([2, 4], [1, 0], product);
        AreClose([2, 3], product, 1e-4);
        compiled.Values([2, 4, 1, 1], values);
        Assert.Equal([28, 4], values);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    public void Jacobians_agree_from_both_sides_and_with_differences(int outputs, int inputs)
    {
        var f = CompiledFunction.Of(x => Expr.Vector([.. Enumerable.Range(0, outputs).Select(i => Expr.Sin(x[i % inputs] * (i + 1.0)) * x[(i + 1) % inputs])]), inputs);
        double[] x = [.. Enumerable.Range(0, inputs).Select(i => 0.3 + i)];
        var jacobian = f.Jacobian(x);
        for (var j = 0; j < inputs; j++)
        {
            double[] Moved(double h) => [.. x.Select((value, i) => i == j ? value + h : value)];
            double[] unit = [.. Enumerable.Range(0, inputs).Select(i => i == j ? 1.0 : 0)], column = [.. Enumerable.Range(0, outputs).Select(i => jacobian[i, j])];
            AreClose(f.JacobianVector(x, unit), column, 1e-12);
            AreClose([.. f.Value(Moved(1e-6)).Zip(f.Value(Moved(-1e-6)), (above, below) => (above - below) / 2e-6)], column, 1e-8);
        }
        double[] weights = [.. Enumerable.Range(1, outputs).Select(i => (double)i)];
        AreClose([.. Enumerable.Range(0, inputs).Select(j => weights.Select((w, i) => w * jacobian[i, j]).Sum())], f.VectorJacobian(x, weights), 1e-12);
    }

    [Fact]
    public void Wrong_counts_and_strangers_are_told_by_name()
    {
        var compiled = Himmelblau.Compile(TestContext.Current.CancellationToken);
        Assert.Contains("2 parameter elements, but 3", Assert.Throws<ArgumentException>(() => compiled.Value(1, 2, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("4 numbers, but 3", Assert.Throws<ArgumentException>(() => compiled.Values([1, 2, 3], new double[2])).Message, StringComparison.Ordinal);
        Assert.Contains("'y'", Assert.Throws<ArgumentException>(() => CompiledFunction.Of(Expr.Symbol("y"), [Expr.Symbol("x")], [])).Message, StringComparison.Ordinal);
    }

    private static Dictionary<Expr, Tensor> Inputs(Loss loss, double[] point)
    {
        var (inputs, first) = (new Dictionary<Expr, Tensor>(), 0);
        foreach (var parameter in loss.Parameters)
        {
            inputs[parameter] = Tensor.Of(parameter.Shape, point.Skip(first).Take(parameter.Shape.ElementCount));
            first += parameter.Shape.ElementCount;
        }
        for (var d = 0; d < loss.Data.Count; d++) inputs[loss.Data[d]] = loss.DataValues[d];
        return inputs;
    }

    private static void AreClose(double[] expected, double[] actual, double relative = 1e-12)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < actual.Length; i++)
            Assert.True(expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= relative * Math.Max(1, Math.Abs(expected[i])), $"{expected[i]} and {actual[i]}");
    }

    private static double[] All(IReadOnlyList<Tensor> tensors) => [.. tensors.SelectMany(tensor => tensor.ToArray())];
}

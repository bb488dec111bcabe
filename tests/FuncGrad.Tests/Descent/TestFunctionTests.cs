using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>Every built-in test function against figures from 50-digit arithmetic.</summary>
public sealed class TestFunctionTests
{
    /// <summary>Smooth at its minimum, but written with √(x² + y²), whose derivative at 0 is NaN.</summary>
    private const string RootAtMinimum = "drop_wave";

    public static TheoryData<string> Names => [.. TestFunctions.All.Select(function => function.Name)];

    [Fact]
    public void Each_of_the_93_has_figures_and_a_name_of_its_own()
    {
        Assert.Equal(93, TestFunctions.All.Count);
        Assert.Equal(93, TestFunctions.All.Select(function => function.Name).Distinct().Count());
        Assert.Equal(TestFunctions.All.Select(function => function.Name).Order(), TestFunctionFigures.All.Select(figures => figures.Function.Name).Order());
    }

    [Theory, MemberData(nameof(Names))]
    public void At_the_probe_value_and_exact_gradient_agree(string name)
    {
        var figures = Figures(name);
        if (figures.Probe is not { } probe) return;
        var (value, gradient) = ValueAndGradient(figures.Function, probe);
        Near(figures.ProbeValue, value, 1e-12, name);
        Assert.Equal(figures.ProbeGradient.Length, gradient.Length);
        for (var i = 0; i < gradient.Length; i++) Near(figures.ProbeGradient[i], gradient[i], 1e-12, $"{name}, coordinate {i}");
    }

    [Theory, MemberData(nameof(Names))]
    public void At_each_known_point_the_value_agrees_and_the_gradient_vanishes(string name)
    {
        var (function, points) = (Figures(name).Function, Figures(name).Points);
        Assert.Equal(points.Length, function.Points.Count);
        foreach (var (point, stated) in points.Zip(function.Points))
        {
            Assert.Equal(point.At, stated.At);
            if (double.IsNaN(point.Value)) continue;
            Assert.Equal(point.Value, stated.Value);
            var (value, gradient) = ValueAndGradient(function, point.At);
            Assert.Equal(point.Value, value, 1e-13 * (1 + LargestTerm(function, point.At)));
            if (name == RootAtMinimum)
                Assert.All(gradient, g => Assert.True(double.IsNaN(g)));
            else if (point.Eigenvalues is { } eigenvalues)
                Assert.All(gradient, g => Assert.Equal(0, g, 4e-15 * (1 + (eigenvalues.Max(Math.Abs) * point.At.Max(x => 1 + Math.Abs(x))))));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void At_each_known_point_the_eigenvalues_of_the_Hessian_agree(string name)
    {
        var (function, points) = (Figures(name).Function, Figures(name).Points);
        foreach (var (point, stated) in points.Zip(function.Points))
        {
            if (point.Eigenvalues is not { } expected || name == RootAtMinimum) continue;
            var eigenvalues = SymmetricEigenvalues.Of(Hessian(function, point.At));
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected.Order().ElementAt(i), eigenvalues[i], 1e-12 + (2e-6 * Math.Abs(expected.Order().ElementAt(i))));
                Assert.Equal(stated.Curvatures![i], eigenvalues[i], 1e-12 + (2e-6 * Math.Abs(eigenvalues[i])));
            }
            Assert.Equal(KindOf(eigenvalues, stated.Kind), stated.Kind);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void At_the_start_the_gradient_passes_the_check(string name)
    {
        var function = Figures(name).Function;
        var loss = function.ToLoss();
        var check = GradientCheck.Of(loss.Value!, loss.Parameters, Inputs(loss, [.. function.Start]));
        Assert.True(check.Verdict == GradientVerdict.Right, $"{name}: {check.Verdict}, {check.Note}");
    }

    [Fact]
    public void Functions_of_any_length_take_other_lengths()
    {
        string[] general = [.. TestFunctions.All.Where(f => f.Domain.Contains("^n", StringComparison.Ordinal) && f.Data.Count == 0 && f.Parameters[0].Value.Shape.Rank == 1).Select(f => f.Name)];
        Assert.True(general.Length >= 15);
        foreach (var function in general.Select(name => TestFunctions.Find(name)!))
        {
            var longer = function with { Parameters = [new NamedTensor("x", Tensor.Fill(Shape.Of(7), 0.5))] };
            Assert.True(double.IsFinite(ValueAndGradient(longer, [.. longer.Start]).Value), function.Name);
        }
    }

    private static TestFunctionFigures Figures(string name) => TestFunctionFigures.All.Single(figures => figures.Function.Name == name);

    private static Dictionary<Expr, Tensor> Inputs(Loss loss, double[] at)
    {
        var inputs = Enumerable.Range(0, loss.Data.Count).ToDictionary(i => loss.Data[i], i => loss.DataValues[i]);
        var position = 0;
        foreach (var parameter in loss.Parameters)
        {
            inputs[parameter] = Tensor.Of(parameter.Shape, at.Skip(position).Take(parameter.Shape.ElementCount));
            position += parameter.Shape.ElementCount;
        }
        return inputs;
    }

    private static (double Value, double[] Gradient) ValueAndGradient(TestFunction function, double[] at)
    {
        var loss = function.ToLoss();
        var values = new Evaluation([loss.Value!, .. Differentiation.Gradient(loss.Value!, loss.Parameters)]).At(Inputs(loss, at));
        return (values[0].ToDouble(), [.. values.Skip(1).SelectMany(part => part.ToArray())]);
    }

    private static double[,] Hessian(TestFunction function, double[] at)
    {
        var loss = function.ToLoss();
        var hessian = new Evaluation([Directional.Hessian(loss.Value!, loss.Parameters)]).At(Inputs(loss, at))[0];
        var matrix = new double[at.Length, at.Length];
        for (var i = 0; i < at.Length; i++)
            for (var j = 0; j < at.Length; j++) matrix[i, j] = (hessian[i, j] + hessian[j, i]) / 2;
        return matrix;
    }

    /// <summary>The greatest number that occurs on the way to the value: rounding errors are in proportion to it.</summary>
    private static double LargestTerm(TestFunction function, double[] at)
    {
        var loss = function.ToLoss();
        return new Evaluation(Ordering.Of(loss.Value!)).At(Inputs(loss, at)).SelectMany(value => value.ToArray()).Where(double.IsFinite).Max(Math.Abs);
    }

    private static StationaryKind KindOf(double[] eigenvalues, StationaryKind stated) => eigenvalues[0] > 1e-12 ? StationaryKind.Minimum
        : eigenvalues[^1] < -1e-12 ? StationaryKind.Maximum
        : eigenvalues[0] < -1e-12 && eigenvalues[^1] > 1e-12 ? StationaryKind.Saddle
        : stated;

    private static void Near(double expected, double actual, double tolerance, string where) => Assert.True(
        Math.Abs(expected - actual) <= tolerance * Math.Abs(expected) || (expected == 0 && Math.Abs(actual) <= tolerance),
        $"{where}: {actual:R} is not {expected:R} but {(actual - expected) / expected:G3} away.");
}

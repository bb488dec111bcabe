using System.Text;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>What is in the results is in the picture: every kind of number, seeds, minima, limits, basins.</summary>
public sealed class ChartTests
{
    private const string Head = "loss = \"x^2\"\n[parameters]\nx = 1.0\n[method]\nsteps = 3\n[sweep]\n\"method.learning_rate\" = [0.1, 0.2, 0.3, 0.4]\n";

    private static readonly string Steps = "trial,step,loss,x\n"
        + string.Concat(Rows(0, "25", "1", "0", "0")) + string.Concat(Rows(1, "25", "1e9", "Infinity", "Infinity"))
        + string.Concat(Rows(2, "25", "30", "NaN", "NaN")) + string.Concat(Rows(3, "25", "1e-3", "1e-6", "1e-9"));

    [Fact]
    public void Zero_infinity_and_NaN_are_seen_and_named_in_curves()
    {
        var chart = CurvesChart.Draw(Tables(Head, Steps), new()).Chart!;
        Assert.Equal((ScaleKind.Logarithmic, true, true), (chart.Y.Scale.Kind, chart.Y.Scale.HasZeroRail, chart.Y.Scale.HasInfinityRail));
        var points = chart.Layers.OfType<Layer.Points>().ToArray();
        Assert.Equal((2, 0), Single(points, Form.TriangleDown, symbol => symbol.Y[0] == 0));
        Assert.Equal((2, double.PositiveInfinity), Single(points, Form.Triangle, symbol => double.IsInfinity(symbol.Y[0])));
        Assert.Equal((1, 30), Single(points, Form.Cross, _ => true));
        Assert.Contains("0", chart.Notes[0], StringComparison.Ordinal);
        Assert.Contains("∞", chart.Notes[0], StringComparison.Ordinal);
        Assert.Contains("NaN", chart.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_of_both_signs_have_an_axis_that_says_so()
    {
        var steps = "trial,step,loss,x\n" + string.Concat(Rows(0, "1e6", "10", "-2", "-1e4"));
        var chart = CurvesChart.Draw(Tables(Head, steps), new() { Trials = [0] }).Chart!;
        Assert.Equal(ScaleKind.SymmetricLogarithmic, chart.Y.Scale.Kind);
        Assert.Contains(chart.Notes, note => note.Contains("Both signs", StringComparison.Ordinal));
    }

    [Fact]
    public void Figures_of_a_map_that_are_no_numbers_have_keys_of_their_own()
    {
        var head = Head.Replace("[0.1, 0.2, 0.3, 0.4]", "[0.1, 0.2]\nseed = [1]\n\"parameters.x\" = [1.0, 2.0, 3.0]",
            StringComparison.Ordinal);
        var trials = "trial,verdict,loss\n0,converged,0\n1,diverged,NaN\n2,diverged,Infinity\n3,unfinished,1\n4,unfinished,1000\n5,unfinished,1e-9\n";
        var chart = MapChart.Draw(Tables(head, Steps, trials), new() { Colour = "loss" }).Chart!;
        Assert.Equal(["exactly 0", "infinite", "NaN"], chart.Keys.Where(key => key.Kind == KeyKind.Box).Select(key => key.Text));
        Assert.Equal(["converged: 1", "unfinished: 3", "diverged: 2"],
            MapChart.Draw(Tables(head, Steps, trials), new()).Chart!.Keys.Where(key => key.Kind == KeyKind.Box).Select(key => key.Text));
    }

    [Fact]
    public void Seeds_become_mean_and_range()
    {
        var head = Head.Replace("[0.1, 0.2, 0.3, 0.4]", "[0.1, 0.2]\nseed = [1, 2, 3]", StringComparison.Ordinal);
        string[] losses = ["1", "10", "100", "5", "5", "5"];
        var steps = "trial,step,loss,x\n" + string.Concat(losses.SelectMany((loss, trial) => Rows(trial, loss, loss)));
        var chart = CurvesChart.Draw(Tables(head, steps, Trials(6)), new()).Chart!;
        var bands = chart.Layers.OfType<Layer.Band>().ToArray();
        Assert.Equal([(1, 100), (5, 5)], bands.Select(band => (band.Low[0], band.High[0])));
        Assert.Equal([10, 5], chart.Layers.OfType<Layer.Curve>().Select(curve => Math.Round(curve.Y[0], 9)));
        Assert.Contains(chart.Keys, key => key.Text == "mean of 3 seeds");
    }

    [Fact]
    public void Basins_find_the_minima_and_every_start_has_the_colour_of_its_own()
    {
        using var folder = new PlottedFolder("""
            loss = "(x^2 - 1)^2 + y^2"
            [parameters]
            x = 0.0
            y = 0.0
            [method]
            learning_rate = 0.05
            steps = 300
            [sweep]
            "parameters.x" = { from = -1.5, to = 1.5, count = 8 }
            "parameters.y" = { from = -1.0, to = 1.0, count = 5 }
            [log]
            every = 0
            """);
        var texts = folder.Texts("--kind", "basins");
        Assert.Contains("(1, 0): 20", texts);
        Assert.Contains("(−1, 0): 20", texts);
    }

    [Fact]
    public void Paths_of_a_test_function_show_its_minimum_and_of_one_parameter_its_curve()
    {
        using var plane = new PlottedFolder("loss = \"100*(b - a^2)^2 + (1 - a)^2\"\n[parameters]\na = 0.5\nb = 0.4\n[method]\nlearning_rate = 0.001\nsteps = 200\n");
        Assert.Contains("minimum", plane.Texts("--kind", "paths"));
        using var line = new PlottedFolder("loss = \"sin(a)\"\n[parameters]\na = 0.5\n[method]\nlearning_rate = 0.1\nsteps = 20\n");
        Assert.Contains("start", line.Texts("--kind", "paths"));
    }

    [Fact]
    public void More_curves_than_can_be_told_apart_are_thinned_evenly_and_the_picture_says_so()
    {
        using var folder = new PlottedFolder("loss = \"x^2\"\n[parameters]\nx = 1.0\n[method]\nsteps = 5\n[sweep]\n\"method.learning_rate\" = { from = 0.01, to = 1.5, count = 150 }\n");
        Assert.Contains(folder.Texts("--kind", "curves"),
            text => text.EndsWith(" of 150 trials, evenly from each verdict", StringComparison.Ordinal));
    }

    private static (double X, double Y) Single(Layer.Points[] points, Form form, Func<Layer.Points, bool> isMeant) =>
        points.Where(symbol => symbol.Form == form && symbol.X.Count == 1
            && isMeant(symbol)).Select(symbol => (symbol.X[0], symbol.Y[0])).Single();

    private static IEnumerable<string> Rows(int trial, params string[] losses) =>
        losses.Select((loss, step) => FormattableString.Invariant($"{trial},{step},{loss},1\n"));

    private static string Trials(int count) => "trial,verdict,loss\n" + string.Concat(Enumerable.Range(0, count)
        .Select(trial => FormattableString.Invariant($"{trial},unfinished,1\n")));

    private static ResultTables Tables(string experiment, string steps, string? trials = null) =>
        new(ExampleFiles.Experiment(experiment), ResultTable.Of(Encoding.UTF8.GetBytes(trials ?? Trials(4))),
            ResultTable.Of(Encoding.UTF8.GetBytes(steps)));
}

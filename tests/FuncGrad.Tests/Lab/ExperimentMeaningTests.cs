using System.Globalization;
using System.Text.RegularExpressions;
using FuncGrad.Tests.Golden;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Each experiment shows what it is there to show.</summary>
public sealed partial class ExperimentMeaningTests(ExperimentRuns runs)
{
    [Fact]
    public void Learning_rates_too_slow_converged_and_diverged()
    {
        var run = runs["learning-rates"];
        Assert.Equal(["too_slow", "converged", "diverged"], run.Trials.Column("verdict"));
        Assert.Equal(["1E-10", "0.1", "10"], run.Trials.Column("method.learning_rate"));
        // The distance falls by the factor 1 - 2e-10 with each step, and what remains, its square, has to fall to 1e-10.
        var steps = Math.Log(1e10) / -Math.Log(1 - 2e-10) / 2;
        var estimate = double.Parse(Estimate().Match(run.Trials.Text(0, "note")).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(estimate, steps * 0.9, steps * 1.1);
        // The first step at which adding h to a parameter leaves it as it is.
        var lost = run.StepsOf(2).First(row => IsLost(run.Steps.Number(row, "x0")) || IsLost(run.Steps.Number(row, "x1")));
        Assert.Contains($"gradient lost to rounding (x + h = x) from step {run.Steps.Text(lost, "step")}", run.Trials.Text(2, "note"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "1e-10")]
    [InlineData(1, "0.1")]
    [InlineData(2, "10.0")]
    public void Learning_rates_go_the_way_of_the_book_bit_for_bit(int trial, string learningRate)
    {
        var (run, book) = (runs["learning-rates"], GoldenFile.Rows("book_ch04_gradient_descent.csv").Where(row => row[0] == learningRate).ToArray());
        Assert.Equal(101, book.Length);
        foreach (var (expected, row) in book.Zip(run.StepsOf(trial)))
            Assert.Equal(expected[2..5].Select(Number), [run.Steps.Number(row, "x0"), run.Steps.Number(row, "x1"), run.Steps.Number(row, "loss")]);
    }

    [Theory]
    [InlineData(0, "SGD")]
    [InlineData(1, "Momentum")]
    [InlineData(3, "Adam")]
    public void Optimizer_paths_are_those_of_the_book_bit_for_bit(int trial, string optimizer)
    {
        var (run, book) = (runs["optimizer-paths"], GoldenFile.Rows("book_ch06_optimizers.csv").Where(row => row[0] == optimizer).ToArray());
        Assert.Equal(31, book.Length);
        Assert.Equal(31, run.StepsOf(trial).Length);
        foreach (var (expected, row) in book.Zip(run.StepsOf(trial)))
            Assert.Equal(expected[2..5].Select(Number), [run.Steps.Number(row, "x"), run.Steps.Number(row, "y"), run.Steps.Number(row, "loss")]);
    }

    [Fact]
    public void Optimizer_paths_hold_the_books_adagrad()
    {
        var run = runs["optimizer-paths"];
        Assert.Equal("adagrad", run.Trials.Text(2, "method.rule"));
        var (x, y, squaresX, squaresY) = (-7.0, 2.0, 0.0, 0.0);
        foreach (var row in run.StepsOf(2))
        {
            Assert.Equal(x, run.Steps.Number(row, "x"), 1e-13);
            Assert.Equal(y, run.Steps.Number(row, "y"), 1e-13);
            var (gx, gy) = (x / 10, 2 * y);
            (squaresX, squaresY) = (squaresX + (gx * gx), squaresY + (gy * gy));
            (x, y) = (x - (1.5 * gx / (Math.Sqrt(squaresX) + 1e-7)), y - (1.5 * gy / (Math.Sqrt(squaresY) + 1e-7)));
        }
    }

    [Fact]
    public void Ascent_finds_the_top()
    {
        var trials = runs["ascent"].Trials;
        Assert.Equal(("converged", 1.0), (trials.Text(0, "verdict"), trials.Number(0, "loss")));
        Assert.Equal(1, trials.Number(0, "x"), 1e-9);
        Assert.Equal(-2, trials.Number(0, "y"), 1e-9);
    }

    [Fact]
    public void Defaults_settle_exactly_where_theory_says()
    {
        var trials = runs["defaults"].Trials;
        Assert.Equal(24, trials.Rows.Length);
        for (var trial = 0; trial < 24; trial++)
        {
            var (rule, curvature) = (trials.Text(trial, "method.rule"), trials.Number(trial, "data.steepness"));
            var limit = rule switch
            {
                "gradient_descent" => 2 / curvature,
                "momentum" => 2 * 1.9 / curvature,
                "nesterov" or "book_nesterov" => 2 * 1.9 / (2.8 * curvature),
                _ => double.PositiveInfinity,
            };
            Assert.Equal(0.01 > limit, trials.Text(trial, "verdict") == "diverged");
        }
        Assert.All(Verdicts("rmsprop"), verdict => Assert.Equal("oscillating", verdict));
        Assert.All(Verdicts("adam").Concat(Verdicts("book_adam")), verdict => Assert.Equal("converged", verdict));
        Assert.All(Verdicts("adagrad"), verdict => Assert.Equal("unfinished", verdict));

        IEnumerable<string> Verdicts(string rule) => trials.Rows.Where(row => row.Contains(rule)).Select(row => row[Array.IndexOf(trials.Header, "verdict")]);
    }

    [Fact]
    public void Simple_net_learns_the_right_class_from_every_seed()
    {
        var run = runs["simple-net"];
        Assert.Equal(["0", "1", "2", "3", "4"], run.Trials.Column("seed"));
        for (var trial = 0; trial < 5; trial++)
        {
            double[] score = [.. Enumerable.Range(0, 3).Select(k => (0.6 * run.Trials.Number(trial, $"W[0][{k}]")) + (0.9 * run.Trials.Number(trial, $"W[1][{k}]")))];
            Assert.Equal(2, Array.IndexOf(score, score.Max()));
            Assert.StartsWith("[stop] loss: ", run.Trials.Text(trial, "note"), StringComparison.Ordinal);
        }
        Assert.Equal(5, run.Manifest.GetProperty("stop_reasons").GetProperty("loss").GetInt32());
        Assert.Equal(5, run.Trials.Column("W[0][0]").Distinct().Count());
    }

    [Fact]
    public void Fit_line_is_the_least_squares_line()
    {
        var points = Table.Read(Path.Combine(SourceCode.Root, "experiments", "fit-line.csv")).Rows.Select(row => (X: Number(row[0]), Y: Number(row[1]))).ToArray();
        var (meanX, meanY) = (points.Average(p => p.X), points.Average(p => p.Y));
        var slope = points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / points.Sum(p => (p.X - meanX) * (p.X - meanX));
        var trials = runs["fit-line"].Trials;
        Assert.Equal("converged", trials.Text(0, "verdict"));
        Assert.Equal(slope, trials.Number(0, "slope"), 1e-8);
        Assert.Equal(meanY - (slope * meanX), trials.Number(0, "offset"), 1e-8);
        Assert.Matches("^[0-9a-f]{64}$", runs["fit-line"].Manifest.GetProperty("data").GetProperty("fit-line.csv").GetString());
    }

    private static bool IsLost(double x) => x + 1e-4 == x || x - 1e-4 == x;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"about (\S+) more steps")]
    private static partial Regex Estimate();
}

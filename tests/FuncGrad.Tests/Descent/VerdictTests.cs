using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace FuncGrad.Tests.Descents;

public sealed class VerdictTests
{
    private static readonly Loss Bowl = Loss.Of(x => Expr.Pow(x[0], 2) + Expr.Pow(x[1], 2), 2);

    private static Run BookRun(double learningRate) =>
        new Descent(Bowl, new Method(UpdateRules.GradientDescent(learningRate), GradientKind.CentralDifference)).Run(100, -3, 4);

    [Fact]
    public void A_learning_rate_far_too_small_is_too_slow_and_says_by_how_much()
    {
        var run = BookRun(1e-10);
        Assert.Equal(Verdict.TooSlow, run.Verdict);
        Assert.Contains("e10 more steps; a larger learning rate, up to 1", run.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_good_learning_rate_converges()
    {
        var run = BookRun(0.1);
        Assert.Equal(Verdict.Converged, run.Verdict);
    }

    [Fact]
    public void A_learning_rate_far_too_large_diverges_and_says_where_the_gradient_was_lost()
    {
        var run = BookRun(10);
        Assert.Equal(Verdict.Diverged, run.Verdict);
        Assert.Contains("lost to rounding (x + h = x) from step", run.Note, StringComparison.Ordinal);
    }

    /// <summary>Losses that are steep in another direction than that of the first gradient.</summary>
    public static TheoryData<string, Func<Expr, Expr>, double, double> SteepAside => new()
    {
        { "a valley along its floor", x => Expr.Pow(x[0], 2) + (1e4 * Expr.Pow(x[1], 2)), 1000, 0.001 },
        { "a valley across", x => Expr.Pow(x[0] + x[1], 2) + (100 * Expr.Pow(x[0] - x[1], 2)), 3, 3.0001 },
        { "Rosenbrock's function", x => Expr.Pow(1 - x[0], 2) + (100 * Expr.Pow(x[1] - Expr.Pow(x[0], 2), 2)), 0.5, 0.25 },
    };

    [Theory]
    [MemberData(nameof(SteepAside))]
    public void The_rate_that_a_note_names_does_not_diverge(string name, Func<Expr, Expr> function, double x, double y)
    {
        var loss = Loss.Of(function, 2);
        var run = new Descent(loss, UpdateRules.GradientDescent(0.5)).Run(100, x, y);
        Assert.Equal(Verdict.Diverged, run.Verdict);
        var named = Regex.Match(run.Note, "such as ([0-9.e-]+)$");
        Assert.True(named.Success, $"{name}: {run.Note}");
        var rate = double.Parse(named.Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.NotEqual(Verdict.Diverged, new Descent(loss, UpdateRules.GradientDescent(rate)).Run(100, x, y).Verdict);
    }

    [Fact]
    public void A_fixed_step_on_an_edge_oscillates()
    {
        var edge = Loss.Of(x => Expr.Abs(x[0]), 1);
        var run = new Descent(edge, UpdateRules.GradientDescent(0.1)).Run(100, 1.03);
        Assert.Equal(Verdict.Oscillating, run.Verdict);
    }

    [Fact]
    public void A_loss_without_a_minimum_is_still_descending()
    {
        var falling = Loss.Of(x => Expr.Softplus(-x[0]), 1);
        var run = new Descent(falling, UpdateRules.GradientDescent(1)).Run(100, 0);
        Assert.Equal(Verdict.Unfinished, run.Verdict);
    }

    [Fact]
    public void A_loss_that_stops_being_a_number_diverges_at_that_step()
    {
        var falling = Loss.Of(x => Expr.Log(x[0]), 1);
        var run = new Descent(falling, UpdateRules.GradientDescent(0.6)).Run(100, 1);
        Assert.Equal(Verdict.Diverged, run.Verdict);
        Assert.Contains("not finite from step 2", run.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Ascent_is_judged_upwards()
    {
        var hill = Loss.Of(x => Expr.Exp(-Expr.Pow(x[0] - 1, 2) - Expr.Pow(x[1] + 2, 2)), 2);
        var run = new Descent(hill, new Method(UpdateRules.GradientDescent(0.1), Direction: Direction.Maximise)).Run(200, 0, -1);
        Assert.Equal(Verdict.Converged, run.Verdict);
        Assert.Equal(1, run.Loss, 1e-9);
        Assert.Equal(run.Loss, run.BestLoss, 1e-9);
    }

    [Fact]
    public void A_stop_condition_ends_the_run_where_it_first_holds_and_every_reason_is_named()
    {
        var stopping = new Stopping(GradientNorm: 1e-3, Loss: 1e-6);
        var descent = new Descent(Bowl, UpdateRules.GradientDescent(0.1));
        var run = descent.Run(1000, stopping, null, -3, 4);
        var last = descent.Scan(-3, 4).UntilStopped(stopping).Last();
        Assert.Equal((last.Iteration, last.Loss), (run.Steps, run.Loss));
        Assert.Equal(Verdict.Stopped, run.Verdict);
        Assert.StartsWith("[stop] loss: ", run.Note, StringComparison.Ordinal);
        Assert.NotEmpty(run.StopReasons);
    }
}

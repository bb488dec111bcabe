using Xunit;

namespace FuncGrad.Tests;

/// <summary>Runs by programs: conditions of their own, watched, called off, with named starts and ends.</summary>
public sealed class RunPlanTests
{
    private static readonly Expr W = Expr.Symbol("W", Shape.Of(2, 2)), B = Expr.Symbol("b");
    private static readonly Loss Loss = Loss.Of(Expr.Sum(Expr.Pow(W, 2)) + Expr.Pow(B - 1, 2), W, B);
    private static readonly Descent Descent = new(Loss, UpdateRules.GradientDescent(0.1));
    private static readonly (string, Tensor)[] Start = [("b", 3.0), ("W", new double[,] { { 1, 2 }, { 3, 4 } })];

    [Fact]
    public void Starts_and_ends_have_names()
    {
        var run = Descent.Run(new RunPlan(300), Start);
        Assert.Equal(Shape.Of(2, 2), run["W"].Shape);
        Assert.Equal(1, run["b"].ToDouble(), 1e-9);
        Assert.Equal(Descent.Run(300, 1, 2, 3, 4, 3), run);
        Assert.Equal(Descent.Scan(1, 2, 3, 4, 3).ElementAt(5), Descent.Scan(Start).ElementAt(5));
        Assert.Contains("no parameter 'V'", Assert.Throws<KeyNotFoundException>(() => run["V"]).Message, StringComparison.Ordinal);
        Assert.Contains("'V' is not a parameter", Assert.Throws<ArgumentException>(() => Descent.Scan(("V", 1.0))).Message, StringComparison.Ordinal);
        Assert.Contains("W has no starting value", Assert.Throws<ArgumentException>(() => Descent.Scan(("b", 1.0))).Message, StringComparison.Ordinal);
        Assert.Contains("b is given twice", Assert.Throws<ArgumentException>(() => Descent.Scan([.. Start, ("b", 1.0)])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(60_000)]
    public void A_condition_of_ones_own_stops_where_a_predicate_does(long steps)
    {
        var plan = new RunPlan(steps) { When = (Expr.Max(Expr.Abs(W)) < 0.5) * (RunPlan.Step > 3) };
        var run = Descent.Run(plan, Start);
        Assert.Equal(Descent.Scan(Start).Until(step => step.Parameters[0].Values.ToArray().Max() < 0.5 && step.Iteration > 3).Last().Iteration, run.Steps);
        Assert.Equal((Verdict.Stopped, StopReason.When), (run.Verdict, run.StopReasons.Single()));
        Assert.Contains("'z'", Assert.Throws<ArgumentException>(() => Descent.Run(new RunPlan(1) { When = Expr.Symbol("z") }, Start)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_tells_how_far_it_is_and_is_called_off()
    {
        using var source = new CancellationTokenSource();
        var told = new List<double>();
        var progress = new Immediately(share => { told.Add(share); if (told.Count == 2) source.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => Descent.Run(new RunPlan(1L << 50) { Cancellation = source.Token, Progress = progress }, Start));
        Assert.Equal(2, told.Count);
        Assert.InRange(told[1], told[0], 1);
        Assert.Throws<OperationCanceledException>(() => Descent.Run(new RunPlan(1) { Cancellation = source.Token }, Start));
    }

    private sealed class Immediately(Action<double> told) : IProgress<double>
    {
        public void Report(double value) => told(value);
    }

    [Fact]
    public void Long_runs_and_sequences_are_compiled_on_the_way_without_a_change_of_a_bit()
    {
        var loss = TestFunctions.Find("himmelblau")!.ToLoss();
        var descent = new Descent(loss, UpdateRules.GradientDescent(0.001));
        Assert.Equal(descent.Scan(0.5, 0.5).ElementAt(40_000).Loss, new Descent(loss, UpdateRules.GradientDescent(0.001)).Run(40_000, 0.5, 0.5).Loss);
        Assert.Equal(descent.Fold(100, 0.5, 0.5), new Descent(loss, UpdateRules.GradientDescent(0.001)).Fold(100, 0.5, 0.5));
    }

    [Fact]
    public void Plans_and_indices_say_what_is_wrong()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RunPlan(-1));
        Assert.Equal("10 steps at most, until loss < 0.5", new RunPlan(10) { When = RunPlan.Loss < 0.5 }.ToString());
    }

    [Fact]
    public void Parts_of_arrays_are_written_as_in_csharp()
    {
        var (x, m, t) = (Expr.Symbol("x", Shape.Of(4)), Expr.Symbol("M", Shape.Of(2, 3)), Expr.Symbol("T", Shape.Of(2, 3, 4)));
        Assert.Same(x[3], x[^1]);
        Assert.Same(m[1, 2], m[^1, ^1]);
        Assert.Same(m[1], m[1, ..]);
        Assert.Equal("M[:, 1]", m[.., 1].ToString());
        Assert.Equal(Shape.Of(2), m[.., 1].Shape);
        Assert.Same(m.SliceOver(0, 1, 2).SliceOver(1, 1, 3), m[1.., 1..]);
        Assert.Same(Expr.SumOver(m, 1), m.Sum(1));
        Assert.Equal(Shape.Of(4, 2, 3), t.Permute(2, 0, -2).Shape);
        Assert.Equal(Shape.Of(2, 4), t[.., 1].Shape);
        Assert.Throws<ShapeException>(() => x[^5]);
        Assert.Throws<ShapeException>(() => x[^0]);
        Assert.Throws<ShapeException>(() => x[.., 0]);
        Assert.Throws<ShapeException>(() => m[.., 3]);
        Assert.Throws<ShapeException>(() => m[.., ^4]);
    }
}

using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>A rule that searches, with histories and a settled point, in lanes and alone.</summary>
public sealed class LimitedMemoryTests
{
    private static readonly Expr X = Expr.Symbol("x", Shape.Of(3)), Y = Expr.Symbol("y");

    private static readonly Loss Valley = Loss.Of(
        Expr.Sum((100 * Expr.Pow(X[1..] - Expr.Pow(X[..^1], 2), 2)) + Expr.Pow(1 - X[..^1], 2)) + (100 * Expr.Pow(Y - Expr.Pow(X[2], 2), 2)) + Expr.Pow(1 - X[2], 2), X, Y);

    [Fact]
    public void It_finds_the_bottom_of_a_valley_where_descent_needs_thousands_of_steps()
    {
        var run = new Descent(Valley, LimitedMemory.Rule(5)).Run(120, -1.2, 1, -1.2, 1);
        Assert.True(run.Loss < 1e-20, run.ToString());
        Assert.Equal(Verdict.Converged, run.Verdict);
        Assert.All(run.Parameters, parameter => Assert.Equal(1, parameter, 1e-9));
    }

    [Fact]
    public void What_is_reported_is_the_last_accepted_point_whose_loss_never_rises()
    {
        Step[] steps = [.. new Descent(Valley, LimitedMemory.Rule(5)).Scan(-1.2, 1, -1.2, 1).Take(60)];
        Assert.All(Enumerable.Range(1, steps.Length - 1), k => Assert.True(steps[k].Loss <= steps[k - 1].Loss));
        Assert.Contains(Enumerable.Range(1, steps.Length - 1), k => steps[k].Loss == steps[k - 1].Loss);
        Assert.All(steps, step => Assert.Equal(step.Loss, Evaluation.Of(Valley.Value!, (X, step.Parameters[0]), (Y, step.Parameters[1])).ToDouble()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    public void In_lanes_it_is_the_slow_meaning_bit_for_bit(int lanes)
    {
        var method = new Method(LimitedMemory.Rule(3));
        var graph = StepGraph.Build(Valley, method, Stopping.Never, Varying.Nothing, Memory.Recent, new Row(Valley.Parameters, []));
        var stage = new Stage(graph, Valley, method, Varying.Nothing, Kernels.For(method, 0, 1));
        double[][] start = [[.. Enumerable.Range(0, 3 * lanes).Select(i => -1.2 + (0.07 * i % 2.3))], [.. Enumerable.Range(0, lanes).Select(i => 1 - (0.03 * i))]];
        var inputs = new Dictionary<string, double[]> { ["method.learning_rate"] = [.. Enumerable.Range(0, lanes).Select(i => 1 - (0.01 * i))] };
        var (fast, slow) = (Frame(stage, start, inputs, lanes), Frame(stage, start, inputs, lanes));
        stage.Kernel.Advance(fast, 40);
        new EvaluatedKernel(graph.Recurrence).Advance(slow, 40);
        Assert.Equal(slow.State.SelectMany(values => values), fast.State.SelectMany(values => values));
    }

    private static LaneFrame Frame(Stage stage, double[][] start, Dictionary<string, double[]> inputs, int lanes) => new()
    {
        Lanes = lanes,
        State = stage.Begin(start, inputs, lanes),
        LaneInputs = [.. stage.Graph.InputNames.Select(name => inputs[name])],
        Shared = [],
    };
}

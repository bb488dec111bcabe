using static FuncGrad.Expr;

namespace FuncGrad;

/// <summary>What a run is to do, and who may watch it or call it off.</summary>
/// <example><code>
/// using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
/// var plan = new RunPlan(1_000_000) { When = RunPlan.Loss &lt; 1e-6, Cancellation = patience.Token };
/// var run = await Task.Run(() => descent.Run(plan, 0.5, 0.5));
/// </code></example>
/// <param name="Steps">How many updates at most.</param>
public sealed record RunPlan(long Steps)
{
    /// <summary>Up to here every whole number is a double, which counts the steps.</summary>
    private const long MostSteps = 1L << 53;

    /// <summary>The loss of a step, in <see cref="When"/>.</summary>
    public static Expr Loss => RunFigures.OfStep["loss"];

    /// <summary>The gradient norm of a step, in <see cref="When"/>.</summary>
    public static Expr GradientNorm => RunFigures.OfStep["gradient_norm"];

    /// <summary>How many updates a step has behind it, in <see cref="When"/>.</summary>
    public static Expr Step => RunFigures.OfStep["step"];

    /// <summary>How many updates at most, 0 to 2^53.</summary>
    public long Steps { get; init; } = Steps is >= 0 and <= MostSteps ? Steps
        : throw new ArgumentOutOfRangeException(nameof(Steps), Steps, "A run makes 0 to 2^53 updates.");

    /// <summary>When to end earlier.</summary>
    public Stopping Stopping { get; init; } = Stopping.Never;

    /// <summary>
    /// A scalar expression of the parameters, data, <see cref="Loss"/>, <see cref="GradientNorm"/> and <see cref="Step"/>: the run ends at
    /// the first step at which it is not 0. It is computed where the steps are, at no cost worth naming. A condition that is a function of
    /// steps is for <see cref="Steps.Until"/>.
    /// </summary>
    public Expr? When { get; init; }

    /// <summary>What counts as converged.</summary>
    public Tolerance Tolerance { get; init; } = Tolerance.Standard;

    /// <summary>Calls the run off, within some milliseconds for losses of ordinary size.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Told the share of the steps that is done, from 0 to 1, as often as a cancellation is looked for.</summary>
    public IProgress<double>? Progress { get; init; }

    /// <summary>Steps and condition.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Steps} steps at most") + (When is null ? "" : $", until {WhenText()}");

    /// <summary>The condition as it would be written in a file.</summary>
    internal string WhenText() =>
        Substitution.Replace([When!], RunFigures.OfStep.ToDictionary(pair => pair.Value, pair => Symbol(pair.Key)))[0].ToString();

    internal StopConditions? Conditions(Loss loss)
    {
        if (When is null) return null;
        if (When.Shape.Rank != 0) throw ShapeException.NotAScalar("The condition", When.Shape);
        var known = loss.Parameters.Concat(loss.Data).Concat(RunFigures.OfStep.Values).ToHashSet();
        if (Ordering.Inputs([When]).FirstOrDefault(input => !known.Contains(input)) is { } stranger)
            throw new ArgumentException($"The condition depends on '{stranger.InputName}', which the loss does not know.");
        return new StopConditions { When = When, WhenText = WhenText() };
    }
}

/// <summary>A run by its plan: compiled if its steps are worth it, in segments between which it can be watched and called off.</summary>
internal static class PlannedRun
{
    /// <summary>Operations of a segment: some milliseconds, compiled or not.</summary>
    private const double SegmentWork = 1 << 22;

    public static Run Of(Loss loss, Method method, RunPlan plan, double[][] start, Dictionary<string, double[]> inputs)
    {
        plan.Cancellation.ThrowIfCancellationRequested();
        var lockstep = new Lockstep(loss, method, plan.Stopping, Varying.Nothing, new Row(loss.Parameters, [], null, plan.Conditions(loss)),
            Kernels.For(method, plan.Steps / 2, 1, null, 1, plan.Cancellation), Kernels.ForLooks(method, 0, 1));
        foreach (var (name, key) in DrawnNumbers.Keys(lockstep.LateGraph, [method.Seed], 1)) inputs[name] = key;
        var block = new LaneBlock
        {
            Lanes = 1,
            Steps = plan.Steps,
            Start = start,
            Inputs = inputs,
            Tolerance = [plan.Tolerance],
            Every = 0,
        };
        var progress = lockstep.Start(block);
        var segment = (long)Math.Max(1, SegmentWork / Math.Max(1, Scalarization.Size(lockstep.LateGraph.Recurrence, long.MaxValue)));
        while (!lockstep.Continue(block, progress, segment, null))
        {
            plan.Cancellation.ThrowIfCancellationRequested();
            plan.Progress?.Report((double)progress.Iteration / plan.Steps);
        }
        plan.Progress?.Report(1);
        return Run.Of(loss, lockstep.Results(block, progress)[0]);
    }
}

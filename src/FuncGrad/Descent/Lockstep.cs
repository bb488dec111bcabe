namespace FuncGrad;

/// <summary>The numbers with which a block of trials starts: one lane per trial.</summary>
internal sealed class LaneBlock
{
    public required int Lanes { get; init; }

    public required long Steps { get; init; }

    /// <summary>For each parameter <c>[element · Lanes + lane]</c>.</summary>
    public required double[][] Start { get; init; }

    /// <summary>For each named input (hyperparameters, h, bounds) its value in every lane.</summary>
    public required IReadOnlyDictionary<string, double[]> Inputs { get; init; }

    /// <summary>The judge's tolerance in every lane.</summary>
    public required double[] Tolerance { get; init; }

    /// <summary>A row of the log each k-th step, and the first and the last; 0 for no log.</summary>
    public required long Every { get; init; }
}

/// <summary>How one trial ended.</summary>
internal sealed record LaneResult(Judgement Judgement, Evidence Evidence, double[] Parameters);

/// <summary>
/// Runs blocks of trials in step: the same recurrence over many lanes, with the log and the figures for the verdicts taken on the way. Until the last quarter
/// of the steps a lighter recurrence runs, which does not keep the last change.
/// </summary>
internal sealed class Lockstep
{
    private const int NumbersAtOnce = 1 << 14;

    private readonly Loss _loss;
    private readonly Method _method;
    private readonly Stopping _stopping;
    private readonly Stage _early;
    private readonly Stage _late;

    public Lockstep(Loss loss, Method method, Stopping stopping, Varying varying, bool logsGradient, bool logsUpdateNorm, Func<Recurrence, IKernel> compile)
    {
        (_loss, _method, _stopping) = (loss, method, stopping);
        _late = new Stage(StepGraph.Build(loss, method, stopping, varying, Memory.Recent, logsGradient), loss, method, varying, compile);
        _early = logsUpdateNorm ? _late : new Stage(StepGraph.Build(loss, method, stopping, varying, Memory.Extremes, logsGradient), loss, method, varying, compile);
    }

    /// <summary>What a logged row holds beside its step: loss, gradient norm, update norm, all parameter elements, all gradient elements if asked for.</summary>
    public int RowWidth => 4 + _loss.Dimension + (_late.ObservesGradient ? _loss.Dimension : 0);

    /// <summary>A run at its start.</summary>
    public LaneProgress Start(LaneBlock block) => LaneProgress.Start(block, _early, LastQuarter.Of(block.Steps));

    /// <summary>A run as it was saved.</summary>
    public LaneProgress Restore(LaneBlock block, SavedProgress saved) => LaneProgress.Restore(block, saved.IsLate ? _late : _early, saved);

    /// <summary>
    /// Carries a run on by at most <paramref name="segment"/> updates, or to its end. Rows of the log go to <paramref name="log"/>. True when the run is at its end.
    /// </summary>
    public bool Continue(LaneBlock block, LaneProgress progress, long segment, LaneLog? log)
    {
        var quarter = LastQuarter.Of(block.Steps);
        var until = Math.Min(block.Steps, progress.Iteration + segment);
        while (progress.Iteration < until && progress.Running > 0) AdvanceOnce(block, progress, quarter, until, log);
        if (progress.Iteration < block.Steps && progress.Running > 0) return false;
        Finish(block, progress, log);
        return true;
    }

    private void AdvanceOnce(LaneBlock block, LaneProgress progress, LastQuarter quarter, long until, LaneLog? log)
    {
        var iteration = progress.Iteration;
        if (iteration == quarter.Start && quarter.Half > 0) progress.EnterLastQuarter(_early, _late);
        if (iteration == quarter.Start + quarter.Half) progress.TakeMiddle(StageOf(progress));
        var stage = StageOf(progress);
        if (iteration == 0 || (log is not null && block.Every > 0 && iteration % block.Every == 0))
        {
            if (iteration > 0 && RowsAtOnce(block, progress, NextEvent(quarter, iteration, until)) is > 1 and var rows)
            {
                log!.Add(progress.ObserveRows(stage, rows, block.Every), rows, iteration, block.Every, progress.Lanes);
                return;
            }
            progress.ObserveAndAdvance(stage);
            if (iteration == 0) progress.KeepFirst();
            log?.Add(progress, iteration);
            return;
        }
        var next = NextEvent(quarter, iteration, until);
        progress.Advance(stage, (log is null || block.Every == 0 ? next : Math.Min(next, (iteration / block.Every * block.Every) + block.Every)) - iteration);
    }

    /// <summary>The step up to which nothing happens but updates and rows of the log.</summary>
    private static long NextEvent(LastQuarter quarter, long iteration, long until)
    {
        var next = until;
        if (iteration < quarter.Start) next = Math.Min(next, quarter.Start);
        if (iteration < quarter.Start + quarter.Half) next = Math.Min(next, quarter.Start + quarter.Half);
        return next;
    }

    /// <summary>Rows of the log that come one after the other, with all their updates, before anything else happens: as many at once as stay near the processor.</summary>
    private static int RowsAtOnce(LaneBlock block, LaneProgress progress, long next) =>
        (int)Math.Min((next - progress.Iteration) / block.Every, Math.Max(1, NumbersAtOnce / progress.Lanes / progress.Observed.Length));

    private Stage StageOf(LaneProgress progress) => progress.IsLate ? _late : _early;

    private void Finish(LaneBlock block, LaneProgress progress, LaneLog? log)
    {
        var stage = StageOf(progress);
        progress.Observe(stage);
        if (block.Steps == 0) progress.KeepFirst();
        log?.AddLast(progress);
    }

    /// <summary>How the trial of a lane ended, after the run is at its end.</summary>
    public LaneResult Result(LaneBlock block, LaneProgress progress, int lane)
    {
        double[] parameters = [.. progress.Elements(StepGraph.ObservedParameters, _loss.Parameters.Count, lane)];
        var evidence = progress.Evidence(block, lane, _method.Direction);
        var bounds = _stopping.InLane(name => block.Inputs[name][lane]);
        evidence = evidence with { StopReasons = bounds.Reasons(evidence.LastLoss, evidence.LastGradientNorm, parameters, _method.Direction) };
        return new LaneResult(Judge.Of(evidence), evidence, parameters);
    }
}

/// <summary>A step graph with its kernel.</summary>
internal sealed class Stage
{
    public Stage(StepGraph graph, Loss loss, Method method, Varying varying, Func<Recurrence, IKernel> compile)
    {
        Graph = graph;
        var kernel = compile(graph.Recurrence);
        Kernel = StepGraph.NeedsOutsideGradient(loss, method)
            ? new OutsideGradient(graph, OutsideGradient.FunctionOf(loss, method, compile), kernel)
            : kernel;
        Shared = [.. loss.DataValues.Where((_, i) => !varying.DataByTrial.Contains(loss.Data[i].InputName!))];
        ObservesGradient = graph.Recurrence.Observed.Count > StepGraph.ObservedParameters + graph.ParameterCount;
    }

    public StepGraph Graph { get; }

    public IKernel Kernel { get; }

    public IReadOnlyList<Tensor> Shared { get; }

    public bool ObservesGradient { get; }
}

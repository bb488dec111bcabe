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
    public required Tolerance[] Tolerance { get; init; }

    /// <summary>A row of the log each k-th step, and the first and the last; 0 for no log.</summary>
    public required long Every { get; init; }

    /// <summary>Where the rows of batches are taken from; null if there are none.</summary>
    public FrameBatches? Batches { get; init; }

    /// <summary>
    /// What the slots of the rule begin with in all lanes, by name, where a run goes on with the state of another; null: as the rule says.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor>? Resumed { get; init; }

    /// <summary>How many steps an epoch of batches has; 1 without.</summary>
    public long Epoch { get; init; } = 1;
}

/// <summary>Is shown how the trial of a lane ended; the evidence holds until it returns.</summary>
internal delegate void LaneVerdict(int lane, in Evidence evidence, Judgement judgement);

/// <summary>How one trial ended.</summary>
/// <param name="Judgement">Verdict and note.</param>
/// <param name="Evidence">The figures behind it.</param>
/// <param name="Parameters">All parameter elements at the end.</param>
internal sealed record LaneResult(Judgement Judgement, Evidence Evidence, double[] Parameters);

/// <summary>
/// Runs blocks of trials in step: the same recurrence over many lanes, with the log and the figures for the verdicts taken on the way.
/// Until the last half of the steps a lighter recurrence runs, which does not keep the last change.
/// </summary>
internal sealed partial class Lockstep
{
    private const int NumbersAtOnce = 1 << 14;

    private readonly Loss _loss;
    private readonly Method _method;
    private readonly Stopping _stopping;
    private readonly Stage _early;
    private readonly Stage _late;
    private readonly Landscape _landscape;
    private readonly Varying _varying;
    private readonly IReadOnlyList<Tensor> _shared;

    /// <summary>
    /// Trials of one structure; steps are computed by what <paramref name="compile"/> makes, looks around the ends by <paramref
    /// name="compileLook"/>.
    /// </summary>
    public Lockstep(Loss loss, Method method, Stopping stopping, Varying varying, Row row,
        Func<Recurrence, IKernel> compile, Func<Recurrence, IKernel> compileLook, Minibatches? batches = null)
    {
        (_varying, _landscape) = (varying, new Landscape(batches?.Look ?? loss, method.Direction, varying.DataByTrial, compileLook));
        (_loss, _method, _stopping) = (loss, method, stopping);
        Stage Of(Memory memory) => Stage.Of(row, loss, method, varying, compile,
            (batch, seen) => StepGraph.Build(loss, method, stopping, varying, memory, seen, batch), batches);
        _late = Of(Memory.Recent);
        _shared = batches?.Look is { } look ? Stage.SharedOf(look, varying) : _late.Shared;
        _early = row.NeedsLastChange ? _late : Of(Memory.Extremes);
    }

    internal StepGraph LateGraph => _late.Graph;

    /// <summary>A run at its start.</summary>
    public LaneProgress Start(LaneBlock block) => LaneProgress.Start(block, _early);

    /// <summary>A run as it was saved.</summary>
    public LaneProgress Restore(LaneBlock block, SavedProgress saved) => LaneProgress.Restore(block, saved.IsLate ? _late : _early, saved);

    /// <summary>
    /// Carries a run on by at most <paramref name="segment"/> updates, or to its end. Rows of the log go to <paramref name="log"/>. True
    /// when the run is at its end.
    /// </summary>
    public bool Continue(LaneBlock block, LaneProgress progress, long segment, LaneLog? log)
    {
        if (_early.Kernel is OutsideGradient)
            return ContinueByValues(block, progress, Math.Max(1, segment / ValuesPerUpdateOfSegment), log);
        var half = LastHalf.Of(block.Steps, block.Epoch);
        var until = Math.Min(block.Steps, progress.Iteration + segment);
        while (progress.Iteration < until && progress.Running > 0) AdvanceOnce(block, progress, half, until, log);
        if (progress.Iteration < block.Steps && progress.Running > 0) return false;
        Finish(block, progress, log);
        return true;
    }

    private void AdvanceOnce(LaneBlock block, LaneProgress progress, LastHalf half, long until, LaneLog? log)
    {
        var iteration = progress.Iteration;
        if (iteration == half.Start && half.IsJudged) progress.EnterLastHalf(_early, _late);
        else if (half.IsJudged && iteration > half.Start && (iteration - half.Start) % half.Window == 0)
            progress.TakeWindow((int)((iteration - half.Start) / half.Window) - 1, half, _late);
        var stage = StageOf(progress);
        if (iteration == 0 || (log is not null && block.Every > 0 && iteration % block.Every == 0))
        {
            if (iteration > 0 && RowsAtOnce(block, progress, NextEvent(half, iteration, until)) is > 1 and var rows)
            {
                log!.Add(progress.ObserveRows(stage, rows, block.Every), rows, iteration, block.Every, progress.Lanes);
                return;
            }
            progress.ObserveAndAdvance(stage);
            if (iteration == 0) progress.KeepFirst();
            log?.Add(progress, iteration);
            return;
        }
        var next = NextEvent(half, iteration, until);
        if (log is not null && block.Every > 0) next = Math.Min(next, (iteration / block.Every * block.Every) + block.Every);
        progress.Advance(stage, next - iteration);
    }

    /// <summary>The step up to which nothing happens but updates and rows of the log.</summary>
    private static long NextEvent(LastHalf half, long iteration, long until)
    {
        if (!half.IsJudged) return until;
        var window = Math.Max(0, iteration - half.Start + half.Window) / half.Window;
        return Math.Min(until, iteration < half.Start ? half.Start : half.StartOf((int)window));
    }

    /// <summary>
    /// Rows of the log that come one after the other, with all their updates, before anything else happens: as many at once as stay near
    /// the processor.
    /// </summary>
    private static int RowsAtOnce(LaneBlock block, LaneProgress progress, long next) =>
        (int)Math.Min((next - progress.Iteration) / block.Every, Math.Max(1, NumbersAtOnce / progress.Lanes / progress.Observed.Length));

    private Stage StageOf(LaneProgress progress) => progress.IsLate ? _late : _early;

    private void Finish(LaneBlock block, LaneProgress progress, LaneLog? log)
    {
        var (stage, half) = (StageOf(progress), LastHalf.Of(block.Steps, block.Epoch));
        progress.Observe(stage);
        if (block.Steps == 0) progress.KeepFirst();
        if (half.IsJudged && progress.IsLate) progress.TakeWindow(LastHalf.Windows - 1, half, _late);
        log?.AddLast(progress);
    }

    /// <summary>
    /// What an update needs beside the reported point, by name: the slots of the rule, and where the rule reports another point the one
    /// where it takes the gradient.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> StateOf(LaneProgress progress, int lane) =>
        StatesOf(StageOf(progress).Graph).ToDictionary(state => state.Name, state => progress.StateOf(lane, state.Position, state.Shape));

    /// <summary>The states that <see cref="StateOf"/> gives, with their positions.</summary>
    public static IEnumerable<(string Name, int Position, Shape Shape)> StatesOf(StepGraph graph) => graph.Recurrence.State
        .Take(graph.ParameterCount + graph.SlotCount)
        .Select((symbol, position) =>
            (Name: (position < graph.ParameterCount ? Observable.IteratePrefix : "") + symbol.InputName, position, symbol.Shape))
        .Where(state => state.position >= graph.ParameterCount || graph.LastPointIsKept);

    /// <summary>The width of the numbers.</summary>
    public Precision Precision => _method.Precision;

    /// <summary>How the trials of all lanes ended, after the run is at its end.</summary>
    public IReadOnlyList<LaneResult> Results(LaneBlock block, LaneProgress progress)
    {
        var results = new LaneResult[block.Lanes];
        Judge(block, progress, (int lane, in Evidence evidence, Judgement judgement) =>
            results[lane] = new(judgement, evidence, progress.ParametersAtEnd(lane)));
        return results;
    }

    /// <summary>Judges the trials of all lanes, after the run is at its end, and shows the verdict of one after the other.</summary>
    public void Judge(LaneBlock block, LaneProgress progress, LaneVerdict show)
    {
        var names = _loss.Data.Select(data => data.InputName!);
        double[][] own = [.. names.Where(_varying.DataByTrial.Contains).Select(name => block.Inputs[name])];
        var evidence = new LaneEvidence(block, progress, _late.Graph.Row, _loss, _method, _stopping);
        Func<int, bool> isDecided = evidence.IsNoisy ? static _ => false : evidence.IsDecided;
        var (data, way) = (new LaneData(block.Lanes, own, _shared), progress.Waypoints(block, StageOf(progress).Graph));
        var second = new SecondLook(_landscape, data, way);
        Survey.Of(_landscape, data, way, block.Steps, isDecided, MayStand, Show);

        void Show(int lane, Outlook outlook)
        {
            var figures = evidence.Of(lane);
            var look = second.At(lane, outlook.Score);
            show(lane, in figures, evidence.IsNoisy
                ? FuncGrad.Judge.Of(figures.OfAllRows(outlook), outlook, look)
                : FuncGrad.Judge.Of(in figures, outlook, look));
        }

        bool MayStand(int lane, Outlook outlook)
        {
            var figures = evidence.Of(lane);
            return FuncGrad.Judge.MayStand(figures.IsNoisy ? figures.OfAllRows(outlook) : figures, outlook);
        }
    }
}

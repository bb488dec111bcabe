namespace FuncGrad;

/// <summary>
/// Runs trials of one loss, side by side where they share a step graph. What comes out for a trial does not depend on which others it ran with.
/// </summary>
internal sealed class TrialBlock
{
    private readonly Loss _loss;
    private readonly long _every;
    private readonly Row _row;
    private readonly IReadOnlySet<string> _dataByTrial;
    private readonly Func<Method, long, int, Func<Recurrence, IKernel>> _kernels;
    private readonly Dictionary<StructureKey, Lockstep> _locksteps = [];
    private readonly Lock _gate = new();

    /// <param name="loss">With the data of any one trial.</param>
    /// <param name="every">A row of the log each k-th step; 0: no log.</param>
    /// <param name="row">What is observed.</param>
    /// <param name="dataByTrial">The data that differs between trials, by name.</param>
    /// <param name="kernels">(method, how many updates are to be made, in how many lanes) ↦ how its recurrences are computed.</param>
    public TrialBlock(Loss loss, long every, Row row, IReadOnlySet<string> dataByTrial, Func<Method, long, int, Func<Recurrence, IKernel>> kernels) =>
        (_loss, _every, _row, _dataByTrial, _kernels) = (loss, every, row, dataByTrial, kernels);

    /// <summary>The outcomes of some trials, in their order; null if <paramref name="next"/> called them off.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="next">Called between segments: how many updates to make before the next call; 0 calls the block off.</param>
    public TrialOutcome[]? Run(IReadOnlyList<TrialSettings> trials, Func<LaneProgress, LaneLog?, long> next)
    {
        var outcomes = new TrialOutcome[trials.Count];
        foreach (var group in Enumerable.Range(0, trials.Count).GroupBy(i => trials[i].StructureKey))
        {
            int[] members = [.. group];
            TrialSettings[] settings = [.. members.Select(i => trials[i])];
            if (Run(settings, null, next) is not { } results) return null;
            for (var lane = 0; lane < members.Length; lane++) outcomes[members[lane]] = results[lane];
        }
        return outcomes;
    }

    /// <summary>The outcomes of trials of one structure; a saved progress is taken up where it stood.</summary>
    public TrialOutcome[]? Run(TrialSettings[] settings, SavedProgress? saved, Func<LaneProgress, LaneLog?, long> next)
    {
        var (lockstep, block) = (LockstepFor(settings), Block(settings));
        var log = _every > 0 ? new LaneLog(block.Lanes, _row) : null;
        var progress = saved is null ? lockstep.Start(block) : lockstep.Restore(block, saved);
        if (saved is not null) log?.GoOnFrom(0, saved.LastLoggedStep);
        do
        {
            var segment = next(progress, log);
            if (segment == 0) return null;
            if (lockstep.Continue(block, progress, segment, log)) break;
        }
        while (true);
        return [.. lockstep.Results(block, progress).Select((result, lane) => Outcome(result, log?.Rows(lane) ?? []))];
    }

    private static TrialOutcome Outcome(LaneResult result, List<double> rows) => new(result.Judgement, result.Evidence, result.Observed, result.Parameters, rows);

    private Lockstep LockstepFor(TrialSettings[] settings)
    {
        lock (_gate)
        {
            var first = settings[0];
            if (_locksteps.TryGetValue(first.StructureKey, out var known)) return known;
            var varying = new Varying(first.HyperparametersByParameter, _dataByTrial);
            var work = first.Steps * settings.Length * StepGraph.EvaluationsOutside(_loss, first.Method);
            return _locksteps[first.StructureKey] = new Lockstep(_loss, first.Method, first.Stopping, varying, _row, _kernels(first.Method, work, settings.Length), Looks(first.Method, settings.Length));
        }
    }

    /// <summary>The judge looks at each trial once, by as many evaluations as there are directions and some more.</summary>
    private Func<Recurrence, IKernel> Looks(Method method, int lanes) =>
        _kernels(method with { Precision = Precision.Double, Arithmetic = Arithmetic.Exact }, lanes * (Survey.Evaluations(_loss.Dimension)), lanes);

    private LaneBlock Block(TrialSettings[] settings)
    {
        var first = settings[0];
        var names = first.Hyperparameters.Keys.Select(name => StepGraph.Method + name).Append(StepGraph.DifferenceStep).Concat(first.Stopping.Bounds().Select(bound => bound.Name));
        var inputs = names.ToDictionary(name => name, name => settings.Select(s => s.Input(name)).ToArray());
        for (var d = 0; d < _loss.Data.Count; d++)
            if (_dataByTrial.Contains(_loss.Data[d].InputName!)) inputs[_loss.Data[d].InputName!] = Interleaved([.. settings.Select(s => s.Data[d])]);
        return new LaneBlock
        {
            Lanes = settings.Length,
            Steps = first.Steps,
            Start = [.. _loss.Parameters.Select((_, p) => Interleaved([.. settings.Select(s => s.Start[p])]))],
            Inputs = inputs,
            Tolerance = [.. settings.Select(s => s.Tolerance)],
            Every = _every,
        };
    }

    /// <summary>[element · lanes + lane] from one array per lane.</summary>
    private static double[] Interleaved(Tensor[] lanes)
    {
        var elements = lanes[0].Values.Length;
        var values = new double[elements * lanes.Length];
        for (var lane = 0; lane < lanes.Length; lane++)
            for (var element = 0; element < elements; element++) values[(element * lanes.Length) + lane] = lanes[lane][element];
        return values;
    }
}

namespace FuncGrad;

/// <summary>
/// Runs trials of one loss, side by side where they share a step graph. What comes out for a trial does not depend on which others it ran
/// with.
/// </summary>
internal sealed class TrialBlock
{
    private readonly Loss _loss;
    private readonly long _every;
    private readonly Row _row;
    private readonly IReadOnlySet<string> _dataByTrial;
    private readonly Func<Method, long, int, Func<Recurrence, IKernel>> _kernels;
    private readonly Dictionary<StructureKey, Lockstep> _locksteps = [];
    private readonly bool _hasSeeds;
    private readonly KeptParameters _keeps;
    private readonly Lock _gate = new();
    private readonly LaneBlocks _blocks;
    private readonly Func<IReadOnlyList<double>, StepRows> _rows;

    /// <param name="loss">With the data of any one trial.</param>
    /// <param name="every">A row of the log each k-th step; 0: no log.</param>
    /// <param name="row">What is observed.</param>
    /// <param name="dataByTrial">The data that differs between trials, by name.</param>
    /// <param name="hasSeeds">Whether the seeds of trials differ.</param>
    /// <param name="keeps">Which parameters of each trial are kept.</param>
    /// <param name="rows">The kept rows of a trial ↦ its rows of the log.</param>
    /// <param name="kernels">(method, how many updates are to be made, in how many lanes) ↦ how its recurrences are computed.</param>
    public TrialBlock(Loss loss, long every, Row row, IReadOnlySet<string> dataByTrial, bool hasSeeds, KeptParameters keeps,
        Func<IReadOnlyList<double>, StepRows> rows, Func<Method, long, int, Func<Recurrence, IKernel>> kernels)
    {
        (_loss, _every, _row, _rows, _dataByTrial) = (loss, every, row, rows, dataByTrial);
        (_hasSeeds, _keeps, _kernels, _blocks) = (hasSeeds, keeps, kernels, new LaneBlocks(loss, dataByTrial, every));
    }

    /// <summary>What the trials came to; null if <paramref name="next"/> called them off.</summary>
    /// <param name="trials">The trials.</param>
    /// <param name="table">An empty table for them.</param>
    /// <param name="saved">Where the trial stood, if it is one alone; null for the start.</param>
    /// <param name="next">Called between segments: how many updates to make before the next call; 0 calls the block off.</param>
    public TrialTable? Run(TrialColumns trials, TrialTable table, SavedProgress? saved, Func<LaneProgress, LaneLog?, long> next)
    {
        foreach (var members in Groups(trials))
            if (!Run(trials, members, table, saved, next)) return null;
        return table;
    }

    /// <summary>Trials of one structure are side by side.</summary>
    private static IEnumerable<int[]> Groups(TrialColumns trials)
    {
        int[] all = [.. Enumerable.Range(0, trials.Count)];
        return Array.TrueForAll(trials.Templates, template => ReferenceEquals(template, trials.Templates[0]))
            ? [all]
            : all.GroupBy(trial => trials.Templates[trial].Settings!.StructureKey).Select(group => group.ToArray());
    }

    private bool Run(TrialColumns trials, int[] members, TrialTable table, SavedProgress? saved, Func<LaneProgress, LaneLog?, long> next)
    {
        var lockstep = LockstepFor(trials.Templates[members[0]].Settings!, members.Length);
        var block = _blocks.Of(trials, members, lockstep.LateGraph);
        var log = _every > 0 ? new LaneLog(block.Lanes, _row) : null;
        var progress = saved is null ? lockstep.Start(block) : lockstep.Restore(block, saved);
        if (saved is not null) log?.GoOnFrom(0, saved.LastLoggedStep);
        do
        {
            var segment = next(progress, log);
            if (segment == 0) return false;
            if (lockstep.Continue(block, progress, segment, log)) break;
        }
        while (true);
        var none = _rows([]);
        lockstep.Judge(block, progress, (int lane, in Evidence figures, Judgement judgement) =>
            table.Set(members[lane], in figures, judgement, log is null ? none : _rows(log.Rows(lane))));
        if (_keeps != KeptParameters.None)
            for (var lane = 0; lane < members.Length; lane++) table.Keep(members[lane], Kept(lockstep, progress, lane));
        progress.CopyParameters(table.Parameters, members);
        progress.CopyObserved(table.Observed, members);
        return true;
    }

    private Checkpoint Kept(Lockstep lockstep, LaneProgress progress, int lane)
    {
        var isBest = _keeps == KeptParameters.Best;
        var (parameters, updates) = progress.PointOf(lane, isBest);
        var state = isBest ? new Dictionary<string, Tensor>() : lockstep.StateOf(progress, lane);
        return new(parameters, state, updates) { Precision = lockstep.Precision };
    }

    private Lockstep LockstepFor(TrialSettings first, int lanes)
    {
        lock (_gate)
        {
            if (_locksteps.TryGetValue(first.StructureKey, out var known)) return known;
            var varying = new Varying(first.HyperparametersByParameter, _dataByTrial) { BatchesByTrial = BatchesDiffer(first) };
            var work = first.Steps * lanes * StepGraph.EvaluationsOutside(_loss, first.Method);
            return _locksteps[first.StructureKey] = new Lockstep(_loss, first.Method, first.Stopping, varying, _row.With(first.Conditions),
                _kernels(first.Method, work, lanes), Looks(first.Method, lanes), first.Batches);
        }
    }

    /// <summary>Trials see different rows if their seeds differ, or the arrays do.</summary>
    private bool BatchesDiffer(TrialSettings settings) => settings.Batches is { } batches
        && ((_hasSeeds && BatchOrders.DependsOnSeed(settings.BatchOrder))
            || batches.Data.Any(d => _dataByTrial.Contains(_loss.Data[d].InputName!)));

    /// <summary>The judge looks at each trial once, by as many evaluations as there are directions and some more.</summary>
    private Func<Recurrence, IKernel> Looks(Method method, int lanes) =>
        _kernels(method with { Precision = Precision.Double, Arithmetic = Arithmetic.Exact },
            lanes * Survey.Evaluations(_loss.Dimension), lanes);
}

namespace FuncGrad.Lab;

/// <summary>A batch of the library as work for the runner: blocks computed in segments, and their records as rows of CSV.</summary>
internal sealed class BlockComputation(Experiment experiment, Batch batch, string identity, string folder, StepsInHand inHand, int workers)
{
    /// <summary>
    /// Logged numbers between two calls of a long trial: few enough that they are still near the processor when they are formatted.
    /// </summary>
    private const long NumbersAtOnce = 1 << 17;

    /// <summary>What the rows of the long trials of all workers may take before they go to the disk.</summary>
    private const long BytesInMemory = 256 << 20;

    /// <summary>
    /// A figure in full precision with its comma: 17 digits, a point, a sign or a leading zero, and for some an exponent. Logs of descents
    /// hold 20 to 21.5 on average.
    /// </summary>
    private const int BytesOfFigure = 22;

    /// <summary>Id, verdict and note of a trial, and how many columns of <c>trials.csv</c> are no figures.</summary>
    private const int BytesOfWords = 100, OtherColumns = 6;

    public static BatchWork Work(Experiment experiment, Identity identity, int workers = 1)
    {
        var batch = new Batch(experiment, workers > 1 ? new ElementThreads(workers).For : null, workers);
        var inHand = new StepsInHand();
        return new BatchWork
        {
            Identity = identity,
            Title = experiment.Title,
            Seed = experiment.Seed,
            Trials = batch.TrialCount,
            BlockSize = batch.BlockSize,
            TrialColumns = batch.TrialColumns,
            StepColumns = batch.StepColumns,
            FoldedStepColumns = batch.FoldedStepColumns,
            EstimatedBytes = EstimatedBytes(batch, experiment),
            KeptBytes = batch.KeptBytes,
            MemoryNeed = batch.MemoryNeed,
            MayBeSmaller = experiment.Stop != Stopping.Never || experiment.StopFormulas != StopFormulas.Never,
            StepsPerTrial = batch.Differences?.GradientsPerTrial ?? Math.Max(1, experiment.Method.Steps),
            Forewarning = Forewarning.Of(batch.Differences),
            InHand = inHand,
            ComputeIn = folder => new BlockComputation(experiment, batch, identity.Hash, folder, inHand, workers).Compute,
        };
    }

    /// <summary>
    /// How many updates the next block begins with, learned from those before it; which of the workers says so does not matter.
    /// </summary>
    private long _firstSegment = Segments.Shortest;

    /// <summary>The rows of a block; null if it was called off.</summary>
    public BlockRows? Compute(long block, CancellationToken stop)
    {
        batch.Stop = stop;
        try { return ComputeUnless(block, stop); }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { return null; }
    }

    private BlockRows? ComputeUnless(long block, CancellationToken stop)
    {
        var first = block * batch.BlockSize;
        var count = (int)Math.Min(batch.BlockSize, batch.TrialCount - first);
        if (batch.BlockSize == 1) return ComputeAlone(block, stop);
        var tables = new List<TrialTable>();
        if (!Compute(first, count, tables, stop)) return null;
        return new BlockRows(block, TrialRows.Trials(tables), TrialRows.Steps(tables), null, TallyOf(tables))
        {
            Written = () => inHand.Forget(first),
            Kept = KeptOf(tables),
        };
    }

    /// <summary>
    /// Whether all trials of a block make the same updates, so that they can be counted from outside; else one group of them follows the
    /// other.
    /// </summary>
    private bool AreSideBySide { get; } =
        !experiment.Sweep.Keys.Any(key =>
            key is "method.rule" or "method.steps" or "method.gradient" or "method.direction" or "method.precision" or "method.arithmetic");

    private static double EstimatedBytes(Batch batch, Experiment experiment)
    {
        var every = experiment.Log.Every;
        var rows = every == 0 ? 0 : (experiment.Method.Steps / every) + 2.0;
        var (ofTrial, ofStep) = (BytesOf(batch.TrialCount), BytesOf(experiment.Method.Steps));
        var ofRow = ofTrial + ofStep + (BytesOfFigure * (batch.StepColumns.Count - 2.0));
        var ofRecord = ofTrial + (2 * ofStep) + BytesOfWords + (BytesOfFigure * (double)(batch.TrialColumns.Count - OtherColumns));
        return batch.TrialCount * (ofRecord + (rows * ofRow) + batch.KeptBytes);
    }

    private static int BytesOf(long number) => FormattableString.Invariant($"{number},").Length;

    /// <summary>
    /// Adds what the trials came to; where one breaks, they are computed one by one, so that it does not take the others with it. False if
    /// they were called off.
    /// </summary>
    private bool Compute(long first, int count, List<TrialTable> tables, CancellationToken stop)
    {
        try
        {
            var segments = new Segments(_firstSegment, stop);
            if (batch.Run(first, count, AreSideBySide ? inHand.Counted(first, count, experiment.Method.Steps, segments.Next)
                : segments.Next) is not { } table)
                return false;
            _firstSegment = segments.Again;
            tables.Add(table);
            return true;
        }
        catch (Exception error) when (IsOfTheTrial(error))
        {
            if (count == 1) tables.Add(Failed(first, error));
            return count == 1 || Enumerable.Range(0, count).All(trial => Compute(first + trial, 1, tables, stop));
        }
    }

    private BlockRows? ComputeAlone(long trial, CancellationToken stop)
    {
        using var alone =
            new LongTrial(folder, trial, identity, experiment.Log.Every > 0, Math.Max(LongTrial.FewestBytes, BytesInMemory / workers));
        var segments = new Segments(_firstSegment, stop, MostSteps);
        TrialTable? table;
        try
        {
            table = batch.RunAlone(trial, alone.Resume(), (progress, rows) =>
            {
                alone.Keep(progress, rows, stop.IsCancellationRequested);
                inHand.Report(trial, progress.Done);
                return segments.Next();
            });
        }
        catch (Exception error) when (IsOfTheTrial(error)) { table = Failed(trial, error); }
        if (table is null) return null;
        _firstSegment = segments.Again;
        var finished = alone.Finish(table, TallyOf([table]));
        return finished with
        {
            Kept = KeptOf([table]),
            Written = () =>
            {
                finished.Written?.Invoke();
                inHand.Forget(trial);
            },
        };
    }

    /// <summary>The updates whose logged rows are kept at once.</summary>
    private long MostSteps =>
        experiment.Log.Every == 0 ? long.MaxValue : experiment.Log.Every * Math.Max(1, NumbersAtOnce / batch.StepColumns.Count);

    /// <summary>A trial whose computation itself broke is recorded as such and does not stop the others.</summary>
    private TrialTable Failed(long trial, Exception error) =>
        batch.FailedAt(trial, $"{error.GetType().Name}: {error.Message.ReplaceLineEndings(" ")}");

    private static bool IsOfTheTrial(Exception error) =>
        error is not (IOException or UnauthorizedAccessException or OutputFailure or OutOfMemoryException or OperationCanceledException);

    private KeptContent[] KeptOf(IEnumerable<TrialTable> tables) => experiment.Keep == KeptParameters.None ? [] :
    [
        .. from table in tables
           from trial in Enumerable.Range(0, table.Count)
           let archive = table.Kept(trial)?.Archive()
           where archive is not null
           select new KeptContent(table.First + trial, archive.Length, archive.Write),
    ];

    private Tally TallyOf(IReadOnlyList<TrialTable> tables)
    {
        var tally = new Tally();
        foreach (var table in tables)
            for (var trial = 0; trial < table.Count; trial++)
            {
                var (figures, verdict) = (table.Figures(trial), table.WordOf(trial));
                tally.Add(verdict, table.StopReasons(trial), figures.Steps, table.First + trial,
                    VerdictWords.Score(verdict, figures.Loss, experiment.Method.Direction));
            }
        return tally;
    }
}

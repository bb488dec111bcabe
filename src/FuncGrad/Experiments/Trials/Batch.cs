namespace FuncGrad;

/// <summary>
/// All trials of an experiment, computed block by block. Pure: the records of a block depend on nothing but the experiment and the block's
/// place, so that blocks can be computed anywhere, in any order, again and again.
/// </summary>
public sealed class Batch
{
    /// <summary>
    /// How many parameter elements <c>trials.csv</c> shows at most, unless <see cref="LogSettings.FinalParameters"/> says otherwise.
    /// </summary>
    public const int ShownParameters = 64;

    /// <summary>Updates of a block between two looks at whether it is called off.</summary>
    private const long UpdatesAtOnce = 1000;

    private readonly Experiment _experiment;
    private readonly Trials _trials;
    private readonly BatchColumns _columns;
    private readonly Loss _loss;
    private readonly TrialBlock _block;
    private readonly Dictionary<(int Size, bool DropsLast, long Steps), Minibatches> _batchesBySize = [];
    private readonly Minibatches? _batches;
    private readonly IReadOnlyList<Tensor> _fixedData;
    private readonly HashSet<string> _dataByTrial;
    private readonly TrialCost _cost;
    private readonly bool _hasOutsideGradient;

    /// <summary>The batch of an experiment.</summary>
    public Batch(Experiment experiment) : this(Arguments.Given(experiment), null, 1) { }

    /// <summary>
    /// The batch of an experiment. A trial that is alone may use threads for the elements of its arrays; no bit depends on it.
    /// </summary>
    internal Batch(Experiment experiment, ParallelFor? threads, int parts)
    {
        _experiment = experiment;
        _trials = new Trials(experiment);
        _columns = new BatchColumns(experiment);
        _loss = experiment.Loss();
        _fixedData = _loss.DataValues;
        _dataByTrial = DataByTrial(experiment);
        _batches = BatchesOf(experiment);
        _cost = new TrialCost(experiment, _loss, _batches?.Batch.Value ?? _loss.Value!);
        _hasOutsideGradient = StepGraph.NeedsOutsideGradient(_loss, experiment.Method.ToMethod());
        _block = new TrialBlock(
            _loss, experiment.Log.Every, _columns.Row, _dataByTrial, experiment.Sweep.Keys.Contains("seed"), experiment.Keep, _columns.Rows,
            (method, updates, lanes) => Kernels.For(method, AllWork(updates, lanes), lanes, TrialCount == 1 ? threads : null, parts, Stop));
    }

    /// <summary>The experiment.</summary>
    public override string ToString() => _experiment.ToString();

    /// <summary>
    /// What so many blocks at once will take, beside the data; null where a rough look tells that it is far below a bound.
    /// </summary>
    internal MemoryNeed? MemoryNeed(int blocksAtOnce, double bound)
    {
        var (lanes, blocks) = ((int)Math.Min(BlockSize, TrialCount), Math.Min(blocksAtOnce, 1 + ((TrialCount - 1) / BlockSize)));
        if (blocks * BlockMemory.Roughly(_loss, lanes) < bound / 2) return null;
        var (first, varying) = First();
        var need = BlockMemory.Of(_loss, first.Method.ToMethod(), first.Stop, varying, _columns.Row, lanes, BatchesOf(first)?.Batch);
        return need with { Bytes = (need.Bytes * blocks) + (8.0 * _fixedData.Sum(data => (double)data.Values.Length)) };
    }

    private (Experiment First, Varying Varying) First()
    {
        var first = _trials.ExperimentOf(_trials[0]);
        return (first, new Varying(_columns.HyperparametersByParameter(first), _dataByTrial));
    }

    /// <summary>All blocks use the kernels of the first: what pays is decided by all their updates.</summary>
    private long AllWork(long updates, int lanes) => (long)Math.Min((double)updates / lanes * TrialCount, long.MaxValue / 2);

    /// <summary>How many bytes are kept of each trial in a file of its own.</summary>
    internal long KeptBytes => _experiment.Keep switch
    {
        KeptParameters.None => 0,
        KeptParameters.Best => Checkpoint.BytesOf(_experiment, []),
        _ => Checkpoint.BytesOf(_experiment, KeptStates()),
    };

    /// <summary>What is kept beside the parameters, and what must be there to go on from.</summary>
    internal IEnumerable<(string Name, Shape Shape)> KeptStates()
    {
        var (first, varying) = First();
        var graph = StepGraph.Build(_loss, first.Method.ToMethod(), first.Stop, varying, Memory.None, _columns.Row, _batches?.Batch);
        return Lockstep.StatesOf(graph).Select(state => (state.Name, state.Shape));
    }

    /// <summary>Ends compiling, which otherwise nothing can call off.</summary>
    internal CancellationToken Stop { get; set; }

    /// <summary>How many trials there are.</summary>
    public long TrialCount => _trials.Count;

    /// <summary>The header of <c>trials.csv</c>.</summary>
    public IReadOnlyList<string> TrialColumns => _columns.OfTrials;

    /// <summary>The header of <c>steps.csv</c>; empty without a step log.</summary>
    public IReadOnlyList<string> StepColumns => _columns.OfSteps;

    /// <summary>The same in short: large arrays as one entry, <see cref="ColumnNames.Folded"/>.</summary>
    internal IEnumerable<string> FoldedStepColumns => _columns.OfSteps.Folded;

    /// <summary>
    /// How many trials make a block: by the experiment alone. Enough to fill the lanes of the processor, few enough that a block's rows and
    /// states fit in memory and that a block takes no longer than some seconds. A trial that takes longer, or the only one, is a block of
    /// its own, which can be saved on its way.
    /// </summary>
    public int BlockSize => _cost.BlockSize(TrialCount, StepColumns.Count);

    /// <summary>What the gradients cost where each is taken by evaluating a large loss again and again; else null.</summary>
    internal DifferenceWork? Differences => !_hasOutsideGradient ? null
        : new(OutsideGradient.EvaluationsPerUpdate(_cost.Dimension), _cost.MostSteps + 1, TrialCount, _cost.Operations);

    /// <summary>
    /// What trials <paramref name="first"/> to first + count − 1 came to; null if <paramref name="next"/> called them off.
    /// </summary>
    /// <param name="first">The index of the first trial.</param>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="next">
    /// Called between segments of the computation: how many updates to make before the next call; 0 calls the block off.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such trials, or a number of updates is negative.</exception>
    public TrialTable? Run(long first, int count, Func<long> next)
    {
        Arguments.Given(next);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (count > TrialCount - first)
            throw new ArgumentOutOfRangeException(nameof(count), count,
                $"Trials {first} to {first + (decimal)count - 1} are asked for, but there are 0 to {TrialCount - 1}.");
        var trials = Columns(first, count);
        return _block.Run(trials, TableOf(trials), null, (_, _) => next() is >= 0 and var updates ? updates
            : throw new ArgumentOutOfRangeException(nameof(next), "A negative number of updates was asked for. 0 calls the block off."));
    }

    /// <summary>
    /// All trials, a block at a time as the sequence comes to it: columns, and records when asked for. The table of a block is a list of
    /// its records.
    /// </summary>
    /// <param name="stop">Calls the rest off.</param>
    /// <exception cref="OperationCanceledException">It was called off.</exception>
    public IEnumerable<TrialTable> Run(CancellationToken stop = default)
    {
        for (var first = 0L; first < TrialCount; first += BlockSize)
            yield return Run(first, (int)Math.Min(BlockSize, TrialCount - first), () => stop.IsCancellationRequested ? 0 : UpdatesAtOnce)
                ?? throw new OperationCanceledException(stop);
    }

    /// <summary>One long trial that can be saved on its way and taken up again, bit for bit.</summary>
    /// <param name="index">The trial.</param>
    /// <param name="saved">Where it stood, or null for its start.</param>
    /// <param name="next">
    /// Called between segments with the progress and the rows since the last call, which are gone after the next: how many updates to make
    /// before the next call; 0 calls it off.
    /// </param>
    internal TrialTable? RunAlone(long index, SavedProgress? saved, Func<SavedProgress, StepRows, long> next)
    {
        var (trials, spare) = (Columns(index, 1), new List<double>());
        return _block.Run(trials, TableOf(trials), saved, (progress, log) =>
        {
            var steps = next(progress.Save(log?.LastStep(0) ?? -1), _columns.Rows(log?.Rows(0) ?? []));
            if (log is not null) spare = log.Exchange(0, spare);
            return steps;
        });
    }

    /// <summary>The table of a trial whose computation itself broke.</summary>
    internal TrialTable FailedAt(long index, string note)
    {
        var table = TableOf(_trials.Columns(index, 1));
        table.SetFailed(0, note, BatchColumns.NoRows);
        return table;
    }

    private TrialTable TableOf(TrialColumns trials) => new(trials, TrialColumns, _columns.Row.AtEnd.Count, _experiment.ShownElements);

    private TrialColumns Columns(long first, int count)
    {
        var trials = _trials.Columns(first, count);
        foreach (var template in trials.Templates) template.Settings ??= Settings(template.Own);
        return trials;
    }

    private TrialSettings Settings(Experiment own)
    {
        var method = own.Method;
        var byParameter = _columns.HyperparametersByParameter(own);
        return new TrialSettings
        {
            Method = method.ToMethod(),
            Stopping = own.Stop,
            Steps = method.Steps,
            Resumed = own.Resumed,
            Tolerance = own.Judge,
            DifferenceStep = method.DifferenceStep,
            HyperparametersByParameter = byParameter,
            Hyperparameters = TrialSettings.HyperparametersOf(own, byParameter),
            Start = own.Start(),
            Batches = BatchesOf(own),
            BatchOrder = own.Batch?.Order ?? default,
            Conditions = _columns.ConditionsOf(own),
            Data = _dataByTrial.Count == 0 ? _fixedData : own.Loss().DataValues,
        };
    }

    /// <summary>The batches of a trial, made once for each size.</summary>
    private Minibatches? BatchesOf(Experiment own)
    {
        if (own.Batch is not { } batch) return null;
        lock (_batchesBySize)
        {
            var key = (batch.Size, batch.DropsLast, own.Method.Steps);
            if (_batchesBySize.TryGetValue(key, out var known)) return known;
            var (made, errors) = ExperimentBatches.Of(own);
            if (made is not null) return _batchesBySize[key] = made with { Look = LookOf(own, made) };
            var problems = errors.Select(error => error.Problem).DefaultIfEmpty("The loss of a batch is not a single number.");
            throw new ArgumentException(string.Join('\n', problems));
        }
    }

    /// <summary>Rows that differ between trials are looked at as they are, all of them.</summary>
    private Loss? LookOf(Experiment own, Minibatches batches) =>
        batches.Data.Any(d => _dataByTrial.Contains(own.Data[d].Name)) ? null : ExperimentBatches.Look(own, batches);

    /// <summary>Data that is swept, or drawn while seeds are swept.</summary>
    private static HashSet<string> DataByTrial(Experiment experiment)
    {
        var keys = experiment.Sweep.Keys;
        var seeds = keys.Contains("seed");
        return [.. experiment.Data.Where(data => (seeds && data.Source.IsDrawn) || keys.Any(key => IsOf(key, $"data.{data.Name}")))
            .Select(data => data.Name)];
    }

    /// <summary>Whether a key names an array, an element of it or a number of its source.</summary>
    private static bool IsOf(string key, string array) =>
        key.StartsWith(array, StringComparison.Ordinal) && (key.Length == array.Length || key[array.Length] is '.' or '[');
}

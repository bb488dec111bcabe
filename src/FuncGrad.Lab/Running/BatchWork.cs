namespace FuncGrad.Lab;

/// <summary>
/// Everything the runner has to know of a batch: what it is called, how it is cut, how its tables look, and how a block is computed.
/// </summary>
internal sealed record BatchWork
{
    public required Identity Identity { get; init; }
    public string Title { get; init; } = "";
    public long Seed { get; init; }
    public required long Trials { get; init; }
    public required int BlockSize { get; init; }

    /// <summary>The headings of <c>trials.csv</c>.</summary>
    public required IReadOnlyList<string> TrialColumns { get; init; }

    /// <summary>The headings of <c>steps.csv</c>; empty if there is no step log.</summary>
    public required IReadOnlyList<string> StepColumns { get; init; }

    /// <summary>The same with large arrays as one entry each, as the manifest keeps them; null if there are none.</summary>
    public IEnumerable<string>? FoldedStepColumns { get; init; }

    /// <summary>About how large the output will be.</summary>
    public double EstimatedBytes { get; init; }

    /// <summary>How many bytes are kept of each trial in a file of its own; 0: there are no such files.</summary>
    public long KeptBytes { get; init; }

    /// <summary>Whether the estimate is one of an upper bound, since trials may stop early.</summary>
    public bool MayBeSmaller { get; init; }

    /// <summary>(workers, bound) ↦ what the blocks that are computed at once take; null if it is far below the bound.</summary>
    public Func<int, double, MemoryNeed?> MemoryNeed { get; init; } = (_, _) => null;

    /// <summary>Why this many workers would take more memory than is allowed; null if they would not.</summary>
    public string? Refusal(int workers, MemoryBound memory) =>
        MemoryCheck.OfRun(MemoryNeed(workers, memory.Bytes), workers > 1 && Trials > BlockSize, memory);

    /// <summary>How many updates a trial makes, unless it stops early.</summary>
    public long StepsPerTrial { get; init; } = 1;

    /// <summary>What is said before work that will take long; null if nothing is to be said.</summary>
    public string? Forewarning { get; init; }

    /// <summary>How far long trials are.</summary>
    public StepsInHand InHand { get; init; } = new();

    /// <summary>
    /// (folder for state that outlives the process) ↦ (block) ↦ its rows, or null if it was called off. Called from several threads.
    /// </summary>
    public required Func<string, Func<long, CancellationToken, BlockRows?>> ComputeIn { get; init; }

    /// <summary>The tables as a whole run writes them.</summary>
    public IReadOnlyList<TableShape> WholeTables(long rowLimit) => Tables(Csv.Line, rowLimit);

    /// <summary>The tables as a shard keeps them: only rows, since files are cut when shards are merged.</summary>
    public IReadOnlyList<TableShape> ShardTables() => Tables(_ => [], long.MaxValue);

    public JournalHeader Header(Shard shard) => new(Identity.Hash, Trials, BlockSize, shard);

    public Manifest NewManifest() => new()
    {
        Status = Manifest.Running,
        Version = Machine.Version,
        Build = Machine.Build,
        ExperimentHash = Identity.HashOf(Identity.Toml),
        ExperimentFile = Identity.FileName,
        Identity = Identity.Hash,
        Title = Title,
        Seed = Seed,
        Trials = Trials,
        BlockSize = BlockSize,
        DataHashes = Identity.DataHashes,
        Classes = Identity.Classes,
        Overrides = Identity.Overrides,
        TrialHeader = Csv.Text(TrialColumns),
        StepHeader = Csv.Text([.. FoldedStepColumns ?? StepColumns]),
    };

    private IReadOnlyList<TableShape> Tables(Func<IReadOnlyList<string>, byte[]> header, long rowLimit)
    {
        var trials = new TableShape(ResultFolder.TrialsTable, header(TrialColumns), rowLimit);
        return StepColumns.Count == 0 ? [trials] : [trials, new TableShape(ResultFolder.StepsTable, header(StepColumns), rowLimit)];
    }
}

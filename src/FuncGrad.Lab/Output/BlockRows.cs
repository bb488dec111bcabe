namespace FuncGrad.Lab;

/// <summary>What a block came to, ready for the files: its rows as bytes, or, where they were too many for memory, as a stream.</summary>
internal sealed record BlockRows(long Block, RowBytes Trials, RowBytes Steps, Func<Stream>? LongSteps, Tally Tally)
{
    /// <summary>Called when the rows are there for good.</summary>
    public Action? Written { get; init; }

    /// <summary>What is kept of its trials in files of their own, in the order of the trials.</summary>
    public IReadOnlyList<KeptContent> Kept { get; init; } = [];

    /// <summary>The rows of a table from their first byte on.</summary>
    public Stream Content(int table) => table == 1 && LongSteps is { } open ? open()
        : new MemoryStream((table == 0 ? Trials : Steps).ToArray(), writable: false);

    public long BytesInMemory => Trials.Length + Steps.Length + Kept.Sum(kept => kept.Bytes);

    /// <summary>Gives the memory of the rows to those who write next, when they are in the files.</summary>
    public void Release()
    {
        Trials.Clear();
        Steps.Clear();
    }
}

/// <summary>A block that was damaged: the spans of its rows and where they start, for each table, and the files of its trials.</summary>
internal sealed record DamagedBlock(IReadOnlyList<RowSpan> Spans, IReadOnlyList<RowPosition> Starts, IReadOnlyList<KeptFile> Kept)
{
    /// <summary>Whether its line in the journal is lost: its checksums are not known, nor its files.</summary>
    public bool IsLost { get; init; }
}

namespace FuncGrad.Lab;

/// <summary>A finished block among parts that hold rows alone, and where its rows start.</summary>
internal sealed record FoundBlock(string Folder, JournalEntry Entry, IReadOnlyList<RowPosition> Starts)
{
    /// <summary>All blocks of a journal with their places.</summary>
    public static IEnumerable<FoundBlock> All(string folder, IEnumerable<JournalEntry> entries)
    {
        RowPosition[] starts = [default, default];
        foreach (var entry in entries)
        {
            yield return new(folder, entry, starts);
            starts = [entry.Trials.After(starts[0], ShardSources.Tables[0]), entry.Steps.After(starts[1], ShardSources.Tables[1])];
        }
    }

    /// <summary>Whether its rows have the checksums that the journal says.</summary>
    public bool IsWhole(PieceReader reader) =>
        reader.IsWhole(ShardSources.Tables[0], Entry.Trials, Starts[0]) && reader.IsWhole(ShardSources.Tables[1], Entry.Steps, Starts[1]);

    public BlockRows Rows()
    {
        using var trials = Open(0, Entry.Trials);
        var bytes = new byte[Entry.Trials.Bytes];
        trials.ReadExactly(bytes);
        return new BlockRows(Entry.Block, bytes, new RowBytes(), Entry.Steps.Bytes == 0 ? null : () => Open(1, Entry.Steps), Entry.Tally);
    }

    private RangeStream Open(int table, RowSpan span) => new(Path.Combine(Folder, RowFiles.FileName(ShardSources.Tables[table].Name, 0)), Starts[table].Offset, span.Bytes);
}

/// <summary>All blocks that the shards in some folders hold, by their number.</summary>
internal sealed record ShardSources(Manifest Manifest, JournalHeader Header, IReadOnlyDictionary<long, FoundBlock> Blocks)
{
    /// <summary>The tables as shards keep them.</summary>
    public static IReadOnlyList<TableShape> Tables { get; } = [new(ResultFolder.TrialsTable, [], long.MaxValue), new(ResultFolder.StepsTable, [], long.MaxValue)];

    /// <exception cref="OutputFailure">There are no shards, or they are not of one batch.</exception>
    public static ShardSources Read(IReadOnlyList<string> folders)
    {
        var (manifests, blocks, header) = (new List<Manifest>(), new Dictionary<long, FoundBlock>(), (JournalHeader?)null);
        foreach (var folder in folders)
        {
            manifests.Add(Manifest.Read(folder) ?? throw OutputFailure.Refused($"{folder} is no folder of results: it has no readable {Manifest.FileName}."));
            foreach (var parts in ResultFolder.AllParts(folder))
            {
                var (found, entries, _, _) = Journal.Read(Path.Combine(parts, Journal.FileName));
                if (found is null || found.Shard.IsWhole) continue;
                header ??= found;
                if (found with { Shard = header.Shard } != header) throw OutputFailure.Refused($"{parts} holds a shard of another batch than {folders[0]}.");
                using var reader = new PieceReader(parts);
                foreach (var block in FoundBlock.All(parts, entries))
                    if (block.IsWhole(reader)) blocks.TryAdd(block.Entry.Block, block);
            }
        }
        return header is null
            ? throw OutputFailure.Refused($"There are no shards in {string.Join(", ", folders)}. Shards are made with: funcgrad run FILE --shard 1/3")
            : new(manifests[0], header, blocks);
    }

    /// <summary>The blocks that are in no shard, as a sentence: which trials, and which shards to run.</summary>
    public string? Missing()
    {
        const int Shown = 8;
        var (ranges, shards) = (new List<(long First, long Last)>(), new SortedSet<int>());
        for (var block = 0L; block < Header.Blocks; block++)
        {
            if (Blocks.ContainsKey(block)) continue;
            var (first, last) = (block * Header.BlockSize, Math.Min(Header.Trials, (block + 1) * Header.BlockSize) - 1);
            if (shards.Count <= Shown) shards.Add((int)(block % Header.Shard.Count) + 1);
            if (ranges.Count > 0 && ranges[^1].Last == first - 1) ranges[^1] = (ranges[^1].First, last);
            else if (ranges.Count <= Shown) ranges.Add((first, last));
        }
        if (ranges.Count == 0) return null;
        var trials = string.Join(", ", ranges.Take(Shown).Select(range => FormattableString.Invariant($"{range.First} to {range.Last}")));
        var run = string.Join(", ", shards.Take(Shown).Select(shard => $"--shard {shard}/{Header.Shard.Count}"));
        return $"trials {trials}{(ranges.Count > Shown ? ", ..." : "")} are missing; run {run}{(shards.Count > Shown ? ", ..." : "")}";
    }
}

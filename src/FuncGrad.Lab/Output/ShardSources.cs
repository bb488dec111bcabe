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
        reader.IsWhole(ShardSources.Tables[0], Entry.Trials, Starts[0]) && reader.IsWhole(ShardSources.Tables[1], Entry.Steps, Starts[1])
        && Entry.Kept.All(kept => kept.IsWholeIn(Folder));

    public BlockRows Rows()
    {
        using var found = Open(0, Entry.Trials);
        var trials = new RowBytes();
        found.CopyTo(trials);
        return new BlockRows(Entry.Block, trials, new RowBytes(), Entry.Steps.Bytes == 0 ? null
            : () => Open(1, Entry.Steps), Entry.Tally) { Kept = [.. Entry.Kept.Select(kept => kept.From(Folder))] };
    }

    private RangeStream Open(int table, RowSpan span) =>
        new(Path.Combine(Folder, RowFiles.FileName(ShardSources.Tables[table].Name, 0)), Starts[table].Offset, span.Bytes);
}

/// <summary>All blocks that the shards in some folders hold, by their number, and the builds that computed them, by their shards.</summary>
internal sealed record ShardSources(Manifest Manifest, JournalHeader Header, IReadOnlyList<Session> Sessions,
    IReadOnlyDictionary<long, FoundBlock> Blocks, IReadOnlyList<(string Shard, string Build)> Builds)
{
    /// <summary>The tables as shards keep them.</summary>
    public static IReadOnlyList<TableShape> Tables { get; } = [new(ResultFolder.TrialsTable, [], long.MaxValue),
        new(ResultFolder.StepsTable, [], long.MaxValue)];

    /// <exception cref="OutputFailure">There are no shards, or they are not of one batch.</exception>
    public static ShardSources Read(IReadOnlyList<string> folders)
    {
        var (blocks, header, batch, sessions, builds) =
            (new Dictionary<long, FoundBlock>(), (JournalHeader?)null, (Manifest?)null, new List<Session>(), new List<(string, string)>());
        foreach (var folder in folders)
        {
            if (Manifest.Read(folder) is not { } manifest)
                throw OutputFailure.Refused($"{folder} is not a folder of results: it has no readable {Manifest.FileName}.");
            foreach (var parts in ResultFolder.AllParts(folder))
            {
                var journal = Journal.In(parts);
                if (journal.Header is not { Shard.IsWhole: false } found) continue;
                header ??= found;
                if (found with { Shard = header.Shard } != header || found.Shard.Count != header.Shard.Count)
                    throw OutputFailure.Refused($"{parts} holds a shard of another batch than {folders[0]}.");
                batch ??= journal.Batch ?? (manifest.Identity == found.Identity ? manifest : null);
                sessions.AddRange(journal.Sessions);
                builds.AddRange(journal.Sessions.Where(session => session.BlocksComputed > 0)
                    .Select(session => ($"{found.Shard} in {folder}", session.Build)));
                using var reader = new PieceReader(parts);
                foreach (var block in FoundBlock.All(parts, LostBlocks.Found(journal, parts, manifest)))
                    if (!block.Entry.IsLost && block.IsWhole(reader)) blocks.TryAdd(block.Entry.Block, block);
            }
        }
        if (header is null)
            throw OutputFailure.Refused(
                $"There are no shards in {string.Join(", ", folders)}. Shards are made with: funcgrad run FILE --shard 1/3");
        return new(batch ?? throw OutputFailure.Refused(
            $"What the shards in {string.Join(", ", folders)} are of cannot be read. Run one of them again."), header, sessions, blocks,
                builds);
    }

    /// <summary>Which builds computed the shards, if they are several; their rows may differ in the last digit.</summary>
    public string? MixedBuilds()
    {
        const int Shown = 8;
        string[] lines = [
            .. Builds.GroupBy(build => build.Build).Select(build =>
                $"\n  {Visible.Text(build.Key)}: {string.Join(", ", build.Select(shard => shard.Shard).Distinct().Take(Shown))}")];
        return lines.Length <= 1 ? null : string.Concat(lines.Take(Shown));
    }

    /// <summary>
    /// The blocks that are in no shard, as a sentence: which trials, and which shards to run. It takes the blocks that are there, not all
    /// there should be.
    /// </summary>
    public string? Missing()
    {
        const int Shown = 8;
        var (ranges, shards) = (new List<(long First, long Last)>(), new SortedSet<long>());
        foreach (var (first, last) in Gaps())
        {
            if (ranges.Count <= Shown)
                ranges.Add((first * Header.BlockSize,
                    Math.Min(Header.Trials, (Math.Min(last, Header.Blocks - 1) * Header.BlockSize) + Header.BlockSize) - 1));
            for (var block = first; block <= last && shards.Count <= Shown && block - first < Header.Shard.Count; block++)
                shards.Add((block % Header.Shard.Count) + 1);
            if (ranges.Count > Shown && shards.Count > Shown) break;
        }
        if (ranges.Count == 0) return null;
        var trials = string.Join(", ", ranges.Take(Shown).Select(range => FormattableString.Invariant($"{range.First} to {range.Last}")));
        var run = string.Join(", ", shards.Take(Shown).Select(shard => $"--shard {shard}/{Header.Shard.Count}"));
        return $"trials {trials}{(ranges.Count > Shown ? ", ..." : "")} are missing; run {run}{(shards.Count > Shown ? ", ..." : "")}";
    }

    /// <summary>The runs of blocks that are missing: first and last of each.</summary>
    private IEnumerable<(long First, long Last)> Gaps()
    {
        var next = 0L;
        foreach (var block in Blocks.Keys.Order())
        {
            if (block > next) yield return (next, block - 1);
            next = block + 1;
        }
        if (next < Header.Blocks) yield return (next, Header.Blocks - 1);
    }
}

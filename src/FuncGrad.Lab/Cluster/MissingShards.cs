namespace FuncGrad.Lab;

/// <summary>Which shards a folder lacks.</summary>
/// <param name="Count">How many shards there are in all; 0 if nobody began any.</param>
/// <param name="Complete">The numbers of those that are complete.</param>
/// <param name="Problem">Why shards of this experiment cannot be added to the folder; null if they can.</param>
internal sealed record MissingShards(int Count, IReadOnlySet<int> Complete, string? Problem = null)
{
    /// <summary>What the folder holds of this batch.</summary>
    public static MissingShards In(string folder, BatchWork work)
    {
        var (complete, counts) = (new HashSet<int>(), new HashSet<int>());
        if (Manifest.Read(folder) is not { } manifest) return new(0, complete);
        if (manifest.Identity != work.Identity.Hash)
            return new(0, complete, $"{folder} holds the results of another experiment. Choose another folder with -o.");
        foreach (var parts in ResultFolder.AllParts(folder))
            if (Journal.In(parts) is { Header: { } header } journal)
            {
                counts.Add(header.Shard.Count);
                var blocks = header.Shard.BlocksOf(header.Blocks);
                if (LostBlocks.Done(journal, parts, manifest).Count() >= blocks) complete.Add(header.Shard.Index);
            }
        return counts.Count > 1
            ? new(0, complete, $"{folder} holds shards of {string.Join(" and of ", counts.Order())}: merge or delete those of one of them.")
            : new(counts.SingleOrDefault(), complete);
    }
}

namespace FuncGrad.Lab;

/// <summary>
/// Blocks that were done while an earlier one is still being computed, kept in a folder beside it: so a block that takes hours neither
/// fills the memory with those behind it nor takes their work with it when the process is killed. Their rows are copied behind the others
/// when their turn comes.
/// </summary>
internal sealed class Ahead : IDisposable
{
    public const string FolderName = "ahead";

    private readonly string _folder;
    private readonly Parts _others;
    private readonly IReadOnlyList<TableShape> _tables;
    private readonly Dictionary<long, FoundBlock> _blocks;
    private Parts? _parts;

    private Ahead(string folder, Parts others, IReadOnlyList<TableShape> tables, Parts? parts, Dictionary<long, FoundBlock> blocks) =>
        (_folder, _others, _tables, _parts, _blocks) = (folder, others, tables, parts, blocks);

    /// <summary>The blocks that are here, by their number.</summary>
    public IReadOnlyCollection<long> Blocks => _blocks.Keys;

    /// <summary>What their trials came to.</summary>
    public IEnumerable<Tally> Tallies => _blocks.Values.Select(block => block.Entry.Tally);

    /// <summary>Takes up what an earlier process left; blocks that are damaged here, or whole among the others, do not count.</summary>
    public static Ahead Open(string partsFolder, Parts others, int tables, Action<string> report)
    {
        var folder = Path.Combine(partsFolder, FolderName);
        IReadOnlyList<TableShape> shapes = [.. ShardSources.Tables.Take(tables)];
        if (Journal.In(folder).Header is null) return new(folder, others, shapes, null, []);
        var parts = Parts.Open(folder, others.Header, others.Batch, shapes, report);
        var blocks = FoundBlock.All(folder, Journal.In(folder).Entries)
            .Where(block => !parts.Damaged.ContainsKey(block.Entry.Block) && !others.Holds(block.Entry.Block));
        return new(folder, others, shapes, parts, blocks.GroupBy(block => block.Entry.Block)
            .ToDictionary(block => block.Key, block => block.First()));
    }

    /// <summary>The blocks that a folder of parts holds ahead of its others, as its journal says.</summary>
    public static IEnumerable<JournalEntry> Entries(string partsFolder) => Journal.In(Path.Combine(partsFolder, FolderName)).Entries;

    public bool Holds(long block) => _blocks.ContainsKey(block);

    /// <summary>Writes blocks to the disk; they are there for good when it returns.</summary>
    public void Keep(IEnumerable<BlockRows> blocks)
    {
        _parts ??= Parts.Open(_folder, _others.Header, _others.Batch, _tables, _ => { });
        foreach (var rows in blocks)
        {
            var starts = _parts.Ends;
            _blocks[rows.Block] = new FoundBlock(_folder, _parts.Append(rows), starts);
        }
        _parts.Commit();
    }

    /// <summary>The rows of a block, which does not count here any more.</summary>
    public BlockRows? Take(long block) => _blocks.Remove(block, out var found) ? found.Rows() : null;

    /// <summary>Empties the folder if all that was in it is committed elsewhere.</summary>
    public void ClearIfEmpty()
    {
        if (_parts is null || _blocks.Count > 0) return;
        Dispose();
        Claims.DeleteParts(_folder);
    }

    public void Dispose()
    {
        _parts?.Dispose();
        _parts = null;
    }
}

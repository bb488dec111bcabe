namespace FuncGrad.Lab;

/// <summary>
/// Blocks whose lines of the journal are lost. Each row begins with the number of its trial: so it can be found where the rows of the next
/// block begin, whose checksum says whether they do. Then only what is lost is computed again, and not all that stands behind it.
/// </summary>
/// <param name="folder">Where the files are.</param>
/// <param name="tables">What they hold.</param>
/// <param name="header">How the batch is cut into blocks.</param>
internal sealed class LostBlocks(string folder, IReadOnlyList<TableShape> tables, JournalHeader header)
{
    private const int Buffer = 1 << 16, Digits = 18;

    /// <summary>
    /// The blocks of a folder of parts in the order of their rows, also those behind a damaged line of the journal, as a run goes on with
    /// them; of lost ones only the place is known.
    /// </summary>
    public static IReadOnlyList<JournalEntry> Found(Journal journal, string folder, IReadOnlyList<TableShape> tables) =>
        journal is { Header: { } header, Later.Count: > 0 } ? new LostBlocks(folder, tables, header).Bridged(journal.Entries, journal.Later)
        : journal.Entries;

    /// <summary>The same where only what the folder is of is known.</summary>
    public static IReadOnlyList<JournalEntry> Found(Journal journal, string folder, Manifest manifest) =>
        journal.Header is not { } header ? []
        : Found(journal, folder, (journal.Batch ?? manifest).Shapes(header.Shard, RowFiles.SpreadsheetRows));

    /// <summary>The blocks of a folder of parts that are done: those found, and those that wait ahead of an earlier one.</summary>
    public static IEnumerable<JournalEntry> Done(Journal journal, string folder, Manifest manifest) =>
        Found(journal, folder, manifest).Where(entry => !entry.IsLost).Concat(Ahead.Entries(folder));

    /// <summary>The entries before a lost line, one for each lost block, and those behind it, as far as they are found.</summary>
    private List<JournalEntry> Bridged(IReadOnlyList<JournalEntry> entries, IReadOnlyList<JournalEntry> later)
    {
        using var reader = new PieceReader(folder);
        var (found, ends) = (entries.ToList(), tables.Select(_ => default(RowPosition)).ToArray());
        foreach (var entry in entries) ends = After(ends, entry);
        foreach (var entry in later)
        {
            var (between, starts) = (new List<JournalEntry>(), ends);
            while (found.Count + between.Count < PositionOf(entry.Block) && Lost(found.Count + between.Count, starts) is { } lost)
            {
                between.Add(lost);
                starts = After(starts, lost);
            }
            if (found.Count + between.Count != PositionOf(entry.Block) || !IsWhole(entry, starts, reader)) break;
            found.AddRange([.. between, entry]);
            ends = After(starts, entry);
        }
        return found;
    }

    private long PositionOf(long block) => (block - header.Shard.Index + 1) / header.Shard.Count;

    private static RowSpan SpanOf(JournalEntry entry, int table) => table == 0 ? entry.Trials : entry.Steps;

    private RowPosition[] After(RowPosition[] starts, JournalEntry entry) =>
        [.. tables.Select((shape, t) => SpanOf(entry, t).After(starts[t], shape))];

    private bool IsWhole(JournalEntry entry, RowPosition[] starts, PieceReader reader) =>
        tables.Select((shape, t) => reader.IsWhole(shape, SpanOf(entry, t), starts[t])).All(isWhole => isWhole);

    /// <summary>The block at a position of the shard; null if its rows and those of the next one are not there.</summary>
    private JournalEntry? Lost(int position, RowPosition[] starts)
    {
        var block = header.Shard.BlockAt(position);
        var (trials, next) = (Math.Min(header.BlockSize, header.Trials - (block * header.BlockSize)), header.Shard.BlockAt(position + 1));
        var spans = tables.Select((shape, t) => Span(shape, starts[t], next * header.BlockSize)).ToArray();
        if (spans[0]?.Rows != trials || spans[^1] is null) return null;
        return new(block, spans[0]!, spans.Length > 1 ? spans[1]! : new(0, [0], 0), new Tally()) { IsLost = true };
    }

    /// <summary>The rows from a place up to the first one of the next block; null if there is none.</summary>
    private RowSpan? Span(TableShape shape, RowPosition start, long nextTrial)
    {
        var (rows, lengths) = (0L, new List<long>());
        for (var from = start; ; from = new(from.File + 1, 0, 0))
        {
            var path = Path.Combine(folder, RowFiles.FileName(shape.Name, from.File));
            if (DiskEntry.At(path).Kind != EntryKind.File) return null;
            using var file = new FileStream(Disk.OpenToRead(path), FileAccess.Read, Buffer);
            file.Position = from.Offset == 0 ? shape.Header.Length : from.Offset;
            lengths.Add(0);
            for (var inFile = from.RowsInFile; inFile < shape.RowLimit; inFile++, rows++)
            {
                var (trial, length) = Row(file);
                if (trial >= nextTrial) return new(rows, Used(lengths), 0);
                if (length == 0) break;
                lengths[^1] += length;
            }
        }
    }

    /// <summary>A file that begins with the next block is not begun by this one.</summary>
    private static List<long> Used(List<long> lengths) => lengths.Count > 1 && lengths[^1] == 0 ? lengths[..^1] : lengths;

    /// <summary>The number that a row begins with, and the length of the row; 0 at the end of a file.</summary>
    private static (long Trial, long Length) Row(FileStream file)
    {
        var (trial, length, isNumber) = (0L, 0L, true);
        for (int next; (next = file.ReadByte()) >= 0;)
        {
            length++;
            if (next == '\n') break;
            isNumber &= length <= Digits && next is >= '0' and <= '9';
            if (isNumber) trial = (10 * trial) + next - '0';
        }
        return (trial, length);
    }
}

using Microsoft.Win32.SafeHandles;

namespace FuncGrad.Lab;

/// <summary>
/// What stands in a folder of parts: the blocks up to the last whole one, which of them are damaged, and where the tables end.
/// </summary>
internal sealed record Contents(IReadOnlyList<JournalEntry> Entries, IReadOnlyDictionary<long, DamagedBlock> Damaged,
    IReadOnlyList<RowPosition> Ends)
{
    /// <summary>Reads the journal and checks the rows of every block against it.</summary>
    /// <exception cref="OutputFailure">The parts belong to another batch.</exception>
    public static Contents Read(string folder, Journal journal, JournalHeader expected, IReadOnlyList<TableShape> tables,
        Action<string> report)
    {
        RefuseLinks(folder);
        var header = journal.Header;
        if (header is not null && header != expected)
            throw OutputFailure.Refused(
                $"{folder} holds parts of another batch ({header}; this one is {expected}). Start over with --fresh.");
        if (journal.IsMended) report($"The journal in {folder} had a damaged line, which was mended.");
        RepairHeaders(folder, tables, journal.Entries.Count > 0, report);
        if (header is null) return new([], new Dictionary<long, DamagedBlock>(), [.. tables.Select(_ => default(RowPosition))]);
        var entries = LostBlocks.Found(journal, folder, tables);
        if (journal.IsDamaged) report($"The journal in {folder} {Damage(journal, entries)}.");
        return Check(folder, tables, entries, report);
    }

    private static string Damage(Journal journal, IReadOnlyList<JournalEntry> entries) =>
        journal.IsTorn ? "ends in a torn line, which is dropped"
        : entries.Count == journal.Entries.Count ? "has a damaged line, which is dropped with the blocks after it"
        : "has a damaged line; the blocks after it were found";

    /// <summary>Files of this program have their names to themselves; what leads elsewhere is not followed.</summary>
    private static void RefuseLinks(string folder)
    {
        foreach (var path in Claims.ReservedIn(folder))
            if (DiskEntry.At(path).Kind != EntryKind.File)
                throw OutputFailure.Refused(
                    $"{path} is a link or no file. Nothing is read or written through it: remove it, or choose another folder with -o.");
    }

    private static Contents Check(string folder, IReadOnlyList<TableShape> tables, IReadOnlyList<JournalEntry> entries,
        Action<string> report)
    {
        using var reader = new PieceReader(folder);
        var (ends, damaged, whole) = (new RowPosition[entries.Count + 1][], new Dictionary<long, DamagedBlock>(), 0);
        ends[0] = [.. tables.Select(_ => default(RowPosition))];
        CutFullFiles(folder, tables, entries);
        for (var i = 0; i < entries.Count; i++)
        {
            RowSpan[] spans = [entries[i].Trials, entries[i].Steps];
            ends[i + 1] = [.. tables.Select((shape, t) => spans[t].After(ends[i][t], shape))];
            if (!entries[i].IsLost && tables.Select((shape, t) => reader.IsWhole(shape, spans[t], ends[i][t])).All(isWhole => isWhole)
                && entries[i].Kept.All(kept => kept.IsWholeIn(folder)))
                whole = i + 1;
            else damaged[entries[i].Block] = new DamagedBlock(spans, ends[i], entries[i].Kept) { IsLost = entries[i].IsLost };
        }
        for (var i = whole; i < entries.Count; i++) damaged.Remove(entries[i].Block);
        if (whole < entries.Count) report($"{entries.Count - whole} block(s) at the end of {folder} are torn and are computed again.");
        if (damaged.Count > 0)
            report(
                $"{damaged.Count} damaged block(s) in {folder} are computed again: "
                    + $"{string.Join(", ", damaged.Keys.Take(10))}{(damaged.Count > 10 ? ", ..." : "")}.");
        return new([.. entries.Take(whole)], damaged, ends[whole]);
    }

    /// <summary>What stands behind the last row of a file that was followed by another belongs to nothing.</summary>
    private static void CutFullFiles(string folder, IReadOnlyList<TableShape> tables, IReadOnlyList<JournalEntry> entries)
    {
        for (var t = 0; t < tables.Count; t++)
        {
            var start = default(RowPosition);
            foreach (var entry in entries)
            {
                var span = t == 0 ? entry.Trials : entry.Steps;
                foreach (var (file, offset, length) in span.Pieces(start, tables[t]).SkipLast(1))
                    Cut(Path.Combine(folder, RowFiles.FileName(tables[t].Name, file)), offset + length);
                start = span.After(start, tables[t]);
            }
        }
    }

    private static void Cut(string path, long length)
    {
        if (DiskEntry.At(path) is not { Kind: EntryKind.File } found || found.Length <= length) return;
        using var file = Disk.OpenOrCreate(path);
        RandomAccess.SetLength(file, length);
    }

    /// <summary>A header has no checksum of its own: it is known, so it is compared and written again.</summary>
    private static void RepairHeaders(string folder, IReadOnlyList<TableShape> tables, bool expectsFiles, Action<string> report)
    {
        foreach (var shape in tables)
            for (var index = 0; shape.Header.Length > 0; index++)
            {
                var path = Path.Combine(folder, RowFiles.FileName(shape.Name, index));
                if (DiskEntry.At(path).Kind != EntryKind.File) break;
                if (HeaderIn(path, shape.Header.Length, out var length).AsSpan().SequenceEqual(shape.Header)) continue;
                if (expectsFiles && length >= shape.Header.Length) report($"The header of {path} was damaged and is written again.");
                using var file = Disk.OpenOrCreate(path);
                Disk.WriteAt(file, shape.Header, 0);
            }
    }

    private static byte[] HeaderIn(string path, int headerLength, out long length)
    {
        using var file = Disk.OpenToRead(path);
        var found = new byte[headerLength];
        length = RandomAccess.GetLength(file);
        return found[..RandomAccess.Read(file, found, 0)];
    }
}

/// <summary>Reads pieces of the files of a folder, keeping the file it read last open.</summary>
internal sealed class PieceReader(string folder) : IDisposable
{
    private readonly Dictionary<string, SafeFileHandle?> _open = [];
    private readonly byte[] _buffer = new byte[1 << 20];

    /// <summary>Whether a span is there and has its checksum.</summary>
    public bool IsWhole(TableShape shape, RowSpan span, RowPosition start)
    {
        var checksum = new Checksum();
        foreach (var piece in Read(shape, span, start)) checksum.Add(piece.Span);
        return (span.Bytes == 0 && span.Rows == 0) || checksum.Value == span.Checksum;
    }

    /// <summary>The bytes of a span, in order, in buffers that are used again; fewer than expected if the files are too short.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Read(TableShape shape, RowSpan span, RowPosition start)
    {
        foreach (var (file, offset, length) in span.Pieces(start, shape))
        {
            if (length == 0 || Handle(RowFiles.FileName(shape.Name, file)) is not { } handle) continue;
            for (var at = offset; at < offset + length;)
            {
                var read = RandomAccess.Read(handle, _buffer.AsSpan(0, (int)Math.Min(_buffer.Length, offset + length - at)), at);
                if (read == 0) break;
                yield return _buffer.AsMemory(0, read);
                at += read;
            }
        }
    }

    public void Dispose()
    {
        foreach (var handle in _open.Values) handle?.Dispose();
    }

    private SafeFileHandle? Handle(string name)
    {
        if (_open.TryGetValue(name, out var handle)) return handle;
        var path = Path.Combine(folder, name);
        return _open[name] = DiskEntry.At(path).Kind == EntryKind.File ? Disk.OpenToRead(path) : null;
    }
}

using Microsoft.Win32.SafeHandles;

namespace FuncGrad.Lab;

/// <summary>
/// The crash-safe output of a batch, or of one shard of it. Rows are appended to the final files in trial order, still inside a folder
/// <c>parts</c>; a block is done when its rows are flushed to the disk and its line in the journal, with their length and checksum, is
/// flushed too. So a kill at any moment leaves whole blocks and perhaps a tail without a line, which the next run cuts off; finishing is a
/// rename.
/// <para>
/// Why not a file per block, merged at the end: rows are written once instead of twice, no disk space is needed twice, and there are never
/// many files. The price is that a block which is done before an earlier one waits in memory, for a bounded number of blocks, and is
/// computed again if the process is killed meanwhile.
/// </para>
/// </summary>
internal sealed class Parts : IDisposable
{
    private readonly string _folder;
    private readonly IReadOnlyList<TableShape> _tables;
    private readonly RowFiles[] _files;
    private readonly List<KeptFile> _kept;
    private readonly List<(byte[] Line, Action? Written)> _uncommitted = [];
    private SafeFileHandle _journal;
    private long _journalLength;
    private long _done;

    private Parts(string folder, JournalHeader header, Manifest batch, IReadOnlyList<TableShape> tables, Contents contents)
    {
        (_folder, _tables, Header, Batch, _done) = (folder, tables, header, batch, contents.Entries.Count);
        (Damaged, _kept) = (contents.Damaged, [.. contents.Entries.SelectMany(entry => entry.Kept)]);
        foreach (var entry in contents.Entries.Where(entry => !Damaged.ContainsKey(entry.Block))) Tally.Add(entry.Tally);
        _journal = Disk.OpenOrCreate(JournalPath);
        _journalLength = RandomAccess.GetLength(_journal);
        _files = [.. tables.Select((shape, t) => new RowFiles(folder, shape, contents.Ends[t]))];
        Disk.FlushFolder(folder);
    }

    public JournalHeader Header { get; }

    /// <summary>What the batch is, as it stands in the journal.</summary>
    public Manifest Batch { get; }

    /// <summary>Asked before anything is said to be done: it throws if the folder is another process's by now.</summary>
    public Action? BeforeCommit { get; init; }

    private string JournalPath => Path.Combine(_folder, Journal.FileName);

    /// <summary>Blocks whose rows no longer have the checksum they were written with, and where their rows stand.</summary>
    public IReadOnlyDictionary<long, DamagedBlock> Damaged { get; private set; }

    /// <summary>How many blocks of the shard, in its order, are there.</summary>
    public long Done => _done;

    /// <summary>What the trials that are there came to.</summary>
    public Tally Tally { get; } = new();

    /// <summary>Takes up what is in the folder: checks every block, cuts off what is torn, and says so.</summary>
    /// <exception cref="OutputFailure">The parts belong to another batch.</exception>
    public static Parts Open(string folder, JournalHeader header, Manifest batch, IReadOnlyList<TableShape> tables, Action<string> report,
        Action? beforeCommit = null)
    {
        Directory.CreateDirectory(folder);
        var journal = Journal.In(folder);
        var contents = Contents.Read(folder, journal, header, tables, report);
        var known = journal.Batch ?? batch;
        Disk.DeleteTemporaries(folder, known.Owner);
        if (journal is not { Header: not null, Batch: not null, Files: null, IsDamaged: false, IsMended: false }
            || contents.Entries.Count < journal.Entries.Count)
        {
            var begun = Journal.Begun(header, known, journal.Sessions, contents.Entries);
            Disk.Replace(Path.Combine(folder, Journal.FileName), begun, known.Owner);
        }
        return new Parts(folder, header, known, tables, contents) { BeforeCommit = beforeCommit };
    }

    /// <summary>Where the next rows go in each table.</summary>
    public IReadOnlyList<RowPosition> Ends => [_files[0].End, _files.Length > 1 ? _files[1].End : default];

    /// <summary>Whether a block of the shard is here and whole.</summary>
    public bool Holds(long block) => (block - Header.Shard.Index + 1) / Header.Shard.Count < _done && !Damaged.ContainsKey(block);

    /// <summary>
    /// Appends the rows of the next block, and gives its line for the journal. They are done only after <see cref="Commit"/>.
    /// </summary>
    public JournalEntry Append(BlockRows rows)
    {
        var spans = new RowSpan[2] { new(0, [0], 0), new(0, [0], 0) };
        for (var t = 0; t < _tables.Count; t++) spans[t] = Append(t, rows);
        KeptFile[] kept = [.. rows.Kept.Select(content => content.WriteBelow(_folder))];
        var entry = new JournalEntry(rows.Block, spans[0], spans[1], rows.Tally) { Kept = kept };
        _kept.AddRange(kept);
        _uncommitted.Add((JournalLine.Of(entry), rows.Written));
        Tally.Add(rows.Tally);
        _done++;
        return entry;
    }

    /// <summary>Writes the rows of a damaged block again, where they stood.</summary>
    public void Replace(BlockRows rows)
    {
        var damaged = Damaged[rows.Block];
        if (!damaged.IsLost && !damaged.Kept.SequenceEqual(rows.Kept.Select(kept => kept.ToFile()))) throw CameOutDifferently(rows.Block);
        var spans = damaged.Spans.ToArray();
        for (var t = 0; t < _tables.Count; t++)
        {
            using var content = rows.Content(t);
            var checksum = ChecksumOf(content).Checksum;
            if (damaged.IsLost) spans[t] = spans[t] with { Checksum = checksum };
            if (spans[t].Checksum != checksum || content.Length != spans[t].Bytes) throw CameOutDifferently(rows.Block);
            content.Position = 0;
            foreach (var (file, offset, length) in spans[t].Pieces(damaged.Starts[t], _tables[t]))
                Overwrite(t, file, offset, length, content);
        }
        KeptFile[] written = [.. rows.Kept.Select(kept => kept.WriteBelow(_folder))];
        if (damaged.IsLost) _kept.AddRange(written);
        FlushKept();
        if (damaged.IsLost) PutIntoJournal(new(rows.Block, spans[0], spans[1], rows.Tally) { Kept = written });
        Tally.Add(rows.Tally);
        rows.Written?.Invoke();
        Damaged = Damaged.Where(other => other.Key != rows.Block).ToDictionary();
    }

    /// <summary>The line of a block that was lost, where it was.</summary>
    private void PutIntoJournal(JournalEntry entry)
    {
        BeforeCommit?.Invoke();
        var lost = Damaged.Count(other => other.Value.IsLost && other.Key < entry.Block);
        var bytes = Journal.With(Journal.BytesIn(_folder)!, lost, entry);
        _journal.Dispose();
        Disk.Replace(JournalPath, bytes, Batch.Owner);
        (_journal, _journalLength) = (Disk.OpenOrCreate(JournalPath), bytes.Length);
    }

    private OutputFailure CameOutDifferently(long block) => OutputFailure.Refused(
        $"Block {block} in {_folder} came out differently from before: it was computed by another program or processor. "
            + "Start over with --fresh.");

    /// <summary>From here on the appended blocks are there, whatever happens.</summary>
    public void Commit()
    {
        if (_uncommitted.Count == 0) return;
        BeforeCommit?.Invoke();
        foreach (var file in _files) file.FlushToDisk();
        FlushKept();
        AppendToJournal([.. _uncommitted.SelectMany(block => block.Line)]);
        foreach (var (_, written) in _uncommitted) written?.Invoke();
        _uncommitted.Clear();
    }

    /// <summary>Writes down what a process did.</summary>
    public void Note(Session session) => AppendToJournal(Journal.SessionLine(session));

    /// <summary>Everything is written: which files there are. When the journal says so, the tables may leave the folder.</summary>
    public IReadOnlyList<OutputFile> Close()
    {
        Commit();
        foreach (var file in _files) file.FlushToDisk();
        // A trial of which nothing is kept may have been written by a process that was killed before it said so.
        var kept = _kept.Select(file => Path.Combine(_folder, KeptFile.NameOf(file.Trial)));
        foreach (var path in KeptFile.In(_folder).Except(kept).ToArray()) Disk.Delete(path);
        IReadOnlyList<OutputFile> written =
        [
            .. _files.SelectMany((rows, t) => Enumerable.Range(0, rows.End.File + 1).Select(index => Written(rows, t, index))),
            .. _kept.OrderBy(kept => kept.Trial).Select(kept => kept.ToOutput()),
        ];
        AppendToJournal(Journal.FilesLine(written));
        Dispose();
        return written;
    }

    private OutputFile Written(RowFiles rows, int table, int index)
    {
        var name = RowFiles.FileName(_tables[table].Name, index);
        using var file = Disk.OpenToRead(Path.Combine(_folder, name));
        var count = index < rows.End.File ? _tables[table].RowLimit : rows.End.RowsInFile;
        return new OutputFile(name, RandomAccess.GetLength(file), count) { Checksum = rows.ChecksumOf(index) ?? Checksum.Of(file) };
    }

    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
        _journal.Dispose();
    }

    /// <summary>The names of kept files are there for good.</summary>
    private void FlushKept()
    {
        if (_kept.Count == 0) return;
        Disk.FlushFolder(Path.Combine(_folder, KeptFile.FolderName));
        Disk.FlushFolder(_folder);
    }

    private void AppendToJournal(byte[] line)
    {
        Disk.WriteAt(_journal, line, _journalLength);
        _journalLength += line.Length;
        Disk.Flush(_journal, JournalPath);
    }

    private RowSpan Append(int table, BlockRows rows)
    {
        if (table == 0 || rows.LongSteps is null) return Append(table, (table == 0 ? rows.Trials : rows.Steps).Chunks);
        using var content = rows.LongSteps();
        var (checksum, count) = ChecksumOf(content);
        content.Position = 0;
        return new(count, _files[table].Append(content), checksum);
    }

    private RowSpan Append(int table, IEnumerable<ReadOnlyMemory<byte>> chunks)
    {
        var (checksum, count, lengths) = (new Checksum(), 0L, new List<long> { 0 });
        foreach (var chunk in chunks)
        {
            checksum.Add(chunk.Span);
            count += chunk.Span.Count((byte)'\n');
            _files[table].Append(chunk.Span, lengths);
        }
        return new(count, lengths, checksum.Value);
    }

    private static (uint Checksum, long Rows) ChecksumOf(Stream content)
    {
        var (checksum, rows, buffer) = (new Checksum(), 0L, new byte[1 << 20]);
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            checksum.Add(buffer.AsSpan(0, read));
            rows += buffer.AsSpan(0, read).Count((byte)'\n');
        }
        return (checksum.Value, rows);
    }

    private void Overwrite(int table, int file, long offset, long length, Stream content)
    {
        var path = Path.Combine(_folder, RowFiles.FileName(_tables[table].Name, file));
        using var handle = Disk.OpenOrCreate(path);
        if (RandomAccess.GetLength(handle) == 0) Disk.WriteAt(handle, _tables[table].Header, 0);
        var buffer = new byte[1 << 20];
        for (var rest = length; rest > 0;)
        {
            var read = content.Read(buffer, 0, (int)Math.Min(rest, buffer.Length));
            Disk.WriteAt(handle, buffer.AsSpan(0, read), offset);
            (offset, rest) = (offset + read, rest - read);
        }
        Disk.Flush(handle, path);
    }
}

namespace FuncGrad.Lab;

/// <summary>
/// What was done in a batch, in lines that are only ever appended: whose it is, everything of the manifest that does not change, each
/// finished block with the checksums of its rows, the sessions, and at the end the files. It stays with the results when they are finished,
/// so that what else is damaged can be known.
/// </summary>
internal sealed record Journal
{
    public const string FileName = "journal";

    /// <summary>A journal of so many blocks would be of more trials than any machine computes.</summary>
    private const long MostBytes = 1L << 30;

    private const int LinesBeforeEntries = 2;

    /// <summary>Stands for a line that is lost, until its block is computed again; it has no checksum, as if it were damaged.</summary>
    private static readonly byte[] LostLine = "lost\n"u8.ToArray();

    private const string BatchWord = "batch ", SessionWord = "session ", FilesWord = "complete ";

    /// <summary>Null: there is no journal, or none of this version.</summary>
    public JournalHeader? Header { get; private init; }

    /// <summary>What the batch is, as a manifest without its end.</summary>
    public Manifest? Batch { get; private init; }

    /// <summary>
    /// The blocks in the order of their rows, up to the first line that is damaged: behind it the journal does not tell where rows stand.
    /// </summary>
    public List<JournalEntry> Entries { get; } = [];

    /// <summary>The blocks behind the first damaged line, see <see cref="LostBlocks"/>.</summary>
    public List<JournalEntry> Later { get; } = [];

    public List<Session> Sessions { get; } = [];

    /// <summary>The files of a finished batch; null while it is not.</summary>
    public IReadOnlyList<OutputFile>? Files { get; private init; }

    /// <summary>Whether a line is torn or damaged.</summary>
    public bool IsDamaged { get; private init; }

    /// <summary>Whether a damaged line was put right.</summary>
    public bool IsMended { get; private init; }

    /// <summary>Whether its last line has no end, as a kill leaves it.</summary>
    public bool IsTorn { get; private init; }

    /// <summary>Whether any version of this program wrote it: one line of it has its checksum.</summary>
    public bool IsOurs { get; private init; }

    /// <summary>The manifest as it can be known from here; null if whose the batch is cannot be.</summary>
    public Manifest? ToManifest() => Batch is null ? null : Batch with
    {
        Status = Files is null ? Manifest.Running : Manifest.Complete,
        Sessions = Sessions,
        Files = Files ?? [],
        Tally = Tally.Sum(Entries.Select(entry => entry.Tally)),
    };

    public static Journal In(string folder)
    {
        var bytes = BytesIn(folder);
        if (bytes is null) return new();
        var journal = Of(bytes);
        return journal.IsDamaged && JournalMending.Mended(bytes) is var mended && mended != bytes ? Of(mended) with { IsMended = true }
            : journal;
    }

    public static byte[]? BytesIn(string folder) => Disk.Read(Path.Combine(folder, FileName), MostBytes);

    public static byte[] BatchLine(Manifest batch, Shard shard) => JournalLine.Of(BatchWord + ManifestText.Batch(batch, shard));

    public static byte[] SessionLine(Session session) => JournalLine.Of(SessionWord + ManifestText.Of(session));

    public static byte[] FilesLine(IReadOnlyList<OutputFile> files) => JournalLine.Of(FilesWord + ManifestText.Of(files));

    /// <summary>The lines of a journal that goes on with some of these entries; the files are known only at its new end.</summary>
    public static byte[] Begun(JournalHeader header, Manifest batch, IEnumerable<Session> sessions, IEnumerable<JournalEntry> entries) =>
    [
        .. JournalLine.Of(header),
        .. BatchLine(batch, header.Shard),
        .. sessions.SelectMany(SessionLine),
        .. entries.SelectMany(entry => entry.IsLost ? LostLine : JournalLine.Of(entry)),
    ];

    /// <summary>With the line of an entry in place of the lost one of that number, from 0.</summary>
    public static byte[] With(byte[] bytes, int lost, JournalEntry entry)
    {
        for (var start = 0; start < bytes.Length;)
        {
            var end = Array.IndexOf(bytes, (byte)'\n', start) + 1;
            if (bytes.AsSpan(start, end - start).SequenceEqual(LostLine) && lost-- == 0)
                return [.. bytes[..start], .. JournalLine.Of(entry), .. bytes[end..]];
            start = end;
        }
        return bytes;
    }

    private static Journal Of(byte[] bytes)
    {
        var (journal, number, isCut, isOurs) = (new Journal { IsTorn = bytes.Length > 0 && bytes[^1] != (byte)'\n' }, 0, false, false);
        foreach (var line in JournalLine.All(bytes))
        {
            var next = line is null ? null : journal.With(line, takesEntries: !isCut);
            isOurs |= line is not null;
            isCut |= next is null && number >= LinesBeforeEntries;
            journal = next ?? journal with { IsDamaged = true };
            number++;
        }
        if (journal.Header is null)
        {
            journal.Entries.Clear();
            journal.Later.Clear();
        }
        return journal with { IsOurs = isOurs };
    }

    /// <summary>With one line more; null if it cannot be understood.</summary>
    private Journal? With(string line, bool takesEntries)
    {
        try
        {
            if (JournalHeader.IsOfAnyVersion(line)) return this with { Header = JournalHeader.Parse(line) };
            if (After(BatchWord, line) is { } batch) return WithBatch(batch);
            if (After(FilesWord, line) is { } files) return this with { Files = ManifestText.Files(files) };
            if (After(SessionWord, line) is { } session) Sessions.Add(ManifestText.Session(session));
            else (takesEntries ? Entries : Later).Add(JournalEntry.Parse(line));
            return this;
        }
        catch (Exception error) when (ManifestText.IsOfTheForm(error)) { return null; }
    }

    /// <summary>It says what the header says too, in case that is damaged.</summary>
    private Journal WithBatch(string text)
    {
        var (batch, shard) = ManifestText.Batch(text);
        return this with { Batch = batch, Header = Header ?? new(batch.Identity, batch.Trials, batch.BlockSize, shard) };
    }

    private static string? After(string word, string line) => line.StartsWith(word, StringComparison.Ordinal) ? line[word.Length..] : null;
}

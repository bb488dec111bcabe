using Microsoft.Win32.SafeHandles;

namespace FuncGrad.Lab;

/// <summary>
/// The rows of one table, one after the other, over as many files as the row limit of spreadsheets asks for: <c>steps.csv</c>,
/// <c>steps-0002.csv</c> ..., each with the header.
/// </summary>
internal sealed class RowFiles : IDisposable
{
    /// <summary>A spreadsheet holds 2^20 rows: these and the header.</summary>
    public const long SpreadsheetRows = 1_048_575;

    private const byte NewLine = (byte)'\n';

    private readonly string _folder;
    private readonly TableShape _shape;
    private readonly Dictionary<int, uint> _checksums = [];
    private SafeFileHandle? _file;
    private Checksum _checksum = new();
    private bool _isWrittenHere;
    private int _index;
    private long _offset;
    private long _rowsInFile;

    /// <summary>Goes on behind the rows that are there; what stands behind them is cut off.</summary>
    public RowFiles(string folder, TableShape shape, RowPosition end)
    {
        (_folder, _shape) = (folder, shape);
        (_index, _offset, _rowsInFile) = (end.File, end.Offset, end.RowsInFile);
        Reopen();
    }

    public RowPosition End => new(_index, _offset, _rowsInFile);

    /// <summary>
    /// The checksum of the bytes that went into a file, which a disk that changed one of them since does not know; null if an earlier
    /// process wrote some of them.
    /// </summary>
    public uint? ChecksumOf(int file) =>
        file == _index ? (_isWrittenHere ? _checksum.Value : null) : _checksums.TryGetValue(file, out var checksum) ? checksum : null;

    /// <summary>Exactly the names that <see cref="FileName"/> gives: a user's own <c>trials-sorted.csv</c> is not touched.</summary>
    public static bool IsTable(string name, string extension = ".csv")
    {
        if (!name.EndsWith(extension, StringComparison.Ordinal)) return false;
        var stem = name[..^extension.Length];
        var dash = stem.IndexOf('-', StringComparison.Ordinal);
        return dash < 0
            ? stem is ResultFolder.TrialsTable or ResultFolder.StepsTable
            : stem[..dash] is ResultFolder.TrialsTable or ResultFolder.StepsTable && stem.Length >= dash + 5
                && stem[(dash + 1)..].All(char.IsAsciiDigit);
    }

    public static string FileName(string table, int index) =>
        index == 0 ? $"{table}.csv" : FormattableString.Invariant($"{table}-{index + 1:0000}.csv");

    /// <summary>Appends whole rows; the lengths written to the current file and to each new one.</summary>
    public IReadOnlyList<long> Append(Stream rows)
    {
        var lengths = new List<long> { 0 };
        var buffer = new byte[1 << 20];
        for (int read; (read = rows.Read(buffer)) > 0;) Append(buffer.AsSpan(0, read), lengths);
        return lengths;
    }

    /// <summary>Appends a part of some rows, adding to the lengths written since their beginning.</summary>
    public void Append(ReadOnlySpan<byte> rows, List<long> lengths)
    {
        while (rows.Length > 0)
        {
            if (_rowsInFile == _shape.RowLimit)
            {
                StartNextFile();
                lengths.Add(0);
            }
            var (length, count) = Fitting(rows, _shape.RowLimit - _rowsInFile);
            Disk.WriteAt(_file!, rows[..length], _offset);
            _checksum.Add(rows[..length]);
            (_offset, _rowsInFile, lengths[^1]) = (_offset + length, _rowsInFile + count, lengths[^1] + length);
            rows = rows[length..];
        }
    }

    public void FlushToDisk()
    {
        if (_file is not null) Disk.Flush(_file, PathOf(_index));
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>How many bytes go into a file that may take so many more rows, and how many row ends they hold.</summary>
    private static (int Length, long Rows) Fitting(ReadOnlySpan<byte> rows, long allowed)
    {
        long count = rows.Count(NewLine);
        if (count < allowed || (count == allowed && rows[^1] == NewLine)) return (rows.Length, count);
        var length = 0;
        for (var i = 0L; i < allowed; i++) length += rows[length..].IndexOf(NewLine) + 1;
        return (length, allowed);
    }

    private void StartNextFile()
    {
        FlushToDisk();
        _file!.Dispose();
        if (_isWrittenHere) _checksums[_index] = _checksum.Value;
        (_index, _offset, _rowsInFile) = (_index + 1, 0, 0);
        Reopen();
        Disk.FlushFolder(_folder);
    }

    private void Reopen()
    {
        _file = Disk.OpenOrCreate(PathOf(_index));
        _isWrittenHere = _offset == 0;
        if (_isWrittenHere)
        {
            Disk.WriteAt(_file, _shape.Header, 0);
            _checksum = new();
            _checksum.Add(_shape.Header);
            _offset = _shape.Header.Length;
        }
        RandomAccess.SetLength(_file, _offset);
        for (var later = _index + 1; DiskEntry.At(PathOf(later)).Kind == EntryKind.File; later++) Disk.Delete(PathOf(later));
    }

    private string PathOf(int index) => Path.Combine(_folder, FileName(_shape.Name, index));
}

/// <summary>A table's name, its header line (empty in the parts of a shard) and how many rows a file may hold.</summary>
internal sealed record TableShape(string Name, byte[] Header, long RowLimit);

/// <summary>A place between two rows. Offset 0 means: before the header.</summary>
internal readonly record struct RowPosition(int File, long Offset, long RowsInFile);

/// <summary>The rows of one block in one table: how many, how long in each file they touch, and their checksum.</summary>
internal sealed record RowSpan(long Rows, IReadOnlyList<long> Lengths, uint Checksum)
{
    public long Bytes => Lengths.Sum();

    /// <summary>Where rows end that begin at a place.</summary>
    public RowPosition After(RowPosition start, TableShape shape)
    {
        var first = start.Offset == 0 ? start with { Offset = shape.Header.Length } : start;
        if (Lengths.Count == 1) return first with { Offset = first.Offset + Lengths[0], RowsInFile = first.RowsInFile + Rows };
        var beyondFirst = Rows - (shape.RowLimit - first.RowsInFile);
        return new(first.File + Lengths.Count - 1, shape.Header.Length + Lengths[^1], beyondFirst - ((Lengths.Count - 2) * shape.RowLimit));
    }

    /// <summary>The pieces of files they stand in.</summary>
    public IEnumerable<(int File, long Offset, long Length)> Pieces(RowPosition start, TableShape shape)
    {
        for (var i = 0; i < Lengths.Count; i++)
            yield return (start.File + i, i > 0 || start.Offset == 0 ? shape.Header.Length : start.Offset, Lengths[i]);
    }
}

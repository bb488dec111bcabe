using CsvHelper;
using LanguageExt;

namespace FuncGrad.Lab;

/// <summary>
/// The numbers of a CSV file, read record by record into one array of the size that the lines of the file give: as much memory as the numbers take. One column is a
/// vector, several are a matrix; a first record of names alone is a header.
/// </summary>
internal sealed class CsvNumbers : IDisposable
{
    private const int MostMistakes = 20;

    /// <summary>A quotation mark that is never closed takes all that follows for one cell.</summary>
    private const int LongestRecord = 64 << 20;

    private static readonly CsvReaderOptions Options = new() { HasHeader = false, TrackLineNumbers = true, SkipEmptyLines = false, MaxRecordSize = LongestRecord };

    private readonly string _name;
    private readonly CsvReader _reader;
    private readonly long _lines;
    private readonly long _mostBytes;
    private readonly Action<string> _notice;
    private readonly List<InputError> _mistakes = [];
    private double[] _values = [];
    private int _count;
    private int _width;
    private (int Cells, long Line) _header;
    private long _emptyLine;
    private bool _wasNoticed;

    private CsvNumbers(string name, Stream stream, long lines, long mostBytes, Action<string> notice) =>
        (_name, _reader, _lines, _mostBytes, _notice) = (name, CsvReader.Create(stream, Options), lines, mostBytes, notice);

    public void Dispose() => _reader.Dispose();

    /// <param name="name">The file as written, for messages.</param>
    /// <param name="stream">Its content.</param>
    /// <param name="lines">How many lines it has, about.</param>
    /// <param name="mostBytes">The memory that the numbers may take.</param>
    /// <param name="notice">Told what was guessed.</param>
    public static Validation<InputError, Tensor> Read(string name, Stream stream, long lines, long mostBytes, Action<string> notice)
    {
        using var numbers = new CsvNumbers(name, stream, lines, mostBytes, notice);
        return numbers.Read();
    }

    private Validation<InputError, Tensor> Read()
    {
        try
        {
            while (_mistakes.Count < MostMistakes && _reader.Read())
                if (!Take()) break;
        }
        catch (CsvFormatException error) { Wrong(error.LineNumber, 1, "A cell does not end.", $"Look for a quotation mark that is not closed: {error.Message.ReplaceLineEndings(" ")}"); }
        if (_mistakes.Count == 0 && _count == 0) _mistakes.Add(new InputError(_name, "The file holds no numbers.", "Write one row of numbers per line."));
        if (_mistakes.Count > 0) return Prelude.Fail<InputError, Tensor>(_mistakes.ToSeq().Strict());
        if (_count < _values.Length) Array.Resize(ref _values, _count);
        return Tensor.Own(_width == 1 ? Shape.Of(_count) : Shape.Of(_count / _width, _width), _values);
    }

    /// <summary>Takes the record that the reader is at; false if what follows need not be looked at.</summary>
    private bool Take()
    {
        if (_reader.RawRecord.Contains((byte)0)) return Wrong(_reader.LineNumber, 1, "A byte of this line is 0: this is not a text file.", "Save the table as CSV in UTF-8.");
        if (IsEmpty())
        {
            if (_emptyLine == 0) _emptyLine = _reader.LineNumber;
            return true;
        }
        var isFirst = _width == 0 && _header.Line == 0;
        if (isFirst && _reader.Separator != ',') _notice($"notice: {_name}: its cells are separated by {Word(_reader.Separator)}.");
        if (isFirst && Enumerable.Range(0, _reader.FieldCount).All(c => CsvCells.IsName(_reader.GetRawSpan(c))))
        {
            _header = (_reader.FieldCount, _reader.LineNumber);
            return true;
        }
        return (_width > 0 || Begin()) && Row();
    }

    private bool IsEmpty() => _reader.FieldCount == 1 && _reader.RawRecord.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;

    /// <summary>The first row of numbers says how many cells each has.</summary>
    private bool Begin()
    {
        _width = _reader.FieldCount;
        if (_header.Line > 0 && _header.Cells != _width)
            return Wrong(_header.Line, 1, $"The header has {Cells(_header.Cells)}, the rows have {_width}.", _width == 2 * _header.Cells && _reader.Separator == ','
                ? "Each column has a name. Numbers are written with a decimal point, not a comma: 1.5."
                : "Each column has a name, or there is no header.");
        var rows = Math.Max(1, _lines - (_header.Line > 0 ? 1 : 0));
        var bytes = 8.0 * rows * _width;
        if (bytes > _mostBytes || rows * _width > Array.MaxLength)
            return Wrong(_reader.LineNumber, 1, $"These are {Numbers.Grouped(rows)} rows of {_width} numbers, which take {ByteSize.Text(bytes)}; {ByteSize.Text(_mostBytes)} are allowed.", "Read fewer rows, or allow more with --memory.");
        _values = new double[rows * _width];
        return true;
    }

    private bool Row()
    {
        var line = _reader.LineNumber;
        if (_width == 1 && _emptyLine > 0) Wrong(_emptyLine, 1, "This line is empty.", "Every row of a column has a number; leave out rows that miss one.");
        _emptyLine = 0;
        if (_reader.FieldCount != _width)
            return Wrong(line, 1, $"This row has {Cells(_reader.FieldCount)}, the first has {_width}.", "All rows must be of one length.") || _mistakes.Count < MostMistakes;
        if (_count + _width > _values.Length) Array.Resize(ref _values, Math.Max(_count + _width, (int)Math.Min(Array.MaxLength, _values.Length * 2L)));
        for (var c = 0; c < _width; c++) Cell(line, c);
        return true;
    }

    private void Cell(long line, int c)
    {
        var raw = _reader.GetRawSpan(c);
        if (CsvCells.Number(raw) is not { } number)
        {
            var (problem, hint) = CsvCells.Mistake(raw, c + 1);
            Wrong(line, c + 1, problem, hint);
            return;
        }
        _values[_count++] = number;
        if (_wasNoticed || !CsvCells.LooksLikeFraction(raw)) return;
        _wasNoticed = true;
        _notice($"notice: {_name}:{line}:{c + 1}: '{System.Text.Encoding.UTF8.GetString(raw)}' is read as {Numbers.Exact(number)}. If it stands behind a decimal comma, write a point instead.");
    }

    private bool Wrong(long line, int cell, string problem, string hint)
    {
        if (_mistakes.Count < MostMistakes) _mistakes.Add(new InputError($"{_name}:{line}:{cell}", problem, hint));
        return false;
    }

    private static string Cells(int count) => $"{count} cell{(count == 1 ? "" : "s")}";

    private static string Word(char separator) => separator switch { ';' => "semicolons", '\t' => "tabs", _ => $"'{separator}'" };
}

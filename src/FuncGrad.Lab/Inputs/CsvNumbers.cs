using CsvHelper;
using LanguageExt;

namespace FuncGrad.Lab;

/// <summary>
/// The numbers of a CSV file, read record by record into one array of the size that the lines of the file give: as much memory as the
/// numbers take. One column is a vector, several are a matrix; a first record of names alone is a header.
/// </summary>
internal sealed class CsvNumbers : IDisposable
{
    private const int MostMistakes = 20;

    /// <summary>A quotation mark that is never closed takes all that follows for one cell.</summary>
    private const int LongestRecord = 64 << 20;

    private readonly ArrayFile _file;
    private readonly string _name;
    private readonly CsvReader _reader;
    private readonly long _lines;
    private readonly long _mostBytes;
    private readonly Action<string> _notice;
    private readonly Action<string, IReadOnlyList<string>> _found;
    private readonly List<InputError> _mistakes = [];
    private double[] _values = [];
    private int _count;
    private int _width;
    private long _rows, _kept;
    private (IReadOnlyList<string> Names, long Line) _header = ([], 0);
    private int[] _columns = [];
    private ColumnClasses?[] _classes = [];
    private (long Line, int Cell, string Word)?[] _firstWords = [];
    private bool[] _isOfWords = [];
    private long _emptyLine;
    private bool _wasNoticed;

    private CsvNumbers(ArrayFile file, Stream stream, long lines, long mostBytes, Action<string> notice,
        Action<string, IReadOnlyList<string>> found)
    {
        (_file, _name, _lines, _mostBytes, _notice, _found) = (file, file.Path, lines, mostBytes, notice, found);
        _reader = CsvReader.Create(stream,
            new CsvReaderOptions { HasHeader = false, TrackLineNumbers = true, SkipEmptyLines = false, MaxRecordSize = LongestRecord,
                Separator = file.Delimiter }, leaveOpen: true);
    }

    public void Dispose() => _reader.Dispose();

    /// <param name="file">What is asked.</param>
    /// <param name="stream">Its content.</param>
    /// <param name="lines">How many lines it has, about.</param>
    /// <param name="mostBytes">The memory that the numbers may take.</param>
    /// <param name="notice">Told what was guessed.</param>
    /// <param name="found">Told the words of a column of text, in the order of their numbers.</param>
    public static Validation<InputError, Tensor> Read(ArrayFile file, Stream stream, long lines, long mostBytes, Action<string> notice,
        Action<string, IReadOnlyList<string>>? found = null)
    {
        using var numbers = new CsvNumbers(file, stream, lines, mostBytes, notice, found ?? ((_, _) => { }));
        return numbers.Read();
    }

    private Validation<InputError, Tensor> Read()
    {
        try
        {
            while (_mistakes.Count < MostMistakes && _reader.Read())
                if (!Take()) break;
        }
        catch (CsvFormatException error)
        {
            Wrong(error.LineNumber, 1, "A cell does not end.",
                $"Look for a quotation mark that is not closed: {error.Message.ReplaceLineEndings(" ")}");
        }
        if (_mistakes.Count == 0 && _rows == 0)
            _mistakes.Add(new InputError(_name, "The file holds no numbers.", "Write one row of numbers per line."));
        if (_mistakes.Count > 0) return Prelude.Fail<InputError, Tensor>(_mistakes.ToSeq().Strict());
        if (_file.Rows.Of(_rows) is not { } range || _kept > range.From) return BinaryNumbers.NoRows(_file, _rows);
        var width = _columns.Length;
        var (from, count) = ((int)(range.From - _kept) * width, (int)(range.To - range.From) * width);
        if (from > 0) _values.AsSpan(from, count).CopyTo(_values);
        if (count < _values.Length) Array.Resize(ref _values, count);
        for (var c = 0; c < width; c++)
            if (_classes[c] is { } classes)
                _found(_header.Line > 0 ? _header.Names[_columns[c]] : Numbers.Exact(_columns[c]), classes.Words);
        return Tensor.Own(width == 1 ? Shape.Of(count) : Shape.Of(count / width, width), _values);
    }

    /// <summary>Takes the record that the reader is at; false if what follows need not be looked at.</summary>
    private bool Take()
    {
        if (_reader.RawRecord.Contains((byte)0))
            return Wrong(_reader.LineNumber, 1, "A byte of this line is 0: this is not a text file.", "Save the table as CSV in UTF-8.");
        if (IsEmpty())
        {
            if (_emptyLine == 0) _emptyLine = _reader.LineNumber;
            return true;
        }
        var isFirst = _width == 0 && _header.Line == 0;
        if (isFirst && _file.Delimiter is null && _reader.Separator != ',')
            _notice($"notice: {_name}: its cells are separated by {Word(_reader.Separator)}.");
        if (isFirst && (_file.HasHeader ?? HoldsNamesAlone()))
        {
            _header = ([.. Enumerable.Range(0, _reader.FieldCount).Select(c => _reader.GetString(c).Trim())], _reader.LineNumber);
            return true;
        }
        return (_width > 0 || Begin()) && Row();
    }

    /// <summary>Whether a record looks like a header: names, none of which is one of the classes that are looked for.</summary>
    private bool HoldsNamesAlone() =>
        Enumerable.Range(0, _reader.FieldCount)
            .All(c => CsvCells.IsName(_reader.GetRawSpan(c)) && !_file.Classes.Contains(_reader.GetString(c).Trim()));

    private bool IsEmpty() => _reader.FieldCount == 1 && _reader.RawRecord.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;

    /// <summary>The first row of numbers says how many cells each has.</summary>
    private bool Begin()
    {
        _width = _reader.FieldCount;
        if (_header.Line > 0 && _header.Names.Count != _width)
            return Wrong(_header.Line, 1, $"The header has {Cells(_header.Names.Count)}, the rows have {_width}.",
                CsvHints.AtHeader(_reader, _header.Names.Count));
        if (!Choose()) return false;
        var rows = Math.Max(1, _lines - (_header.Line > 0 ? 1 : 0));
        if (_file.Rows is { From: null or >= 0, To: > 0 and var to }) rows = Math.Min(rows, to);
        var bytes = 8.0 * rows * _columns.Length;
        if (bytes > _mostBytes || rows * _columns.Length > Array.MaxLength)
            return Wrong(_reader.LineNumber, 1,
                $"These are {Numbers.Grouped(rows)} rows of {_columns.Length} numbers, which take {ByteSize.Text(bytes)}; "
                    + $"{ByteSize.Text(_mostBytes)} are allowed.", "Read fewer rows, or allow more with --memory.");
        _values = new double[rows * _columns.Length];
        return true;
    }

    /// <summary>Finds the columns that are asked for; those of text are known by their first cell.</summary>
    private bool Choose()
    {
        _columns = _file.Positions(_header.Names, _width).Match(columns => columns, errors => { _mistakes.AddRange(errors); return []; });
        if (_mistakes.Count > 0) return false;
        (_firstWords, _isOfWords) = (new (long, int, string)?[_columns.Length], new bool[_columns.Length]);
        if (_columns.Contains(0) && _width > 1 && _header.Names is ["", ..] && CsvCells.Number(_reader.GetRawSpan(0)) is 0)
            _notice($"notice: {_name}: the first column has no name and begins with 0: if it only counts the rows, leave it out, "
                + "columns = \"1:\".");
        _classes = [.. _columns.Select(c => IsOfWords(c) ? new ColumnClasses([.. _file.Classes]) : null)];
        return true;
    }

    private bool IsOfWords(int column)
    {
        var raw = _reader.GetRawSpan(column);
        if (!_file.Classes.IsEmpty) return _columns.Length == 1 || CsvCells.Number(raw) is null;
        return !_file.Columns.IsEmpty && CsvCells.IsName(raw) && CsvCells.Word(raw) is not null;
    }

    private bool Row()
    {
        var line = _reader.LineNumber;
        if (_width == 1 && _emptyLine > 0)
            Wrong(_emptyLine, 1, "This line is empty.", "Every row of a column has a number; leave out rows that miss one.");
        _emptyLine = 0;
        if (_reader.FieldCount != _width)
            return Wrong(line, 1, $"This row has {Cells(_reader.FieldCount)}, the first has {_width}.", "All rows must be of one length.")
                || _mistakes.Count < MostMistakes;
        if (_file.Rows.From is > 0 and var from && _rows < from)
        {
            _kept = ++_rows;
            return true;
        }
        if (_count + _columns.Length > _values.Length)
            Array.Resize(ref _values, Math.Max(_count + _columns.Length, (int)Math.Min(Array.MaxLength, _values.Length * 2L)));
        for (var c = 0; c < _columns.Length; c++) Cell(line, c);
        return ++_rows != _file.Rows.To;
    }

    private void Cell(long line, int c)
    {
        var raw = _reader.GetRawSpan(_columns[c]);
        var cell = _columns[c] + 1;
        if (_classes[c] is { } classes)
        {
            ClassCell(classes, line, c, raw, cell);
            return;
        }
        if (_isOfWords[c]) return;
        if (CsvCells.Number(raw) is not { } number)
        {
            NoNumber(line, c, raw, cell);
            return;
        }
        _values[_count++] = number;
        if (_wasNoticed || !CsvCells.LooksLikeFraction(raw)) return;
        _wasNoticed = true;
        _notice(
            $"notice: {_name}:{line}:{cell}: '{System.Text.Encoding.UTF8.GetString(raw)}' is read as {Numbers.Exact(number)}. If it "
                + "follows a decimal comma, write a point instead.");
    }

    /// <summary>A column that begins with a word is one mistake, not one in each row.</summary>
    private void NoNumber(long line, int c, ReadOnlySpan<byte> raw, int cell)
    {
        var (problem, hint) = CsvCells.Mistake(raw, cell);
        _isOfWords[c] = _rows == 0 && CsvCells.IsName(raw) && CsvCells.Word(raw) is not null;
        if (raw.IsEmpty && cell == _width && cell > 1) hint = CsvHints.AtLastSeparator(cell);
        else if (_isOfWords[c] && !bool.TryParse(System.Text.Encoding.UTF8.GetString(raw), out _))
            hint = _header.Line > 0 && HoldsNamesAlone() ? CsvHints.AtSecondHeader(cell) : CsvHints.AtWords(_reader, cell);
        Wrong(line, cell, problem, hint);
    }

    /// <summary>A word of a column of text. Where words were not given, a number among them tells that the words are the mistake.</summary>
    private void ClassCell(ColumnClasses classes, long line, int c, ReadOnlySpan<byte> raw, int cell)
    {
        if (CsvCells.Word(raw, classes.AreGiven ? classes.Words : null) is not { } word) Wrong(line, cell, CsvCells.Mistake(raw, cell));
        else if (!classes.AreGiven && CsvCells.Number(raw) is not null && _firstWords[c] is { } first)
        {
            Wrong(first.Line, first.Cell,
                $"'{first.Word}' in cell {first.Cell} is not a number, and other rows of the column have numbers.",
                "Write a number, or name all words of the column: classes = [\"no\", \"yes\"].");
            _classes[c] = null;
        }
        else if (classes.NumberOf(word) is { } number)
        {
            _firstWords[c] ??= (line, cell, word);
            _values[_count++] = number;
        }
        else Wrong(line, cell, classes.Mistake(word, cell));
    }

    private void Wrong(long line, int cell, (string Problem, string Hint) mistake) => Wrong(line, cell, mistake.Problem, mistake.Hint);

    private bool Wrong(long line, int cell, string problem, string hint)
    {
        if (_mistakes.Count < MostMistakes) _mistakes.Add(new InputError($"{_name}:{line}:{cell}", problem, hint));
        return false;
    }

    private static string Cells(int count) => $"{count} cell{(count == 1 ? "" : "s")}";

    private static string Word(char separator) => separator switch { ';' => "semicolons", '\t' => "tabs", _ => $"'{separator}'" };
}

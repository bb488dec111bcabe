using System.Text;

namespace FuncGrad;

/// <summary>
/// A table of results, <c>trials.csv</c> or <c>steps.csv</c> with the files it goes on in, read as columns in one pass: only what is asked
/// for is decoded, and only some thousands of rows are held, however long the table is.
/// </summary>
public sealed class ResultTable
{
    private const int RowsAtOnce = 4096;

    private readonly IReadOnlyList<Func<IEnumerable<ReadOnlyMemory<byte>>>> _files;

    /// <summary>A table from its files, each with the same header.</summary>
    /// <param name="files">For each file in order, what opens it anew and gives its bytes in pieces, cut anywhere.</param>
    /// <exception cref="InvalidDataException">The first file has no header.</exception>
    public ResultTable(IReadOnlyList<Func<IEnumerable<ReadOnlyMemory<byte>>>> files)
    {
        _files = Arguments.AllGiven(files);
        Columns = files.Count == 0 ? throw new InvalidDataException("There is no file.") : Header(files[0]());
    }

    /// <summary>A table from the whole bytes of its files: <c>ResultTable.Of(File.ReadAllBytes("trials.csv"))</c>.</summary>
    public static ResultTable Of(params byte[][] files) =>
        new([.. files.Select(file => (Func<IEnumerable<ReadOnlyMemory<byte>>>)(() => [file]))]);

    /// <summary>The header.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The columns.</summary>
    public override string ToString() => string.Join(", ", Columns);

    /// <summary>Whether there is a column.</summary>
    public bool Has(string column) => Columns.Contains(Arguments.Given(column));

    /// <summary>All rows in order, some at a time.</summary>
    /// <param name="numbers">The columns wanted as numbers.</param>
    /// <param name="words">The columns wanted as text.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidDataException">A row is too short, or a number is none.</exception>
    public IEnumerable<ResultRows> Read(IReadOnlyList<string> numbers, IReadOnlyList<string> words) =>
        Rows(Arguments.AllGiven(numbers), Arguments.AllGiven(words));

    private IEnumerable<ResultRows> Rows(IReadOnlyList<string> numbers, IReadOnlyList<string> words)
    {
        var reader = new RowReader(Slots(numbers, words), numbers.Count, words.Count, RowsAtOnce);
        foreach (var file in _files)
        {
            var isHeader = true;
            foreach (var records in CsvBytes.WholeRecords(file()))
                for (var rest = records; rest.Length > 0;)
                {
                    rest = Take(reader, rest, ref isHeader);
                    if (reader.IsFull) yield return reader.Taken();
                }
        }
        if (reader.Count > 0) yield return reader.Taken();
    }

    /// <summary>All rows as texts, field by field, each in the array of the one before: for copies, which have every column.</summary>
    /// <exception cref="InvalidDataException">A row has another number of fields than the header.</exception>
    internal IEnumerable<string[]> Records()
    {
        var fields = new string[Columns.Count];
        foreach (var file in _files)
        {
            var isHeader = true;
            foreach (var records in CsvBytes.WholeRecords(file()))
                for (var rest = records; rest.Length > 0; isHeader = false)
                {
                    var length = LengthOfFirst(rest);
                    if (!isHeader)
                    {
                        Split(rest.Span[..length], fields);
                        yield return fields;
                    }
                    rest = rest[length..];
                }
        }
    }

    /// <summary>A whole column of numbers.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public double[] Numbers(string column) => [.. Read([Arguments.Given(column)], []).SelectMany(rows => rows.Numbers[0])];

    /// <summary>A whole column of texts.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public string[] Words(string column) => [.. Read([], [Arguments.Given(column)]).SelectMany(rows => rows.Words[0])];

    private static ReadOnlyMemory<byte> Take(RowReader reader, ReadOnlyMemory<byte> records, ref bool isHeader)
    {
        var length = LengthOfFirst(records);
        if (!isHeader) reader.Add(CsvBytes.WithoutEnd(records.Span[..length]));
        isHeader = false;
        return records[length..];
    }

    private static int LengthOfFirst(ReadOnlyMemory<byte> records) =>
        CsvBytes.LengthOfRecord(records.Span) is > 0 and var found ? found : records.Length;

    private static void Split(ReadOnlySpan<byte> record, string[] fields)
    {
        record = CsvBytes.WithoutEnd(record);
        var isOver = false;
        for (var c = 0; c < fields.Length; c++)
        {
            if (isOver) throw new InvalidDataException($"A row has {c} fields instead of {fields.Length}.");
            fields[c] = Encoding.UTF8.GetString(CsvBytes.Unquoted(CsvBytes.TakeField(ref record, out isOver)));
        }
        if (!isOver) throw new InvalidDataException($"A row has more than {fields.Length} fields.");
    }

    /// <summary>
    /// For each column where it goes: k + 1 for the k-th of the numbers, −1 − k for the k-th of the words, 0 if it was not asked for.
    /// </summary>
    private int[] Slots(IReadOnlyList<string> numbers, IReadOnlyList<string> words)
    {
        if (numbers.Concat(words).FirstOrDefault(name => !Has(name)) is { } unknown)
            throw new ArgumentException($"There is no column '{unknown}'.");
        var slots = new int[Columns.Count];
        for (var k = 0; k < numbers.Count; k++) slots[Position(numbers[k])] = k + 1;
        for (var k = 0; k < words.Count; k++) slots[Position(words[k])] = -1 - k;
        return slots;
    }

    /// <summary>The first of a name: a parameter that is called like a figure of the trial stands behind it.</summary>
    private int Position(string column) => Columns.ToList().IndexOf(column);

    private static string[] Header(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        if (CsvBytes.WholeRecords(pieces)
            .FirstOrDefault() is not { Length: > 0 } first) throw new InvalidDataException("The file is empty.");
        var length = CsvBytes.LengthOfRecord(first.Span) is > 0 and var found ? found : first.Length;
        var record = CsvBytes.WithoutEnd(first.Span[..length]);
        var (names, isOver) = (new List<string>(), false);
        while (!isOver) names.Add(Encoding.UTF8.GetString(CsvBytes.Unquoted(CsvBytes.TakeField(ref record, out isOver))));
        return [.. names];
    }
}

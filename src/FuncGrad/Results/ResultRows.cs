using System.Globalization;
using System.Text;

namespace FuncGrad;

/// <summary>Some rows of a table of results, one after the other, as columns.</summary>
/// <param name="Count">How many rows.</param>
/// <param name="Numbers">For each column asked for as numbers, in that order, its values.</param>
/// <param name="Words">For each column asked for as text, in that order, its texts.</param>
public sealed record ResultRows(int Count, IReadOnlyList<double[]> Numbers, IReadOnlyList<string[]> Words)
{
    /// <summary>Whether all rows are equal.</summary>
    public bool Equals(ResultRows? other) =>
        other is not null && Count == other.Count && AreEqual(Numbers, other.Numbers) && AreEqual(Words, other.Words);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Count, Numbers.Count, Words.Count, Lists.Hash(Numbers.Count == 0 ? null : Numbers[0]));

    /// <summary>How many rows and columns.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Count} rows, {Numbers.Count} columns of numbers and {Words.Count} of words");

    private static bool AreEqual<T>(IReadOnlyList<T[]> a, IReadOnlyList<T[]> b) =>
        a.Count == b.Count && a.Zip(b, Lists.Equal<T>).All(same => same);
}

/// <summary>Fills the columns of some rows from records.</summary>
internal sealed class RowReader(int[] slots, int numbers, int words, int rows)
{
    /// <summary>What a text column says again and again is one string: verdicts, rules.</summary>
    private const int RememberedWords = 16;

    private readonly int _last = Array.FindLastIndex(slots, slot => slot != 0);
    private readonly List<(byte[] Bytes, string Text)>[] _known = [.. Enumerable.Range(0, words).Select(_ => new List<(byte[], string)>())];
    private double[][] _numbers = Columns<double>(numbers, rows);
    private string[][] _words = Columns<string>(words, rows);

    public int Count { get; private set; }

    public bool IsFull => Count == rows;

    /// <param name="record">Without its line end.</param>
    /// <exception cref="InvalidDataException">A field is missing or no number.</exception>
    public void Add(ReadOnlySpan<byte> record)
    {
        for (var (column, isOver) = (0, false); column <= _last; column++)
        {
            if (isOver) throw new InvalidDataException($"A row ends after {column} fields.");
            var field = CsvBytes.TakeField(ref record, out isOver);
            if (slots[column] > 0) _numbers[slots[column] - 1][Count] = Number(field);
            else if (slots[column] < 0) _words[-1 - slots[column]][Count] = Word(field, -1 - slots[column]);
        }
        Count++;
    }

    /// <summary>The rows read so far; the next go into new columns.</summary>
    public ResultRows Taken()
    {
        var taken = new ResultRows(Count, [.. _numbers.Select(Cut)], [.. _words.Select(Cut)]);
        (Count, _numbers, _words) = (0, Columns<double>(numbers, rows), Columns<string>(words, rows));
        return taken;
    }

    private T[] Cut<T>(T[] column) => Count == rows ? column : column[..Count];

    private static T[][] Columns<T>(int count, int rows) => [.. Enumerable.Range(0, count).Select(_ => new T[rows])];

    private static double Number(ReadOnlySpan<byte> field) =>
        double.TryParse(CsvBytes.Unquoted(field), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"'{Encoding.UTF8.GetString(field)}' is not a number.");

    private string Word(ReadOnlySpan<byte> field, int slot)
    {
        var known = _known[slot];
        foreach (var (bytes, text) in known)
            if (field.SequenceEqual(bytes)) return text;
        var word = Encoding.UTF8.GetString(CsvBytes.Unquoted(field));
        if (known.Count < RememberedWords) known.Add((field.ToArray(), word));
        return word;
    }
}

using System.Collections;
using System.Globalization;

namespace FuncGrad;

/// <summary>
/// The head of a table: single names, and arrays whose elements are columns. Names of elements are made when they are asked for, so that
/// ten million columns cost as much as one.
/// </summary>
internal sealed class ColumnNames : IReadOnlyList<string>
{
    /// <summary>Arrays of more elements are folded where a head is kept for reading back.</summary>
    private const int LargestUnfolded = 1_000;

    private readonly Part[] _parts;
    private readonly int[] _starts;

    /// <summary>A column, or the elements of an array if there is a shape.</summary>
    public sealed record Part(string Name, Shape? Shape = null)
    {
        public int Count => Shape?.ElementCount ?? 1;

        public IEnumerable<string> All => Enumerable.Range(0, Count).Select(At);

        public string At(int position) => Shape is null ? Name : ElementNames.At(Name, Shape, position);
    }

    public ColumnNames(IEnumerable<Part> parts)
    {
        _parts = [.. parts.Where(part => part.Count > 0)];
        _starts = new int[_parts.Length];
        for (var i = 1; i < _parts.Length; i++) _starts[i] = checked(_starts[i - 1] + _parts[i - 1].Count);
        Count = _parts.Length == 0 ? 0 : checked(_starts[^1] + _parts[^1].Count);
    }

    public int Count { get; }

    public string this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            var part = Array.BinarySearch(_starts, index);
            if (part < 0) part = ~part - 1;
            return _parts[part].At(index - _starts[part]);
        }
    }

    public IEnumerator<string> GetEnumerator() => _parts.SelectMany(part => part.All).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The head in short: large arrays as <c>W(784x50)</c>.</summary>
    public IEnumerable<string> Folded => _parts.SelectMany(part => part.Count > LargestUnfolded ? [Fold(part)] : part.All);

    /// <summary>The head that <see cref="Folded"/> tells.</summary>
    public static ColumnNames Unfolded(IEnumerable<string> folded) => new(folded.Select(Unfold));

    private static string Fold(Part part) =>
        $"{part.Name}({string.Join('x', part.Shape!.Select(extent => extent.ToString(CultureInfo.InvariantCulture)))})";

    private static Part Unfold(string text)
    {
        if (text.IndexOf('(') is not (> 0 and var bracket) || !text.EndsWith(')')) return new(text);
        var extents = text[(bracket + 1)..^1].Split('x').Select(extent => int.Parse(extent, CultureInfo.InvariantCulture));
        return new(text[..bracket], Shape.Of([.. extents]));
    }
}

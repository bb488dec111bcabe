using System.Collections;
using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// The extents of an array in row-major order: <c>()</c> is a scalar, <c>(3)</c> a vector, <c>(2,3)</c> a matrix of two rows.
/// Compared by value. An extent may be zero; none is negative.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Of))]
public sealed class Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    private readonly int[] _extents;

    private Shape(int[] extents) => _extents = extents;

    /// <summary>The shape of a single number, <c>()</c>.</summary>
    public static Shape Scalar { get; } = new([]);

    /// <summary>The shape with these extents, outermost first.</summary>
    /// <exception cref="ShapeException">An extent is negative, or the number of elements passes 2^31 − 1.</exception>
    public static Shape Of(params int[] extents) => Of(Arguments.Given(extents).AsSpan());

    /// <inheritdoc cref="Of(int[])"/>
    public static Shape Of(ReadOnlySpan<int> extents)
    {
        long count = 1;
        foreach (var extent in extents)
        {
            if (extent < 0) throw ShapeException.NegativeExtent(extent);
            count *= extent;
            if (count > int.MaxValue) throw ShapeException.TooLarge(string.Join(",", extents.ToArray()));
        }
        return extents.IsEmpty && Scalar is not null ? Scalar : new Shape(extents.ToArray());
    }

    /// <summary>The number of axes: 0 for a scalar, 1 for a vector, 2 for a matrix.</summary>
    public int Rank => _extents.Length;

    /// <summary>The number of axes, as a collection counts.</summary>
    public int Count => _extents.Length;

    /// <summary>The extent of axis <paramref name="axis"/>, 0-based.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public int this[int axis] => (uint)axis < (uint)_extents.Length ? _extents[axis] : throw ShapeException.NoSuchAxisOfShape(axis, this);

    /// <summary>How many numbers an array of this shape holds: the product of the extents, 1 for a scalar.</summary>
    public int ElementCount
    {
        get
        {
            var count = 1;
            foreach (var extent in _extents) count *= extent;
            return count;
        }
    }

    /// <summary>For each axis, how far apart two neighbours along it stand in row-major order.</summary>
    internal int[] Strides()
    {
        var strides = new int[Rank];
        for (int axis = Rank - 1, stride = 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= _extents[axis];
        }
        return strides;
    }

    /// <summary>This shape with the extents of <paramref name="axes"/> set to 1: what a reduction leaves if it keeps its axes.</summary>
    internal Shape KeepingAxes(Indices axes) =>
        new([.. _extents.Select((extent, axis) => axes.Contains(axis) ? 1 : extent)]);

    /// <summary>This shape without <paramref name="axes"/>.</summary>
    internal Shape WithoutAxes(Indices axes) => Of([.. _extents.Where((_, axis) => !axes.Contains(axis))]);

    /// <summary>The NumPy rule: align to the right; extents agree if equal or one of them is 1.</summary>
    internal static Shape? TryBroadcast(Shape a, Shape b)
    {
        if (a.Equals(b)) return a;
        var extents = new int[Math.Max(a.Rank, b.Rank)];
        for (var back = 1; back <= extents.Length; back++)
        {
            var extentA = back <= a.Rank ? a[a.Rank - back] : 1;
            var extentB = back <= b.Rank ? b[b.Rank - back] : 1;
            if (extentA != extentB && extentA != 1 && extentB != 1) return null;
            extents[^back] = extentA == 1 ? extentB : extentA;
        }
        return Of(extents);
    }

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _extents.AsSpan().SequenceEqual(other._extents);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var extent in _extents) hash.Add(extent);
        return hash.ToHashCode();
    }

    /// <summary>As in the messages: <c>()</c>, <c>(3)</c>, <c>(2,3)</c>.</summary>
    public override string ToString() => $"({string.Join(",", _extents)})";

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_extents).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A short list of axes or starting positions, compared by value: the attribute of a structural primitive.</summary>
internal readonly struct Indices(params int[] values) : IEquatable<Indices>
{
    /// <summary>None for the default value too, which no constructor has seen.</summary>
    private int[] Values => values ?? [];

    public int Count => Values.Length;

    public int this[int position] => Values[position];

    public bool Contains(int value) => Array.IndexOf(Values, value) >= 0;

    public int[] ToArray() => [.. Values];

    public bool Equals(Indices other) => Values.AsSpan().SequenceEqual(other.ToArray());

    public override bool Equals(object? obj) => obj is Indices other && Equals(other);

    public override int GetHashCode() => Values.Aggregate(17, HashCode.Combine);

    public override string ToString() => string.Join(",", Values);

    public static Indices Range(int count) => new([.. Enumerable.Range(0, count)]);
}

using System.Globalization;

namespace FuncGrad;

/// <summary>
/// An immutable array of doubles in row-major order with its shape: the value of an expression, a starting point, a data set.
/// Compared by value, bit for bit (NaN equals NaN of the same bits, 0 differs from −0).
/// </summary>
public sealed class Tensor : IEquatable<Tensor>
{
    private readonly double[] _values;
    private int _hash;

    private Tensor(Shape shape, double[] values)
    {
        Shape = shape;
        _values = values;
    }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>The elements in row-major order.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>A single number, shape <c>()</c>.</summary>
    public static Tensor Scalar(double value) => new(Shape.Scalar, [value]);

    /// <summary>A vector; the values are copied.</summary>
    public static Tensor Vector(params double[] values) => new(Shape.Of(Arguments.Given(values).Length), [.. values]);

    /// <summary>A matrix; <paramref name="values"/>[row, column] are copied.</summary>
    public static Tensor Matrix(double[,] values) =>
        new(Shape.Of(Arguments.Given(values).GetLength(0), values.GetLength(1)), [.. values.Cast<double>()]);

    /// <summary>An array of any shape from its elements in row-major order; the values are copied.</summary>
    /// <exception cref="ShapeException">The number of values is not <see cref="Shape.ElementCount"/>.</exception>
    public static Tensor Of(Shape shape, IEnumerable<double> values)
    {
        double[] copy = [.. Arguments.Given(values)];
        if (copy.Length != Arguments.Given(shape).ElementCount) throw ShapeException.WrongValueCount(shape, copy.Length);
        return new Tensor(shape, copy);
    }

    /// <summary>A number is the array of shape <c>()</c> that holds it.</summary>
    public static implicit operator Tensor(double value) => Scalar(value);

    /// <summary>An array of numbers is the vector of them; they are copied.</summary>
    public static implicit operator Tensor(double[] values) => Vector(values);

    /// <summary>A table of numbers is the matrix of them; they are copied.</summary>
    public static implicit operator Tensor(double[,] values) => Matrix(values);

    /// <summary>An array with every element equal to <paramref name="value"/>.</summary>
    public static Tensor Fill(Shape shape, double value)
    {
        var values = new double[Arguments.Given(shape).ElementCount];
        Array.Fill(values, value);
        return new Tensor(shape, values);
    }

    /// <summary>Takes ownership of <paramref name="values"/>, which must not be written afterwards.</summary>
    internal static Tensor Own(Shape shape, double[] values) => new(shape, values);

    /// <summary>Some of the rows, which the first axis counts.</summary>
    internal Tensor Rows(int[] rows)
    {
        var size = _values.Length / Shape[0];
        var taken = new double[(long)size * rows.Length];
        for (var place = 0; place < rows.Length; place++) _values.AsSpan(rows[place] * size, size).CopyTo(taken.AsSpan(place * size));
        return new Tensor(Shape.Of([rows.Length, .. Shape.Skip(1)]), taken);
    }

    /// <summary>The same elements under another shape of the same count.</summary>
    internal Tensor Reshaped(Shape shape) => new(shape, _values);

    /// <summary>The element at a row-major position.</summary>
    /// <exception cref="ShapeException">There is no such element.</exception>
    public double this[int position] =>
        (uint)position < (uint)_values.Length ? _values[position] : throw ShapeException.NoSuchPosition(position, Shape);

    /// <summary>The element of a matrix at a row and a column.</summary>
    /// <exception cref="ShapeException">There is no such element, or this is no matrix.</exception>
    public double this[int row, int column] => Shape.Rank == 2 && (uint)row < (uint)Shape[0] && (uint)column < (uint)Shape[1]
        ? _values[(row * Shape[1]) + column]
        : throw ShapeException.NoSuchElementOfMatrix(row, column, Shape);

    /// <summary>The only element of an array that holds one.</summary>
    /// <exception cref="ShapeException">It holds more or none.</exception>
    public double ToDouble() => _values.Length == 1 ? _values[0] : throw ShapeException.NotAScalar("The value", Shape);

    /// <summary>A copy of the elements in row-major order.</summary>
    public double[] ToArray() => [.. _values];

    /// <inheritdoc/>
    public bool Equals(Tensor? other) => other is not null && Shape.Equals(other.Shape)
        && System.Runtime.InteropServices.MemoryMarshal.AsBytes(Values)
            .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(other.Values));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Tensor);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0) _hash = Math.Max(1, HashOfAll() & int.MaxValue);
        return _hash;
    }

    /// <summary>
    /// Of every element: data sets, unit vectors and tables may be alike in any part of them. Four numbers at once, about a nanosecond
    /// each.
    /// </summary>
    private int HashOfAll()
    {
        var (a, b, c, d) = ((ulong)Shape.GetHashCode(), 1UL, 2UL, 3UL);
        var bits = System.Runtime.InteropServices.MemoryMarshal.Cast<double, ulong>(_values);
        for (; bits.Length >= 4; bits = bits[4..])
            (a, b, c, d) = (Mixed(a, bits[0]), Mixed(b, bits[1]), Mixed(c, bits[2]), Mixed(d, bits[3]));
        foreach (var rest in bits) a = Mixed(a, rest);
        return HashCode.Combine(a, b, c, d);
    }

    private static ulong Mixed(ulong hash, ulong bits) => System.Numerics.BitOperations.RotateLeft((hash ^ bits) * 0x9E3779B97F4A7C15, 31);

    /// <summary>As a literal of the formula language: <c>1.5</c>, <c>[1, 2]</c>, <c>[[1, 2], [3, 4]]</c>; long arrays are cut.</summary>
    public override string ToString() => Text(0, 0, _values.Length);

    private string Text(int axis, int start, int count)
    {
        if (axis == Shape.Rank) return _values[start].ToString("R", CultureInfo.InvariantCulture);
        var extent = Shape[axis];
        var part = extent == 0 ? 0 : count / extent;
        var shown = Enumerable.Range(0, Math.Min(extent, 12)).Select(i => Text(axis + 1, start + (i * part), part));
        return $"[{string.Join(", ", shown)}{(extent > 12 ? ", ..." : "")}]";
    }
}

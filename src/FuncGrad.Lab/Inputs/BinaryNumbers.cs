using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LanguageExt;

namespace FuncGrad.Lab;

/// <summary>What the head of a file of numbers says about the bytes that follow, one number behind the other.</summary>
/// <param name="Shape">The extents, outermost first.</param>
/// <param name="Kind">What a number is: <c>u1</c>, <c>i2</c>, <c>f8</c> as NumPy calls them, <c>b1</c> for truth values.</param>
/// <param name="IsBigEndian">Whether the first byte of a number is its highest.</param>
/// <param name="IsColumnMajor">Whether the first axis runs fastest.</param>
internal sealed record BinaryHead(long[] Shape, string Kind, bool IsBigEndian, bool IsColumnMajor = false)
{
    /// <summary>The kinds of numbers that are read.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["b1", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"];

    public int BytesOfNumber => Kind[1] - '0';
}

/// <summary>Numbers behind the head of a file: only the rows that are asked for are kept, 8 bytes each.</summary>
internal static class BinaryNumbers
{
    private const int ChunkBytes = 1 << 16;

    /// <param name="file">What is asked.</param>
    /// <param name="stream">At the first number.</param>
    /// <param name="head">What stood before it.</param>
    /// <param name="mostBytes">The memory that the numbers may take.</param>
    public static Validation<InputError, Tensor> Read(ArrayFile file, Stream stream, BinaryHead head, long mostBytes)
    {
        var count = head.Shape.Aggregate(1.0, (product, extent) => product * extent);
        if (count == 0)
            return new InputError(file.Path, $"The file holds no numbers: its shape is ({string.Join(",", head.Shape)}).",
                "Leave the array out.");
        if (8 * count > mostBytes || count > Array.MaxLength)
            return new InputError(file.Path,
                $"These are ({string.Join(",", head.Shape)}) numbers, which take {ByteSize.Text(8 * count)}; {ByteSize.Text(mostBytes)} "
                    + "are allowed.", "Allow more with --memory.");
        var rows = head.Shape is [var first, ..] ? first : 1;
        if (file.Rows.Of(rows) is not { } range) return NoRows(file, rows);
        var size = (long)count / rows;
        var shape = Shape.Of([.. head.Shape.Select((extent, axis) => axis == 0 ? (int)(range.To - range.From) : (int)extent)]);
        var values = new double[head.IsColumnMajor ? (long)count : (range.To - range.From) * size];
        var (skipped, taken) = head.IsColumnMajor ? (0L, (long)count) : (range.From * size, values.LongLength);
        if (Fill(file.Path, stream, head, values, skipped, taken, (long)count) is { } error) return error;
        return Columns(file, Tensor.Own(shape, head.IsColumnMajor ? RowMajor(values, head.Shape, range) : values));
    }

    public static InputError NoRows(ArrayFile file, long rows) =>
        new(file.LocationOf("rows"), $"{file.Path} has {Numbers.Grouped(rows)} rows, and the rows {file.Rows} are not among them.",
            $"Rows are counted from 0 to {rows - 1}; the end of a range is not included.");

    /// <summary>The numbers, or where the first of them stands that is not finite, and how many there are.</summary>
    public static Validation<InputError, Tensor> Finite(ArrayFile file, Tensor numbers)
    {
        var values = numbers.Values;
        var at = values.IndexOfAnyExceptInRange(double.MinValue, double.MaxValue);
        if (at < 0) return numbers;
        var (first, rest, index) = (values[at], at, new int[numbers.Shape.Rank]);
        for (var axis = index.Length - 1; axis >= 0; rest /= numbers.Shape[axis--]) index[axis] = rest % numbers.Shape[axis];
        var others = values[(at + 1)..].ToArray().Count(value => !double.IsFinite(value));
        return new InputError(file.Path,
            $"Of the numbers read the one at [{string.Join(", ", index)}] is {Numbers.Exact(first)}"
                + $"{(others == 0 ? "" : $", and {Numbers.Grouped(others)} more are not finite")}.",
            "Every number is finite; leave out rows that miss one: X = X[numpy.isfinite(X).all(axis=1)].");
    }

    /// <summary>Reads all numbers, so that the file is known to be whole, and keeps those that are asked for.</summary>
    private static InputError? Fill(string name, Stream stream, BinaryHead head, double[] values, long skipped, long taken, long count)
    {
        var (buffer, size) = (new byte[ChunkBytes], head.BytesOfNumber);
        for (long at = 0; at < count;)
        {
            var wanted = (int)Math.Min((count - at) * size, ChunkBytes);
            if (ReadAtMost(stream, buffer.AsSpan(0, wanted)) is var got && got < wanted)
                return new InputError($"{name}:byte {(at * size) + got}",
                    $"The numbers end after {Numbers.Grouped((at * size) + got)} of {Numbers.Grouped(count * size)} bytes: the file is "
                        + "cut off.", "Fetch it again.");
            var (from, to) = (Math.Max(at, skipped), Math.Min(at + (wanted / size), skipped + taken));
            if (from < to)
                Convert(buffer.AsSpan((int)(from - at) * size, (int)(to - from) * size), head, values.AsSpan((int)(from - skipped),
                    (int)(to - from)));
            at += wanted / size;
        }
        return ReadAtMost(stream, buffer.AsSpan(0, 1)) == 0 ? null
            : new InputError($"{name}:byte {count * size}",
                $"Bytes follow behind the {Numbers.Grouped(count)} numbers of the shape ({string.Join(",", head.Shape)}).",
                "The file is not what its head says: fetch it again.");
    }

    /// <summary>What is there, up to the end of the stream. A packed stream that is cut off ends there too.</summary>
    public static int ReadAtMost(Stream stream, Span<byte> buffer)
    {
        try { return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false); }
        catch (EndOfStreamException) { return 0; }
    }

    /// <summary>What was read of a file's beginning, and what follows there, as far as it tells what the file is.</summary>
    public static byte[] More(Stream stream, ReadOnlySpan<byte> start)
    {
        var more = new byte[FileSignature.Length - start.Length];
        return [.. start, .. more.AsSpan(0, ReadAtMost(stream, more))];
    }

    private static void Convert(ReadOnlySpan<byte> bytes, BinaryHead head, Span<double> values)
    {
        switch (head.Kind)
        {
            case "u1" or "b1": for (var i = 0; i < values.Length; i++) values[i] = bytes[i]; break;
            case "i1": for (var i = 0; i < values.Length; i++) values[i] = (sbyte)bytes[i]; break;
            case "f8": Each<long>(bytes, head, values, BinaryPrimitives.ReverseEndianness, BitConverter.Int64BitsToDouble); break;
            case "f4":
                Each<int>(bytes, head, values, BinaryPrimitives.ReverseEndianness, bits => BitConverter.Int32BitsToSingle(bits));
                break;
            case "f2":
                Each<short>(bytes, head, values, BinaryPrimitives.ReverseEndianness, bits => (double)BitConverter.Int16BitsToHalf(bits));
                break;
            case "u2": Each<ushort>(bytes, head, values, BinaryPrimitives.ReverseEndianness, number => number); break;
            case "i2": Each<short>(bytes, head, values, BinaryPrimitives.ReverseEndianness, number => number); break;
            case "u4": Each<uint>(bytes, head, values, BinaryPrimitives.ReverseEndianness, number => number); break;
            case "i4": Each<int>(bytes, head, values, BinaryPrimitives.ReverseEndianness, number => number); break;
            case "u8": Each<ulong>(bytes, head, values, BinaryPrimitives.ReverseEndianness, number => number); break;
            default: Each<long>(bytes, head, values, BinaryPrimitives.ReverseEndianness, number => number); break;
        }
    }

    private static void Each<T>(ReadOnlySpan<byte> bytes, BinaryHead head, Span<double> values, Func<T, T> reversed, Func<T, double> number)
        where T : unmanaged
    {
        var isForeign = head.IsBigEndian == BitConverter.IsLittleEndian;
        var written = MemoryMarshal.Cast<byte, T>(bytes);
        for (var i = 0; i < values.Length; i++) values[i] = number(isForeign ? reversed(written[i]) : written[i]);
    }

    private static double[] RowMajor(double[] values, long[] shape, (long From, long To) rows)
    {
        var strides = new long[shape.Length];
        for (var (axis, stride) = (0, 1L); axis < shape.Length; stride *= shape[axis++]) strides[axis] = stride;
        var size = shape.Skip(1).Aggregate(1L, (product, extent) => product * extent);
        var ordered = new double[(rows.To - rows.From) * size];
        for (var i = 0L; i < ordered.LongLength; i++)
        {
            var (rest, position) = (i + (rows.From * size), 0L);
            for (var axis = shape.Length - 1; axis >= 0; rest /= shape[axis--]) position += rest % shape[axis] * strides[axis];
            ordered[i] = values[position];
        }
        return ordered;
    }

    private static Validation<InputError, Tensor> Columns(ArrayFile file, Tensor values)
    {
        if (file.Columns.IsEmpty) return values;
        if (values.Shape.Rank != 2)
            return new InputError(file.LocationOf("columns"),
                $"{file.Path} has the shape {values.Shape}, and only a table of rows and columns has columns.",
                "Leave columns out, and slice in the formula: X[:, 0].");
        return file.Positions([], values.Shape[1]).Map(columns =>
        {
            var taken = from row in Enumerable.Range(0, values.Shape[0]) from column in columns select values[row, column];
            return Tensor.Of(columns.Length == 1 ? Shape.Of(values.Shape[0]) : Shape.Of(values.Shape[0], columns.Length), taken);
        });
    }
}

using System.Runtime.InteropServices;
using System.Text;

namespace FuncGrad;

/// <summary>
/// An array as NumPy keeps it in a file (.npy, format version 1.0: "numpy.lib.format"): a head that is a line of text, and the numbers in
/// row-major order, lowest byte first.
/// </summary>
/// <param name="Name">What it is called in an archive.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Kind">How its numbers are written: <c>f8</c>, <c>f4</c> or <c>i8</c>.</param>
internal sealed record NumpyArray(string Name, Shape Shape, string Kind)
{
    private const int Alignment = 64, NumbersAtOnce = 1 << 13;

    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0];

    private byte[]? _head;

    /// <summary>The numbers; 0 until they are given.</summary>
    public Tensor Values { get => field ?? Tensor.Fill(Shape, 0); init; }

    /// <summary>How many bytes it takes.</summary>
    public long Length => Head.Length + ((long)Shape.ElementCount * (Kind[1] - '0'));

    private byte[] Head => _head ??= HeadOf(Kind, Shape);

    /// <summary>All its bytes, in pieces that are valid until the next one.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        yield return Head;
        var bytes = new byte[NumbersAtOnce * sizeof(double)];
        for (var at = 0; at < Values.Values.Length; at += NumbersAtOnce)
            yield return bytes.AsMemory(0, Written(Values.Values[at..Math.Min(at + NumbersAtOnce, Values.Values.Length)], bytes));
    }

    private int Written(ReadOnlySpan<double> numbers, byte[] bytes)
    {
        if (Kind == "f8") return Copied(numbers, bytes);
        if (Kind == "i8") return Copied<long>([.. numbers.ToArray().Select(number => (long)number)], bytes);
        return Copied<float>([.. numbers.ToArray().Select(number => (float)number)], bytes);
    }

    private static int Copied<T>(ReadOnlySpan<T> numbers, byte[] bytes) where T : unmanaged
    {
        var copied = MemoryMarshal.AsBytes(numbers);
        copied.CopyTo(bytes);
        return copied.Length;
    }

    /// <summary>Numbers begin at a multiple of 64 bytes, as NumPy wishes.</summary>
    private static byte[] HeadOf(string kind, Shape shape)
    {
        var extents = shape.Rank == 1 ? $"{shape[0]}," : string.Join(", ", shape);
        var text = $"{{'descr': '<{kind}', 'fortran_order': False, 'shape': ({extents}), }}";
        var before = Magic.Length + sizeof(ushort);
        var length = ((before + text.Length + Alignment) / Alignment * Alignment) - before;
        return [.. Magic, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(text.PadRight(length - 1) + "\n")];
    }
}

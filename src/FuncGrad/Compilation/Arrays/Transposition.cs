using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FuncGrad;

/// <summary>
/// Columns that each lie side by side in memory, into rows that do: in squares that fit into registers of 128 bits where the processor can
/// join halves of two of them, else number by number.
/// </summary>
internal static unsafe class Transposition<T>
    where T : unmanaged
{
    /// <summary>Whether squares are exchanged in registers.</summary>
    private static bool HasSquares =>
        (typeof(T) == typeof(float) || typeof(T) == typeof(double)) && (Sse2.IsSupported || AdvSimd.Arm64.IsSupported);

    /// <param name="from">A matrix, element (k, j) at any distance from its neighbours.</param>
    /// <param name="to">Where they go: those of one row side by side.</param>
    /// <param name="rows">How many k.</param>
    /// <param name="columns">How many j.</param>
    public static void Copy(Matrix from, Matrix to, int rows, int columns)
    {
        var wholeColumns = 0;
        if (HasSquares && from.Row == sizeof(T))
        {
            var side = 16 / sizeof(T);
            var wholeRows = rows - (rows % side);
            wholeColumns = columns - (columns % side);
            // As many rows as a line of the cache has numbers: each line read is used up, and those written stay near.
            for (var (first, line) = (0, 64 / sizeof(T)); first < wholeRows; first += line)
                for (var j = 0; j < wholeColumns; j += side)
                    for (var k = first; k < Math.Min(first + line, wholeRows); k += side)
                        Square(from.At(k, j), from.Column, to.At(k, j), to.Row);
            OneByOne(from.From(wholeRows, 0), to.From(wholeRows, 0), rows - wholeRows, wholeColumns);
        }
        OneByOne(from.From(0, wholeColumns), to.From(0, wholeColumns), rows, columns - wholeColumns);
    }

    private static void Square(nint from, nint column, nint to, nint row)
    {
        if (typeof(T) == typeof(double))
        {
            Vector128<double> a = *(Vector128<double>*)from, b = *(Vector128<double>*)(from + column);
            (*(Vector128<double>*)to, *(Vector128<double>*)(to + row)) = (Lower(a, b), Upper(a, b));
            return;
        }
        Vector128<float> p = *(Vector128<float>*)from, q = *(Vector128<float>*)(from + column);
        Vector128<float> r = *(Vector128<float>*)(from + (2 * column)), s = *(Vector128<float>*)(from + (3 * column));
        Vector128<double> lowerPq = Lower(p, q).AsDouble(), upperPq = Upper(p, q).AsDouble();
        Vector128<double> lowerRs = Lower(r, s).AsDouble(), upperRs = Upper(r, s).AsDouble();
        *(Vector128<double>*)to = Lower(lowerPq, lowerRs);
        *(Vector128<double>*)(to + row) = Upper(lowerPq, lowerRs);
        *(Vector128<double>*)(to + (2 * row)) = Lower(upperPq, upperRs);
        *(Vector128<double>*)(to + (3 * row)) = Upper(upperPq, upperRs);
    }

    private static Vector128<double> Lower(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    private static Vector128<double> Upper(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    private static Vector128<float> Lower(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    private static Vector128<float> Upper(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);

    /// <summary>Eight columns at a time, so that a line of the cache is used while it is there.</summary>
    private static void OneByOne(Matrix from, Matrix to, int rows, int columns)
    {
        var (stride, next) = (from.Column / sizeof(T), to.Row / sizeof(T));
        for (var j = 0; j < columns; j += 8)
        {
            T* source = (T*)from.At(0, j), target = (T*)to.At(0, j);
            var count = Math.Min(8, columns - j);
            for (var k = 0; k < rows; k++, source += from.Row / sizeof(T), target += next)
                for (var column = 0; column < count; column++) target[column] = source[column * stride];
        }
    }
}

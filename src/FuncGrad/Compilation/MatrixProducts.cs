using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>The numbers of a matrix as a product reads them: the address of element (0,0), and bytes from row to row and from column to column.</summary>
internal readonly record struct Matrix(nint Start, nint Row, nint Column)
{
    public nint At(int row, int column) => Start + (row * Row) + (column * Column);
}

/// <summary>
/// C = A·B where each element of B and C is a register, and each element of A a register or one number for all its lanes. The lanes are trials, or
/// neighbouring columns. Blocks of 4 × 4 elements of C stay in registers while k runs upwards, so that each loaded number serves four products and the sum
/// has the order of its definition.
/// </summary>
internal static unsafe class MatrixProducts<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged
{
    /// <summary>Which operands are registers of lanes (else one number, spread when read), and whether product and addition are rounded together.</summary>
    public static void Multiply(Matrix a, Matrix b, Matrix c, int rows, int columns, int inner, bool spreadsA, bool spreadsB, bool isFused)
    {
        // The kind of operand is a type, so that each kind has a loop of its own without a question in it.
        if (spreadsA && spreadsB) ByRounding<One, One>(a, b, c, rows, columns, inner, isFused);
        else if (spreadsA) ByRounding<One, Many>(a, b, c, rows, columns, inner, isFused);
        else if (spreadsB) ByRounding<Many, One>(a, b, c, rows, columns, inner, isFused);
        else ByRounding<Many, Many>(a, b, c, rows, columns, inner, isFused);
    }

    private static void ByRounding<TA, TB>(Matrix a, Matrix b, Matrix c, int rows, int columns, int inner, bool isFused)
    {
        if (isFused) Blocks<TA, TB, One>(a, b, c, rows, columns, inner);
        else Blocks<TA, TB, Many>(a, b, c, rows, columns, inner);
    }

    /// <summary>The operand that is larger, since its elements are registers, is read only once.</summary>
    private static void Blocks<TA, TB, TFused>(Matrix a, Matrix b, Matrix c, int rows, int columns, int inner)
    {
        if (typeof(TA) == typeof(Many))
            for (var i = 0; i < rows; i += Step(rows, i))
                for (var j = 0; j < columns; j += Step(columns, j)) Block<TA, TB, TFused>(a, b, c, i, j, rows, columns, inner);
        else
            for (var j = 0; j < columns; j += Step(columns, j))
                for (var i = 0; i < rows; i += Step(rows, i)) Block<TA, TB, TFused>(a, b, c, i, j, rows, columns, inner);
    }

    private static int Step(int extent, int at) => extent - at >= 4 ? 4 : 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block<TA, TB, TFused>(Matrix a, Matrix b, Matrix c, int i, int j, int rows, int columns, int inner)
    {
        var (left, right, target) = (a with { Start = a.At(i, 0) }, b with { Start = b.At(0, j) }, c with { Start = c.At(i, j) });
        if (rows - i >= 4 && columns - j >= 4) Block4x4<TA, TB, TFused>(left, right, target, inner);
        else if (columns - j >= 4) Block1x4<TA, TB, TFused>(left, right, target, inner);
        else if (rows - i >= 4) Block4x1<TA, TB, TFused>(left, right, target, inner);
        else Block1x1<TA, TB, TFused>(left, right, target, inner);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Read<TKind>(nint address) => typeof(TKind) == typeof(One) ? TLanes.Of(*(T*)address) : *(TLanes*)address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sum<TFused>(TLanes sum, TLanes a, TLanes b) => typeof(TFused) == typeof(One) ? TLanes.MultiplyAdd(a, b, sum) : sum + (a * b);

    // Sixteen sums by name: an array of them would live in memory, and the point is that they do not.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block4x4<TA, TB, TFused>(Matrix a, Matrix b, Matrix c, int inner)
    {
        TLanes c00 = default, c01 = default, c02 = default, c03 = default, c10 = default, c11 = default, c12 = default, c13 = default;
        TLanes c20 = default, c21 = default, c22 = default, c23 = default, c30 = default, c31 = default, c32 = default, c33 = default;
        var (p, q, row, column) = (a.Start, b.Start, a.Row, b.Column);
        for (var k = 0; k < inner; k++, p += a.Column, q += b.Row)
        {
            var (b0, b1, b2, b3) = (Read<TB>(q), Read<TB>(q + column), Read<TB>(q + (2 * column)), Read<TB>(q + (3 * column)));
            var x = Read<TA>(p);
            c00 = Sum<TFused>(c00, x, b0); c01 = Sum<TFused>(c01, x, b1); c02 = Sum<TFused>(c02, x, b2); c03 = Sum<TFused>(c03, x, b3);
            x = Read<TA>(p + row);
            c10 = Sum<TFused>(c10, x, b0); c11 = Sum<TFused>(c11, x, b1); c12 = Sum<TFused>(c12, x, b2); c13 = Sum<TFused>(c13, x, b3);
            x = Read<TA>(p + (2 * row));
            c20 = Sum<TFused>(c20, x, b0); c21 = Sum<TFused>(c21, x, b1); c22 = Sum<TFused>(c22, x, b2); c23 = Sum<TFused>(c23, x, b3);
            x = Read<TA>(p + (3 * row));
            c30 = Sum<TFused>(c30, x, b0); c31 = Sum<TFused>(c31, x, b1); c32 = Sum<TFused>(c32, x, b2); c33 = Sum<TFused>(c33, x, b3);
        }
        Write(c, 0, c00, c01, c02, c03);
        Write(c, 1, c10, c11, c12, c13);
        Write(c, 2, c20, c21, c22, c23);
        Write(c, 3, c30, c31, c32, c33);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Matrix c, int row, TLanes x0, TLanes x1, TLanes x2, TLanes x3)
    {
        *(TLanes*)c.At(row, 0) = x0;
        *(TLanes*)c.At(row, 1) = x1;
        *(TLanes*)c.At(row, 2) = x2;
        *(TLanes*)c.At(row, 3) = x3;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block1x4<TA, TB, TFused>(Matrix a, Matrix b, Matrix c, int inner)
    {
        TLanes c0 = default, c1 = default, c2 = default, c3 = default;
        for (var k = 0; k < inner; k++)
        {
            var x = Read<TA>(a.At(0, k));
            c0 = Sum<TFused>(c0, x, Read<TB>(b.At(k, 0)));
            c1 = Sum<TFused>(c1, x, Read<TB>(b.At(k, 1)));
            c2 = Sum<TFused>(c2, x, Read<TB>(b.At(k, 2)));
            c3 = Sum<TFused>(c3, x, Read<TB>(b.At(k, 3)));
        }
        Write(c, 0, c0, c1, c2, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block4x1<TA, TB, TFused>(Matrix a, Matrix b, Matrix c, int inner)
    {
        TLanes c0 = default, c1 = default, c2 = default, c3 = default;
        for (var k = 0; k < inner; k++)
        {
            var y = Read<TB>(b.At(k, 0));
            c0 = Sum<TFused>(c0, Read<TA>(a.At(0, k)), y);
            c1 = Sum<TFused>(c1, Read<TA>(a.At(1, k)), y);
            c2 = Sum<TFused>(c2, Read<TA>(a.At(2, k)), y);
            c3 = Sum<TFused>(c3, Read<TA>(a.At(3, k)), y);
        }
        (*(TLanes*)c.At(0, 0), *(TLanes*)c.At(1, 0), *(TLanes*)c.At(2, 0), *(TLanes*)c.At(3, 0)) = (c0, c1, c2, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block1x1<TA, TB, TFused>(Matrix a, Matrix b, Matrix c, int inner)
    {
        TLanes sum = default;
        for (var k = 0; k < inner; k++) sum = Sum<TFused>(sum, Read<TA>(a.At(0, k)), Read<TB>(b.At(k, 0)));
        *(TLanes*)c.Start = sum;
    }

    private struct One;

    private struct Many;
}

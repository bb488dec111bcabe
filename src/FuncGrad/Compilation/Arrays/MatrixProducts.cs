using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// The numbers of a matrix as a product reads them: the address of element (0,0), and bytes from row to row and from column to column.
/// </summary>
internal readonly record struct Matrix(nint Start, nint Row, nint Column)
{
    public nint At(int row, int column) => Start + (row * Row) + (column * Column);

    public Matrix From(int row, int column) => this with { Start = At(row, column) };

    public Matrix Transposed() => new(Start, Column, Row);
}

/// <summary>
/// C = A·B where each element of C is a register, and each element of A and B a register or one number for all its lanes. The lanes are
/// trials, or neighbouring columns. Tiles of elements of C stay in registers while k runs upwards, so that each loaded number serves
/// several products and the sum has the order of its definition: 4 × 4 where the processor has 32 registers; with 16 there is room for
/// 4 × 2, as many chains as two units of latency 4 need.
/// </summary>
internal static unsafe class MatrixProducts<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int Height = 4;

    /// <param name="a">The left factor.</param>
    /// <param name="b">The right factor.</param>
    /// <param name="c">Where the product goes.</param>
    /// <param name="rows">How many rows A and C have.</param>
    /// <param name="columns">How many columns B and C have, in registers.</param>
    /// <param name="inner">How many terms a sum has.</param>
    /// <param name="spreadsA">Whether an element of A is one number, spread when it is read; else it is a register of lanes.</param>
    /// <param name="spreadsB">The same of B.</param>
    /// <param name="isFused">Whether product and addition are rounded together.</param>
    public static void Multiply(Matrix a, Matrix b, Matrix c, int rows, int columns, int inner, bool spreadsA, bool spreadsB, bool isFused)
    {
        // Cᵀ = Bᵀ·Aᵀ has the same products and sums: so only the left factor is ever one of single numbers.
        if (spreadsB) (a, b, c, rows, columns, spreadsA) = (b.Transposed(), a.Transposed(), c.Transposed(), columns, rows, true);
        // The kind of operand is a type, so that each kind has a loop of its own without a question in it.
        if (spreadsA && isFused) Tiles<Yes, Yes>(a, b, c, rows, columns, inner);
        else if (spreadsA) Tiles<Yes, No>(a, b, c, rows, columns, inner);
        else if (isFused) Tiles<No, Yes>(a, b, c, rows, columns, inner);
        else Tiles<No, No>(a, b, c, rows, columns, inner);
    }

    /// <summary>How many registers of a row of C are summed side by side.</summary>
    public static int TileWidth => RegisterPressure.RegistersOfProcessor == 32 ? 4 : 2;

    /// <summary>The right factor, which is larger since its elements are registers, is read once.</summary>
    private static void Tiles<TSpread, TFused>(Matrix a, Matrix b, Matrix c, int rows, int columns, int inner)
    {
        var whole = rows - (rows % Height);
        for (int j = 0, step; j < columns; j += step)
        {
            step = Math.Min(columns - j, TileWidth);
            for (var i = 0; i < whole; i += Height) Tile<TSpread, TFused>(a.From(i, 0), b.From(0, j), c.From(i, j), step, inner);
            Rest<TSpread, TFused>(a, b.From(0, j), c.From(0, j), whole, rows, step, inner);
        }
    }

    private static void Tile<TSpread, TFused>(Matrix a, Matrix b, Matrix c, int width, int inner)
    {
        if (width == 4) Tile4x4<TSpread, TFused>(a, b, c, inner);
        else if (width == 3) Tile4x3<TSpread, TFused>(a, b, c, inner);
        else if (width == 2) Tile4x2<TSpread, TFused>(a, b, c, inner);
        else Tile4x1<TSpread, TFused>(a, b, c, inner);
    }

    /// <summary>
    /// Rows that fill no tile: four sums of one row, or the last four rows once more, since one sum alone waits for each of its additions.
    /// </summary>
    private static void Rest<TSpread, TFused>(Matrix a, Matrix b, Matrix c, int first, int rows, int width, int inner)
    {
        if (first == rows) return;
        if (width < 4 && rows >= Height) Tile<TSpread, TFused>(a.From(rows - Height, 0), b, c.From(rows - Height, 0), width, inner);
        else
            for (var i = first; i < rows; i++) Row<TSpread, TFused>(a.From(i, 0), b, c.From(i, 0), width, inner);
    }

    private static void Row<TSpread, TFused>(Matrix a, Matrix b, Matrix c, int width, int inner)
    {
        if (width == 4) Tile1x4<TSpread, TFused>(a, b, c, inner);
        else
            for (var j = 0; j < width; j++) Tile1x1<TSpread, TFused>(a, b.From(0, j), c.From(0, j), inner);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Left<TSpread>(nint address) => typeof(TSpread) == typeof(Yes) ? TLanes.Of(*(T*)address) : *(TLanes*)address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Right(nint address) => *(TLanes*)address;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Sum<TFused>(TLanes sum, TLanes a, TLanes b) =>
        typeof(TFused) == typeof(Yes) ? TLanes.MultiplyAdd(a, b, sum) : sum + (a * b);

    // Sixteen sums by name: an array of them would live in memory, and the point is that they do not.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x4<TSpread, TFused>(Matrix a, Matrix b, Matrix c, int inner)
    {
        TLanes c00 = default, c01 = default, c02 = default, c03 = default, c10 = default, c11 = default, c12 = default, c13 = default;
        TLanes c20 = default, c21 = default, c22 = default, c23 = default, c30 = default, c31 = default, c32 = default, c33 = default;
        var (p, q, row, column) = (a.Start, b.Start, a.Row, b.Column);
        for (var k = 0; k < inner; k++, p += a.Column, q += b.Row)
        {
            var (b0, b1, b2, b3) = (Right(q), Right(q + column), Right(q + (2 * column)), Right(q + (3 * column)));
            var x = Left<TSpread>(p);
            c00 = Sum<TFused>(c00, x, b0); c01 = Sum<TFused>(c01, x, b1); c02 = Sum<TFused>(c02, x, b2); c03 = Sum<TFused>(c03, x, b3);
            x = Left<TSpread>(p + row);
            c10 = Sum<TFused>(c10, x, b0); c11 = Sum<TFused>(c11, x, b1); c12 = Sum<TFused>(c12, x, b2); c13 = Sum<TFused>(c13, x, b3);
            x = Left<TSpread>(p + (2 * row));
            c20 = Sum<TFused>(c20, x, b0); c21 = Sum<TFused>(c21, x, b1); c22 = Sum<TFused>(c22, x, b2); c23 = Sum<TFused>(c23, x, b3);
            x = Left<TSpread>(p + (3 * row));
            c30 = Sum<TFused>(c30, x, b0); c31 = Sum<TFused>(c31, x, b1); c32 = Sum<TFused>(c32, x, b2); c33 = Sum<TFused>(c33, x, b3);
        }
        Write(c.From(0, 0), c00, c01, c02, c03, c.Column);
        Write(c.From(1, 0), c10, c11, c12, c13, c.Column);
        Write(c.From(2, 0), c20, c21, c22, c23, c.Column);
        Write(c.From(3, 0), c30, c31, c32, c33, c.Column);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x3<TSpread, TFused>(Matrix a, Matrix b, Matrix c, int inner)
    {
        TLanes c00 = default, c01 = default, c02 = default, c10 = default, c11 = default, c12 = default;
        TLanes c20 = default, c21 = default, c22 = default, c30 = default, c31 = default, c32 = default;
        var (p, q, row, column) = (a.Start, b.Start, a.Row, b.Column);
        for (var k = 0; k < inner; k++, p += a.Column, q += b.Row)
        {
            var (b0, b1, b2) = (Right(q), Right(q + column), Right(q + (2 * column)));
            var x = Left<TSpread>(p);
            c00 = Sum<TFused>(c00, x, b0); c01 = Sum<TFused>(c01, x, b1); c02 = Sum<TFused>(c02, x, b2);
            x = Left<TSpread>(p + row);
            c10 = Sum<TFused>(c10, x, b0); c11 = Sum<TFused>(c11, x, b1); c12 = Sum<TFused>(c12, x, b2);
            x = Left<TSpread>(p + (2 * row));
            c20 = Sum<TFused>(c20, x, b0); c21 = Sum<TFused>(c21, x, b1); c22 = Sum<TFused>(c22, x, b2);
            x = Left<TSpread>(p + (3 * row));
            c30 = Sum<TFused>(c30, x, b0); c31 = Sum<TFused>(c31, x, b1); c32 = Sum<TFused>(c32, x, b2);
        }
        Write(c, c00, c10, c20, c30, c.Row);
        Write(c.From(0, 1), c01, c11, c21, c31, c.Row);
        Write(c.From(0, 2), c02, c12, c22, c32, c.Row);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x2<TSpread, TFused>(Matrix a, Matrix b, Matrix c, int inner)
    {
        TLanes c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        var (p, q, row, column) = (a.Start, b.Start, a.Row, b.Column);
        for (var k = 0; k < inner; k++, p += a.Column, q += b.Row)
        {
            var (b0, b1) = (Right(q), Right(q + column));
            var x = Left<TSpread>(p);
            c00 = Sum<TFused>(c00, x, b0); c01 = Sum<TFused>(c01, x, b1);
            x = Left<TSpread>(p + row);
            c10 = Sum<TFused>(c10, x, b0); c11 = Sum<TFused>(c11, x, b1);
            x = Left<TSpread>(p + (2 * row));
            c20 = Sum<TFused>(c20, x, b0); c21 = Sum<TFused>(c21, x, b1);
            x = Left<TSpread>(p + (3 * row));
            c30 = Sum<TFused>(c30, x, b0); c31 = Sum<TFused>(c31, x, b1);
        }
        Write(c, c00, c10, c20, c30, c.Row);
        Write(c.From(0, 1), c01, c11, c21, c31, c.Row);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4x1<TSpread, TFused>(Matrix a, Matrix b, Matrix c, int inner)
    {
        TLanes c0 = default, c1 = default, c2 = default, c3 = default;
        var (p, q, row) = (a.Start, b.Start, a.Row);
        for (var k = 0; k < inner; k++, p += a.Column, q += b.Row)
        {
            var y = Right(q);
            c0 = Sum<TFused>(c0, Left<TSpread>(p), y);
            c1 = Sum<TFused>(c1, Left<TSpread>(p + row), y);
            c2 = Sum<TFused>(c2, Left<TSpread>(p + (2 * row)), y);
            c3 = Sum<TFused>(c3, Left<TSpread>(p + (3 * row)), y);
        }
        Write(c, c0, c1, c2, c3, c.Row);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x4<TSpread, TFused>(Matrix a, Matrix b, Matrix c, int inner)
    {
        TLanes c0 = default, c1 = default, c2 = default, c3 = default;
        var (p, q, column) = (a.Start, b.Start, b.Column);
        for (var k = 0; k < inner; k++, p += a.Column, q += b.Row)
        {
            var x = Left<TSpread>(p);
            c0 = Sum<TFused>(c0, x, Right(q));
            c1 = Sum<TFused>(c1, x, Right(q + column));
            c2 = Sum<TFused>(c2, x, Right(q + (2 * column)));
            c3 = Sum<TFused>(c3, x, Right(q + (3 * column)));
        }
        Write(c, c0, c1, c2, c3, c.Column);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile1x1<TSpread, TFused>(Matrix a, Matrix b, Matrix c, int inner)
    {
        TLanes sum = default;
        var (p, q) = (a.Start, b.Start);
        for (var k = 0; k < inner; k++, p += a.Column, q += b.Row) sum = Sum<TFused>(sum, Left<TSpread>(p), Right(q));
        *(TLanes*)c.Start = sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Matrix c, TLanes x0, TLanes x1, TLanes x2, TLanes x3, nint step)
    {
        *(TLanes*)c.Start = x0;
        *(TLanes*)(c.Start + step) = x1;
        *(TLanes*)(c.Start + (2 * step)) = x2;
        *(TLanes*)(c.Start + (3 * step)) = x3;
    }

    private struct Yes;

    private struct No;
}

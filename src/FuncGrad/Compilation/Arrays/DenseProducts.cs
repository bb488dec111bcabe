namespace FuncGrad;

/// <summary>What a product of one trial works in: a panel of B, some rows of A and of C.</summary>
internal static class DenseScratch
{
    /// <summary>So many rows of A and C are copied at a time, where they must be: they stay near the processor.</summary>
    public const int Rows = 32;

    /// <summary>Bytes of a row of a panel at most: four of the widest registers.</summary>
    private const int PanelBytes = 256;

    /// <summary>Bytes for sums of so many terms.</summary>
    public static long Bytes(int inner, int numberSize) => ((long)inner * (PanelBytes + (Rows * numberSize))) + (Rows * PanelBytes);
}

/// <summary>
/// C = A·B of one trial, registers along the columns of C. The columns go in panels of a few registers, for which B is copied once: row by
/// row, so that the innermost loop reads on without a gap however B lies. Each element is the sum from k = 0 upwards that it always is:
/// panels, tiles and parts for threads decide only when it is formed (Goto and van de Geijn 2008, doi:10.1145/1356052.1356053, without the
/// cut along k).
/// </summary>
internal static unsafe class DenseProducts<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged
{
    private const int FewRows = 16;

    private static int PanelColumns => MatrixProducts<TLanes, T>.TileWidth * TLanes.Count;

    private static int Registers(int numbers) => (numbers + TLanes.Count - 1) / TLanes.Count;

    private static int Panels(int registers) => (registers + MatrixProducts<TLanes, T>.TileWidth - 1) / MatrixProducts<TLanes, T>.TileWidth;

    /// <summary>Whether Cᵀ = Bᵀ·Aᵀ, which has the same products and sums, costs less than C = A·B: that depends on no address.</summary>
    public static bool IsCheaperTransposed(Matrix a, Matrix b, Matrix c, int rows, int columns, int inner) =>
        Cost(b.Transposed(), a.Transposed(), c.Transposed(), columns, rows, inner) < Cost(a, b, c, rows, columns, inner);

    public static void Multiply(Matrix a, Matrix b, Matrix c, int rows, int columns, int inner, bool isFused, nint scratch)
    {
        var registers = Registers(columns);
        var panels = Panels(registers);
        for (var panel = 0; panel < panels; panel++)
        {
            var (first, end) = (Start(panel), Math.Min(Start(panel + 1), columns));
            var right = Right(b.From(0, first), scratch, rows, inner, end - first);
            Panel(a, right, c.From(0, first), rows, end - first, inner, isFused, scratch + ((nint)inner * PanelColumns * sizeof(T)));
        }

        int Start(int panel) => registers * panel / panels * TLanes.Count;
    }

    /// <summary>
    /// Roughly the cycles of a product, measured on an AMD EPYC: for each k three for each register of four rows, five where it is alone,
    /// since its sums wait for each other; and for each number that must be turned 0.8 in single and 1.6 in double precision, or 1 where
    /// neither row nor column lies side by side.
    /// </summary>
    private static double Cost(Matrix a, Matrix b, Matrix c, int rows, int columns, int inner)
    {
        var registers = Registers(columns);
        var panels = Panels(registers);
        var sums = (double)inner * ((rows + 3) / 4) * (registers == 1 ? 5 : 3 * registers);
        var right = b.Column != sizeof(T) ? Turning(b.Row) * inner * columns : rows > FewRows ? 2.0 * inner * registers : 0;
        var turned = a.Row == sizeof(T) ? 2.0 / TLanes.Count : Turning(a.Column);
        var left = a.Column == sizeof(T) ? 0 : (double)panels * inner * rows * turned;
        return sums + right + left + (c.Column != sizeof(T) ? (double)rows * columns : 0);

        static double Turning(nint along) => along == sizeof(T) ? 0.2 * sizeof(T) : 1;
    }

    private static void Panel(Matrix a, Matrix right, Matrix c, int rows, int columns, int inner, bool isFused, nint scratch)
    {
        var registers = Registers(columns);
        var tile = new Matrix(scratch + ((nint)inner * DenseScratch.Rows * sizeof(T)), registers * sizeof(TLanes), sizeof(TLanes));
        var isWhole = columns % TLanes.Count == 0 && c.Column == sizeof(T);
        for (var i = 0; i < rows; i += DenseScratch.Rows)
        {
            var count = Math.Min(DenseScratch.Rows, rows - i);
            var left = a.Column == sizeof(T) ? a.From(i, 0) : Left(a.From(i, 0), scratch, count, inner);
            var result = isWhole ? c.From(i, 0) with { Column = sizeof(TLanes) } : tile;
            MatrixProducts<TLanes, T>.Multiply(left, right, result, count, registers, inner, true, false, isFused);
            if (!isWhole) Leave(tile with { Column = sizeof(T) }, c.From(i, 0), count, columns);
        }
    }

    /// <summary>
    /// Columns of B as registers; a copy does not pay for few rows. The last register may reach into what lies behind a row: what comes of
    /// it is not looked at.
    /// </summary>
    private static Matrix Right(Matrix b, nint scratch, int rows, int inner, int columns)
    {
        if (b.Column == sizeof(T) && rows <= FewRows) return b with { Column = sizeof(TLanes) };
        var registers = Registers(columns);
        var panel = new Matrix(scratch, registers * sizeof(TLanes), sizeof(TLanes));
        if (b.Column == sizeof(T)) Copy(b, panel, inner, registers);
        else Transposition<T>.Copy(b, panel with { Column = sizeof(T) }, inner, columns);
        return panel;
    }

    /// <summary>Rows of A whose numbers do not lie side by side: turned, so that those of one k do.</summary>
    private static Matrix Left(Matrix a, nint scratch, int rows, int inner)
    {
        var turned = new Matrix(scratch, DenseScratch.Rows * sizeof(T), sizeof(T));
        if (a.Row == sizeof(T)) Copy(a.Transposed(), turned with { Column = sizeof(TLanes) }, inner, Registers(rows));
        else Transposition<T>.Copy(a.Transposed(), turned, inner, rows);
        return turned.Transposed();
    }

    private static void Copy(Matrix from, Matrix to, int rows, int registers)
    {
        for (var k = 0; k < rows; k++)
            for (var r = 0; r < registers; r++) *(TLanes*)to.At(k, r) = *(TLanes*)(from.At(k, 0) + (r * sizeof(TLanes)));
    }

    private static void Leave(Matrix tile, Matrix c, int rows, int columns)
    {
        if (c.Column != sizeof(T)) Transposition<T>.Copy(tile.Transposed(), c.Transposed(), columns, rows);
        else
            for (var row = 0; row < rows; row++) Row(tile, row).CopyTo(Row(c, row));

        Span<T> Row(Matrix matrix, int row) => new((void*)matrix.At(row, 0), columns);
    }
}

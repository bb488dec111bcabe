namespace FuncGrad;

/// <summary>A stage of a loop program, ready to run on a table of buffer addresses.</summary>
internal delegate void StageCode(nint buffers);

/// <summary>Folds, products and choices as stages: calls of code that exists once for each width and precision.</summary>
internal sealed unsafe class LoopSingles<TLanes, T>(LoopSchedule schedule, int lanes, ParallelFor? parallel, int parts)
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    /// <summary>From so many rows on a copy of the right factor costs little beside the product.</summary>
    private const int SmallestDense = 4;

    /// <summary>From so many terms on a product is worth two threads.</summary>
    private const long ParallelProducts = 1 << 19;

    public StageCode Of(LoopStage stage)
    {
        var value = schedule.Program.Values[stage.Single];
        var own = stage.IsUniform ? 1 : lanes;
        if (value.Node.Primitive.Family == Family.Reduction) return Fold(stage.Single, value, own);
        return value.Node.Primitive.Family == Family.Product ? Product(stage.Single, value, own) : Choice(stage.Single, value, own);
    }

    private static nint Address(nint buffers, int buffer) => ((nint*)buffers)[buffer];

    private int LanesOf(int position) => schedule.Program.Values[position].IsUniform ? 1 : lanes;

    private static StageCode Fold(int target, ProgramValue value, int own)
    {
        var (source, fold) = (value.Operands[0], value.Node.Primitive);
        var (starts, steps) = Reductions.Terms(value.Node);
        if (own > 1)
            return buffers =>
                Folds<TLanes, T>.Fold(fold, Address(buffers, source), Address(buffers, target), starts, steps, sizeof(TLanes));
        var isDense = fold == Reductions.Sum && steps.Select((step, i) => step == i).All(isNext => isNext);
        if (!isDense)
            return buffers => Folds<Lane<T>, T>.Fold(fold, Address(buffers, source), Address(buffers, target), starts, steps, sizeof(T));
        var count = steps.Length;
        return buffers =>
        {
            for (var i = 0; i < starts.Length; i++)
                ((T*)Address(buffers, target))[i] = DenseSum<TLanes, T>.Of((T*)Address(buffers, source) + starts[i], count);
        };
    }

    private StageCode Choice(int target, ProgramValue value, int own)
    {
        var (values, indices, gathers) = (value.Operands[0], value.Operands[1], value.Node.Primitive == Structures.Gather);
        var (rows, classes) =
            gathers ? (value.Node.Shape.ElementCount, value.Node.Operands[0].Shape[^1])
                : (value.Node.Operands[0].Shape.ElementCount, (int)value.Node.Attribute!);
        var (valueLanes, indexLanes) = (LanesOf(values), LanesOf(indices));
        return buffers =>
        {
            T* v = (T*)Address(buffers, values), i = (T*)Address(buffers, indices), t = (T*)Address(buffers, target);
            if (gathers) Choosing<T>.Gather(v, i, t, rows, classes, own, valueLanes, indexLanes);
            else Choosing<T>.Scatter(v, i, t, rows, classes, own, valueLanes, indexLanes);
        };
    }

    private StageCode Product(int target, ProgramValue value, int own)
    {
        var (a, b) = (Operand(value.Operands[0]), Operand(value.Operands[1]));
        var (rows, columns, inner) = (value.Node.Shape[0], value.Node.Shape[1], value.Node.Operands[0].Shape[1]);
        var isFused = value.Node.Primitive == Products.FusedMatrixProduct;
        if (own > 1)
            return buffers => MatrixProducts<TLanes, T>.Multiply(Matrix(buffers, a), Matrix(buffers, b),
                new Matrix(Address(buffers, target), columns * sizeof(TLanes), sizeof(TLanes)), rows, columns, inner, a.Lanes == 1,
                b.Lanes == 1, isFused);
        var c = new ProductOperand(target, columns, 1, 1);
        return rows < SmallestDense
            ? buffers => Wide(Matrix(buffers, a), Matrix(buffers, b), Matrix(buffers, c), rows, columns, inner, isFused)
            : Dense(a, b, c, rows, columns, inner, isFused);
    }

    /// <summary>
    /// A product in parts, for as many threads as are worth it, along the longer side, so that no thread is left with less than its
    /// registers hold.
    /// </summary>
    private StageCode Dense(ProductOperand a, ProductOperand b, ProductOperand c, int rows, int columns, int inner, bool isFused)
    {
        var threads = (long)rows * columns * inner < ParallelProducts || parallel is null ? 1 : parts;
        var (scratch, size) = (schedule.ScratchBuffer, (nint)DenseScratch.Bytes(inner, sizeof(T)));
        var (isWide, longer) = (columns > rows, Math.Max(rows, columns));
        // Parts differ by less than a tile: what is best for the last is good for all.
        var (rowsOfLast, columnsOfLast) = Extents(threads - 1);
        var isTransposed = DenseProducts<TLanes, T>
            .IsCheaperTransposed(Matrix(a), Matrix(b), Matrix(c), rowsOfLast, columnsOfLast, inner);
        return buffers =>
        {
            if (threads == 1) Part(buffers, 0);
            else parallel!(threads, part => Part(buffers, part));
        };

        void Part(nint buffers, int part)
        {
            var (left, right, result) = (Matrix(buffers, a), Matrix(buffers, b), Matrix(buffers, c));
            var (first, (height, width), own) = (Start(part), Extents(part), Address(buffers, scratch) + (part * size));
            if (isWide) (right, result) = (right.From(0, first), result.From(0, first));
            else (left, result) = (left.From(first, 0), result.From(first, 0));
            if (isTransposed)
                (left, right, result, height, width) = (right.Transposed(), left.Transposed(), result.Transposed(), width, height);
            DenseProducts<TLanes, T>.Multiply(left, right, result, height, width, inner, isFused, own);
        }

        int Start(int part) => part == threads ? longer : (int)(longer * (long)part / threads) & (isWide ? -TLanes.Count : ~3);

        (int Rows, int Columns) Extents(int part) =>
            isWide ? (rows, Start(part + 1) - Start(part)) : (Start(part + 1) - Start(part), columns);
    }

    private static Matrix Matrix(nint buffers, ProductOperand operand) => Matrix(operand) with { Start = Address(buffers, operand.Buffer) };

    private static Matrix Matrix(ProductOperand operand) =>
        new(0, operand.Row * operand.Lanes * sizeof(T), operand.Column * operand.Lanes * sizeof(T));

    /// <summary>
    /// With one lane, registers hold neighbouring columns where they are neighbours in memory; the other columns go one by one.
    /// </summary>
    private static void Wide(Matrix a, Matrix b, Matrix c, int rows, int columns, int inner, bool isFused)
    {
        var whole = b.Column == sizeof(T) ? columns / TLanes.Count : 0;
        MatrixProducts<TLanes, T>.Multiply(a, b with { Column = sizeof(TLanes) }, c with { Column = sizeof(TLanes) }, rows, whole, inner,
            true, false, isFused);
        var rest = whole * TLanes.Count;
        MatrixProducts<Lane<T>, T>.Multiply(a, b.From(0, rest), c.From(0, rest), rows, columns - rest, inner, false, false, isFused);
    }

    /// <summary>The buffer behind an operand and its strides, seen through transpositions.</summary>
    private ProductOperand Operand(int position)
    {
        var (view, node) = (View.Identity(2), schedule.Program.Values[position].Node);
        while (!schedule.IsKept[position])
        {
            position = schedule.Program.Values[position].Operands[0];
            if (node.Primitive == Structures.Reshape) break;
            (view, node) = (View.Through(node, view), schedule.Program.Values[position].Node);
        }
        var strides = node.Shape.Strides();
        var (row, column) = (0, 0);
        for (var axis = 0; axis < 2; axis++)
            if (view[axis].Loop == 0) row += strides[axis];
            else column += strides[axis];
        return new ProductOperand(position, row, column, LanesOf(position));
    }

    /// <summary>
    /// A matrix of a program: its buffer, and how many elements of how many lanes lie from row to row and from column to column.
    /// </summary>
    private readonly record struct ProductOperand(int Buffer, int Row, int Column, int Lanes);
}

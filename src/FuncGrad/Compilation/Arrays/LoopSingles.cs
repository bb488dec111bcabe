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
    private const long ParallelProducts = 1 << 20;

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
        if (rows < SmallestDense)
            return buffers =>
                Wide(Matrix(buffers, a), Matrix(buffers, b), new Matrix(Address(buffers, target), columns * sizeof(T), sizeof(T)), rows,
                    columns, inner, isFused);
        var count = (long)rows * columns * inner < ParallelProducts || parallel is null ? 1 : parts;
        var (scratch, size) = (schedule.ScratchBuffer, (nint)DenseScratch.Bytes(inner, sizeof(T)));
        return buffers =>
        {
            if (count == 1) Part(buffers, 0);
            else parallel!(count, part => Part(buffers, part));
        };

        void Part(nint buffers, int part)
        {
            var (first, end) = (Start(part), Start(part + 1));
            var result = new Matrix(Address(buffers, target), columns * sizeof(T), sizeof(T));
            DenseProducts<TLanes, T>.Multiply(Matrix(buffers, a).From(first, 0), Matrix(buffers, b), result.From(first, 0), end - first,
                columns, inner, isFused, Address(buffers, scratch) + (part * size));
        }

        int Start(int part) => part == count ? rows : rows * part / count & ~3;
    }

    private static Matrix Matrix(nint buffers, (int Buffer, int Row, int Column, int Lanes) operand) =>
        new(Address(buffers, operand.Buffer), operand.Row * operand.Lanes * sizeof(T), operand.Column * operand.Lanes * sizeof(T));

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
    private (int Buffer, int Row, int Column, int Lanes) Operand(int position)
    {
        var view = View.Identity(2);
        while (!schedule.IsKept[position])
        {
            view = View.Through(schedule.Program.Values[position].Node, view);
            position = schedule.Program.Values[position].Operands[0];
        }
        var strides = schedule.Program.Values[position].Node.Shape.Strides();
        var (row, column) = (0, 0);
        for (var axis = 0; axis < 2; axis++)
            if (view[axis].Loop == 0) row += strides[axis];
            else column += strides[axis];
        return (position, row, column, LanesOf(position));
    }
}

namespace FuncGrad;

/// <summary>Moving elements between row-major arrays by strides: the meaning of the structural operations.</summary>
internal static class Movement
{
    /// <summary>For every position of <paramref name="shape"/> in row-major order, start + Σ index·stride.</summary>
    public static int[] Offsets(Shape shape, ReadOnlySpan<int> strides, int start)
    {
        var offsets = new int[shape.ElementCount];
        var index = new int[shape.Rank];
        var offset = start;
        for (var position = 0; position < offsets.Length; position++)
        {
            offsets[position] = offset;
            for (var axis = shape.Rank - 1; axis >= 0; axis--)
            {
                offset += strides[axis];
                if (++index[axis] < shape[axis]) break;
                offset -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return offsets;
    }

    /// <summary>result[position] = source[start + Σ index·stride].</summary>
    public static Tensor Gather(Tensor source, Shape shape, int[] strides, int start)
    {
        var offsets = Offsets(shape, strides, start);
        var values = new double[offsets.Length];
        for (var i = 0; i < values.Length; i++) values[i] = source[offsets[i]];
        return Tensor.Own(shape, values);
    }

    /// <summary>The ground with the part written over it, its first element at <paramref name="start"/>.</summary>
    public static Tensor Scatter(Tensor ground, Tensor part, int start)
    {
        var values = ground.ToArray();
        Write(values, ground.Shape, part, start);
        return Tensor.Own(ground.Shape, values);
    }

    public static Tensor Join(IReadOnlyList<Tensor> pieces, Shape shape, int axis)
    {
        var values = new double[shape.ElementCount];
        var (stride, start) = (shape.Strides()[axis], 0);
        foreach (var piece in pieces)
        {
            Write(values, shape, piece, start);
            start += stride * piece.Shape[axis];
        }
        return Tensor.Own(shape, values);
    }

    private static void Write(double[] ground, Shape shape, Tensor part, int start)
    {
        var offsets = Offsets(part.Shape, shape.Strides(), start);
        for (var i = 0; i < offsets.Length; i++) ground[offsets[i]] = part[i];
    }

    public static Tensor Pick(Tensor rows, Tensor indices)
    {
        var values = new double[indices.Values.Length];
        var extent = rows.Shape[rows.Shape.Rank - 1];
        for (var row = 0; row < values.Length; row++)
            values[row] = IsIndex(indices[row], extent) ? rows[(row * extent) + (int)indices[row]] : double.NaN;
        return Tensor.Own(indices.Shape, values);
    }

    public static Tensor Place(Tensor values, Tensor indices, int extent)
    {
        var placed = new double[values.Values.Length * extent];
        for (var row = 0; row < values.Values.Length; row++)
            if (IsIndex(indices[row], extent)) placed[(row * extent) + (int)indices[row]] = values[row];
        return Tensor.Own(Shape.Of([.. values.Shape, extent]), placed);
    }

    private static bool IsIndex(double value, int extent) => value >= 0 && value < extent && value == Math.Floor(value);
}

namespace FuncGrad;

// Images: arrays of the axes (row, channel, height, width).
public sealed partial class Expr
{
    /// <summary>
    /// The convolution of deep learning, y[r, f, i, j] = Σ x[r, c, s·i + k, s·j + l]·W[f, c, k, l], without flipping W: the windows side by
    /// side as one matrix product.
    /// </summary>
    /// <param name="x">Shape (rows, channels, height, width).</param>
    /// <param name="filters">W, shape (filters, channels, height, width).</param>
    /// <param name="stride">s, by how much the window moves.</param>
    /// <param name="padding">How many zeros stand around x.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or the window is larger than the image.</exception>
    public static Expr Conv2d(Expr x, Expr filters, int stride = 1, int padding = 0)
    {
        RequireImage("conv2d", x);
        if (Arguments.Given(filters).Shape.Rank != 4 || filters.Shape[1] != x.Shape[1])
            throw new ShapeException(
                $"conv2d takes filters of shape (filters, {x.Shape[1]}, height, width), but {filters.Shape} was found. Channels stand at "
                    + "the second place of both.");
        var (height, width) = (filters.Shape[2], filters.Shape[3]);
        var windows = Windows("conv2d", Padded(RowsInside(x), padding, 0), height, width, stride);
        var (channels, high, wide, rows) = (x.Shape[1], windows[0].Shape[1], windows[0].Shape[2], x.Shape[0]);
        var together = Concatenate(1, [.. windows.Select(window => Reshape(window, Shape.Of(channels, 1, high * wide * rows)))]);
        var columns = Reshape(together, Shape.Of(channels * height * width, high * wide * rows));
        var product = MatrixProduct(Reshape(filters, Shape.Of(filters.Shape[0], channels * height * width)), columns);
        return RowsOutside(Reshape(product, Shape.Of(filters.Shape[0], high, wide, rows)));
    }

    /// <summary>The greatest element of each window of size × size; padding is −∞. Elements that share it share the derivative.</summary>
    public static Expr MaxPool(Expr x, int size, int stride, int padding = 0) =>
        Pooled("max_pool", x, size, stride, padding, double.NegativeInfinity, Max);

    /// <summary>The mean of each window of size × size; padding counts as 0.</summary>
    public static Expr AvgPool(Expr x, int size, int stride, int padding = 0) =>
        Pooled("avg_pool", x, size, stride, padding, 0, (a, b) => a + b) / ((double)size * size);

    private static Expr Pooled(string name, Expr x, int size, int stride, int padding, double around, Func<Expr, Expr, Expr> joined)
    {
        RequireImage(name, x);
        return RowsOutside(Windows(name, Padded(RowsInside(x), padding, around), size, size, stride).Aggregate(joined));
    }

    /// <summary>
    /// Images in the order (channel, height, width, row): what lies side by side in memory is treated alike, however a window is cut.
    /// <see cref="AxisOrder"/> keeps that order from layer to layer.
    /// </summary>
    private static Expr RowsInside(Expr x) => Transpose(x, new Indices(1, 2, 3, 0));

    private static Expr RowsOutside(Expr x) => Transpose(x, new Indices(3, 0, 1, 2));

    private static Expr Padded(Expr x, int padding, double around)
    {
        if (padding < 0) throw new ShapeException($"The padding is {padding}. It must be 0 or more.");
        if (padding == 0) return x;
        var room = Shape.Of(x.Shape[0], x.Shape[1] + (2 * padding), x.Shape[2] + (2 * padding), x.Shape[3]);
        var starts = new Indices(0, padding, padding, 0);
        return around == 0 ? Embed(x, starts, room) : Replace(Fill(around, room), x, starts);
    }

    /// <summary>For each place of the window what lies under it, over all positions of the window.</summary>
    private static Expr[] Windows(string name, Expr x, int height, int width, int stride)
    {
        if (stride < 1 || height < 1 || width < 1)
            throw new ShapeException($"{name} moves a window of {height} by {width} by {stride}. All must be 1 or more.");
        if (height > x.Shape[1] || width > x.Shape[2])
            throw new ShapeException(
                $"The window of {name} is {height} by {width}, but the image with its padding {x.Shape[1]} by {x.Shape[2]}. Use a smaller "
                    + "window or padding.");
        var (high, wide) = (((x.Shape[1] - height) / stride) + 1, ((x.Shape[2] - width) / stride) + 1);
        return
        [
            .. from k in Enumerable.Range(0, height)
               from l in Enumerable.Range(0, width)
               select Strided(Strided(x, 1, k, high, stride), 2, l, wide, stride),
        ];
    }

    /// <summary>
    /// Elements start, start + stride ... along an axis: a part whose axis is cut into groups, of which the first element stays.
    /// </summary>
    private static Expr Strided(Expr x, int axis, int start, int count, int stride)
    {
        if (stride == 1) return x.SliceOver(axis, start, start + count);
        var (reach, whole) = (start + (count * stride), x.Shape[axis]);
        if (reach > whole)
        {
            var room = x.Shape.ToArray();
            room[axis] = reach;
            x = Embed(x, new Indices(new int[x.Shape.Rank]), Shape.Of(room));
        }
        int[] grouped = [.. x.Shape.Take(axis), count, stride, .. x.Shape.Skip(axis + 1)];
        var first = Reshape(x.SliceOver(axis, start, reach), Shape.Of(grouped)).SliceOver(axis + 1, 0, 1);
        return Reshape(first, Shape.Of([.. x.Shape.Take(axis), count, .. x.Shape.Skip(axis + 1)]));
    }

    private static void RequireImage(string name, Expr x)
    {
        if (Arguments.Given(x).Shape.Rank != 4)
            throw new ShapeException(
                $"{name} takes images of shape (rows, channels, height, width), but {x.Shape} was found. Write reshape(x, rows, 1, "
                    + "height, width).");
    }
}

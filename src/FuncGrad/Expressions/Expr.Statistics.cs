namespace FuncGrad;

// Figures along axes, positions, and parts of networks that are made of them.
public sealed partial class Expr
{
    /// <summary>ln Σ eˣ along an axis, which disappears, without overflow.</summary>
    public static Expr LogSumExpOver(Expr x, int axis)
    {
        axis = CheckedAxis("logsumexp", x, axis);
        return Log(SumOver(Exp(Shifted(x, axis)), axis)) + StopGradient(MaxOver(x, axis));
    }

    /// <summary>ln Σ eˣ over all elements, without overflow.</summary>
    public static Expr LogSumExp(Expr x) => LogSumExpOver(Flat(x), 0);

    /// <summary>The mean squared distance from the mean along an axis: divided by the number of elements, not by one less.</summary>
    public static Expr VarianceOver(Expr x, int axis) => MeanOver(Pow(Centred(x, axis), 2), axis);

    /// <summary>The mean squared distance of all elements from their mean.</summary>
    public static Expr Variance(Expr x) => VarianceOver(Flat(x), 0);

    /// <summary>The square root of the variance along an axis; its derivative is 0 where all elements are equal.</summary>
    public static Expr StdOver(Expr x, int axis) => NormOver(Centred(x, axis), axis) / Math.Sqrt(x.Shape[CheckedAxis("std", x, axis)]);

    /// <summary>The square root of the variance of all elements.</summary>
    public static Expr Std(Expr x) => StdOver(Flat(x), 0);

    /// <summary>The sums up to each place along an axis, itself included; formed in log₂ n additions of the whole array.</summary>
    public static Expr CumSumOver(Expr x, int axis)
    {
        axis = CheckedAxis("cumsum", x, axis);
        for (var step = 1; step < x.Shape[axis]; step *= 2)
        {
            var starts = new int[x.Shape.Rank];
            starts[axis] = step;
            x += Embed(x.SliceOver(axis, 0, x.Shape[axis] - step), new Indices(starts), x.Shape);
        }
        return x;
    }

    // ---- positions --------------------------------------------------------------------------------------------------

    /// <summary>
    /// The position of the greatest element along an axis, of equal ones the first; NaN if one is NaN. Its derivative is 0.
    /// </summary>
    public static Expr ArgMaxOver(Expr x, int axis) => Position(x, MaxOver(x, axis), CheckedAxis("argmax", x, axis));

    /// <summary>
    /// The position of the smallest element along an axis, of equal ones the first; NaN if one is NaN. Its derivative is 0.
    /// </summary>
    public static Expr ArgMinOver(Expr x, int axis) => Position(x, MinOver(x, axis), CheckedAxis("argmin", x, axis));

    private static Expr Position(Expr x, Expr extreme, int axis)
    {
        var count = x.Shape[axis];
        var places = Reshape(Constant(Tensor.Vector([.. Enumerable.Range(0, count).Select(i => (double)i)])), Shape.Of([
            .. x.Shape.Select((_, i) => i == axis ? count : 1)]));
        var first = MinOver(Where(Equal(x, Keep(extreme, x, axis)), places, count), axis);
        return Where(Equal(extreme, extreme), first, double.NaN);
    }

    /// <summary>For each class index a row with 1 at its place and 0 elsewhere.</summary>
    public static Expr OneHot(Expr indices, int classes) => Scatter(Fill(1, Arguments.Given(indices).Shape), indices, classes);

    /// <summary>The rows of a matrix at these indices: an axis of the rows' extent behind those of the indices.</summary>
    /// <exception cref="ShapeException">The first is no matrix.</exception>
    public static Expr Embedding(Expr rows, Expr indices)
    {
        if (Arguments.Given(rows).Shape.Rank != 2)
            throw new ShapeException(
                $"embedding takes the rows of a matrix, but its shape is {rows.Shape}. Write embedding(E, k) with E of shape (classes, "
                    + "width).");
        var flat = Flat(Arguments.Given(indices));
        return Reshape(MatrixProduct(OneHot(flat, rows.Shape[0]), rows), Shape.Of([.. indices.Shape, rows.Shape[1]]));
    }

    // ---- layers -----------------------------------------------------------------------------------------------------

    /// <summary>The same elements with one axis behind the first: a row for each example.</summary>
    public static Expr Flatten(Expr x) => Arguments.Given(x).Shape.Rank < 2 ? x
        : Reshape(x, Shape.Of(x.Shape[0], x.Shape[0] == 0 ? 0 : x.Shape.ElementCount / x.Shape[0]));

    /// <summary>
    /// (x − mean)/√(variance + ε) along the last axis (Ba et al. 2016, arXiv:1607.06450); scale and shift are written behind it.
    /// </summary>
    public static Expr LayerNorm(Expr x, double epsilon = 1e-5)
    {
        var (axis, centred) = (CheckedAxis("layer_norm", x, -1), Centred(x, -1));
        return centred / Sqrt(Keep(MeanOver(Pow(centred, 2), axis), x, axis) + epsilon);
    }

    /// <summary>
    /// (x − mean)/√(variance + ε) of each channel, mean and variance over all axes but the second (Ioffe &amp; Szegedy 2015,
    /// arXiv:1502.03167): in an update those of its batch. Scale and shift are written behind it.
    /// </summary>
    /// <param name="x">Shape (rows, channels, ...); of a vector all elements are one channel.</param>
    /// <param name="epsilon">ε.</param>
    public static Expr BatchNorm(Expr x, double epsilon = 1e-5)
    {
        var mean = OverChannels(Arguments.Given(x));
        var centred = x - mean;
        return centred / Sqrt(OverChannels(Pow(centred, 2)) + epsilon);
    }

    /// <summary>The same with mean and variance from elsewhere: running averages, or those of all rows that are learned from.</summary>
    /// <param name="x">Shape (rows, channels, ...).</param>
    /// <param name="mean">A number for each channel.</param>
    /// <param name="variance">A number for each channel.</param>
    /// <param name="epsilon">ε.</param>
    public static Expr BatchNorm(Expr x, Expr mean, Expr variance, double epsilon = 1e-5)
    {
        Expr OfChannels(Expr figures) =>
            Reshape(figures, Arguments.Given(x).Shape.Rank < 2 ? Shape.Scalar
                : Shape.Of([.. x.Shape.Select((extent, axis) => axis == 1 ? extent : 1)]));
        return (x - OfChannels(Arguments.Given(mean))) / Sqrt(OfChannels(Arguments.Given(variance)) + epsilon);
    }

    /// <summary>
    /// A term of the loss that is 0 and whose gradient is average − x, x being a constant to it: each update of gradient descent with the
    /// rate μ sets the average to (1 − μ)·average + μ·x, a running average. It is computed from what the update sees, as from the rows of
    /// its batch.
    /// </summary>
    /// <param name="average">A parameter.</param>
    /// <param name="x">What is averaged, of its shape.</param>
    public static Expr Track(Expr average, Expr x)
    {
        var half = Sum(Pow(Arguments.Given(average) - StopGradient(Arguments.Given(x)), 2)) * 0.5;
        return half - StopGradient(half);
    }

    /// <summary>
    /// A term of the loss that is 0, without a gradient, by which each update sets a parameter to (1 − share)·average + share·x, a running
    /// average of what the update sees, whatever the rule: rules see the parameter as a constant.
    /// </summary>
    /// <param name="average">The symbol of a parameter.</param>
    /// <param name="x">What is averaged, of its shape.</param>
    /// <param name="share">How much of the average is new, from 0 to 1: 0.1 as PyTorch has it.</param>
    /// <exception cref="ShapeException">The average is no symbol, shapes do not fit, or the share is not from 0 to 1.</exception>
    public static Expr Track(Expr average, Expr x, Expr share) =>
        Sum(Tracking.Node(Arguments.Given(average), Arguments.Given(x), Arguments.Given(share)));

    private static Expr OverChannels(Expr x)
    {
        int[] axes = [.. Enumerable.Range(0, x.Shape.Rank).Where(axis => axis != 1)];
        var kept = Shape.Of([.. x.Shape.Select((extent, axis) => axis == 1 ? extent : 1)]);
        return Reshape(Node(Reductions.Sum, new Indices(axes), x),
            kept) / (double)axes.Aggregate(1L, (count, axis) => count * x.Shape[axis]);
    }

    private static Expr Flat(Expr x) => Reshape(Arguments.Given(x), Shape.Of(x.Shape.ElementCount));

    private static Expr Centred(Expr x, int axis) => x - Keep(MeanOver(x, axis), x, CheckedAxis("mean", x, axis));
}

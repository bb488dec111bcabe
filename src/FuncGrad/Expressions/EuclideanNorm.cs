namespace FuncGrad;

/// <summary>
/// √Σx² that neither overflows nor underflows on the way (after Blue, ACM Transactions on Mathematical Software 4, 1978). Where the plain
/// sum of squares leaves a safe range, every x is multiplied by a power of two k before it is squared, and the root is divided by k; within
/// it k is 1, and no bit is another than that of the plain √Σx². The ranges are such that what is lost to underflow in the plain sum is
/// below its rounding for up to 2³⁰ elements.
/// </summary>
internal static class EuclideanNorm
{
    /// <summary>The safe range of a sum of squares, and what to multiply by below and above it.</summary>
    private readonly record struct Range(double Low, double High, double Up, double Down);

    private static readonly Range InDouble = new(Math.ScaleB(1, -960), Math.ScaleB(1, 960), Math.ScaleB(1, 600), Math.ScaleB(1, -600)),
        InFloat = new(Math.ScaleB(1, -90), Math.ScaleB(1, 100), Math.ScaleB(1, 100), Math.ScaleB(1, -80));

    /// <summary>k for a plain sum of squares, element by element; 1 for NaN.</summary>
    public static readonly Primitive Scale = Elementwise.Undifferentiated("norm_scale", s => Factor(s, InDouble), s => Factor(s, InFloat),
        Chosen);

    /// <summary>The norm of numbers, formed as the graph forms it.</summary>
    public static double Of(ReadOnlySpan<double> terms, Precision precision)
    {
        var scale = Factor(SumOfSquares(terms, 1, precision), RangeOf(precision));
        return precision.Round(precision.Round(Math.Sqrt(SumOfSquares(terms, scale, precision))) / scale);
    }

    /// <summary>The norm of all elements of some arrays, the sums of the arrays added in order.</summary>
    public static Expr Of(IReadOnlyList<Expr> parts)
    {
        Expr SumOfSquares(Func<Expr, Expr> scaled) =>
            parts.Select(part => Expr.Sum(scaled(part) * scaled(part))).Aggregate((a, b) => a + b);
        var scale = Expr.Node(Scale, null, SumOfSquares(part => part));
        return Expr.Sqrt(SumOfSquares(part => part * scale)) / scale;
    }

    /// <summary>The norms along axes.</summary>
    public static Expr Of(Expr x, Indices axes)
    {
        var scale = Expr.Node(Scale, null, Expr.SumOver(x * x, axes));
        var scaled = x * Expr.BroadcastTo(Expr.Reshape(scale, x.Shape.KeepingAxes(axes)), x.Shape);
        return Expr.Sqrt(Expr.SumOver(scaled * scaled, axes)) / scale;
    }

    private static double SumOfSquares(ReadOnlySpan<double> terms, double scale, Precision precision)
    {
        var squares = new double[terms.Length];
        for (var i = 0; i < squares.Length; i++)
        {
            var scaled = precision.Round(terms[i] * scale);
            squares[i] = precision.Round(scaled * scaled);
        }
        return Summation.Sum(squares, precision);
    }

    private static Range RangeOf(Precision precision) => precision == Precision.Double ? InDouble : InFloat;

    private static double Factor(double squares, Range range) => squares > range.High ? range.Down : squares < range.Low ? range.Up : 1;

    private static Expr Chosen(Expr node, Precision precision)
    {
        var (squares, range) = (node.Operands[0], RangeOf(precision));
        return Expr.Where(Expr.Less(range.High, squares), range.Down, Expr.Where(Expr.Less(squares, range.Low), range.Up, 1));
    }
}

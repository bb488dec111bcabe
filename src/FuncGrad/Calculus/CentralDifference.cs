namespace FuncGrad;

/// <summary>
/// The numerical gradient (f(x + h·eᵢ) − f(x − h·eᵢ)) / (2h) as a graph, in the operation order of "Deep Learning from Scratch", chapter 4,
/// so that its numbers come out bit for bit. Error: h²·|f‴|/6 from the formula, about u·|f|/h from rounding.
/// </summary>
public static class CentralDifference
{
    /// <summary>
    /// The numerical gradient of a scalar by each symbol, of the symbol's shape. The graph holds 2·n copies of what depends on the moved
    /// element, so it is for small n; for large n evaluate the loss 2·n times instead.
    /// </summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="symbols">What to differentiate by.</param>
    /// <param name="h">The step, a scalar; 1e-4 in the book.</param>
    /// <exception cref="ShapeException">Loss or h is not a scalar.</exception>
    public static IReadOnlyList<Expr> Gradient(Expr loss, IReadOnlyList<Expr> symbols, Expr h)
    {
        Arguments.AllGiven(symbols);
        if (Arguments.Given(loss).Shape.Rank != 0) throw ShapeException.NotAScalar("The loss", loss.Shape);
        if (Arguments.Given(h).Shape.Rank != 0) throw ShapeException.NotAScalar("h", h.Shape);
        return [.. symbols.Select(symbol => Assembled(symbol, element => Quotient(loss, symbol, element, h)))];
    }

    /// <summary>
    /// One element of <see cref="Gradient"/> at a point, bit for bit, from two evaluations of the loss: without a graph of 2·n copies of
    /// it.
    /// </summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="point">A value for each input of the loss.</param>
    /// <param name="symbol">What to differentiate by.</param>
    /// <param name="element">Which element of it, row-major.</param>
    /// <param name="h">The step.</param>
    internal static double At(Evaluation loss, IReadOnlyDictionary<Expr, Tensor> point, Expr symbol, int element, double h)
    {
        var value = point[symbol][element];
        return (Moved(value + h) - Moved(value - h)) / (2 * h);

        double Moved(double moved)
        {
            var elements = point[symbol].ToArray();
            elements[element] = moved;
            return loss.At(new Dictionary<Expr, Tensor>(point) { [symbol] = Tensor.Of(symbol.Shape, elements) })[0].ToDouble();
        }
    }

    /// <summary>
    /// Whether the difference by some element of the symbols is lost to rounding: x + h = x or x − h = x, which makes a slope of any size
    /// look like 0. A scalar, 1 or 0.
    /// </summary>
    public static Expr IsLostToRounding(IReadOnlyList<Expr> symbols, Expr h) => Arguments.AllGiven(symbols)
        .Where(symbol => symbol.Shape.ElementCount > 0)
        .Select(symbol => Expr.Max(Expr.Max(Expr.Equal(symbol + h, symbol), Expr.Equal(symbol - h, symbol))))
        .DefaultIfEmpty(Expr.Zero)
        .Aggregate(Expr.Max);

    private static Expr Quotient(Expr loss, Expr symbol, int element, Expr h)
    {
        var starts = Position(symbol.Shape, element);
        var one = Shape.Of([.. symbol.Shape.Select(_ => 1)]);
        var value = Expr.Slice(symbol, starts, one);
        return (Moved(value + h) - Moved(value - h)) / (2 * h);

        Expr Moved(Expr moved)
        {
            var replaced = new Dictionary<Expr, Expr> { [symbol] = Expr.Replace(symbol, moved, starts) };
            return Simplification.Simplify(Substitution.Replace(loss, replaced));
        }
    }

    private static Expr Assembled(Expr symbol, Func<int, Expr> quotient) => symbol.Shape.Rank == 0
        ? quotient(0)
        : Expr.Reshape(Expr.Vector([.. Enumerable.Range(0, symbol.Shape.ElementCount).Select(quotient)]), symbol.Shape);

    private static Indices Position(Shape shape, int element)
    {
        var strides = shape.Strides();
        return new Indices([.. shape.Select((extent, axis) => element / strides[axis] % extent)]);
    }
}

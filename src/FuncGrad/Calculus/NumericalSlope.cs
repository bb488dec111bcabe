namespace FuncGrad;

/// <summary>A loss as a function of how far one goes from a point: along a coordinate, or along a direction through all of them.</summary>
internal sealed class LossAlongLines
{
    private readonly Evaluation _loss;
    private readonly Evaluation _computed;
    private readonly int _computedCount;
    private readonly IReadOnlyList<Expr> _symbols;
    private readonly IReadOnlyDictionary<Expr, Tensor> _point;

    public LossAlongLines(Expr loss, IReadOnlyList<Expr> symbols, IReadOnlyDictionary<Expr, Tensor> point)
    {
        (_loss, _symbols, _point) = (new Evaluation([loss]), symbols, point);
        Start = [.. symbols.SelectMany(symbol => point[symbol].ToArray())];
        Expr[] computed = [.. Ordering.Of(loss).Where(node => node.Primitive.Family is not (Family.Leaf or Family.Structure))];
        (_computed, _computedCount) = (new Evaluation([.. computed, .. Differentiation.Adjoints([(loss, Expr.One)], computed)]), computed.Length);
        RoundingError = RoundingErrorAt(Start);
    }

    /// <summary>All elements of the symbols at the point, end to end.</summary>
    public double[] Start { get; }

    /// <summary>
    /// How far the computed loss may be off at the point, to first order: u·Σ |y·∂loss/∂y| over every computed element y (Linnainmaa, Taylor expansion
    /// of the accumulated rounding error, BIT 16, 1976). It sees what cancels inside, which the loss itself does not show.
    /// </summary>
    public double RoundingError { get; }

    /// <summary>The loss with one element set to a value.</summary>
    public double Coordinate(int element, double value) => At(Moved(element, value));

    /// <summary><see cref="RoundingError"/> with one element set to a value: where terms vanish at the point itself, only a step away shows their error.</summary>
    public double RoundingErrorOfCoordinate(int element, double value) => RoundingErrorAt(Moved(element, value));

    /// <summary>The loss at x + t·v.</summary>
    public double Direction(double[] direction, double t) => At(Along(direction, t));

    /// <summary><see cref="RoundingError"/> at x + t·v.</summary>
    public double RoundingErrorOfDirection(double[] direction, double t) => RoundingErrorAt(Along(direction, t));

    private double[] Along(double[] direction, double t)
    {
        var moved = new double[Start.Length];
        for (var i = 0; i < moved.Length; i++) moved[i] = Start[i] + (t * direction[i]);
        return moved;
    }

    private double[] Moved(int element, double value)
    {
        var moved = (double[])Start.Clone();
        moved[element] = value;
        return moved;
    }

    private double At(double[] elements) => _loss.At(Inputs(elements))[0].ToDouble();

    private Dictionary<Expr, Tensor> Inputs(double[] elements)
    {
        var inputs = new Dictionary<Expr, Tensor>(_point);
        var position = 0;
        foreach (var symbol in _symbols)
        {
            inputs[symbol] = Tensor.Own(symbol.Shape, elements.AsSpan(position, symbol.Shape.ElementCount).ToArray());
            position += symbol.Shape.ElementCount;
        }
        return inputs;
    }

    private double RoundingErrorAt(double[] elements)
    {
        var values = _computed.At(Inputs(elements));
        var sum = 0.0;
        for (var node = 0; node < _computedCount; node++)
            sum += SumOfProducts(values[node].Values, values[_computedCount + node].Values);
        return Math.ScaleB(sum, -53);
    }

    private static double SumOfProducts(ReadOnlySpan<double> values, ReadOnlySpan<double> adjoints)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
            if (Math.Abs(values[i] * adjoints[i]) is var share && double.IsFinite(share)) sum += share;
        return sum;
    }
}

/// <summary>
/// A derivative from values alone: central differences for shrinking h, extrapolated to h → 0 (Ridders, Accurate computation of F′(x) and F′(x)F″(x),
/// Advances in Engineering Software 4, 1982), with an estimate of the error that is left.
/// </summary>
internal static class NumericalSlope
{
    private const int Levels = 14;
    private const double Shrink = 4;

    /// <summary>An extrapolation this good, relative, needs no smaller h.</summary>
    private const double GoodEnough = 1e-10;

    /// <summary>f′(x) and how far it may be off; NaN and infinity if no difference is finite.</summary>
    /// <param name="f">The function.</param>
    /// <param name="x">Where.</param>
    /// <param name="errorHere">How far f may be off at x.</param>
    /// <param name="roundingError">Where ↦ how far f may be off there.</param>
    public static (double Slope, double Uncertainty) Of(Func<double, double> f, double x, double errorHere, Func<double, double> roundingError)
    {
        var (best, error) = (double.NaN, double.PositiveInfinity);
        var farthest = Math.Max(1, Math.Abs(x)) / 16;
        var errorThere = roundingError(x + farthest);
        double[] above = [];
        for (var (level, h) = (0, farthest); level < Levels; level++, h /= Shrink)
        {
            // What vanishes at x grows with h, and so does its rounding error: it stays in the quotient, however small h is.
            var (first, noise) = Difference(f, x, h, errorHere + (errorThere * (h / farthest)));
            if (!double.IsFinite(first))
            {
                above = [];
                continue;
            }
            var row = Extrapolated(first, above);
            for (var j = 1; j < row.Length; j++)
            {
                var estimate = Math.Max(Math.Abs(row[j] - row[j - 1]), Math.Abs(row[j] - above[j - 1])) + noise;
                if (estimate < error) (best, error) = (row[j], estimate);
            }
            // The rounding error only grows as h shrinks: what is known better than that does not get better.
            if (error <= GoodEnough * Math.Abs(best) || noise > 2 * error) break;
            above = row;
        }
        return (best, error);
    }

    /// <summary>The quotient with the distances that the rounded points really have, and the rounding error of the values in it.</summary>
    private static (double Slope, double Noise) Difference(Func<double, double> f, double x, double h, double roundingError)
    {
        var (right, left) = (x + h, x - h);
        var (above, below) = (f(right), f(left));
        var noise = 2 * (roundingError + Math.ScaleB(Math.Max(Math.Abs(above), Math.Abs(below)), -53));
        return ((above - below) / (right - left), noise / (right - left));
    }

    /// <summary>Neville's scheme: each entry removes the next even power of h from the error.</summary>
    private static double[] Extrapolated(double first, double[] above)
    {
        var row = new double[above.Length + 1];
        row[0] = first;
        var factor = Shrink * Shrink;
        for (var j = 1; j < row.Length; j++, factor *= Shrink * Shrink)
            row[j] = ((row[j - 1] * factor) - above[j - 1]) / (factor - 1);
        return row;
    }
}

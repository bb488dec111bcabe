using System.Globalization;

namespace FuncGrad;

/// <summary>Whether a gradient is one.</summary>
public enum GradientVerdict
{
    /// <summary>Every coordinate agrees with the differences, and the Taylor remainder falls with the square of the distance.</summary>
    Right,

    /// <summary>A coordinate differs by more than the differences can be wrong, or the Taylor remainder falls only in proportion to the distance.</summary>
    Wrong,

    /// <summary>It cannot be told here: something is not finite, or the function has a kink or jump at this point. Try another point.</summary>
    NotSmooth,
}

/// <summary>One coordinate of a gradient beside what differences of the loss say.</summary>
/// <param name="Name">The element: <c>x0</c>, <c>x[0]</c>, <c>W[0][1]</c>.</param>
/// <param name="Exact">The gradient under test.</param>
/// <param name="Numerical">The central difference, extrapolated to h → 0.</param>
/// <param name="Uncertainty">How far <paramref name="Numerical"/> may be off by truncation and rounding, an estimate.</param>
public sealed record CoordinateCheck(string Name, double Exact, double Numerical, double Uncertainty)
{
    /// <summary>|exact − numerical| / max(|exact|, |numerical|); 0 if both are 0. Near 1 where both are rounding noise around 0: compare <see cref="Excess"/>.</summary>
    public double RelativeError => Exact == Numerical ? 0 : Math.Abs(Exact - Numerical) / Math.Max(Math.Abs(Exact), Math.Abs(Numerical));

    /// <summary>|exact − numerical| in units of what is allowed, <see cref="GradientCheck.Tolerance"/> relative plus the uncertainty: above 1 they disagree.</summary>
    public double Excess => Exact == Numerical ? 0 : Math.Abs(Exact - Numerical) / Allowed;

    /// <summary>The element with both slopes.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: exact {Exact:R}, numerical {Numerical:R}, relative error {RelativeError:G6}");

    internal bool Agrees => Excess <= 1;

    /// <summary>Whether the difference is known well enough to convict a gradient.</summary>
    internal bool IsCertain => Uncertainty <= 0.1 * Math.Abs(Exact - Numerical);

    private double Allowed => (GradientCheck.Tolerance * Math.Max(Math.Abs(Exact), Math.Abs(Numerical))) + Uncertainty;
}

/// <summary>
/// A gradient put to two tests at a point: each coordinate against differences of the loss, and the Taylor remainder
/// |f(x + t·v) − f(x) − t·∇f·v|, which falls like t² if the gradient is right and like t if it is wrong (as in dolfin-adjoint, doi:10.1137/120873558).
/// </summary>
/// <param name="Verdict">Right, wrong, or not to be told here.</param>
/// <param name="Note">The evidence in one short sentence.</param>
/// <param name="Coordinates">The coordinates that were compared: all, or evenly spread ones if there are very many.</param>
/// <param name="Worst">The coordinate or direction with the greatest <see cref="CoordinateCheck.Excess"/>; null if the loss has no parameters.</param>
/// <param name="TaylorSlope">The slope of the remainder over t in a log-log plot: 2 (or more) is right, 1 is wrong; NaN if the remainder is rounding
/// error for every t, as for a linear function.</param>
public sealed record GradientCheck(
    GradientVerdict Verdict,
    string Note,
    IReadOnlyList<CoordinateCheck> Coordinates,
    CoordinateCheck? Worst,
    double TaylorSlope)
{
    /// <summary>The relative error that is allowed beside the uncertainty of the differences.</summary>
    public const double Tolerance = 1e-7;

    private const int DirectionCount = 4;

    /// <summary>The first frequency of <see cref="TaylorTest.Direction(double[], double)"/>, and how far apart they are.</summary>
    private const double FirstFrequency = 0.7, FrequencyStep = 0.61;

    /// <summary>
    /// Where not all coordinates were compared, slopes along fixed directions through all of them: ∇f·v beside differences of f(x + t·v). Empty otherwise.
    /// </summary>
    public IReadOnlyList<CoordinateCheck> Directions { get; init; } = [];

    /// <summary>The slope below which a remainder does not fall like t².</summary>
    private const double LeastSlope = 1.5;

    /// <summary>Checks the gradient that <see cref="Differentiation"/> gives.</summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="symbols">What it is differentiated by.</param>
    /// <param name="point">A value for each input of the loss, data included.</param>
    /// <param name="mostCoordinates">Compare at most so many coordinates one by one; if there are more, four directions through all of them as well.</param>
    /// <exception cref="ShapeException">The loss is not a scalar.</exception>
    public static GradientCheck Of(Expr loss, IReadOnlyList<Expr> symbols, IReadOnlyDictionary<Expr, Tensor> point, int mostCoordinates = 1000) =>
        OfClaimed(Differentiation.Gradient(loss, symbols), loss, symbols, point, mostCoordinates);

    /// <summary>Checks a gradient from elsewhere: one expression for each symbol, of its shape.</summary>
    /// <inheritdoc cref="Of"/>
    public static GradientCheck OfClaimed(
        IReadOnlyList<Expr> gradient, Expr loss, IReadOnlyList<Expr> symbols, IReadOnlyDictionary<Expr, Tensor> point, int mostCoordinates = 1000)
    {
        var along = new LossAlongLines(loss, symbols, point);
        double[] exact = [.. new Evaluation(gradient).At(point).SelectMany(part => part.ToArray())];
        var stride = Math.Max(1, (exact.Length + mostCoordinates - 1) / Math.Max(1, mostCoordinates));
        var coordinates = new List<CoordinateCheck>();
        for (var i = 0; i < exact.Length; i += stride)
        {
            var (slope, uncertainty) = NumericalSlope.Of(t => along.Coordinate(i, t), along.Start[i], along.RoundingError, t => along.RoundingErrorOfCoordinate(i, t));
            coordinates.Add(new CoordinateCheck(NameOf(symbols, i), exact[i], slope, uncertainty));
        }
        return Judged(coordinates, stride == 1 ? [] : [.. Enumerable.Range(1, DirectionCount).Select(number => AlongDirection(along, exact, number))], TaylorTest.Of(along, exact));
    }

    private static CoordinateCheck AlongDirection(LossAlongLines along, double[] gradient, int number)
    {
        var direction = TaylorTest.Direction(along.Start, FirstFrequency + (number * FrequencyStep));
        // Of unit length, so that its slope is about as large as a coordinate's.
        var length = Math.Sqrt(direction.Sum(v => v * v));
        for (var i = 0; i < direction.Length; i++) direction[i] /= length;
        var (slope, uncertainty) = NumericalSlope.Of(t => along.Direction(direction, t), 0, along.RoundingError, t => along.RoundingErrorOfDirection(direction, t));
        return new CoordinateCheck($"direction {number}", gradient.Zip(direction, (g, v) => g * v).Sum(), slope, uncertainty);
    }

    /// <summary>The verdict and its evidence.</summary>
    public override string ToString() => $"{Verdict}: {Note}";

    private static string NameOf(IReadOnlyList<Expr> symbols, int position)
    {
        var symbol = 0;
        for (; position >= symbols[symbol].Shape.ElementCount; symbol++) position -= symbols[symbol].Shape.ElementCount;
        return ElementNames.At(symbols[symbol].InputName!, symbols[symbol].Shape, position);
    }

    private static GradientCheck Judged(List<CoordinateCheck> coordinates, CoordinateCheck[] directions, TaylorTest taylor)
    {
        var worst = coordinates.Concat(directions).MaxBy(coordinate => double.IsNaN(coordinate.Excess) ? double.PositiveInfinity : coordinate.Excess);
        var (verdict, note) = Judgement(worst, taylor);
        return new GradientCheck(verdict, note, coordinates, worst, taylor.Slope) { Directions = directions };
    }

    private static (GradientVerdict Verdict, string Note) Judgement(CoordinateCheck? worst, TaylorTest taylor)
    {
        if (worst is null) return (GradientVerdict.Right, "there are no parameters");
        if (!taylor.IsFinite) return (GradientVerdict.NotSmooth, "loss or gradient is not finite here");
        if (!double.IsFinite(worst.Numerical)) return (GradientVerdict.NotSmooth, $"the loss is not finite near this point along {worst.Name}");
        if (taylor.HasKink) return (GradientVerdict.NotSmooth, "the slopes to either side of this point differ: a kink or jump");
        if (worst.Agrees && !(taylor.Slope < LeastSlope)) return (GradientVerdict.Right, Agreement(worst, taylor));
        if (worst.Agrees || worst.IsCertain) return (GradientVerdict.Wrong, Disagreement(worst, taylor));
        return (GradientVerdict.NotSmooth, $"the differences by {worst.Name} do not settle as h shrinks");
    }

    private static string Agreement(CoordinateCheck worst, TaylorTest taylor) => double.IsNaN(taylor.Slope)
        ? $"relative error at most {Text(worst.RelativeError)}, at {worst.Name}; the Taylor remainder is rounding error"
        : $"relative error at most {Text(worst.RelativeError)}, at {worst.Name}; Taylor slope {Text(taylor.Slope)} (2 = right)";

    private static string Disagreement(CoordinateCheck worst, TaylorTest taylor) =>
        $"by {worst.Name} the gradient says {Text(worst.Exact)}, differences say {Text(worst.Numerical)}; Taylor slope {Text(taylor.Slope)} (2 = right, 1 = wrong)";

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}

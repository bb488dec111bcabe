namespace FuncGrad;

/// <summary>
/// A gradient beside differences of the loss, coordinate by coordinate and along directions through all coordinates. The differences are
/// formed from values alone, over a step that fits the function, with a bound of their error (<see cref="StepDifference"/>); of a black box
/// by extrapolation.
/// </summary>
/// <param name="Verdict">Right, wrong, or not to be told here.</param>
/// <param name="Note">The evidence in one short sentence.</param>
/// <param name="Coordinates">The coordinates that were compared: all, or evenly spread ones if there are very many.</param>
/// <param name="Worst">The coordinate or direction that decides, else the one with the greatest <see cref="CoordinateCheck.Excess"/>; null
/// if the loss has no parameters.</param>
public sealed record GradientCheck(GradientVerdict Verdict, string Note, IReadOnlyList<CoordinateCheck> Coordinates, CoordinateCheck? Worst)
{
    /// <summary>The relative error that is allowed beside the uncertainty of the differences.</summary>
    public const double Tolerance = 1e-7;

    /// <summary>A slope known worse than this, relative, acquits nobody.</summary>
    internal const double KnownTo = 1e-5;

    /// <summary>A gradient whose terms cancel is known to this share of them at best.</summary>
    internal const double RoundingOfTerms = 1e-9;

    /// <summary>
    /// Where not all coordinates were compared, slopes along directions through all of them, in which each counts alike: ∇f·v beside
    /// differences of f(x + t·v). Empty otherwise.
    /// </summary>
    public IReadOnlyList<CoordinateCheck> Directions { get; init; } = [];

    /// <summary>Whether all figures are equal, those in lists too.</summary>
    public bool Equals(GradientCheck? other) => other is not null && (Verdict, Note, Worst) == (other.Verdict, other.Note, other.Worst)
        && Lists.Equal(Coordinates, other.Coordinates) && Lists.Equal(Directions, other.Directions);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Verdict, Note, Lists.Hash(Coordinates));

    /// <summary>Checks the gradient that <see cref="Differentiation"/> gives.</summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="symbols">What it is differentiated by.</param>
    /// <param name="point">A value for each input of the loss, data included.</param>
    /// <param name="mostCoordinates">Compare at most so many coordinates one by one, 1 or more; if there are more, four directions through
    /// all of them as well.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <exception cref="ShapeException">The loss is not a scalar.</exception>
    public static GradientCheck Of(Expr loss, IReadOnlyList<Expr> symbols, IReadOnlyDictionary<Expr, Tensor> point,
        int mostCoordinates = 1000, IProgress<double>? progress = null) =>
        OfClaimed(Differentiation.Gradient(loss, symbols), loss, symbols, point, mostCoordinates, progress);

    /// <summary>Checks a gradient from elsewhere: one expression for each symbol, of its shape.</summary>
    /// <inheritdoc cref="Of"/>
    public static GradientCheck OfClaimed(
        IReadOnlyList<Expr> gradient, Expr loss, IReadOnlyList<Expr> symbols, IReadOnlyDictionary<Expr, Tensor> point,
        int mostCoordinates = 1000, IProgress<double>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostCoordinates, 1);
        var comparison = new SlopeComparison(gradient, loss, symbols, point, progress);
        var (coordinates, directions) = comparison.Compare(mostCoordinates);
        return Judged(coordinates, directions, double.IsFinite(comparison.Loss) ? null
            : $"the loss is {Text(comparison.Loss)} here", comparison.ObstacleBy);
    }

    /// <summary>
    /// Checks a gradient of a function of which only values can be had, by central differences of shrinking step, extrapolated (Ridders
    /// 1982), as far as the rounding of the values lets it: 4 · 21 values for each coordinate.
    /// </summary>
    /// <param name="gradient">The gradient at the point.</param>
    /// <param name="function">All elements of the point ↦ the loss.</param>
    /// <param name="point">Where.</param>
    /// <exception cref="ArgumentException">Gradient and point have not the same number of elements.</exception>
    public static GradientCheck OfBlackBox(IReadOnlyList<double> gradient, Func<double[], double> function, IReadOnlyList<double> point)
    {
        if (gradient.Count != point.Count)
            throw new ArgumentException(
                $"The gradient has {gradient.Count} elements, but the point has {point.Count}. Give one slope for each element.");
        var value = function([.. point]);
        var coordinates = new List<CoordinateCheck>();
        for (var i = 0; i < point.Count && double.IsFinite(value); i++)
            coordinates.Add(NumericalSlope.Check($"x[{i}]", gradient[i], function, [.. point], i));
        return Judged(coordinates, [], double.IsFinite(value) ? null : $"the loss is {Text(value)} here", _ => null);
    }

    /// <summary>The word of a verdict for people: <c>right</c>, <c>wrong</c>, <c>cannot tell</c>.</summary>
    public static string Name(GradientVerdict verdict) => Words[(int)verdict].Word;

    /// <summary>How the word of a verdict is to be taken; null if it is none.</summary>
    internal static Tone? ToneOf(string word) => Words.Where(row => row.Word == word).Select(row => (Tone?)row.Tone).FirstOrDefault();

    private static readonly (GradientVerdict Verdict, string Word, Tone Tone)[] Words =
    [
        (GradientVerdict.Right, "right", Tone.Good),
        (GradientVerdict.Wrong, "wrong", Tone.Bad),
        (GradientVerdict.CannotTell, "cannot tell", Tone.Doubtful),
    ];

    /// <summary>The verdict and its evidence.</summary>
    public override string ToString() => $"{Name(Verdict)}: {Note}";

    private static GradientCheck Judged(List<CoordinateCheck> coordinates, List<CoordinateCheck> directions, string? isNowhere,
        Func<CoordinateCheck, string?> obstacle)
    {
        CoordinateCheck[] all = [.. coordinates, .. directions];
        var (verdict, worst, note) = isNowhere is null ? Judgement(all, obstacle) : (GradientVerdict.CannotTell, null, isNowhere);
        return new GradientCheck(verdict, note, coordinates, worst ?? all.MaxBy(check => check.Excess)) { Directions = directions };
    }

    private static (GradientVerdict Verdict, CoordinateCheck? Worst, string Note) Judgement(CoordinateCheck[] all,
        Func<CoordinateCheck, string?> obstacle)
    {
        if (all.Length == 0) return (GradientVerdict.Right, null, "there are no parameters");
        // An element says more than a direction through all of them.
        if (all.Where(check => check.IsWrong).MaxBy(check => (IsDirection(check) ? 0 : 1, check.Excess)) is { } wrong)
            return (GradientVerdict.Wrong, wrong, Contradiction(wrong));
        if (all.FirstOrDefault(check => !check.HasSlope) is { } without)
            return (GradientVerdict.CannotTell, without, $"by {without.Name} the loss has no finite slope here{At(obstacle(without))}");
        if (all.FirstOrDefault(check => check.HasKink) is { } kink)
            return (GradientVerdict.CannotTell, kink,
                $"by {kink.Name} the loss has a kink or a jump at this point{At(obstacle(kink))}: try another point");
        if (all.FirstOrDefault(check => !check.IsKnown || check.Excess > 1) is { } lost)
            return (GradientVerdict.CannotTell, lost,
                $"by {lost.Name} the differences are known to +- {Text(lost.Uncertainty)} only, beside a slope of {Text(lost.Exact)}");
        var worst = all.MaxBy(check => check.RelativeError)!;
        return (GradientVerdict.Right, worst, $"relative error at most {Text(worst.RelativeError)}, at {worst.Name}");
    }

    private static bool IsDirection(CoordinateCheck check) => check.Name.StartsWith("direction ", StringComparison.Ordinal);

    private static string At(string? operation) => operation is null ? "" : $" ({operation})";

    private static string Contradiction(CoordinateCheck check)
    {
        string[] slopes = NumberText.Column([check.Exact, check.Numerical], NumberText.InSentences);
        return $"by {check.Name} the gradient says {slopes[0]}, differences say {slopes[1]} +- {Text(check.Uncertainty)}";
    }

    private static string Text(double value) => NumberText.InSentence(value);
}

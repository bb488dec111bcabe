namespace FuncGrad;

/// <summary>
/// How a run went. Each word is decided by evidence that does not change when the loss is scaled or shifted, or the parameters are scaled.
/// </summary>
public enum Verdict
{
    /// <summary>
    /// Something is not finite, <c>[stop] diverged</c> struck, or the run goes away from the best it had, judged by its own scale.
    /// </summary>
    Diverged,

    /// <summary>The loss falls (for ascent: rises) without bound.</summary>
    Unbounded,

    /// <summary>
    /// A local minimum (maximum): what remains to be gained is negligible, and no direction of negative curvature was found.
    /// </summary>
    Converged,

    /// <summary>The gradient is negligible, but along a direction the loss falls.</summary>
    Saddle,

    /// <summary>No gradient and no curvature: a plateau, dead units, a constant; or a difference that was lost to rounding.</summary>
    Flat,

    /// <summary>The user's own condition to stop was met.</summary>
    Stopped,

    /// <summary>It goes round, in a cycle or without one, and gains nothing.</summary>
    Oscillating,

    /// <summary>At this pace it would take more than 100 times the steps given.</summary>
    TooSlow,

    /// <summary>None of these: still descending when the steps ran out.</summary>
    Unfinished,
}

/// <summary>A verdict with its evidence, and what to do next, in one short sentence.</summary>
public sealed record Judgement(Verdict Verdict, string Note)
{
    /// <summary>The verdict and its evidence.</summary>
    public override string ToString() => $"{Verdict}: {Note}";
}

/// <summary>When a run counts as converged.</summary>
/// <param name="RemainingGain">
/// What remains to be gained, ½·gᵀ|H|⁻¹g by gradient and curvature at the last point, may be this share of what was gained; 0 or more. It
/// is relative, so that neither a steep start nor a small scale buys success.
/// </param>
/// <param name="GradientNorm">
/// Beside that, the last ‖∇loss‖₂ must be at or below this absolute bound, 0 or more; null: no such bound.
/// </param>
public sealed record Tolerance(double RemainingGain = Tolerance.StandardRemainingGain, double? GradientNorm = null)
{
    /// <summary>1e-10: with a quadratic loss the distance to the minimum is then a hundred-thousandth of the way.</summary>
    public const double StandardRemainingGain = 1e-10;

    /// <summary>The share of what was gained that may remain.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not a number.</exception>
    public double RemainingGain { get; init => field = NotNegative(value, nameof(RemainingGain)); } =
        NotNegative(RemainingGain, nameof(RemainingGain));

    /// <summary>The absolute bound of the last gradient norm, or null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not a number.</exception>
    public double? GradientNorm { get; init => field = value is { } bound ? NotNegative(bound, nameof(GradientNorm)) : null; } =
        GradientNorm is { } given ? NotNegative(given, nameof(GradientNorm)) : null;

    private static double NotNegative(double value, string name) =>
        value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, "A tolerance is 0 or more.");

    /// <summary>The standard tolerance, without a bound of the gradient norm.</summary>
    public static Tolerance Standard { get; } = new();
}

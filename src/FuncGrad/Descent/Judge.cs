using System.Globalization;

namespace FuncGrad;

/// <summary>Evidence ↦ verdict and note, by the rules of the contract, section 3.</summary>
internal static class Judge
{
    /// <summary>The standard tolerance of the verdict <see cref="Verdict.Converged"/>.</summary>
    public const double DefaultTolerance = 1e-6;

    /// <summary>The loss may end this far above its best, relative to max(1, |first loss|), before the run counts as diverged.</summary>
    private const double AllowedRise = 1000;

    /// <summary>A run is too slow if the tolerance is more than this many times the given steps away.</summary>
    private const double AllowedPatience = 100;

    /// <summary>Sums of losses that differ by less than this share differ by rounding (n·u for half a million terms).</summary>
    private const double SummationNoise = 1e-10;

    public static Judgement Of(Evidence e) =>
        Diverged(e) ?? Converged(e) ?? Oscillating(e) ?? TooSlow(e) ?? Unfinished(e);

    private static double Target(Evidence e) => e.Tolerance * Math.Max(1, e.FirstGradientNorm);

    private static Judgement? Diverged(Evidence e)
    {
        if (e.FirstNonFinite >= 0)
            return new(Verdict.Diverged, $"loss, gradient or a parameter is not finite from step {e.FirstNonFinite}{Lost(e)}");
        if (e.StopReasons.Contains(StopReason.Diverged))
            return new(Verdict.Diverged, $"passed the bound [stop] diverged at step {e.StepsMade}{Lost(e)}");
        var rise = e.Direction == Direction.Minimise ? e.LastLoss - e.BestLoss : e.BestLoss - e.LastLoss;
        return rise > AllowedRise * Math.Max(1, Math.Abs(e.FirstLoss))
            ? new(Verdict.Diverged, $"loss {Text(e.LastLoss)} is far from the best, {Text(e.BestLoss)} at step {e.BestStep}{Lost(e)}")
            : null;
    }

    private static Judgement? Converged(Evidence e) => e.LastGradientNorm <= Target(e) && e.FirstLost < 0
        ? new(Verdict.Converged, $"gradient norm {Text(e.LastGradientNorm)} <= {Text(Target(e))}{Stopped(e)}")
        : null;

    private static Judgement? Oscillating(Evidence e)
    {
        var half = LastQuarter.Of(e.PlannedSteps).Half;
        if (half == 0 || e.StepsMade < e.PlannedSteps) return null;
        var fall = e.Direction == Direction.Minimise ? e.EarlierLossSum - e.LaterLossSum : e.LaterLossSum - e.EarlierLossSum;
        var fell = fall > SummationNoise * Math.Abs(e.EarlierLossSum);
        return !fell && e.Reversals >= half
            ? new(Verdict.Oscillating, $"loss stays near {Text(e.LaterLossSum / half)} and {e.Reversals} of the last {2 * half} updates point against the one before{Lost(e)}")
            : null;
    }

    private static Judgement? TooSlow(Evidence e)
    {
        var half = LastQuarter.Of(e.PlannedSteps).Half;
        if (half == 0 || e.StepsMade < e.PlannedSteps) return null;
        if (e.FirstLost >= 0 && e.LastGradientNorm <= Target(e))
            return new(Verdict.TooSlow, $"stands still{Lost(e)}");
        var shrink = Math.Log(e.LastGradientNorm / e.QuarterGradientNorm) / (2 * half);
        if (!(shrink < 0)) return StandsStill(e) ? new(Verdict.TooSlow, $"loss stands still at {Text(e.LastLoss)} with gradient norm {Text(e.LastGradientNorm)}{Lost(e)}") : null;
        var missing = Math.Log(Target(e) / e.LastGradientNorm) / shrink;
        return missing > AllowedPatience * e.PlannedSteps
            ? new(Verdict.TooSlow, $"at this pace gradient norm {Text(Target(e))} is about {Rough(missing)} steps away{Lost(e)}")
            : null;
    }

    private static Judgement Unfinished(Evidence e) => e.StopReasons.Count > 0
        ? new(Verdict.Unfinished, $"stopped early at gradient norm {Text(e.LastGradientNorm)}{Stopped(e)}{Lost(e)}")
        : new(Verdict.Unfinished, $"gradient norm {Text(e.LastGradientNorm)} is still above {Text(Target(e))}{Lost(e)}");

    private static bool StandsStill(Evidence e) => Math.Abs(e.LaterLossSum - e.EarlierLossSum) <= SummationNoise * Math.Abs(e.EarlierLossSum);

    private static string Lost(Evidence e) => e.FirstLost < 0 ? "" : $"; gradient lost to rounding (x + h = x) from step {e.FirstLost}";

    private static string Stopped(Evidence e) => e.StopReasons.Count == 0 ? "" : $"; stopped at step {e.StepsMade} by {string.Join(" and ", e.StopReasons.Select(Name))}";

    /// <summary>The key of the condition in the file.</summary>
    public static string Name(StopReason reason) => reason switch
    {
        StopReason.GradientNorm => "gradient_norm",
        StopReason.Loss => "loss",
        _ => "diverged",
    };

    /// <summary>The verdict's word in files.</summary>
    public static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Diverged => "diverged",
        Verdict.Converged => "converged",
        Verdict.Oscillating => "oscillating",
        Verdict.TooSlow => "too_slow",
        _ => "unfinished",
    };

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Rough(double steps) => steps < 1e6
        ? Math.Ceiling(steps).ToString("0", CultureInfo.InvariantCulture)
        : steps.ToString("0.#e+0", CultureInfo.InvariantCulture);
}

namespace FuncGrad;

/// <summary>How a run went; the first that applies, in this order.</summary>
public enum Verdict
{
    /// <summary>A loss, gradient or parameter stopped being a number, or the loss ended far above its best.</summary>
    Diverged,

    /// <summary>The gradient norm fell to the tolerance.</summary>
    Converged,

    /// <summary>The loss no longer falls and successive updates point against each other.</summary>
    Oscillating,

    /// <summary>At the pace of the last quarter the tolerance is more than 100 times the given steps away.</summary>
    TooSlow,

    /// <summary>Still descending when the steps ran out.</summary>
    Unfinished,
}

/// <summary>A verdict with its evidence in one short sentence.</summary>
public sealed record Judgement(Verdict Verdict, string Note)
{
    /// <summary>The verdict and its evidence.</summary>
    public override string ToString() => $"{Verdict}: {Note}";
}

/// <summary>The last part of a run that pace and oscillation are read from: two halves of equal, even length within the last quarter of the steps.</summary>
/// <param name="Start">The first step of the earlier half.</param>
/// <param name="Half">The length of each half; 0 if the run is too short to be judged by its end.</param>
internal readonly record struct LastQuarter(long Start, long Half)
{
    /// <summary>Even halves, so that a loss that alternates between two values has the same mean in both.</summary>
    public static LastQuarter Of(long steps)
    {
        var half = steps >= 16 ? steps / 8 / 2 * 2 : steps >= 4 ? 2 : 0;
        half = Math.Max(half, steps >= 4 ? 2 : 0);
        return new LastQuarter(steps - (2 * half), half);
    }
}

/// <summary>The figures of a run that its verdict rests on. Losses are as they are, also for ascent.</summary>
internal sealed record Evidence
{
    public required long PlannedSteps { get; init; }
    public required long StepsMade { get; init; }
    public required double FirstLoss { get; init; }
    public required double LastLoss { get; init; }
    public required double BestLoss { get; init; }
    public required long BestStep { get; init; }
    public required double FirstGradientNorm { get; init; }
    public required double LastGradientNorm { get; init; }

    /// <summary>The first step at which something was not finite, or −1.</summary>
    public required long FirstNonFinite { get; init; }

    /// <summary>The first step at which a central difference was lost to rounding, or −1.</summary>
    public required long FirstLost { get; init; }

    /// <summary>The gradient norm where the last quarter began.</summary>
    public required double QuarterGradientNorm { get; init; }

    /// <summary>Σ loss over the earlier and over the later half of the last quarter.</summary>
    public required double EarlierLossSum { get; init; }

    /// <inheritdoc cref="EarlierLossSum"/>
    public required double LaterLossSum { get; init; }

    /// <summary>How many updates of the last quarter pointed against the one before.</summary>
    public required long Reversals { get; init; }

    public required IReadOnlyList<StopReason> StopReasons { get; init; }
    public required Direction Direction { get; init; }

    /// <summary>The judge's tolerance for ‖∇loss‖ relative to max(1, first ‖∇loss‖).</summary>
    public required double Tolerance { get; init; }
}

using System.Runtime.InteropServices;

namespace FuncGrad;

/// <summary>
/// Logged rows of one trial as columns of <c>steps.csv</c> behind <c>trial</c>.
/// </summary>
/// <param name="Kept">The rows, end to end: each its step, then its figures in all columns behind <c>step</c>.</param>
/// <param name="KeptWidth">How many numbers were kept for a row.</param>
public sealed record StepRows(IReadOnlyList<double> Kept, int KeptWidth)
{
    /// <summary>How many rows there are.</summary>
    public int Count => KeptWidth == 0 ? 0 : Kept.Count / KeptWidth;

    /// <summary>How many columns a row has behind <c>trial</c> and <c>step</c>.</summary>
    public int Width => Math.Max(0, KeptWidth - 1);

    /// <summary>The step of a row.</summary>
    public long Step(int row) => (long)Kept[row * KeptWidth];

    /// <summary>The figure of a row in a column behind <c>step</c>.</summary>
    public double this[int row, int column] => Kept[(row * KeptWidth) + 1 + column];

    /// <summary>Whether all figures are equal, those in lists too.</summary>
    public bool Equals(StepRows? other) => other is not null && KeptWidth == other.KeptWidth && Lists.Equal(Kept, other.Kept);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(KeptWidth, Lists.Hash(Kept));

    /// <summary>The figures of a row in all columns behind <c>step</c>.</summary>
    internal ReadOnlySpan<double> Figures(int row) => Figures().Slice((row * KeptWidth) + 1, Width);

    private ReadOnlySpan<double> Figures() => Kept switch
    {
        List<double> list => CollectionsMarshal.AsSpan(list),
        double[] array => array,
        _ => Kept.ToArray(),
    };

    /// <summary>How many rows and columns.</summary>
    public override string ToString() => FormattableString.Invariant($"{Count} rows of {Width} columns");
}

/// <summary>A row of <c>trials.csv</c>: a trial and what it came to.</summary>
/// <param name="Index">The trial.</param>
/// <param name="Id">A short hash of its settings.</param>
/// <param name="Swept">The values of the swept keys, in file order.</param>
/// <param name="Verdict">The word of the verdict.</param>
/// <param name="Steps">How many updates were made.</param>
/// <param name="Loss">The last loss.</param>
/// <param name="GradientNorm">The last gradient norm.</param>
/// <param name="BestLoss">The best loss.</param>
/// <param name="BestStep">Where it was first reached.</param>
/// <param name="Observed">What [observe] shows at the end.</param>
/// <param name="Parameters">The first parameter elements at the end, 64 unless the experiment says otherwise.</param>
/// <param name="Note">The evidence for the verdict.</param>
/// <param name="StopReasons">The stop conditions that held at the end.</param>
/// <param name="Rows">The rows of its log that were not written before.</param>
public sealed record TrialRecord(
    long Index,
    string Id,
    IReadOnlyList<SettingValue> Swept,
    string Verdict,
    long Steps,
    double Loss,
    double GradientNorm,
    double BestLoss,
    long BestStep,
    IReadOnlyList<double> Observed,
    IReadOnlyList<double> Parameters,
    string Note,
    IReadOnlyList<string> StopReasons,
    StepRows Rows)
{
    /// <summary>Whether all figures are equal, those in lists too.</summary>
    public bool Equals(TrialRecord? other) => other is not null
        && Figures.Equals(other.Figures)
        && Lists.Equal(Swept, other.Swept) && Lists.Equal(Observed, other.Observed) && Lists.Equal(Parameters, other.Parameters)
        && Lists.Equal(StopReasons, other.StopReasons) && Rows.Equals(other.Rows);

    private (long, string, string, long, double, double, double, long, string) Figures =>
        (Index, Id, Verdict, Steps, Loss, GradientNorm, BestLoss, BestStep, Note);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Index, Id, Verdict, Steps, Loss, Lists.Hash(Parameters));

    /// <summary>Index, verdict, steps and loss in short.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"trial {Index}: {Verdict} after {Steps} steps: loss {Loss:R}, gradient norm {GradientNorm:R}; {Note}");
}

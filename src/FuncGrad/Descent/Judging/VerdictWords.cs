namespace FuncGrad;

/// <summary>A verdict as it is written and drawn.</summary>
/// <param name="Verdict">Null where the computation itself broke, which is no outcome of a descent.</param>
/// <param name="Word">As in files and columns.</param>
/// <param name="Tone">How it is to be taken.</param>
/// <param name="Colour">0xRRGGBB, in pictures, pages and bars.</param>
/// <param name="Letter">Its mark where there are no colours.</param>
/// <param name="Meaning">A sentence for a reader, the same as in the documentation of <see cref="FuncGrad.Verdict"/>.</param>
internal sealed record VerdictWord(Verdict? Verdict, string Word, Tone Tone, int Colour, char Letter, string Meaning)
{
    /// <summary>Whether the run stayed where numbers say something, so that scales and axes are made for it.</summary>
    public bool HasStayed => Tone != Tone.Bad;

    /// <summary>Its place in <see cref="VerdictWords.Counted"/>.</summary>
    public int Position => Verdict is { } known ? (int)known : VerdictWords.Counted.Count - 1;
}

/// <summary>
/// The table of verdicts: files, tallies, terminals, pictures and pages read it. Rows are in the order of legends; good ends are light or
/// blue, bad ones dark, so that a print in black and white tells them apart. Tests hold the distances between the colours.
/// </summary>
internal static class VerdictWords
{
    /// <summary>The word of a trial whose own computation broke.</summary>
    public static VerdictWord Failed { get; } =
        new(null, "failed", Tone.Bad, 0x000000, 'F', "The computation itself broke, which is a mistake of the program.");

    public static IReadOnlyList<VerdictWord> All { get; } =
    [
        new(Verdict.Converged, "converged", Tone.Good, 0x0072b2, 'C',
            "A local minimum (maximum): what remains to be gained is negligible, and no direction of negative curvature was found."),
        new(Verdict.Unfinished, "unfinished", Tone.Neutral, 0x9ecae1, '.', "None of these: still descending when the steps ran out."),
        new(Verdict.TooSlow, "too_slow", Tone.Doubtful, 0xf0e6b0, 's', "At this pace it would take more than 100 times the steps given."),
        new(Verdict.Oscillating, "oscillating", Tone.Doubtful, 0xe69f00, '~',
            "It goes round, in a cycle or without one, and gains nothing."),
        new(Verdict.Saddle, "saddle", Tone.Doubtful, 0x4dff68, 'x', "The gradient is negligible, but along a direction the loss falls."),
        new(Verdict.Flat, "flat", Tone.Doubtful, 0x929856, '-',
            "No gradient and no curvature: a plateau, dead units, a constant; or a difference that was lost to rounding."),
        new(Verdict.Stopped, "stopped", Tone.Neutral, 0x3125a5, '|', "The user's own condition to stop was met."),
        new(Verdict.Unbounded, "unbounded", Tone.Bad, 0xdb427e, 'U', "The loss falls (for ascent: rises) without bound."),
        new(Verdict.Diverged, "diverged", Tone.Bad, 0x8c2d04, 'D',
            "Something is not finite, [stop] diverged struck, or the run goes away from the best it had, judged by its own scale."),
        Failed,
    ];

    private static readonly Dictionary<string, VerdictWord> ByWord = All.ToDictionary(row => row.Word);

    /// <summary>The rows in the order of the enumeration, the failed one last: as files count them.</summary>
    public static IReadOnlyList<VerdictWord> Counted { get; } = [.. All.OrderBy(row => row.Verdict ?? (Verdict)int.MaxValue)];

    /// <summary>The row of a verdict.</summary>
    public static VerdictWord Of(Verdict? verdict) => verdict is { } known ? Counted[(int)known] : Failed;

    /// <summary>The row of a word; null for one that is no verdict of this program.</summary>
    public static VerdictWord? Find(string word) => ByWord.GetValueOrDefault(word);

    /// <summary>
    /// How good a trial's last loss is, the smaller the better; of equal ones the first trial counts. Not a number where the loss is none,
    /// or where the run did not stay: a loss that ran away is never called best.
    /// </summary>
    public static double Score(string verdict, double loss, Direction direction) => Score(Find(verdict), loss, direction);

    /// <inheritdoc cref="Score(string, double, Direction)"/>
    public static double Score(VerdictWord? verdict, double loss, Direction direction) =>
        verdict is { HasStayed: false } ? double.NaN : direction == Direction.Minimise ? loss : -loss;
}

using static FuncGrad.Expr;
using static FuncGrad.NumberText;

namespace FuncGrad;

/// <summary>A condition of <c>[stop]</c>: its key, and what it compares where it is a number.</summary>
/// <param name="Reason">What a run says that it ended.</param>
/// <param name="Key">As in files, columns and notes.</param>
/// <param name="Bound">What the number bounds; null for a condition that is a formula.</param>
/// <param name="Meaning">A trial stops when ..., for a reader.</param>
internal sealed record StopWord(StopReason Reason, string Key, StopBound? Bound, string Meaning);

/// <summary>A bound that the figures of a step are compared with.</summary>
internal sealed record StopBound
{
    /// <summary>As in lanes and settings: <c>stop.loss</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What bounds are allowed.</summary>
    public required StopRange Range { get; init; }

    public required Func<Stopping, double?> Of { get; init; }

    public required Func<Stopping, double, Stopping> Put { get; init; }

    /// <summary>Whether it ends a run at a step.</summary>
    public required Func<StopPlace<double>, double, bool> Holds { get; init; }

    /// <summary>1 where it does not, as a graph.</summary>
    public required Func<StopPlace<Expr>, Expr, Expr> Continues { get; init; }

    /// <summary>What it says of a run that it ended: figure and bound.</summary>
    public required Func<Evidence, double, string> Note { get; init; }

    /// <summary>The bound as an input of the graph, so that it can be swept.</summary>
    public Expr Symbol => Input(Name, Shape.Scalar);
}

/// <summary>Which numbers a bound can be.</summary>
internal enum StopRange
{
    Any,
    NonNegative,
    Positive,
}

/// <summary>What is compared with bounds, as numbers or as expressions.</summary>
/// <remarks>Of the parameters: each element, or each array of elements.</remarks>
internal readonly record struct StopPlace<T>(T Loss, T GradientNorm, IEnumerable<T> Parameters, Direction Direction)
{
    public bool IsAscent => Direction == Direction.Maximise;
}

/// <summary>
/// The table of stop conditions, in the order in which a run names those that hold: settings, graphs, notes and tallies read it.
/// </summary>
internal static class StopWords
{
    public static IReadOnlyList<StopWord> All { get; } =
    [
        new(StopReason.GradientNorm, "gradient_norm", new()
        {
            Name = "stop.gradient_norm",
            Range = StopRange.NonNegative,
            Of = stopping => stopping.GradientNorm,
            Put = (stopping, bound) => stopping with { GradientNorm = bound },
            Holds = (at, bound) => at.GradientNorm <= bound,
            Continues = (at, bound) => Equal(LessOrEqual(at.GradientNorm, bound), 0),
            Note = (end, bound) => $"{InSentence(end.LastGradientNorm)} <= {InSentence(bound)}",
        }, "the L2 norm of the whole gradient is at or below this"),
        new(StopReason.Loss, "loss", new()
        {
            Name = "stop.loss",
            Range = StopRange.Any,
            Of = stopping => stopping.Loss,
            Put = (stopping, bound) => stopping with { Loss = bound },
            Holds = (at, bound) => at.IsAscent ? at.Loss >= bound : at.Loss <= bound,
            Continues = (at, bound) => Equal(at.IsAscent ? LessOrEqual(bound, at.Loss) : LessOrEqual(at.Loss, bound), 0),
            Note = (end, bound) => $"{InSentence(end.LastLoss)} {(end.Direction == Direction.Minimise ? "<=" : ">=")} {InSentence(bound)}",
        }, "the loss is at or below this (for `maximise`: at or above)"),
        new(StopReason.Diverged, "diverged", new()
        {
            Name = "stop.diverged",
            Range = StopRange.Positive,
            Of = stopping => stopping.Diverged,
            Put = (stopping, bound) => stopping with { Diverged = bound },
            Holds = (at, bound) => !(Math.Abs(at.Loss) <= bound && at.Parameters.All(p => Math.Abs(p) <= bound)),
            Continues = (at, bound) => LessOrEqual(at.Parameters.Select(p => Max(Abs(p))).Aggregate(Abs(at.Loss), Max), bound),
            Note = (_, bound) => $"loss or a parameter is above {InSentence(bound)}",
        }, "the absolute value of the loss or of any parameter element is above this, or not a number; the verdict is then `diverged`"),
        new(StopReason.When, "when", null, "the formula is not 0"),
        new(StopReason.Patience, "patience", null,
            "the name or formula `of` was not below its least value for so many steps; with `direction = \"maximise\"` not above its "
                + "greatest"),
    ];

    /// <summary>Those that are numbers.</summary>
    public static IReadOnlyList<StopBound> Bounds { get; } = [.. All.Select(row => row.Bound).OfType<StopBound>()];

    /// <summary>The row of a condition.</summary>
    public static StopWord Of(StopReason reason) => All[(int)reason];

    /// <summary>How a note begins that names a condition: <c>[stop] loss: </c>.</summary>
    public static string Said(StopReason reason) => $"[stop] {Of(reason).Key}: ";
}

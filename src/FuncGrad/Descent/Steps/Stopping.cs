using static FuncGrad.Expr;

namespace FuncGrad;

/// <summary>Why a run ended before its steps were used up. Several can hold at once.</summary>
public enum StopReason
{
    /// <summary>The gradient norm reached its bound.</summary>
    GradientNorm,

    /// <summary>The loss reached its bound.</summary>
    Loss,

    /// <summary>The loss or a parameter passed its bound, or is not a number.</summary>
    Diverged,

    /// <summary>The formula of <c>when</c> held.</summary>
    When,

    /// <summary>What <c>patience</c> looks at had not become better for too long.</summary>
    Patience,
}

/// <summary>
/// When a run stops early; nothing stops early unless named here. A condition is a function of a step: it holds at a row of the log or not.
/// </summary>
/// <param name="GradientNorm">Stop once ‖∇loss‖₂ is at or below this.</param>
/// <param name="Loss">Stop once the loss is at or below this (for ascent: at or above).</param>
/// <param name="Diverged">Stop once |loss| or any |parameter| is above this, or not a number.</param>
public sealed record Stopping(double? GradientNorm = null, double? Loss = null, double? Diverged = null)
{
    /// <summary>Never early.</summary>
    public static Stopping Never { get; } = new();

    internal bool IsNever => GradientNorm is null && Loss is null && Diverged is null;

    /// <summary>The conditions that hold at a step, in the order of the contract; none means: go on.</summary>
    public IReadOnlyList<StopReason> Reasons(Step step, Direction direction = Direction.Minimise) =>
        Reasons(Arguments.Given(step).Loss, step.GradientNorm, step.Parameters.SelectMany(p => p.ToArray()), direction);

    internal IReadOnlyList<StopReason> Reasons(double loss, double gradientNorm, IEnumerable<double> parameters, Direction direction)
    {
        var reasons = new List<StopReason>();
        if (gradientNorm <= GradientNorm) reasons.Add(StopReason.GradientNorm);
        if (direction == Direction.Minimise ? loss <= Loss : loss >= Loss) reasons.Add(StopReason.Loss);
        if (Diverged is { } bound && !(Math.Abs(loss) <= bound && parameters.All(p => Math.Abs(p) <= bound))) reasons.Add(StopReason.Diverged);
        return reasons;
    }

    /// <summary>The same conditions with the bounds of one lane.</summary>
    internal Stopping InLane(Func<string, double> bound) => new(
        GradientNorm is null ? null : bound("stop.gradient_norm"),
        Loss is null ? null : bound("stop.loss"),
        Diverged is null ? null : bound("stop.diverged"));

    /// <summary>The symbols of the bounds, which are inputs of the graph so that they can be swept.</summary>
    internal IEnumerable<(string Name, double Value)> Bounds() =>
        new[] { ("stop.gradient_norm", GradientNorm), ("stop.loss", Loss), ("stop.diverged", Diverged) }
            .Where(bound => bound.Item2 is not null).Select(bound => (bound.Item1, bound.Item2!.Value));

    /// <summary>1 where no condition holds, as a graph: the same conditions as <see cref="Reasons(Step,Direction)"/>.</summary>
    internal Expr? Continues(Expr loss, Expr gradientNorm, IReadOnlyList<Expr> parameters, Direction direction)
    {
        if (IsNever) return null;
        var goesOn = new List<Expr>();
        if (GradientNorm is not null) goesOn.Add(Equal(LessOrEqual(gradientNorm, Bound("stop.gradient_norm")), 0));
        if (Loss is not null)
            goesOn.Add(Equal(direction == Direction.Minimise ? LessOrEqual(loss, Bound("stop.loss")) : LessOrEqual(Bound("stop.loss"), loss), 0));
        if (Diverged is not null)
            goesOn.Add(LessOrEqual(parameters.Select(p => Max(Abs(p))).Aggregate(Abs(loss), Max), Bound("stop.diverged")));
        return goesOn.Aggregate((a, b) => a * b);
    }

    private static Expr Bound(string name) => Input(name, Shape.Scalar);
}

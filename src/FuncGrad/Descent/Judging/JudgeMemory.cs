using static FuncGrad.Expr;

namespace FuncGrad;

/// <summary>
/// What the judge remembers, as further state of the recurrence: written in the same expressions as the rest, so that it is compiled with
/// the step and costs a few operations per lane. A score is the loss, for ascent its negative.
/// </summary>
internal sealed class JudgeMemory(StepGraphBuilder graph, Expr loss, IReadOnlyList<Expr> point, IReadOnlyList<Expr> gradient, RuleStep rule)
{
    /// <summary>
    /// The last states of a recurrence that remembers the last half, counted from the end; what the sum lacks only in single precision.
    /// </summary>
    public const int LackFromEnd = 5, SumFromEnd = 4, LowFromEnd = 3, HighFromEnd = 2, OvershootsFromEnd = 1;

    /// <summary>The names of the states that hold the last change of a parameter begin with this.</summary>
    public const string LastChange = "judge.last_change.";

    private readonly Expr _score = graph.Direction == Direction.Minimise ? loss : -loss;

    /// <summary>Adds the state; what comes back includes the current state.</summary>
    /// <param name="memory">How much is remembered.</param>
    /// <param name="keepsBest">Whether the best point is.</param>
    /// <param name="isBetter">1 where this point is better than those before; null: where its loss is.</param>
    public Remembered Add(Memory memory, bool keepsBest, Expr? isBetter)
    {
        var made = graph.StepsMade();
        if (memory == Memory.None) return new(Zero, Zero, Zero, Zero, Zero, made);
        var best = Best(made, out var isBetterLoss);
        var kept = keepsBest ? Kept(isBetter ?? isBetterLoss, made) : default((IReadOnlyList<Expr>, Expr)?);
        var (firstNonFinite, firstLost) = (First("first_non_finite", IsNotFinite(), made), First("first_lost", graph.LostToRounding, made));
        return new(memory == Memory.Recent ? Recent() : Zero, best[0], best[1], firstNonFinite, firstLost, made) { Best = kept };
    }

    /// <summary>The point that was best so far, not a number as long as none was.</summary>
    private (IReadOnlyList<Expr> Point, Expr Step) Kept(Expr isBetter, Expr made)
    {
        Expr Kept(Expr part, int parameter) =>
            Where(isBetter, part, graph.State($"keep.{graph.Parameters[parameter].InputName}", part.Shape, double.NaN));
        Expr[] next = [.. point.Select(Kept), Where(isBetter, made, graph.State("keep.step", Shape.Scalar, 0))];
        foreach (var value in next) graph.Next(value);
        return (next[..^1], next[^1]);
    }

    private Expr[] Best(Expr made, out Expr isBetter)
    {
        var best = graph.State("judge.best_score", Shape.Scalar, double.PositiveInfinity);
        var bestStep = graph.State("judge.best_step", Shape.Scalar, 0);
        isBetter = Less(_score, best);
        Expr[] next = [Where(isBetter, _score, best), Where(isBetter, made, bestStep)];
        foreach (var value in next) graph.Next(value);
        return next;
    }

    /// <summary>The first step at which the condition holds, −1 before; without a condition the constant −1, which costs nothing.</summary>
    private Expr First(string name, Expr? condition, Expr made)
    {
        if (condition is null) return Constant(-1);
        var first = graph.State($"judge.{name}", Shape.Scalar, -1);
        var next = Where(Less(first, 0) * condition, made, first);
        graph.Next(next);
        return next;
    }

    /// <summary>
    /// x − x and g·0 are 0 exactly if x and g are finite, and the sum of such zeros is 0 exactly if all are: one operation of each kind for
    /// an element, since processors multiply beside adding. The gradient is looked at by its elements: its norm, which must neither
    /// overflow nor underflow, is several times as dear, and is otherwise formed only where it is shown.
    /// </summary>
    private Expr IsNotFinite()
    {
        var zeros = point.Zip(gradient, (x, slope) => Sum(FusedMultiplyAdd(slope, Fill(0, slope.Shape), ZeroOf(x)))).Append(loss * 0);
        return NotEqual(zeros.Aggregate((a, b) => a + b), 0);
    }

    /// <summary>A product less itself would be made one operation with one rounding, which is not 0.</summary>
    private static Expr ZeroOf(Expr x) => x.InputName is null ? x * 0 : x - x;

    /// <summary>
    /// Adds the last changes and the figures of a window; what comes back is the norm of the change that led here. An update overshot if
    /// the loss, by the gradient behind it, rises along it: that does not depend on the units of the parameters, as the angle between two
    /// updates would.
    /// </summary>
    private Expr Recent()
    {
        var before = rule.Settled is null ? 0 : double.NaN;
        Expr[] last = [.. graph.Parameters.Select(p => graph.State(LastChange + p.InputName, p.Shape, before))];
        var lack = graph.Precision == Precision.Double ? null : graph.State("judge.score_lack", Shape.Scalar, 0);
        var sum = graph.State("judge.score_sum", Shape.Scalar, 0);
        var low = graph.State("judge.score_low", Shape.Scalar, double.PositiveInfinity);
        var high = graph.State("judge.score_high", Shape.Scalar, double.NegativeInfinity);
        var overshoots = graph.State("judge.overshoots", Shape.Scalar, 0);
        foreach (var next in rule.Settled is null ? rule.Changes : point) graph.Next(next);
        if (rule.Settled is not null) last = [.. last.Zip(point, Since)];
        var slope = last.Zip(gradient, (change, g) => Sum(change * g)).Aggregate((a, b) => a + b);
        foreach (var next in Added(sum, lack)) graph.Next(next);
        graph.Next(Where(Less(_score, low), _score, low));
        graph.Next(Where(Less(high, _score), _score, high));
        var overshot = graph.Direction == Direction.Minimise ? Less(0, slope) : Less(slope, 0);
        graph.Next(overshoots + (rule.Settled is { } settled ? overshot * settled.IsNew : overshot));
        return StepGraphBuilder.Norm(last);
    }

    /// <summary>The way from the last reported point, none before there was one.</summary>
    private static Expr Since(Expr last, Expr point) => Where(Equal(last, last), point - last, 0);

    /// <summary>
    /// Σ + score. In single precision with the part that the rounding of Σ took, so that a long window sums as well as in double (Kahan
    /// 1965, doi:10.1145/363707.363723).
    /// </summary>
    private Expr[] Added(Expr sum, Expr? lack)
    {
        if (lack is null) return [sum + _score];
        var addend = _score - lack;
        var total = sum + addend;
        return [(total - sum) - addend, total];
    }
}

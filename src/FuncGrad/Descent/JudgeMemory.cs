using static FuncGrad.Expr;

namespace FuncGrad;

/// <summary>
/// What the judge remembers, as further state of the recurrence: written in the same expressions as the rest, so that it is compiled with the step and costs
/// a few operations per lane. A score is the loss, for ascent its negative.
/// </summary>
internal sealed class JudgeMemory(StepGraphBuilder graph, Expr loss, Expr gradientNorm, IReadOnlyList<Expr> parameters, IReadOnlyList<Expr> changes)
{
    private readonly Expr _score = graph.Direction == Direction.Minimise ? loss : -loss;

    /// <summary>Adds the state; what comes back are the update norm, the judge's figures with the current state included, and the steps made.</summary>
    public Expr[] Add(Memory memory)
    {
        var made = graph.StepsMade();
        if (memory == Memory.None) return [Zero, Zero, Zero, Zero, Zero, made];
        Expr[] figures = [.. Best(made), First("first_non_finite", IsNotFinite(), made), First("first_lost", graph.LostToRounding, made)];
        return [memory == Memory.Recent ? Recent() : Zero, .. figures, made];
    }

    private Expr[] Best(Expr made)
    {
        var best = graph.State("judge.best_score", Shape.Scalar, double.PositiveInfinity);
        var bestStep = graph.State("judge.best_step", Shape.Scalar, 0);
        var isBetter = Less(_score, best);
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

    /// <summary>x·0 is 0 exactly if x is finite, and the sum of such zeros is 0 exactly if all are.</summary>
    private Expr IsNotFinite()
    {
        var zeros = parameters.Select(parameter => Sum(parameter * 0)).Append(loss * 0).Append(gradientNorm * 0);
        return NotEqual(zeros.Aggregate((a, b) => a + b), 0);
    }

    /// <summary>Adds the last changes and the sums over the last quarter; what comes back is the norm of the change that led here.</summary>
    private Expr Recent()
    {
        Expr[] last = [.. parameters.Select(p => graph.State($"judge.last_change.{p.InputName}", p.Shape, 0))];
        var scoreSum = graph.State("judge.score_sum", Shape.Scalar, 0);
        var reversals = graph.State("judge.reversals", Shape.Scalar, 0);
        foreach (var change in changes) graph.Next(BroadcastTo(change, change.Shape));
        var along = last.Zip(changes, (before, now) => Sum(before * now)).Aggregate((a, b) => a + b);
        graph.Next(scoreSum + _score);
        graph.Next(reversals + Less(along, 0));
        return StepGraphBuilder.Norm(last);
    }
}

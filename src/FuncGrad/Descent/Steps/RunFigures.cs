using static FuncGrad.Expr;

namespace FuncGrad;

/// <summary>
/// What formulas of a step mean in a step graph: <c>loss</c>, <c>gradient_norm</c> and <c>step</c> are those of the step, and figures over
/// the run become further state of the recurrence, with the current step included.
/// </summary>
internal sealed class RunFigures(StepGraphBuilder graph, IReadOnlyDictionary<Expr, Expr> ofStep)
{
    /// <summary>What formulas call the loss, the gradient norm and the number of updates made, as names and as symbols.</summary>
    public static IReadOnlyDictionary<string, Expr> OfStep { get; } =
        new[] { "loss", "gradient_norm", "step" }.ToDictionary(name => name, name => Input($"step.{name}", Shape.Scalar));

    private readonly Dictionary<Expr, Expr> _current = [];

    /// <summary>A formula at the current step.</summary>
    public Expr At(Expr formula) => Substitution.Rebuild(Substitution.Replace([formula], ofStep), (node, operands) =>
    {
        var rebuilt = operands is null ? node : node.With(operands);
        return OverRun.IsFigure(node.Primitive) ? Current(rebuilt) : rebuilt;
    })[0];

    private Expr Current(Expr figure)
    {
        if (!_current.TryGetValue(figure, out var current))
            _current[figure] = current = Added(figure, figure.Operands[0], $"figure.{_current.Count}");
        return current;
    }

    private Expr Added(Expr figure, Expr value, string name)
    {
        if (figure.Primitive == OverRun.MeanOfLast) return MeanOfLast(value, (int)figure.Attribute!, name);
        if (figure.Primitive == OverRun.Sum) return Sum(value, name);
        var isMaximum = figure.Primitive == OverRun.Maximum;
        var extreme = graph.State(name, Shape.Scalar, isMaximum ? double.NegativeInfinity : double.PositiveInfinity);
        return Next(isMaximum ? Max(extreme, value) : Min(extreme, value));
    }

    private Expr Sum(Expr value, string name)
    {
        var lack = graph.Precision == Precision.Double ? null : graph.State($"{name}.lack", Shape.Scalar, 0);
        var sum = graph.State(name, Shape.Scalar, 0);
        if (lack is null) return Next(sum + value);
        var (addend, total) = (value - lack, sum + (value - lack));
        Next((total - sum) - addend);
        return Next(total);
    }

    /// <summary>The last values move up by one place in each step.</summary>
    private Expr MeanOfLast(Expr value, int count, string name)
    {
        var last = graph.State(name, Shape.Of(count), 0);
        var next = Next(count == 1 ? Reshape(value, Shape.Of(1))
            : Concatenate(0, last.SliceOver(0, 1, count), Reshape(value, Shape.Of(1))));
        return Expr.Sum(next) / Min(graph.StepsMade() + 1, count);
    }

    private Expr Next(Expr next)
    {
        graph.Next(next);
        return next;
    }
}

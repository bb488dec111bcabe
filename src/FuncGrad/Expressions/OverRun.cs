namespace FuncGrad;

/// <summary>
/// Figures over the steps of a run, of a number that each step has. Their value depends on the steps before, so that no evaluation knows
/// them: the graph of a step puts what it remembers in their places. They are no part of the table of operations.
/// </summary>
internal static class OverRun
{
    /// <summary>More would be state that nobody wants to carry through every step.</summary>
    private const int LongestWindow = 10_000;

    /// <summary>Σ over all steps so far, the current one included.</summary>
    public static readonly Primitive Sum = Figure("sum_over_run");

    /// <summary>The greatest, the smallest so far; NaN once one was.</summary>
    public static readonly Primitive Maximum = Figure("maximum_over_run"), Minimum = Figure("minimum_over_run");

    /// <summary>The mean of the last n steps, of fewer while there are no more. The attribute is n.</summary>
    public static readonly Primitive MeanOfLast = Figure("mean_of_last");

    private static readonly Primitive[] All = [Sum, Maximum, Minimum, MeanOfLast];

    /// <summary>Whether an operation is one of these.</summary>
    public static bool IsFigure(Primitive operation) => Array.IndexOf(All, operation) >= 0;

    /// <summary>As functions of the formulas that may use them.</summary>
    public static IReadOnlyDictionary<string, FormulaFunction> Functions { get; } = new[]
    {
        new FormulaFunction(Sum.Name, "sum_over_run(x)", 1, 1, false, call => Expr.Node(Sum, null, call[0])),
        new FormulaFunction(Maximum.Name, "maximum_over_run(x)", 1, 1, false, call => Expr.Node(Maximum, null, call[0])),
        new FormulaFunction(Minimum.Name, "minimum_over_run(x)", 1, 1, false, call => Expr.Node(Minimum, null, call[0])),
        new FormulaFunction(MeanOfLast.Name, "mean_of_last(x, 20)", 2, 2, false,
            call => Expr.Node(MeanOfLast, Window(call.Whole(1)), call[0])),
    }.ToDictionary(function => function.Name);

    private static int Window(int steps) => steps is >= 1 and <= LongestWindow ? steps
        : throw new ShapeException(
            $"mean_of_last takes the mean of 1 to {LongestWindow} steps, but {steps} was found. Write mean_of_last(loss, 20).");

    private static Primitive Figure(string name) => new()
    {
        Name = name,
        Arity = 1,
        Family = Family.Elementwise,
        ShapeRule = (operands, _) => operands[0].Shape.Rank == 0 ? Shape.Scalar
            : throw new ShapeException($"{name} takes a single number of each step, but the shape {operands[0].Shape} was found. "
                + "Reduce it with sum, mean or norm."),
        Meaning = (node, _, _) =>
            throw new InvalidOperationException($"{node.Operation} depends on the steps of a run and has no value by itself."),
        Adjoint = (_, _, _) => null,
        Tangent = (_, _) => null,
    };
}

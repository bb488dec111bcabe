namespace FuncGrad;

/// <summary>How much of a run's history the graph keeps for its verdict.</summary>
internal enum Memory
{
    /// <summary>Nothing: a bare fold.</summary>
    None,

    /// <summary>The best loss and the first troubles: what every step must be watched for.</summary>
    Extremes,

    /// <summary>Also the last change, to see whether updates turn against each other: needed in the last half only.</summary>
    Recent,
}

/// <summary>
/// Which inputs vary where: hyperparameters with a value for each parameter, and data that differs between trials; by name.
/// </summary>
internal sealed record Varying(IReadOnlySet<string> HyperparametersByParameter, IReadOnlySet<string> DataByTrial)
{
    /// <summary>Whether the rows of batches differ between trials.</summary>
    public bool BatchesByTrial { get; init; }

    public static Varying Nothing { get; } = new(new HashSet<string>(), new HashSet<string>());
}

/// <summary>
/// Loss, gradient, update rule, stop conditions and judge composed into one recurrence. Hyperparameters and bounds are inputs by name, so
/// one graph serves a whole sweep. The state is laid out as parameters, slots, then what the judge remembers.
/// </summary>
internal sealed class StepGraph
{
    /// <summary>
    /// Above this many elements a central difference is taken by evaluating the loss again and again instead of by 2·n copies of the graph.
    /// </summary>
    public const int LargestUnrolledDifference = 256;

    public required Recurrence Recurrence { get; init; }

    /// <summary>What the observed values of the recurrence are, in their order.</summary>
    public required Row Row { get; init; }

    /// <summary>How many of the leading state symbols are parameters.</summary>
    public required int ParameterCount { get; init; }

    /// <summary>How many state symbols after the parameters are the rule's slots.</summary>
    public required int SlotCount { get; init; }

    /// <summary>
    /// What every state symbol that is not a parameter begins with, in order: a number for all its elements, or a function of parameters
    /// and inputs.
    /// </summary>
    public required IReadOnlyList<Expr> InitialState { get; init; }

    /// <summary>Those functions, as what is observed at the start; null if there are none.</summary>
    public required Recurrence? Beginning { get; init; }

    /// <summary>Whether <see cref="LastChanges"/> hold the last reported point and not the way from there.</summary>
    public required bool LastPointIsKept { get; init; }

    /// <summary>Where the last changes stand among the states, parameter by parameter; empty if they are not remembered.</summary>
    public required IReadOnlyList<int> LastChanges { get; init; }

    /// <summary>
    /// For each lane input its name: <c>method.learning_rate</c>, <c>method.learning_rate.W</c>, <c>method.h</c>, <c>stop.loss</c>.
    /// </summary>
    public required IReadOnlyList<string> InputNames { get; init; }

    /// <summary>
    /// The names of inputs begin with a word and a dot, which no parameter's or data's name does, so that a user may call a parameter
    /// <c>h</c>.
    /// </summary>
    public const string Method = "method.", DifferenceStep = "method.h", PlannedSteps = "method.steps", OutsideLoss = "outside.loss",
        OutsideGradient = "outside.gradient.";

    /// <summary>The graph of a method on a loss, with the inputs that vary.</summary>
    public static StepGraph Build(Loss loss, FuncGrad.Method method, Stopping stopping, Varying varying, Memory memory, Row row,
        BatchLoss? batch = null) =>
        new StepGraphBuilder(loss, method, stopping, varying, batch).Build(memory, row);

    /// <summary>Whether a lane input is written by the kernel itself: loss and gradient from outside.</summary>
    public static bool IsSuppliedOnTheWay(string inputName) => inputName.StartsWith("outside.", StringComparison.Ordinal);

    /// <summary>How often the loss is evaluated for an update where its gradient is supplied from outside; else 1.</summary>
    public static long EvaluationsOutside(Loss loss, FuncGrad.Method method) =>
        NeedsOutsideGradient(loss, method) ? FuncGrad.OutsideGradient.EvaluationsPerUpdate(loss.Dimension) : 1;

    /// <summary>Whether the gradient must be supplied from outside, by evaluating the loss at shifted points.</summary>
    public static bool NeedsOutsideGradient(Loss loss, FuncGrad.Method method) =>
        loss.Value is null || (method.Gradient == GradientKind.CentralDifference && loss.Dimension > LargestUnrolledDifference);
}

namespace FuncGrad;

/// <summary>
/// Something that is seen of a state: a column of the tables, or one for each element of an array, or a figure that the judge needs.
/// </summary>
/// <param name="Name">The head of its column; for an array the name that its elements have.</param>
/// <param name="Elements">The shape of an array; null for a single number.</param>
/// <param name="Of">What a step shows ↦ its expression.</param>
internal sealed record Observable(string Name, Shape? Elements, Func<Seen, Expr> Of)
{
    /// <summary>How many numbers it is.</summary>
    public int Count => Elements?.ElementCount ?? 1;

    /// <summary>Its formula, if it is one of the experiment's own.</summary>
    public Expr? Formula { get; private init; }

    /// <summary>A number that a formula gives.</summary>
    public static Observable OfFormula(string name, Expr formula) => new(name, null, seen => seen.Formulas[formula]) { Formula = formula };

    /// <summary>The loss.</summary>
    public static readonly Observable Loss = new("loss", null, seen => seen.Loss);

    /// <summary>‖∇loss‖₂ of the whole gradient.</summary>
    public static readonly Observable GradientNorm = new("gradient_norm", null, seen => seen.GradientNorm);

    /// <summary>‖x⁺ − x‖₂ of the update that led here.</summary>
    public static readonly Observable UpdateNorm = new("update_norm", null, seen => seen.Remembered.UpdateNorm);

    /// <summary>How many updates the lane made.</summary>
    public static readonly Observable Step = new("step", null, seen => seen.Remembered.StepsMade);

    /// <summary>
    /// The best score, the step where it was first reached, the first step that was not finite, the first that was lost to rounding; −1 for
    /// none.
    /// </summary>
    public static readonly Observable BestScore = new("judge.best_score", null, seen => seen.Remembered.BestScore),
        BestStep = new("judge.best_step", null, seen => seen.Remembered.BestStep),
        FirstNonFinite = new("judge.first_non_finite", null, seen => seen.Remembered.FirstNonFinite),
        FirstLost = new("judge.first_lost", null, seen => seen.Remembered.FirstLost);

    /// <summary>A parameter where it is reported.</summary>
    public static Observable Parameter(IReadOnlyList<Expr> parameters, int index) =>
        new(parameters[index].InputName!, parameters[index].Shape, seen => seen.Point[index]);

    /// <summary>A parameter where it was best, and the step that led there.</summary>
    public static Observable Best(IReadOnlyList<Expr> parameters, int index) =>
        new($"best.{parameters[index].InputName}", parameters[index].Shape, seen => seen.Remembered.Best!.Value.Point[index]);

    /// <inheritdoc cref="Best"/>
    public static readonly Observable KeptStep = new("best.step", null, seen => seen.Remembered.Best!.Value.Step);

    /// <summary>A parameter where the gradient of the step was taken.</summary>
    public static Observable Iterate(IReadOnlyList<Expr> parameters, int index) =>
        new(IteratePrefix + parameters[index].InputName, parameters[index].Shape, seen => seen.Iterate[index]);

    /// <summary>How the name of a parameter begins where it is that point.</summary>
    public const string IteratePrefix = "iterate.";

    /// <summary>The loss there.</summary>
    public static readonly Observable IterateLoss = new("iterate_loss", null, seen => seen.IterateLoss);

    /// <summary>The gradient of a parameter there.</summary>
    public static Observable Gradient(IReadOnlyList<Expr> parameters, int index) =>
        new($"gradient.{parameters[index].InputName}", parameters[index].Shape, seen => seen.Gradient[index]);

    /// <summary>A part of what the rule remembers: of a parameter, or the one that all share.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="part">Which part of it.</param>
    /// <param name="parameter">The parameter; null if all share it.</param>
    /// <param name="shape">Its shape.</param>
    public static Observable Slot(string slot, int part, string? parameter, Shape shape) =>
        new(parameter is null ? $"slot.{slot}" : $"slot.{slot}.{parameter}", shape, seen => seen.Slots[slot][part]);

    /// <summary>The learning rate of the update that follows, as it is computed with; NaN if the rule has none.</summary>
    public static readonly Observable LearningRate = new("learning_rate", null, seen => seen.Rates?[0] ?? double.NaN);

    /// <summary>The learning rate of all parameters, for the judge; NaN if the rule has none, or several.</summary>
    public static readonly Observable OneLearningRate =
        new("judge.learning_rate", null,
            seen => seen.Rates is { Count: > 0 } rates && rates.All(rate => rate == rates[0]) ? rates[0] : double.NaN);

    /// <summary>The same for one parameter.</summary>
    public static Observable LearningRateOf(IReadOnlyList<Expr> parameters, int index) =>
        new($"learning_rate.{parameters[index].InputName}", null, seen => seen.Rates?[index] ?? double.NaN);
}

/// <summary>What a step shows, as expressions of the state before the update.</summary>
/// <param name="Loss">The loss at the reported point.</param>
/// <param name="Point">That point, parameter by parameter.</param>
/// <param name="Gradient">The gradient there.</param>
/// <param name="GradientNorm">Its norm.</param>
/// <param name="Rates">The learning rate of the update that follows, for each parameter; null if the rule has none.</param>
/// <param name="Remembered">What the judge remembers.</param>
internal sealed record Seen(Expr Loss, IReadOnlyList<Expr> Point, IReadOnlyList<Expr> Gradient, Expr GradientNorm,
    IReadOnlyList<Expr>? Rates, Remembered Remembered)
{
    /// <summary>The point where the gradient of the step was taken, which the rule may not report.</summary>
    public required IReadOnlyList<Expr> Iterate { get; init; }

    /// <summary>The loss there.</summary>
    public required Expr IterateLoss { get; init; }

    /// <summary>What the rule remembers at this step, by name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Expr>> Slots { get; init; }

    /// <summary>The formulas of the experiment at this step.</summary>
    public required IReadOnlyDictionary<Expr, Expr> Formulas { get; init; }

    /// <summary>The figures of stop conditions that are formulas; null if there are none.</summary>
    public StopFigures? Stop { get; init; }
}

/// <summary>The judge's figures, with the current state included.</summary>
internal sealed record Remembered(Expr UpdateNorm, Expr BestScore, Expr BestStep, Expr FirstNonFinite, Expr FirstLost, Expr StepsMade)
{
    /// <summary>The best point with the step that led there; null if it is not kept.</summary>
    public (IReadOnlyList<Expr> Point, Expr Step)? Best { get; init; }
}

namespace FuncGrad;

/// <summary>
/// What a rule is given: a point with loss and gradient there, and what it remembers, as expressions. An array for all parameters is a list
/// with one expression for each, in the order of the loss.
/// </summary>
public sealed class Evaluated
{
    internal Evaluated() { }

    /// <summary>What can be computed beside loss and gradient; null where these come from outside of the graph.</summary>
    internal Elsewhere? Elsewhere { get; init; }

    /// <summary>(hyperparameter, position of a parameter) ↦ its value, null if there is none.</summary>
    internal Func<string, int, Expr?> Given { get; init; } = (_, _) => null;

    /// <summary>(purpose, whether from the normal distribution) ↦ random numbers for all parameters.</summary>
    internal Func<string, bool, IReadOnlyList<Expr>> Drawn { get; init; } = (_, _) => [];

    /// <summary>A formula of parameters, data and what a step knows ↦ its value where the gradient was taken.</summary>
    internal Func<Expr, Expr> Observed { get; init; } = formula => formula;

    internal IReadOnlyDictionary<string, IReadOnlyList<Expr>> Slots { get; init; } = new Dictionary<string, IReadOnlyList<Expr>>();

    /// <summary>
    /// x, the parameters where <see cref="Loss"/> and <see cref="Gradient"/> were taken; behind another rule of a chain, where that one
    /// went.
    /// </summary>
    public required IReadOnlyList<Expr> Point { get; init; }

    /// <summary>The parameters where the gradient was taken, wherever earlier rules of a chain went.</summary>
    public required IReadOnlyList<Expr> Origin { get; init; }

    /// <summary>g, the gradient, each part of its parameter's shape; for ascent its negative, so that a rule always descends.</summary>
    public required IReadOnlyList<Expr> Gradient { get; init; }

    /// <summary>The loss at <see cref="Origin"/>, a scalar; for ascent its negative.</summary>
    public required Expr Loss { get; init; }

    /// <summary>t, the number of this update: 1, 2, 3 ... A scalar.</summary>
    public required Expr Iteration { get; init; }

    /// <summary>t − 1, how many updates were made. A scalar.</summary>
    public required Expr Step { get; init; }

    /// <summary>How many updates are to be made. A scalar.</summary>
    public required Expr Steps { get; init; }

    /// <summary>A hyperparameter, a scalar.</summary>
    /// <exception cref="KeyNotFoundException">The rule declares no such hyperparameter.</exception>
    public Expr this[string hyperparameter] => Of(hyperparameter, 0);

    /// <summary>A hyperparameter as it is for one parameter: a file may give it a value for each.</summary>
    /// <param name="hyperparameter">Its name.</param>
    /// <param name="parameter">The position of the parameter.</param>
    /// <exception cref="KeyNotFoundException">The rule declares no such hyperparameter.</exception>
    public Expr Of(string hyperparameter, int parameter) => Given(Arguments.Given(hyperparameter), parameter)
        ?? throw new KeyNotFoundException($"This rule declares no hyperparameter '{hyperparameter}'.");

    /// <summary>What a slot holds: one part for each parameter, or a single one if it is shared.</summary>
    /// <exception cref="KeyNotFoundException">The rule declares no such slot.</exception>
    public IReadOnlyList<Expr> Slot(string name) => Slots.TryGetValue(Arguments.Given(name), out var parts)
        ? parts
        : throw new KeyNotFoundException($"This rule declares no slot '{name}'. It has: {string.Join(", ", Slots.Keys)}.");

    /// <summary>The gradient at another point, a part for each parameter: another evaluation within the same update.</summary>
    /// <param name="point">A part for each parameter, of its shape.</param>
    /// <exception cref="ArgumentException">The gradient comes from outside of the graph: of a black box, or by central differences of many
    /// elements.</exception>
    public IReadOnlyList<Expr> GradientAt(IReadOnlyList<Expr> point)
    {
        RequireParts(point);
        return Second("the gradient at a second point").Gradient(point);
    }

    /// <summary>The loss at another point, a scalar; for ascent its negative: another evaluation within the same update.</summary>
    /// <param name="point">A part for each parameter, of its shape.</param>
    /// <exception cref="ArgumentException"><inheritdoc cref="GradientAt"/></exception>
    public Expr LossAt(IReadOnlyList<Expr> point)
    {
        RequireParts(point);
        return Second("the loss at a second point").Loss(point);
    }

    /// <summary>
    /// H·v at <see cref="Origin"/>, with the second derivatives H of the loss, for ascent of its negative (Pearlmutter 1994): a part for
    /// each parameter, at about the cost of a gradient.
    /// </summary>
    /// <param name="direction">v, a part for each parameter, of its shape.</param>
    /// <exception cref="ArgumentException"><inheritdoc cref="GradientAt"/></exception>
    public IReadOnlyList<Expr> CurvatureAlong(IReadOnlyList<Expr> direction)
    {
        RequireParts(direction);
        return Second("second derivatives").Curvature(direction);
    }

    /// <summary>
    /// Random numbers from the normal distribution of mean 0 and standard deviation 1, a part for each parameter: pure functions of the
    /// trial's seed, the place of the rule in its chain, the step and the position in the parameters laid end to end. To derivatives they
    /// are constants.
    /// </summary>
    /// <param name="name">Which numbers: those of another name are independent of them.</param>
    public IReadOnlyList<Expr> Normal(string name = "0") => Drawn($"normal.{Arguments.Given(name)}", true);

    /// <summary>The same, evenly from [0, 1).</summary>
    /// <param name="name">Which numbers: those of another name are independent of them.</param>
    public IReadOnlyList<Expr> Uniform(string name = "0") => Drawn($"uniform.{Arguments.Given(name)}", false);

    /// <summary>The point, and what is known beside it.</summary>
    public override string ToString() =>
        $"at {string.Join(", ", Point)}: loss {Loss}{(Slots.Count > 0 ? $"; slots {string.Join(", ", Slots.Keys)}" : "")}";

    private void RequireParts(IReadOnlyList<Expr> parts)
    {
        if (Arguments.AllGiven(parts).Count != Point.Count)
            throw new ArgumentException($"There are {parts.Count} parts, but {Point.Count} parameters.", nameof(parts));
    }

    private Elsewhere Second(string what) => Elsewhere ?? throw new ArgumentException(
        $"The rule takes {what}, which is not possible where each gradient is made of values from outside of the step: of a black box, or "
            + $"by central differences of more than {StepGraph.LargestUnrolledDifference} elements. "
            + "Use the exact gradient, or another rule.");

    /// <summary>The same with other slots and hyperparameters, at the point and with the gradient of an earlier rule.</summary>
    internal Evaluated With(int link, IReadOnlyList<Expr> point, IReadOnlyList<Expr> gradient,
        IReadOnlyDictionary<string, IReadOnlyList<Expr>> slots, Func<string, int, Expr?> given, Expr step) => new()
    {
        Drawn = link == 0 ? Drawn : (purpose, isNormal) => Drawn(FormattableString.Invariant($"{link}.{purpose}"), isNormal),
        Elsewhere = Elsewhere, Observed = Observed, Given = given, Slots = slots, Point = point, Origin = Origin, Gradient = gradient,
        Loss = Loss,
        Iteration = step == Step ? Iteration : step + 1, Step = step, Steps = Steps,
    };
}

/// <summary>What a rule answers.</summary>
/// <param name="Next">x⁺, where loss and gradient are taken next: a part for each parameter, of its shape.</param>
/// <param name="Slots">The new content of each slot, in their order: as many parts as the slot has.</param>
/// <param name="Settled">What is reported, where that is not the point of this evaluation.</param>
public sealed record Move(IReadOnlyList<Expr> Next, IReadOnlyList<IReadOnlyList<Expr>> Slots, Settled? Settled = null)
{
    /// <summary>The gradient as the rule leaves it for those behind it in a chain; null: as it was given.</summary>
    public IReadOnlyList<Expr>? Gradient { get; init; }

    /// <summary>x⁺ − x as the rule has it before it is added; null: as <see cref="Next"/> shows it.</summary>
    internal IReadOnlyList<Expr>? Changes { get; init; }

    /// <summary>The learning rate of this update, for each parameter; null if the rule has none.</summary>
    internal IReadOnlyList<Expr>? Rates { get; init; }

    /// <summary>Whether every slot of the earlier rules of a chain begins anew; a scalar, or null for never.</summary>
    internal Expr? Resets { get; init; }

    /// <summary>Whether the later rules of a chain act; a scalar, or null for always.</summary>
    internal Expr? Passes { get; init; }

    /// <summary>Where it goes, and the new slots.</summary>
    public override string ToString() =>
        $"to {string.Join(", ", Next)}{(Slots.Count > 0 ? $"; slots {string.Join(", ", Slots.SelectMany(slot => slot))}" : "")}";
}

/// <summary>
/// What is logged, judged and reported of a step whose gradient was taken somewhere else: the last point that a line search accepted, an
/// average.
/// </summary>
/// <param name="Point">A part for each parameter.</param>
/// <param name="Loss">The loss there, as the rule is given it.</param>
/// <param name="Gradient">The gradient there, as the rule is given it.</param>
/// <param name="IsNew">1 where this step settled it, 0 where it stands from an earlier one.</param>
public sealed record Settled(IReadOnlyList<Expr> Point, Expr Loss, IReadOnlyList<Expr> Gradient, Expr IsNew)
{
    /// <summary>Point and loss.</summary>
    public override string ToString() => $"at {string.Join(", ", Point)}: loss {Loss}";
}

/// <summary>What can be computed of a loss beside its value and gradient at the point, in the signs of a rule.</summary>
/// <param name="Loss">Point ↦ the loss there.</param>
/// <param name="Gradient">Point ↦ the gradient there.</param>
/// <param name="Curvature">Direction ↦ H·direction at the point of the evaluation.</param>
internal sealed record Elsewhere(Func<IReadOnlyList<Expr>, Expr> Loss, Func<IReadOnlyList<Expr>, IReadOnlyList<Expr>> Gradient,
    Func<IReadOnlyList<Expr>, IReadOnlyList<Expr>> Curvature);

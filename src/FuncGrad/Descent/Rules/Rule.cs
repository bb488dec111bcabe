namespace FuncGrad;

/// <summary>
/// An update rule of the whole model as a value: named hyperparameters, named slots, and a pure function from what was evaluated to where
/// to go next. It sees all parameters, the loss and the iteration at once. Written as formulas it is a <see cref="RuleText"/>; for a single
/// parameter an <see cref="UpdateRule"/>.
/// </summary>
/// <param name="Name">As in files: <c>gradient_descent</c>.</param>
/// <param name="Formula">The recurrence in text, with the source.</param>
/// <param name="Hyperparameters">What steers it.</param>
/// <param name="Slots">What it remembers.</param>
/// <param name="Apply">(point, loss, gradient, hyperparameters, slots, t) ↦ (next point, new slots).</param>
public sealed record Rule(
    string Name,
    string Formula,
    IReadOnlyList<Hyperparameter> Hyperparameters,
    IReadOnlyList<Slot> Slots,
    Func<Evaluated, Move> Apply)
{
    /// <summary>As in files: <c>gradient_descent</c>.</summary>
    public string Name { get; init; } = Arguments.Given(Name);

    /// <summary>The recurrence in text, with the source.</summary>
    public string Formula { get; init; } = Arguments.Given(Formula);

    /// <summary>What steers it.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters { get; init; } = [.. Arguments.AllGiven(Hyperparameters)];

    /// <summary>What it remembers.</summary>
    public IReadOnlyList<Slot> Slots { get; init; } = [.. Arguments.AllGiven(Slots)];

    /// <summary>(point, loss, gradient, hyperparameters, slots, t) ↦ (next point, new slots).</summary>
    public Func<Evaluated, Move> Apply { get; init; } = Arguments.Given(Apply);

    /// <summary>
    /// Whether a shared slot is one for each parameter as soon as a hyperparameter differs between them; else it is one number in any case.
    /// </summary>
    internal bool FollowsParameters { get; init; }

    /// <summary>The text it was made of; null if there was none.</summary>
    internal RuleText? Text { get; init; }

    /// <summary>The schedules that its hyperparameters follow, by name.</summary>
    internal System.Collections.Immutable.ImmutableSortedDictionary<string, string> Schedules { get; init; } =
        System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Whether it reports another point than the one where it takes the gradient, as an average.</summary>
    internal bool SettlesElsewhere { get; init; }

    /// <summary>Whether in a chain the rules behind it act only where it lets them.</summary>
    internal bool HoldsBack { get; init; }

    /// <summary>Whether in a chain the rules before it begin anew where it says so.</summary>
    internal bool BeginsAnew { get; init; }

    /// <summary>The same rule with another default for one hyperparameter.</summary>
    /// <exception cref="ArgumentException">The rule has no such hyperparameter, or is not defined for this value of it.</exception>
    public Rule With(string hyperparameter, double value) => Hyperparameters.Any(h => h.Name == Arguments.Given(hyperparameter))
        ? this with { Hyperparameters = [.. Hyperparameters.Select(h => h.Name == hyperparameter ? h.At(value) : h)] }
        : throw new ArgumentException(
            $"The rule {Name} has no hyperparameter '{hyperparameter}'. It has: {string.Join(", ", Hyperparameters.Select(h => h.Name))}.");

    /// <summary>A rule for one parameter as a rule for all.</summary>
    public static implicit operator Rule(UpdateRule rule) => Arguments.Given(rule).ForAll();

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

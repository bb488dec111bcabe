namespace FuncGrad;

/// <summary>What a rule is given for one parameter: expressions, from which it builds its change.</summary>
public sealed class UpdateArguments
{
    private readonly IReadOnlyDictionary<string, Expr> _hyperparameters;
    private readonly IReadOnlyDictionary<string, Expr> _slots;

    internal UpdateArguments(Expr parameter, Expr gradient, Expr iteration,
        IReadOnlyDictionary<string, Expr> hyperparameters, IReadOnlyDictionary<string, Expr> slots) =>
        (Parameter, Gradient, Iteration, _hyperparameters, _slots) = (parameter, gradient, iteration, hyperparameters, slots);

    /// <summary>x, the parameter before the update.</summary>
    public Expr Parameter { get; }

    /// <summary>g, the gradient at x, of x's shape; for ascent its negative, so that a rule always descends.</summary>
    public Expr Gradient { get; }

    /// <summary>t, the number of this update: 1, 2, 3 ... A scalar.</summary>
    public Expr Iteration { get; }

    /// <summary>A hyperparameter, a scalar, or what a slot holds, by name.</summary>
    /// <exception cref="KeyNotFoundException">The rule declares no such hyperparameter or slot.</exception>
    public Expr this[string name] =>
        _hyperparameters.TryGetValue(Arguments.Given(name), out var value) || _slots.TryGetValue(name, out value)
            ? value
            : throw new KeyNotFoundException(
                $"This rule declares no hyperparameter or slot '{name}'. It has: "
                    + $"{string.Join(", ", _hyperparameters.Keys.Concat(_slots.Keys))}.");

    /// <summary>The parameter, and the names of all there is beside it.</summary>
    public override string ToString() =>
        $"{Parameter} {Parameter.Shape}, with {string.Join(", ", _hyperparameters.Keys.Concat(_slots.Keys))}";
}

/// <summary>What a rule answers: the change of the parameter, x ← x + change, and the new content of its slots in their order.</summary>
/// <param name="Change">Of the parameter's shape.</param>
/// <param name="Slots">One for each slot of the rule.</param>
public sealed record Update(Expr Change, params Expr[] Slots)
{
    /// <summary>The parameter after the update, for a rule that does not form it as x + change; null: x + change.</summary>
    internal Expr? Point { get; private init; }

    /// <summary>
    /// An update to a point that is formed in several additions, each of them rounded: x ← point, in place of x ← x + (point − x).
    /// </summary>
    /// <param name="point">Of the parameter's shape.</param>
    /// <param name="parameter">x, the parameter before the update.</param>
    /// <param name="slots">One for each slot of the rule.</param>
    public static Update To(Expr point, Expr parameter, params Expr[] slots) => new(point - parameter, slots) { Point = point };

    /// <summary>Whether change and slots are the same expressions.</summary>
    public bool Equals(Update? other) =>
        other is not null && Change == other.Change && Point == other.Point && Lists.Equal(Slots, other.Slots);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Change, Lists.Hash(Slots));

    /// <summary>The change and the new slots.</summary>
    public override string ToString() => $"change {Change}{(Slots.Length > 0 ? $"; slots {string.Join<Expr>(", ", Slots)}" : "")}";
}

/// <summary>
/// An update rule of a single parameter as a value: named hyperparameters, named slots, and a pure function from gradient and slots to
/// change and new slots, written once as expressions for a parameter of any shape. A rule of one's own is made with this constructor.
/// </summary>
/// <param name="Name">As in files: <c>gradient_descent</c>.</param>
/// <param name="Formula">The recurrence in text, with the source.</param>
/// <param name="Hyperparameters">What steers it.</param>
/// <param name="Slots">What it remembers.</param>
/// <param name="Apply">(gradient, hyperparameters, slots, t) ↦ (change, new slots).</param>
public sealed record UpdateRule(
    string Name,
    string Formula,
    IReadOnlyList<Hyperparameter> Hyperparameters,
    IReadOnlyList<Slot> Slots,
    Func<UpdateArguments, Update> Apply)
{
    /// <summary>As in files: <c>gradient_descent</c>.</summary>
    public string Name { get; init; } = Arguments.Given(Name);

    /// <summary>The recurrence in text, with the source.</summary>
    public string Formula { get; init; } = Arguments.Given(Formula);

    /// <summary>What steers it.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters { get; init; } = [.. Arguments.AllGiven(Hyperparameters)];

    /// <summary>What it remembers.</summary>
    public IReadOnlyList<Slot> Slots { get; init; } = [.. Arguments.AllGiven(Slots)];

    /// <summary>(gradient, hyperparameters, slots, t) ↦ (change, new slots).</summary>
    public Func<UpdateArguments, Update> Apply { get; init; } = Arguments.Given(Apply);

    /// <summary>The same rule with another default for one hyperparameter.</summary>
    /// <exception cref="ArgumentException">The rule has no such hyperparameter, or is not defined for this value of it.</exception>
    public UpdateRule With(string hyperparameter, double value) => Hyperparameters.Any(h => h.Name == Arguments.Given(hyperparameter))
        ? this with { Hyperparameters = [.. Hyperparameters.Select(h => h.Name == hyperparameter ? h.At(value) : h)] }
        : throw new ArgumentException(
            $"The rule {Name} has no hyperparameter '{hyperparameter}'. It has: {string.Join(", ", Hyperparameters.Select(h => h.Name))}.");

    /// <summary>The rule of the whole model that applies this one to each parameter.</summary>
    public Rule ForAll() => new(Name, Formula, Hyperparameters, Slots, e => UpdateRuleForAll.Move(this, e)) { FollowsParameters = true };

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

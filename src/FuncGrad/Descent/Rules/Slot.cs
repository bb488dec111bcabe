namespace FuncGrad;

/// <summary>What a rule remembers from one update to the next.</summary>
/// <param name="Name">As in the formula: <c>velocity</c>.</param>
/// <param name="Initial">The value before the first update, of every element.</param>
/// <param name="IsShared">One number for all parameters (a power of a decay rate, say) instead of an array of each parameter's
/// shape.</param>
public sealed record Slot(string Name, double Initial = 0, bool IsShared = false)
{
    /// <summary>As in the formula: <c>velocity</c>.</summary>
    public string Name { get; init; } = Arguments.Given(Name);

    /// <summary>
    /// How many arrays of the parameter's shape it holds, m: then its parts have the shape (m, shape). 0: one, of the shape itself.
    /// </summary>
    public int History { get; init; }

    /// <summary>
    /// What it holds before the first update, in place of <see cref="Initial"/>, as a function of the start and the hyperparameters: one
    /// part for each parameter, or a single one if it is shared. Its parts have the shapes of these. Null: <see cref="Initial"/>.
    /// </summary>
    public Func<Evaluated, IReadOnlyList<Expr>>? Start { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The shape of its part for a parameter, where it does not begin with a function.</summary>
    internal Shape ShapeFor(Shape parameter) => IsShared ? Shape.Scalar : History == 0 ? parameter : Shape.Of([History, .. parameter]);
}

namespace FuncGrad;

/// <summary>What a rule in text remembers.</summary>
/// <param name="Name">As in the formulas.</param>
/// <param name="Initial">
/// What it begins with: a number, or a formula of <c>x</c> at the start and the hyperparameters, whose shape it then has (a single number
/// fills the parameter's shape).
/// </param>
/// <param name="IsShared">One number for all parameters.</param>
public sealed record SlotText(string Name, string Initial = "0", bool IsShared = false)
{
    /// <summary>As in the formulas.</summary>
    public string Name { get; init; } = Arguments.Given(Name);

    /// <summary>What it begins with.</summary>
    public string Initial { get; init; } = Arguments.Given(Initial);
}

/// <summary>
/// A rule, or a link of a chain, as formulas. <see cref="Update"/> holds assignments <c>name = formula</c>, carried out in order, for each
/// parameter on its own: over <c>x</c> (the parameter), <c>g</c> (its gradient), the slots, and local names. Known beside them are the
/// hyperparameters, <c>t</c> = 1, 2 ... (the number of the update), <c>step</c> = t − 1, <c>steps</c> (how many are to be made),
/// <c>loss</c>, <c>origin</c> (where the gradient was taken), <c>size</c>, and of matrices <c>rows</c> and <c>columns</c>.
/// <c>whole(formula)</c> sums a number over all parameters, <c>gradient(z)</c> is the gradient at another point z of x's shape.
/// </summary>
/// <param name="Name">As in files.</param>
/// <example><code>
/// var heavyBall = new RuleText("heavy_ball")
/// {
///     Hyperparameters = [new("learning_rate", 0.01, 0, 1, "how far"), new("momentum", 0.9, 0, 1, "what is kept")],
///     Slots = [new("v")],
///     Update = ["v = momentum*v - learning_rate*g", "x = x + v"],
/// }.ToRule();
/// </code></example>
public sealed record RuleText(string Name)
{
    /// <summary>As in files.</summary>
    public string Name { get; init; } = Arguments.Given(Name);

    /// <summary>What others call it.</summary>
    public string Title { get; init; } = "";

    /// <summary>Who described it, when and where.</summary>
    public string Source { get; init; } = "";

    /// <summary>How it differs from what others call the same.</summary>
    public string Notes { get; init; } = "";

    /// <summary>What steers it.</summary>
    public IReadOnlyList<Hyperparameter> Hyperparameters { get; init; } = [];

    /// <summary>What it remembers.</summary>
    public IReadOnlyList<SlotText> Slots { get; init; } = [];

    /// <summary>The assignments, in order.</summary>
    public IReadOnlyList<string> Update { get; init; } = [];

    /// <summary>For matrices, where these need other formulas: what it remembers of them.</summary>
    public IReadOnlyList<SlotText> MatrixSlots { get; init; } = [];

    /// <summary>For matrices, where these need other formulas: the assignments, in place of <see cref="Update"/>.</summary>
    public IReadOnlyList<string> MatrixUpdate { get; init; } = [];

    /// <summary>
    /// In a chain, when the rules behind it act: a formula, looked at after the assignments; empty for always. They then count only those
    /// updates as t.
    /// </summary>
    public string Passes { get; init; } = "";

    /// <summary>
    /// In a chain, when the slots of the rules before it begin anew: a formula, looked at after the assignments; empty for never.
    /// </summary>
    public string Resets { get; init; } = "";

    /// <summary>
    /// What is judged, logged and reported in place of x: a formula of x's shape, of what the rule remembers when the gradient is taken, as
    /// an average. Loss and gradient are taken there too. Empty: x itself.
    /// </summary>
    public string Settled { get; init; } = "";

    /// <summary>The rule that computes it.</summary>
    public Rule ToRule() => RuleOfText.Of(this);

    /// <summary>What is wrong with the text, for parameters of a shape: each with its place, <c>update[1]: column 5</c>.</summary>
    public IReadOnlyList<InputError> Mistakes(Shape shape) =>
        [.. RuleLines.Of(this, Arguments.Given(shape)).Mistakes
            .Select(mistake => mistake.Error.At(column => FormattableString.Invariant($"{mistake.Part}: column {column}")))];

    /// <summary>The recurrence on one line.</summary>
    internal string Recurrence => string.Join("; ", Update.Count > 0 ? Update : MatrixUpdate);

    /// <summary>Whether all its texts are equal, those in lists too.</summary>
    public bool Equals(RuleText? other) =>
        other is not null && Texts.SequenceEqual(other.Texts) && Lists.Equal(Hyperparameters, other.Hyperparameters)
            && Lists.Equal(Slots, other.Slots) && Lists.Equal(Update, other.Update) && Lists.Equal(MatrixSlots, other.MatrixSlots)
            && Lists.Equal(MatrixUpdate, other.MatrixUpdate);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Lists.Hash(Update), Lists.Hash(MatrixUpdate));

    private string[] Texts => [Name, Title, Source, Notes, Passes, Resets, Settled];

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

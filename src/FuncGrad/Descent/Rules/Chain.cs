namespace FuncGrad;

/// <summary>
/// Rules one after the other, as one rule: each link with its own slots and hyperparameters, <c>adam.learning_rate</c>. What stands before
/// a rule of descent changes the gradient, what stands behind it changes the point. Joining is associative, and the empty chain is its one.
/// </summary>
public sealed record Chain
{
    private Chain(IReadOnlyList<Rule> links) => Links = links;

    /// <summary>No link: the point stays where it is.</summary>
    public static Chain Empty { get; } = new([]);

    /// <summary>Whether all figures are equal, those in lists too.</summary>
    public bool Equals(Chain? other) => other is not null && Lists.Equal(Links, other.Links);

    /// <inheritdoc/>
    public override int GetHashCode() => Lists.Hash(Links);

    /// <summary>The rules, in order.</summary>
    public IReadOnlyList<Rule> Links { get; }

    /// <summary>Some rules in order.</summary>
    public static Chain Of(params Rule[] links) => new([.. Arguments.AllGiven(links)]);

    /// <summary>This chain and then another.</summary>
    public Chain Then(Chain next) => new([.. Links, .. Arguments.Given(next).Links]);

    /// <summary>This chain and then one rule more.</summary>
    public Chain Then(Rule next) => Then(Of(next));

    /// <summary>
    /// The rule that applies one link after the other. A link of a name that is there already is numbered: <c>clip_by_value_2</c>.
    /// </summary>
    public Rule ToRule() => ChainedRule.Of(Links);

    /// <summary>The names of the links.</summary>
    public override string ToString() => Links.Count == 0 ? "nothing" : string.Join(", ", Links);
}

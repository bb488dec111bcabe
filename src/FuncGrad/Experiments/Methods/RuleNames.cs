namespace FuncGrad;

/// <summary>The names of rules.</summary>
/// <param name="Given">The rules there are.</param>
/// <param name="Own">The names of the file's own.</param>
internal sealed record RuleNames(IReadOnlyList<Rule> Given, IReadOnlyList<string> Own)
{
    /// <summary>The chain of the file, if it has one.</summary>
    public Rule? Chain { get; init; }

    public IEnumerable<string> All => Own.Concat((Given as CatalogueOfRules)?.Names ?? [.. Given.Select(rule => rule.Name)]).Distinct();
}

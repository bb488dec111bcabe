namespace FuncGrad;

/// <summary>Graphs with some nodes put in place of others.</summary>
internal static class Substitution
{
    /// <summary>
    /// The roots with every key of <paramref name="replacements"/> replaced by its value, of the same shape; what does not change is
    /// shared.
    /// </summary>
    public static Expr[] Replace(IReadOnlyList<Expr> roots, IReadOnlyDictionary<Expr, Expr> replacements) =>
        Rebuild(roots, (node, operands) => replacements.TryGetValue(node, out var replacement)
            ? replacement
            : operands is null ? node : node.With(operands));

    /// <inheritdoc cref="Replace(IReadOnlyList{Expr},IReadOnlyDictionary{Expr,Expr})"/>
    public static Expr Replace(Expr root, IReadOnlyDictionary<Expr, Expr> replacements) => Replace([root], replacements)[0];

    /// <summary>
    /// Rebuilds the roots from the leaves up: (node, its new operands or null if they are its own) ↦ what stands in its place.
    /// </summary>
    public static Expr[] Rebuild(IReadOnlyList<Expr> roots, Func<Expr, Expr[]?, Expr> rule)
    {
        var rebuilt = new Dictionary<Expr, Expr>(ReferenceEqualityComparer.Instance);
        foreach (var node in Ordering.Of(roots))
        {
            Expr[] operands = [.. node.Operands.Select(operand => rebuilt[operand])];
            rebuilt[node] = rule(node, operands.SequenceEqual(node.Operands) ? null : operands);
        }
        return [.. roots.Select(root => rebuilt[root])];
    }
}

namespace FuncGrad;

/// <summary>Operations that are defined by others, written out: compilers know fewer operations than formulas do.</summary>
internal static class Definitions
{
    /// <summary>The roots without operations that have a <see cref="Primitive.Definition"/>; the same objects if there are none.</summary>
    public static IReadOnlyList<Expr> WrittenOut(IReadOnlyList<Expr> roots, Precision precision)
    {
        while (Ordering.Of(roots).Any(node => node.Primitive.Definition is not null))
            roots = Substitution.Rebuild(roots, (node, operands) => OrDefinition(operands is null ? node : node.With(operands), precision));
        return roots;
    }

    /// <inheritdoc cref="WrittenOut(IReadOnlyList{Expr},Precision)"/>
    public static Recurrence WrittenOut(Recurrence recurrence, Precision precision)
    {
        Expr[] roots = [.. recurrence.Next, .. recurrence.Observed, .. recurrence.Continues is { } c ? [c] : Array.Empty<Expr>()];
        var written = WrittenOut(roots, precision);
        if (written == roots) return recurrence;
        return recurrence with
        {
            Next = [.. written.Take(recurrence.Next.Count)],
            Observed = [.. written.Skip(recurrence.Next.Count).Take(recurrence.Observed.Count)],
            Continues = recurrence.Continues is null ? null : written[^1],
        };
    }

    private static Expr OrDefinition(Expr node, Precision precision) =>
        node.Primitive.Definition is { } definition ? Simplification.Simplified(definition(node, precision)) : node;
}

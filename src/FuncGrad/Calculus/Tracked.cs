namespace FuncGrad;

/// <summary>The parameters that a loss tracks, see <see cref="Tracking"/>.</summary>
internal static class Tracked
{
    /// <summary>What each parameter that a loss tracks is in the next step, by its symbol.</summary>
    public static Dictionary<Expr, Expr> Next(Expr loss) =>
        In(loss).DistinctBy(node => node.Operands[0]).ToDictionary(node => node.Operands[0],
            node => ((1 - node.Operands[2]) * node.Operands[0]) + (node.Operands[2] * node.Operands[1]),
            (IEqualityComparer<Expr>)ReferenceEqualityComparer.Instance);

    /// <summary>What is wrong with what a loss tracks; null if nothing is.</summary>
    public static string? Mistake(Expr loss, IReadOnlyList<Expr> parameters)
    {
        var tracked = In(loss).Select(node => node.Operands[0]).ToArray();
        if (tracked.FirstOrDefault(symbol => !parameters.Contains(symbol)) is { } other)
            return $"track sets '{other.InputName}', which is not a parameter.";
        if (tracked.GroupBy(symbol => symbol).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return $"'{twice.Key.InputName}' is tracked {twice.Count()} times in different ways.";
        return null;
    }

    private static IEnumerable<Expr> In(Expr loss) => Ordering.Of(loss).Where(node => node.Primitive == Tracking.Operation);
}

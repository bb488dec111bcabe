namespace FuncGrad;

/// <summary>Which dropouts of a loss drop alike.</summary>
internal static class DropoutNumbers
{
    /// <summary>Whether a graph drops anything.</summary>
    public static bool AreIn(Expr value) => Ordering.Of(value).Exists(node => node.Primitive == Dropout.Operation);

    /// <summary>
    /// The graph in which all are numbered: those without a number get the lowest free ones, in the order in which a reader meets them.
    /// </summary>
    public static Expr Given(Expr value)
    {
        if (!AreIn(value)) return value;
        var taken = Ordering.Of(value).Where(node => node.Primitive == Dropout.Operation).Select(Dropout.NumberOf).OfType<int>()
            .ToHashSet();
        var next = 0;
        int Free()
        {
            while (!taken.Add(next)) next++;
            return next;
        }
        return Substitution.Rebuild([value], (node, operands) => node.Primitive == Dropout.Operation && Dropout.NumberOf(node) is null
            ? Expr.Node(Dropout.Operation, Free(), [.. operands ?? node.Operands])
            : operands is null ? node : node.With(operands))[0];
    }
}

namespace FuncGrad;

/// <summary>The order of evaluation of a graph.</summary>
internal static class Ordering
{
    /// <summary>
    /// Every node that the roots depend on, once, operands before their users, in the order a reader would meet them (first root first,
    /// operands left to right). With a stack of its own, so that a chain of a million operations does not end the process.
    /// </summary>
    public static List<Expr> Of(IEnumerable<Expr> roots)
    {
        var order = new List<Expr>();
        var seen = new HashSet<Expr>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(Expr Node, int NextOperand)>();
        foreach (var root in roots)
        {
            if (seen.Add(root)) open.Push((root, 0));
            while (open.TryPop(out var top))
            {
                if (top.NextOperand == top.Node.Operands.Count)
                {
                    order.Add(top.Node);
                    continue;
                }
                open.Push((top.Node, top.NextOperand + 1));
                var operand = top.Node.Operands[top.NextOperand];
                if (seen.Add(operand)) open.Push((operand, 0));
            }
        }
        return order;
    }

    /// <inheritdoc cref="Of(IEnumerable{Expr})"/>
    public static List<Expr> Of(params Expr[] roots) => Of(roots.AsEnumerable());

    /// <summary>The inputs the roots depend on, in the order a reader would meet them.</summary>
    public static List<Expr> Inputs(IEnumerable<Expr> roots) => [.. Of(roots).Where(node => node.Primitive == Leaves.Symbol)];
}

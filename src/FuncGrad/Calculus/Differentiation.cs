namespace FuncGrad;

/// <summary>
/// Exact derivatives in reverse mode: the gradient of a scalar as a graph, at the cost of a small multiple of the scalar itself for any
/// number of inputs (Linnainmaa 1970; Griewank &amp; Walther, Evaluating Derivatives, 2008, chapter 3).
/// </summary>
public static class Differentiation
{
    /// <summary>
    /// ∂loss/∂xᵢ for each symbol xᵢ, of the symbol's shape: from the loss backwards, each node hands the adjoint ȳ = ∂loss/∂y on to its
    /// operands by its rule. Shared subexpressions of loss and gradient stay shared. What a <c>where</c>, max, min or relu did not choose
    /// gets 0, even if its own derivative is infinite or not defined there.
    /// </summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="symbols">What to differentiate by; an input the loss does not depend on gets zeros.</param>
    /// <exception cref="ShapeException">The loss is not a scalar.</exception>
    public static IReadOnlyList<Expr> Gradient(Expr loss, IReadOnlyList<Expr> symbols)
    {
        if (Arguments.Given(loss).Shape.Rank != 0) throw ShapeException.NotAScalar("The loss", loss.Shape);
        Arguments.AllGiven(symbols);
        var order = Ordering.Of(loss);
        if (symbols.All(symbol => symbol.Primitive.Family == Family.Leaf)) order = AxisOrder.Settled(order);
        return Adjoints(order, [(order[^1], Expr.One)], symbols);
    }

    /// <inheritdoc cref="Gradient(Expr,IReadOnlyList{Expr})"/>
    public static Expr Gradient(Expr loss, Expr symbol) => Gradient(loss, [symbol])[0];

    /// <summary>Σ over outputs y of ȳᵀ·∂y/∂xᵢ: the vector-Jacobian product, by which adjoints of any shape flow back.</summary>
    internal static Expr[] Adjoints(IReadOnlyList<(Expr Output, Expr Adjoint)> seeds, IReadOnlyList<Expr> symbols) =>
        Adjoints(Ordering.Of(seeds.Select(seed => seed.Output)), seeds, symbols);

    private static Expr[] Adjoints(List<Expr> order, IReadOnlyList<(Expr Output, Expr Adjoint)> seeds, IReadOnlyList<Expr> symbols)
    {
        var depends = Dependents(order, symbols);
        var adjoints = new Dictionary<Expr, List<Adjoint>>(ReferenceEqualityComparer.Instance);
        foreach (var (output, adjoint) in seeds) Accumulate(adjoints, output, new Adjoint(adjoint));
        for (var i = order.Count - 1; i >= 0; i--)
            if (depends.Contains(order[i]) && adjoints.TryGetValue(order[i], out var parts))
                HandOn(order[i], Total(parts), depends, adjoints);
        return [.. symbols.Select(symbol => adjoints.TryGetValue(symbol, out var parts) ? Total(parts).Whole : Expr.Fill(0, symbol.Shape))];
    }

    private static void HandOn(Expr node, Adjoint adjoint, HashSet<Expr> depends, Dictionary<Expr, List<Adjoint>> adjoints)
    {
        for (var i = 0; i < node.Operands.Count; i++)
            if (depends.Contains(node.Operands[i]) && adjoint.Through(node, i, depends) is { } part)
                Accumulate(adjoints, node.Operands[i], part);
    }

    private static void Accumulate(Dictionary<Expr, List<Adjoint>> adjoints, Expr node, Adjoint part)
    {
        if (!adjoints.TryGetValue(node, out var parts)) adjoints[node] = parts = [];
        parts.Add(part);
    }

    /// <summary>The sum of what was handed to a node, which afterwards is one part: a symbol may be asked for twice.</summary>
    private static Adjoint Total(List<Adjoint> parts)
    {
        if (parts.Count == 1) return parts[0];
        var sum = Adjoint.Sum(parts);
        parts.Clear();
        parts.Add(sum);
        return sum;
    }

    /// <summary>The nodes whose value changes when one of the symbols does.</summary>
    internal static HashSet<Expr> Dependents(List<Expr> order, IReadOnlyList<Expr> symbols)
    {
        var depends = new HashSet<Expr>(symbols, ReferenceEqualityComparer.Instance);
        foreach (var node in order)
            if (node.Operands.Any(depends.Contains)) depends.Add(node);
        return depends;
    }
}

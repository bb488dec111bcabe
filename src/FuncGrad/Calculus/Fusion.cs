using static FuncGrad.Elementwise;

namespace FuncGrad;

/// <summary>
/// <c>arithmetic = "fused"</c>: a·b + c becomes fused_multiply_add, one rounding instead of two, and a matrix product accumulates likewise;
/// powers of two are collected before, see <see cref="FactorCollection"/>. An explicit rewrite of the graph, so that every way of computing
/// it still gives the same bits.
/// </summary>
internal static class Fusion
{
    /// <summary>
    /// The roots with every product that enters a sum contracted into it, whether or not it is used elsewhere too: what a node becomes
    /// depends on the node alone, never on what else is computed, so that a run's numbers do not change with the columns of its log. It
    /// costs nothing: a product used elsewhere is formed anyway, and the contracted sum takes the place of the addition.
    /// </summary>
    /// <param name="roots">Any expressions.</param>
    /// <param name="runConstants">Inputs that stay constant over a run.</param>
    public static IReadOnlyList<Expr> Contract(IReadOnlyList<Expr> roots, IEnumerable<Expr>? runConstants = null) =>
        Substitution.Rebuild(new FactorCollection(runConstants ?? []).Collect(roots), (node, operands) =>
        {
            var rebuilt = operands is null ? node : node.With(operands);
            return Contracted(rebuilt) ?? rebuilt;
        });

    /// <summary>A recurrence so rewritten.</summary>
    public static Recurrence Contract(Recurrence recurrence)
    {
        Expr[] roots = [.. recurrence.Next, .. recurrence.Observed, .. recurrence.Continues is { } c ? [c] : Array.Empty<Expr>()];
        var contracted = Contract(roots, [.. recurrence.LaneInputs, .. recurrence.SharedInputs]);
        return recurrence with
        {
            Next = [.. contracted.Take(recurrence.Next.Count)],
            Observed = [.. contracted.Skip(recurrence.Next.Count).Take(recurrence.Observed.Count)],
            Continues = recurrence.Continues is null ? null : contracted[^1],
        };
    }

    private static Expr? Contracted(Expr node)
    {
        if (node.Primitive == Products.MatrixProduct) return Expr.Node(Products.FusedMatrixProduct, null, [.. node.Operands]);
        if (node.Primitive != Add && node.Primitive != Subtract) return null;
        var (a, b, minus) = (node.Operands[0], node.Operands[1], node.Primitive == Subtract);
        if (Factors(b) is var (x, y, isNegative)) return Fused(minus == isNegative ? x : Opposite(x), y, a);
        if (Factors(a) is var (u, v, isOpposite)) return Fused(isOpposite ? Opposite(u) : u, v, minus ? Opposite(b) : b);
        return null;
    }

    /// <summary>−x; of one number for all elements the opposite of the number, so that it is formed once.</summary>
    private static Expr Opposite(Expr x) => Simplification.Simplified(-x);

    private static Expr Fused(Expr a, Expr b, Expr c) => Expr.Node(FusedMultiplyAdd, null, a, b, c);

    private static (Expr, Expr, bool IsNegative)? Factors(Expr product)
    {
        if (product.Primitive == Negate && Factors(product.Operands[0]) is var (a, b, isNegative)) return (a, b, !isNegative);
        if (product.Primitive == Multiply) return (product.Operands[0], product.Operands[1], false);
        return product.Primitive == IntegerPower && (int)product.Attribute! == 2 ? (product.Operands[0], product.Operands[0], false) : null;
    }
}

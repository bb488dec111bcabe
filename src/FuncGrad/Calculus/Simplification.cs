using static FuncGrad.Elementwise;
using static FuncGrad.Structures;

namespace FuncGrad;

/// <summary>
/// Smaller graphs of the same value. Every rule keeps the value bit for bit (a NaN stays a NaN, its bits aside), so the book's numbers
/// survive. What is never rewritten: x·0 (x may be infinite or NaN), x + 0 (which makes −0 to 0, and then 1/0 of another sign; x − 0 and
/// x + −0 are x), x − x, x/x, and any reassociation of sums and products.
/// </summary>
public static class Simplification
{
    /// <summary>
    /// The expression with every rule applied from the leaves up. Constants are folded as <paramref name="precision"/> would compute them.
    /// </summary>
    public static Expr Simplify(Expr expression, Precision precision = Precision.Double) =>
        Simplify([Arguments.Given(expression)], precision)[0];

    /// <inheritdoc cref="Simplify(Expr,Precision)"/>
    public static IReadOnlyList<Expr> Simplify(IReadOnlyList<Expr> expressions, Precision precision = Precision.Double) =>
        Substitution.Rebuild(Arguments.AllGiven(expressions),
            (node, operands) => Simplified(operands is null ? node : node.With(operands), precision));

    /// <summary>The node itself simplified, its operands being simple already.</summary>
    internal static Expr Simplified(Expr node, Precision precision = Precision.Double)
    {
        while (Rewritten(node, precision) is { } simpler && simpler != node) node = simpler;
        return node;
    }

    private static Expr? Rewritten(Expr node, Precision precision) => node.Primitive.Family switch
    {
        Family.Leaf => null,
        Family.Elementwise =>
            Folded(node, precision) ?? ArithmeticRule(node) ?? BelowBroadcast(node, precision) ?? InOrder(node, precision),
        Family.Structure => StructureRules.Rewritten(node) ?? Folded(node, precision) ?? InOrder(node, precision),
        Family.Reduction => OverNothing(node),
        _ => null,
    };

    private static Expr? InOrder(Expr node, Precision precision) => AxisOrder.Rewritten(node, made => Simplified(made, precision));

    private static Expr? ArithmeticRule(Expr node)
    {
        var a = node.Operands[0];
        var b = node.Operands.Count > 1 ? node.Operands[1] : a;
        var op = node.Primitive;
        if (op == Add) return a.IsZero(isNegative: true) ? b : b.IsZero(isNegative: true) ? a : Opposite(b) is { } minus ? a - minus : null;
        if (op == Subtract)
            return b.IsZero(isNegative: false) ? a : a.IsZero(isNegative: true) ? -b : Opposite(b) is { } plus ? a + plus : null;
        if (op == Multiply)
            return a.IsConstant(1) ? b : b.IsConstant(1) ? a : a.IsConstant(-1) ? -b : b.IsConstant(-1) ? -a
                : ConstantFactors.OfProduct(node);
        if (op == Divide) return b.IsConstant(1) ? a : b.IsConstant(-1) ? -a : null;
        if (op == Negate) return Opposite(a) ?? ConstantFactors.Negated(a);
        if (op == IntegerPower) return (int)node.Attribute! switch { 1 => a, 0 => Expr.Fill(1, node.Shape), _ => null };
        if (op == Where) return Chosen(node);
        return null;
    }

    private static Expr? Opposite(Expr x) => x.Primitive == Negate ? x.Operands[0] : ConstantFactors.WithoutSign(x);

    private static Expr? Chosen(Expr where)
    {
        var (condition, then, otherwise) = (where.Operands[0], where.Operands[1], where.Operands[2]);
        return then == otherwise || condition.IsConstant(1) ? then : condition.IsConstant(0) ? otherwise : null;
    }

    /// <summary>f(broadcast a, broadcast b) is broadcast f(a, b) where a and b are scalars: computed once, not for each element.</summary>
    private static Expr? BelowBroadcast(Expr node, Precision precision)
    {
        if (node.Shape.Rank == 0 || !node.Operands.All(o => o.Primitive == Broadcast && o.Operands[0].Shape.Rank == 0)) return null;
        return Expr.BroadcastTo(Simplified(node.With([.. node.Operands.Select(o => o.Operands[0])]), precision), node.Shape);
    }

    /// <summary>An operation on constants is the constant of its value; on large arrays the graph stays smaller as it is.</summary>
    private static Expr? Folded(Expr node, Precision precision) =>
        node.Primitive != Broadcast && node.Shape.ElementCount <= 64 && node.Operands.All(operand => operand.ConstantValue is not null)
            ? Expr.Constant(node.Primitive.Meaning(node, [.. node.Operands.Select(o => Leaves.Rounded(o.ConstantValue!, precision))],
                precision))
            : null;

    /// <summary>A reduction over axes of extent 1 only drops them; a norm would drop a sign, too.</summary>
    private static Expr? OverNothing(Expr node)
    {
        var axes = ((Indices)node.Attribute!).ToArray();
        return node.Primitive != Reductions.Norm && axes.All(axis => node.Operands[0].Shape[axis] == 1)
            ? Expr.Reshape(node.Operands[0], node.Shape) : null;
    }
}

using static FuncGrad.Elementwise;
using static FuncGrad.Structures;

namespace FuncGrad;

/// <summary>
/// Part of <c>arithmetic = "fused"</c>: constant factors travel outwards through products, sums and movements, and meet in one: 100·(2·r)·(2·x) + 2·(1 − x) is
/// 2·((200·r)·x + (1 − x)). Derivatives are full of such factors. Only where factors multiply and divide exactly and are of moderate size, so that values
/// change by no more than roundings, and by overflow and underflow only near the ends of the range.
/// </summary>
/// <param name="runConstants">Inputs that stay constant over a run: a factor is best multiplied into these, once.</param>
internal sealed class FactorCollection(IEnumerable<Expr> runConstants)
{
    private const double Largest = 1 << 20;

    private readonly Dictionary<Expr, Factored> _factored = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Expr> _runConstants = new(runConstants, ReferenceEqualityComparer.Instance);

    /// <summary>The value Factor·Rest.</summary>
    private readonly record struct Factored(double Factor, Expr Rest);

    /// <summary>The roots with their factors collected. What a node becomes depends on nothing but the node.</summary>
    public Expr[] Collect(IReadOnlyList<Expr> roots)
    {
        foreach (var node in Ordering.Of(roots))
        {
            _factored[node] = Of(node);
            var isConstant = node.Primitive.Family == Family.Leaf ? node.ConstantValue is not null : node.Operands.All(_runConstants.Contains);
            if (isConstant) _runConstants.Add(node);
            if (isConstant) _runConstants.Add(_factored[node].Rest);
        }
        return [.. roots.Select(Whole)];
    }

    private Factored Of(Expr node)
    {
        var op = node.Primitive;
        if (op == Multiply) return Product(node);
        if (op == Add) return Sum(_factored[node.Operands[0]], _factored[node.Operands[1]]);
        if (op == Subtract) return Sum(_factored[node.Operands[0]], Opposite(_factored[node.Operands[1]]));
        if (op == Negate) return Opposite(_factored[node.Operands[0]]);
        if (op == IntegerPower && (int)node.Attribute! == 2) return Square(node);
        if (op == Broadcast || op == Reshape || op == Transpose || op == Slice || op == Embed || op == Reductions.Sum)
            return _factored[node.Operands[0]] is var (factor, rest) ? new(factor, Built(node, rest)) : default;
        return new(1, node.Operands.Count == 0 ? node : Built(node, [.. node.Operands.Select(Whole)]));
    }

    private Factored Product(Expr node)
    {
        var (a, b) = (_factored[node.Operands[0]], _factored[node.Operands[1]]);
        if (Number(a.Rest) is { } left && Times(left * a.Factor, b.Factor) is { } scaled) return new(scaled, b.Rest);
        if (Number(b.Rest) is { } right && Times(right * b.Factor, a.Factor) is { } too) return new(too, a.Rest);
        return Times(a.Factor, b.Factor) is { } factor
            ? new(factor, Built(node, a.Rest, b.Rest))
            : new(1, Built(node, Whole(a), Whole(b)));
    }

    private Factored Square(Expr node)
    {
        var a = _factored[node.Operands[0]];
        return Times(a.Factor, a.Factor) is { } factor ? new(factor, Built(node, a.Rest)) : new(1, Built(node, Whole(a)));
    }

    /// <summary>a + b with the smaller factor outside: f·((g/f)·x + y).</summary>
    private Factored Sum(Factored a, Factored b)
    {
        if (a.Factor == b.Factor) return new(a.Factor, Simple(a.Rest + b.Rest));
        if (a.Factor == -b.Factor) return new(a.Factor, Simple(a.Rest - b.Rest));
        if (Math.Abs(a.Factor) <= Math.Abs(b.Factor) && Quotient(b.Factor, a.Factor) is { } q) return new(a.Factor, Simple(a.Rest + Whole(new Factored(q, b.Rest))));
        if (Math.Abs(b.Factor) <= Math.Abs(a.Factor) && Quotient(a.Factor, b.Factor) is { } p) return new(b.Factor, Simple(Whole(new Factored(p, a.Rest)) + b.Rest));
        return new(1, Simple(Whole(a) + Whole(b)));
    }

    private static Factored Opposite(Factored x) => x with { Factor = -x.Factor };

    private Expr Whole(Expr node) => Whole(_factored[node]);

    /// <summary>Factor and rest as one node; the factor goes into a product where that costs least.</summary>
    private Expr Whole(Factored x)
    {
        if (x.Factor == 1) return x.Rest;
        if (x.Factor == -1) return Simple(-x.Rest);
        if (x.Rest.Primitive != Multiply) return Simple(x.Factor * x.Rest);
        var (a, b) = (x.Rest.Operands[0], x.Rest.Operands[1]);
        var isFirst = _runConstants.Contains(a) || (!_runConstants.Contains(b) && (a.Operands.Count == 0 || b.Operands.Count > 0));
        return isFirst ? Simple(Simple(x.Factor * a) * b) : Simple(a * Simple(x.Factor * b));
    }

    /// <summary>The number that all elements are, if it can be a factor.</summary>
    private static double? Number(Expr node)
    {
        if (node.Primitive == Broadcast) node = node.Operands[0];
        return node.ConstantValue is { } constant && constant.Values.Length == 1 && IsModerate(constant[0]) ? constant[0] : null;
    }

    private static double? Times(double a, double b) => IsModerate(a * b) && Math.FusedMultiplyAdd(a, b, -(a * b)) == 0 ? a * b : null;

    private static double? Quotient(double a, double b) => IsModerate(a / b) && Math.FusedMultiplyAdd(a / b, b, -a) == 0 ? a / b : null;

    private static bool IsModerate(double x) => Math.Abs(x) is >= 1 / Largest and <= Largest;

    private static Expr Built(Expr node, params Expr[] operands) => Simple(operands.SequenceEqual(node.Operands) ? node : node.With(operands));

    private static Expr Simple(Expr node) => Simplification.Simplified(node);
}

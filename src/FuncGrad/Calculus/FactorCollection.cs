using static FuncGrad.Elementwise;
using static FuncGrad.Structures;

namespace FuncGrad;

/// <summary>
/// Part of <c>arithmetic = "fused"</c>: factors that are powers of two travel outwards through products, sums and movements, and meet in
/// one: 100·(2·r)·(2·x) + 2·(1 − x) is 2·((200·r)·x + (1 − x)). Derivatives are full of such factors. They multiply, divide and distribute
/// without rounding, so that no bit of a value changes, but where a number is so close to the ends of the range that a factor of a million
/// carries it over.
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
            var isConstant = node.Primitive.Family == Family.Leaf ? node.ConstantValue is not null
                : node.Operands.All(_runConstants.Contains);
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
        if (op == Broadcast || op == Reshape || op == Transpose || op == Slice) return Moved(node, _factored[node.Operands[0]]);
        if (op == Embed || op == Reductions.Sum) return Moved(node, WithoutSign(_factored[node.Operands[0]]));
        return new(1, node.Operands.Count == 0 ? node : Built(node, [.. node.Operands.Select(Whole)]));
    }

    private Factored Product(Expr node)
    {
        var (a, b) = (_factored[node.Operands[0]], _factored[node.Operands[1]]);
        var factor = a.Factor * b.Factor;
        if (!IsFactor(factor)) return new(1, Built(node, Whole(a), Whole(b)));
        if (Number(a.Rest) is { } left && IsFactor(factor * left)) return new(factor * left, b.Rest);
        if (Number(b.Rest) is { } right && IsFactor(factor * right)) return new(factor * right, a.Rest);
        return new(factor, Built(node, a.Rest, b.Rest));
    }

    private Factored Square(Expr node)
    {
        var a = _factored[node.Operands[0]];
        return IsFactor(a.Factor * a.Factor) ? new(a.Factor * a.Factor, Built(node, a.Rest)) : new(1, Built(node, Whole(a)));
    }

    private static Factored Moved(Expr node, Factored x) => x with { Rest = Built(node, x.Rest) };

    /// <summary>a + b with the smaller factor outside: f·(x + (g/f)·y). Signs stay inside: −(x − x) is −0, −x + x is not.</summary>
    private Factored Sum(Factored a, Factored b)
    {
        var factor = Math.Min(Math.Abs(a.Factor), Math.Abs(b.Factor));
        return new(factor, Simple(Scaled(a.Factor / factor, a.Rest) + Scaled(b.Factor / factor, b.Rest)));
    }

    private static Factored WithoutSign(Factored x) => x.Factor < 0 ? new(-x.Factor, Simple(-x.Rest)) : x;

    private static Factored Opposite(Factored x) => x with { Factor = -x.Factor };

    private Expr Whole(Expr node) => Whole(_factored[node]);

    private Expr Whole(Factored x) => Scaled(x.Factor, x.Rest);

    /// <summary>
    /// Factor times rest as one node; the factor goes into a product where that costs least: into a number, or what is computed once a run.
    /// </summary>
    private Expr Scaled(double factor, Expr rest)
    {
        if (factor == 1) return rest;
        if (factor == -1) return Simple(-rest);
        if (rest.Primitive != Multiply) return Simple(factor * rest);
        var (a, b) = (rest.Operands[0], rest.Operands[1]);
        return Cost(a) <= Cost(b) ? Simple(ScaledFactor(factor, a) * b) : Simple(a * ScaledFactor(factor, b));
    }

    /// <summary>Looks one product deep: products may be nested to any depth and share their factors.</summary>
    private int Cost(Expr factor) =>
        Number(factor) is not null ? 0 : _runConstants.Contains(factor) ? 1
            : factor.Primitive == Multiply && factor.Operands.Any(operand => Number(operand) is not null) ? 2 : 3;

    /// <summary>Factor times a factor of a product: into the number that it is or begins with.</summary>
    private Expr ScaledFactor(double factor, Expr x) => Cost(x) == 2 ? Scaled(factor, x) : Simple(factor * x);

    private static double? Number(Expr node) => ConstantFactors.Number(node) is { } number && IsModerate(number) ? number : null;

    private static bool IsFactor(double x) => IsModerate(x) && ConstantFactors.IsPowerOfTwo(x);

    private static bool IsModerate(double x) => Math.Abs(x) is >= 1 / Largest and <= Largest;

    private static Expr Built(Expr node, params Expr[] operands) =>
        Simple(operands.SequenceEqual(node.Operands) ? node : node.With(operands));

    private static Expr Simple(Expr node) => Simplification.Simplified(node);
}

using static FuncGrad.Elementwise;

namespace FuncGrad;

/// <summary>
/// Products with constants, made fewer without a change of a bit: signs go into the constant, and c·(k·x) becomes (c·k)·x where k is a
/// power of two that is no less than 1. Then k·x and c·k are exact, so that both sides round the same number; and if k·x overflows, so does
/// (c·k)·x, because |c| is no less than 1. For a k below 1, k·x may lose bits to underflow, and the two sides differ.
/// </summary>
internal static class ConstantFactors
{
    /// <summary>c·k stays a normal number in both precisions.</summary>
    private const double Largest = 1e30;

    /// <summary>A product with a constant, its operands being simple already; null if it stays as it is.</summary>
    public static Expr? OfProduct(Expr product)
    {
        if (Parted(product) is not var (c, rest)) return null;
        if (rest.Primitive == Negate) return -c * rest.Operands[0];
        return Parted(rest) is var (k, x) && Math.Abs(c) >= 1 && Math.Abs(k) >= 1 && IsPowerOfTwo(k) && Math.Abs(c * k) <= Largest
            ? (c * k) * x : null;
    }

    /// <summary>(−c)·x for c·x; null if the expression is no product with a constant.</summary>
    public static Expr? Negated(Expr product) => Parted(product) is var (c, x) ? -c * x : null;

    /// <summary>As <see cref="Negated"/>, only where it takes a sign away.</summary>
    public static Expr? WithoutSign(Expr product) => Parted(product) is var (c, x) && c < 0 ? -c * x : null;

    /// <summary>The constant and the other factor of c·x or x·c.</summary>
    private static (double Constant, Expr Factor)? Parted(Expr product)
    {
        if (product.Primitive != Multiply) return null;
        var (a, b) = (product.Operands[0], product.Operands[1]);
        return Number(a) is { } left ? (left, b) : Number(b) is { } right ? (right, a) : null;
    }

    /// <summary>The number that all elements are, or null.</summary>
    public static double? Number(Expr x)
    {
        while (x.Primitive == Structures.Broadcast) x = x.Operands[0];
        return x.ConstantValue is { Shape.Rank: 0 } number ? number[0] : null;
    }

    /// <summary>Whether ±k is a power of two; of a normal number.</summary>
    public static bool IsPowerOfTwo(double k) => (BitConverter.DoubleToInt64Bits(k) & ((1L << 52) - 1)) == 0;
}

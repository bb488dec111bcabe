using static FuncGrad.Simplification;

namespace FuncGrad;

/// <summary>Which elements of an adjoint count; what was not chosen has the adjoint 0, whatever the derivatives beneath it are.</summary>
/// <param name="Condition">Of the adjoint's shape.</param>
/// <param name="IsInverted">Whether the elements count at which the condition is 0, instead of those at which it is not.</param>
/// <param name="IsKink">Whether max, min or relu chose, and not a <c>where</c> of the formula.</param>
internal sealed record Mask(Expr Condition, bool IsInverted, bool IsKink)
{
    /// <summary>An adjoint where(c, v, 0) as the value v and its mask; any other as it is.</summary>
    public static (Expr Value, Mask? Mask) Peeled(Expr adjoint, bool isKink)
    {
        if (adjoint.Primitive != Elementwise.Where) return (adjoint, null);
        var (condition, then, otherwise) = (adjoint.Operands[0], adjoint.Operands[1], adjoint.Operands[2]);
        if (otherwise.IsZero(isNegative: false)) return (then, new Mask(condition, false, isKink));
        return then.IsZero(isNegative: false) ? (otherwise, new Mask(condition, true, isKink)) : (adjoint, null);
    }

    /// <summary>The value where this mask is set, else 0.</summary>
    public Expr Select(Expr value) => Simplified(IsInverted ? Expr.Where(Condition, 0, value) : Expr.Where(Condition, value, 0));

    /// <summary>1 where this mask is set, else 0.</summary>
    public Expr Number =>
        IsInverted ? Simplified(Expr.Equal(Condition, 0)) : IsNumber(Condition) ? Condition : Simplified(Expr.NotEqual(Condition, 0));

    /// <summary>Set where both are.</summary>
    public Mask And(Mask? other) => other is null || other == this
        ? this
        : new Mask(Select(other.IsInverted ? other.Number : other.Condition), false, IsKink && other.IsKink);

    /// <summary>Set where either is.</summary>
    public Mask Or(Mask other) =>
        new(Simplified(Expr.Where(Condition, IsInverted ? other.Number : 1, IsInverted ? 1 : other.Number)), false, IsKink && other.IsKink);

    /// <summary>Whether each element counts in exactly one of the two, as in the two sides of a <c>where</c>.</summary>
    public bool IsOppositeOf(Mask other) => Condition == other.Condition && IsInverted != other.IsInverted;

    private static bool IsNumber(Expr condition) => Elementwise.IsComparison(condition.Primitive);
}

using static FuncGrad.Elementwise;

namespace FuncGrad;

/// <summary>Where a loss does not depend on a value, though an operation stands between them: behind a weight of 0.</summary>
internal static class Reach
{
    /// <summary>
    /// Not 0 unless a product is 0 because its other factor, a number that is not differentiated by, is 0; null if that factor is no such
    /// number, or surely not 0. A product 0·Infinity or 0·NaN is NaN, and so is its derivative.
    /// </summary>
    /// <param name="node">Any operation.</param>
    /// <param name="operand">The factor whose derivative is asked for.</param>
    /// <param name="depends">Whether an expression depends on what is differentiated by.</param>
    public static Expr? Weight(Expr node, int operand, Func<Expr, bool> depends)
    {
        if (node.Primitive != Multiply || depends(node.Operands[1 - operand])) return null;
        var weight = node.Operands[1 - operand];
        var number = weight.Primitive == Structures.Broadcast ? weight.Operands[0] : weight;
        if (number.Shape.Rank != 0 || number.IsConstant(value => value != 0)) return null;
        return Simplification.Simplified(Expr.NotEqual(weight, 0) + Expr.NotEqual(node, node));
    }

    /// <summary>Numbers of which 0 means out of reach, none of them negative; null if none is 0 for sure.</summary>
    public static Expr? Unsure(Expr numbers) => Simplification.Simplified(numbers) is var simple && IsSure(simple) ? null : simple;

    private static bool IsSure(Expr numbers) => numbers.IsConstant(number => number != 0)
        || (numbers.Primitive == Add && numbers.Operands.Any(IsSure))
        || ((numbers.Primitive == Structures.Reshape || numbers.Primitive == Structures.Concatenate || numbers.Primitive == Reductions.Sum)
            && numbers.Operands.All(IsSure))
        || (numbers.Primitive == Reductions.Sum && ((Indices)numbers.Attribute!).ToArray().Contains(numbers.Operands[0].Shape.Rank - 1)
            && HasOneInEachRow(numbers.Operands[0]));

    /// <summary>A class is chosen in each row, by an index that is one: where it is none, the loss is NaN anyway.</summary>
    private static bool HasOneInEachRow(Expr numbers) => numbers.Primitive == Structures.Scatter
        ? IsSure(numbers.Operands[0])
        : numbers.Primitive == NotEqualTo && numbers.Operands[1].IsZero(isNegative: false) && HasOneInEachRow(numbers.Operands[0]);

    /// <summary>Whether the derivative of an operation can be infinite where all operands are finite.</summary>
    public static bool IsSingular(Expr node) =>
        node.Primitive == Elementwise.Sqrt || node.Primitive == Elementwise.Log || node.Primitive == Elementwise.Power
            || (node.Primitive == IntegerPower && (int)node.Attribute! < 0)
            || (node.Primitive == Divide && !node.Operands[1].IsConstant(number => number != 0));
}

using static FuncGrad.Elementwise;

namespace FuncGrad;

/// <summary>
/// The derivatives of tanh and sigmoid as operations of their own: 1 − y² and y·(1 − y) lose all digits where the value y rounds to 1 (for
/// tanh from x = 19 on, where the derivative is still 1e-16). In the layers of a network, behind a matrix product, they are used all the
/// same: there the derivatives of many units are summed, so that what is below the rounding of the greatest does not count, and an
/// exponential for each saturated unit would cost a third of a training's time (measured on W5, November 2026). Compilers are given the
/// operation on x and y, which is formed anyway, and which saves the exponential where y is not near 1.
/// </summary>
internal static class Slopes
{
    private const int DeepestLayer = 4;

    public static readonly Primitive TanhAt = Function("tanh_slope", 2, (x, y, _) => VectorMath.TanhSlope(x, y),
        (x, y, _) => VectorMath.TanhSlope((float)x, (float)y), (_, _, _) => null);

    public static readonly Primitive SigmoidAt = Function("sigmoid_slope", 2, (x, y, _) => VectorMath.SigmoidSlope(x, y),
        (x, y, _) => VectorMath.SigmoidSlope((float)x, (float)y), (_, _, _) => null);

    /// <summary>tanh′ = 1 − tanh²; its derivative is −2·tanh·tanh′.</summary>
    public static readonly Primitive Tanh = Function("tanh_slope", 1, (x, _, _) => VectorMath.TanhSlope(x, VectorMath.Tanh(x)),
        (x, _, _) => VectorMath.TanhSlope((float)x, VectorMath.Tanh((float)x)), (y, d, _) => Times(d, -2 * Expr.Tanh(y.Operands[0]) * y),
        (node, _) => Expr.Node(TanhAt, null, node.Operands[0], Expr.Tanh(node.Operands[0])));

    /// <summary>s′ = s·(1 − s) for s = sigmoid; its derivative is −tanh(x/2)·s′, which keeps its digits where s is near ½.</summary>
    public static readonly Primitive Sigmoid = Function("sigmoid_slope", 1, (x, _, _) => VectorMath.SigmoidSlope(x, VectorMath.Sigmoid(x)),
        (x, _, _) => VectorMath.SigmoidSlope((float)x, VectorMath.Sigmoid((float)x)),
        (y, d, _) => Times(d, -Expr.Tanh(0.5 * y.Operands[0]) * y),
        (node, _) => Expr.Node(SigmoidAt, null, node.Operands[0], Expr.Sigmoid(node.Operands[0])));

    /// <summary>The derivative of y = tanh x.</summary>
    public static Expr OfTanh(Expr y) => IsOfLayer(y.Operands[0], 0) ? 1 - (y * y) : Expr.Node(Tanh, null, y.Operands[0]);

    /// <summary>The derivative of y = sigmoid x.</summary>
    public static Expr OfSigmoid(Expr y) => IsOfLayer(y.Operands[0], 0) ? y * (1 - y) : Expr.Node(Sigmoid, null, y.Operands[0]);

    /// <summary>Whether an expression is a matrix product but for a bias, a factor or its shape.</summary>
    private static bool IsOfLayer(Expr x, int depth) => x.Primitive.Family == Family.Product
        || (depth < DeepestLayer && IsLinear(x.Primitive) && x.Operands.Any(operand => IsOfLayer(operand, depth + 1)));

    private static bool IsLinear(Primitive op) =>
        op.Family == Family.Structure || op == Add || op == Subtract || op == Multiply || op == Divide || op == Negate;
}

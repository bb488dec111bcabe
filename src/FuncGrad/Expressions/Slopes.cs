using static FuncGrad.Elementwise;

namespace FuncGrad;

/// <summary>
/// The derivatives of tanh and sigmoid as operations of their own: 1 − y² and y·(1 − y) lose all digits where the value y rounds to 1 (for tanh from x = 19 on,
/// where the derivative is still 1e-16). Compilers are given the operation on x and y, which is formed anyway, and which saves the exponential where y is not near 1.
/// </summary>
internal static class Slopes
{
    private static readonly Primitive TanhAt = Function("tanh_slope", 2, (x, y, _) => VectorMath.TanhSlope(x, y),
        (x, y, _) => VectorMath.TanhSlope((float)x, (float)y), (_, _, _) => null);

    private static readonly Primitive SigmoidAt = Function("sigmoid_slope", 2, (x, y, _) => VectorMath.SigmoidSlope(x, y),
        (x, y, _) => VectorMath.SigmoidSlope((float)x, (float)y), (_, _, _) => null);

    /// <summary>tanh′ = 1 − tanh²; its derivative is −2·tanh·tanh′.</summary>
    public static readonly Primitive Tanh = Function("tanh_slope", 1, (x, _, _) => VectorMath.TanhSlope(x, VectorMath.Tanh(x)),
        (x, _, _) => VectorMath.TanhSlope((float)x, VectorMath.Tanh((float)x)), (y, d, _) => Times(d, -2 * Expr.Tanh(y.Operands[0]) * y),
        (node, _) => Expr.Node(TanhAt, null, node.Operands[0], Expr.Tanh(node.Operands[0])));

    /// <summary>s′ = s·(1 − s) for s = sigmoid; its derivative is −tanh(x/2)·s′, which keeps its digits where s is near ½.</summary>
    public static readonly Primitive Sigmoid = Function("sigmoid_slope", 1, (x, _, _) => VectorMath.SigmoidSlope(x, VectorMath.Sigmoid(x)),
        (x, _, _) => VectorMath.SigmoidSlope((float)x, VectorMath.Sigmoid((float)x)), (y, d, _) => Times(d, -Expr.Tanh(0.5 * y.Operands[0]) * y),
        (node, _) => Expr.Node(SigmoidAt, null, node.Operands[0], Expr.Sigmoid(node.Operands[0])));

    public static Expr OfTanh(Expr x) => Expr.Node(Tanh, null, x);

    public static Expr OfSigmoid(Expr x) => Expr.Node(Sigmoid, null, x);
}

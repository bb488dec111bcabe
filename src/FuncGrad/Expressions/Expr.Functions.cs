namespace FuncGrad;

// Functions element by element. The names are those that F#'s own sin, exp, sqrt ... look for.
public sealed partial class Expr
{
    /// <summary>eˣ.</summary>
    public static Expr Exp(Expr x) => Node(FuncGrad.Elementwise.Exp, null, x);

    /// <summary>The natural logarithm; −Infinity at 0, NaN below.</summary>
    public static Expr Log(Expr x) => Node(FuncGrad.Elementwise.Log, null, x);

    /// <summary>√x; NaN below 0.</summary>
    public static Expr Sqrt(Expr x) => Node(FuncGrad.Elementwise.Sqrt, null, x);

    /// <summary>|x|; its derivative at 0 is 0.</summary>
    public static Expr Abs(Expr x) => Node(FuncGrad.Elementwise.Abs, null, x);

    /// <summary>−1, 0 or 1 by the sign of x; NaN stays NaN; its derivative is 0 everywhere.</summary>
    public static Expr SignOf(Expr x) => Node(FuncGrad.Elementwise.Sign, null, x);

    /// <summary>The sine of x in radians.</summary>
    public static Expr Sin(Expr x) => Node(FuncGrad.Elementwise.Sin, null, x);

    /// <summary>The cosine of x in radians.</summary>
    public static Expr Cos(Expr x) => Node(FuncGrad.Elementwise.Cos, null, x);

    /// <summary>The tangent of x in radians.</summary>
    public static Expr Tan(Expr x) => Node(FuncGrad.Elementwise.Tan, null, x);

    /// <summary>The hyperbolic sine.</summary>
    public static Expr Sinh(Expr x) => Node(FuncGrad.Elementwise.Sinh, null, x);

    /// <summary>The hyperbolic cosine.</summary>
    public static Expr Cosh(Expr x) => Node(FuncGrad.Elementwise.Cosh, null, x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Expr Tanh(Expr x) => Node(FuncGrad.Elementwise.Tanh, null, x);

    /// <summary>The angle in (−π/2, π/2) whose tangent is x.</summary>
    public static Expr Atan(Expr x) => Node(FuncGrad.Elementwise.Atan, null, x);

    /// <summary>1 / (1 + e⁻ˣ), without overflow on either side.</summary>
    public static Expr Sigmoid(Expr x) => Node(FuncGrad.Elementwise.Sigmoid, null, x);

    /// <summary>max(x, 0); its derivative at 0 is 0.</summary>
    public static Expr Relu(Expr x) => Node(FuncGrad.Elementwise.Relu, null, x);

    /// <summary>ln(1 + eˣ), without overflow.</summary>
    public static Expr Softplus(Expr x) => Node(FuncGrad.Elementwise.Softplus, null, x);

    /// <summary>x itself, but a constant to every derivative.</summary>
    public static Expr StopGradient(Expr x) => Node(FuncGrad.Elementwise.StopGradient, null, x);

    /// <summary>a·b + c in one rounding (IEEE 754 fusedMultiplyAdd).</summary>
    public static Expr FusedMultiplyAdd(Expr a, Expr b, Expr c) =>
        Elementwise(FuncGrad.Elementwise.FusedMultiplyAdd, "fused_multiply_add", a, b, c);

    /// <summary>The greater of a and b, element by element; NaN if either is. At a tie each side gets half the derivative.</summary>
    public static Expr Max(Expr a, Expr b) => Elementwise(FuncGrad.Elementwise.Maximum, "max", a, b);

    /// <summary>The smaller of a and b, element by element; NaN if either is. At a tie each side gets half the derivative.</summary>
    public static Expr Min(Expr a, Expr b) => Elementwise(FuncGrad.Elementwise.Minimum, "min", a, b);

    /// <summary>
    /// Where <paramref name="condition"/> is not 0 the element of <paramref name="then"/>, else that of <paramref name="otherwise"/>.
    /// The derivative flows to the chosen side only; a NaN on the other side does not reach value or derivative of this node.
    /// </summary>
    public static Expr Where(Expr condition, Expr then, Expr otherwise) =>
        Elementwise(FuncGrad.Elementwise.Where, "where", condition, then, otherwise);

    /// <summary>1 where a &lt; b, else 0.</summary>
    public static Expr Less(Expr a, Expr b) => Elementwise(FuncGrad.Elementwise.Less, "<", a, b);

    /// <summary>1 where a ≤ b, else 0.</summary>
    public static Expr LessOrEqual(Expr a, Expr b) => Elementwise(FuncGrad.Elementwise.LessOrEqual, "<=", a, b);

    /// <summary>1 where a = b, else 0.</summary>
    public static Expr Equal(Expr a, Expr b) => Elementwise(FuncGrad.Elementwise.EqualTo, "==", a, b);

    /// <summary>1 where a ≠ b, else 0 (NaN differs from everything, itself included).</summary>
    public static Expr NotEqual(Expr a, Expr b) => Elementwise(FuncGrad.Elementwise.NotEqualTo, "!=", a, b);
}

namespace FuncGrad;

// Operators for C# and F#. Each exists for a number on either side too, since F# does not convert operands of operators.
public sealed partial class Expr
{
    /// <summary>A number is the constant expression of that number.</summary>
    public static implicit operator Expr(double value) => Constant(value);

    /// <summary>a + b, element by element, with NumPy's broadcasting.</summary>
    public static Expr operator +(Expr a, Expr b) => Elementwise(FuncGrad.Elementwise.Add, "+", a, b);

    /// <inheritdoc cref="op_Addition(Expr,Expr)"/>
    public static Expr operator +(Expr a, double b) => a + Constant(b);

    /// <inheritdoc cref="op_Addition(Expr,Expr)"/>
    public static Expr operator +(double a, Expr b) => Constant(a) + b;

    /// <summary>a − b, element by element, with NumPy's broadcasting.</summary>
    public static Expr operator -(Expr a, Expr b) => Elementwise(FuncGrad.Elementwise.Subtract, "-", a, b);

    /// <inheritdoc cref="op_Subtraction(Expr,Expr)"/>
    public static Expr operator -(Expr a, double b) => a - Constant(b);

    /// <inheritdoc cref="op_Subtraction(Expr,Expr)"/>
    public static Expr operator -(double a, Expr b) => Constant(a) - b;

    /// <summary>a · b, element by element, with NumPy's broadcasting. The matrix product is <see cref="Dot(Expr)"/>.</summary>
    public static Expr operator *(Expr a, Expr b) =>
        a == b && a.Primitive == Reductions.Norm ? SquaredNorm(a) : Elementwise(FuncGrad.Elementwise.Multiply, "*", a, b);

    /// <inheritdoc cref="op_Multiply(Expr,Expr)"/>
    public static Expr operator *(Expr a, double b) => a * Constant(b);

    /// <inheritdoc cref="op_Multiply(Expr,Expr)"/>
    public static Expr operator *(double a, Expr b) => Constant(a) * b;

    /// <summary>a / b, element by element, with NumPy's broadcasting; x/0 is ±Infinity or NaN as IEEE 754 says.</summary>
    public static Expr operator /(Expr a, Expr b) => Elementwise(FuncGrad.Elementwise.Divide, "/", a, b);

    /// <inheritdoc cref="op_Division(Expr,Expr)"/>
    public static Expr operator /(Expr a, double b) => a / Constant(b);

    /// <inheritdoc cref="op_Division(Expr,Expr)"/>
    public static Expr operator /(double a, Expr b) => Constant(a) / b;

    /// <summary>−a.</summary>
    public static Expr operator -(Expr a) => Node(FuncGrad.Elementwise.Negate, null, a);

    /// <summary>a itself.</summary>
    public static Expr operator +(Expr a) => Arguments.Given(a);

    /// <summary>
    /// 1 where a &lt; b, else 0 (also where either is NaN); for the condition of <see cref="Where"/>. In F# write <c>Expr.Less(a, b)</c>.
    /// </summary>
    public static Expr operator <(Expr a, Expr b) => Less(a, b);

    /// <summary>1 where a &gt; b, else 0.</summary>
    public static Expr operator >(Expr a, Expr b) => Less(b, a);

    /// <summary>1 where a ≤ b, else 0.</summary>
    public static Expr operator <=(Expr a, Expr b) => LessOrEqual(a, b);

    /// <summary>1 where a ≥ b, else 0.</summary>
    public static Expr operator >=(Expr a, Expr b) => LessOrEqual(b, a);

    /// <summary>aᵇ, for F#'s <c>**</c>: see <see cref="Pow(Expr,double)"/>.</summary>
    public static Expr Pow(Expr a, Expr b) => Arguments.Given(b).ConstantValue is { } power && power.Shape.Rank == 0
        ? Pow(a, power.ToDouble())
        : Elementwise(FuncGrad.Elementwise.Power, "^", a, b);

    /// <summary>
    /// aᵇ for a constant b. An integer |b| ≤ 64 means repeated multiplication (a² is a·a, bit for bit, and negative bases are fine);
    /// any other b means the real power (at most 0.51 ulp off: nearly always, not always, the correctly rounded one), NaN for a negative
    /// base unless b is whole. The square of a <see cref="Norm(Expr)"/> is the sum of squares.
    /// </summary>
    public static Expr Pow(Expr a, double b) => b == 2 && a.Primitive == Reductions.Norm
        ? SquaredNorm(a)
        : b == Math.Floor(b) && Math.Abs(b) <= 64
        ? Node(FuncGrad.Elementwise.IntegerPower, (int)b, a)
        : Elementwise(FuncGrad.Elementwise.Power, "^", a, Constant(b));

    /// <summary>An elementwise operation after broadcasting its operands to their common shape.</summary>
    internal static Expr Elementwise(Primitive primitive, string sign, params Expr[] operands)
    {
        var shape = Arguments.AllGiven(operands)[0].Shape;
        foreach (var operand in operands)
            shape = Shape.TryBroadcast(shape, operand.Shape) ?? throw ShapeException.CannotBroadcast(sign, shape, operand.Shape);
        return Node(primitive, null, [.. operands.Select(operand => BroadcastTo(operand, shape))]);
    }
}

using static FuncGrad.Expr;

namespace FuncGrad;

/// <summary>
/// The operations that work element by element. A partial rule maps (node y, direction d, operand i) to d·∂y/∂xᵢ; as the Jacobian is
/// diagonal, the same rule serves reverse (d = ȳ) and forward mode (d = ẋᵢ). Rules are written in the result y where that is cheaper
/// (ChainRules.jl does the same).
/// </summary>
internal static class Elementwise
{
    internal delegate Expr? Partial(Expr y, Expr d, int operand);

    // ---- arithmetic -------------------------------------------------------------------------------------------------
    public static readonly Primitive Add = Basic("add", 2, (a, b, _) => a + b, (_, d, _) => d);
    public static readonly Primitive Subtract = Basic("subtract", 2, (a, b, _) => a - b, (_, d, i) => i == 0 ? d : -d);
    public static readonly Primitive Multiply = Basic("multiply", 2, (a, b, _) => a * b, (y, d, i) => Times(d, y.Operands[1 - i]));
    public static readonly Primitive Divide = Basic("divide", 2, (a, b, _) => a / b,
        (y, d, i) => i == 0 ? d / y.Operands[1] : -(d * y / y.Operands[1]));
    public static readonly Primitive Negate = Basic("negate", 1, (a, _, _) => -a, (_, d, _) => -d);
    public static readonly Primitive Sqrt = Basic("sqrt", 1, (a, _, _) => Math.Sqrt(a), (y, d, _) => d / (2 * y));
    public static readonly Primitive FusedMultiplyAdd = Function("fused_multiply_add", 3, Math.FusedMultiplyAdd,
        (a, b, c) => MathF.FusedMultiplyAdd((float)a, (float)b, (float)c), (y, d, i) => i == 2 ? d : Times(d, y.Operands[1 - i]));

    // ---- choices ----------------------------------------------------------------------------------------------------
    public static readonly Primitive Less = Choice("less", (a, b, _) => a < b ? 1 : 0);
    public static readonly Primitive LessOrEqual = Choice("less_or_equal", (a, b, _) => a <= b ? 1 : 0);
    public static readonly Primitive EqualTo = Choice("equal", (a, b, _) => a == b ? 1 : 0);
    public static readonly Primitive NotEqualTo = Choice("not_equal", (a, b, _) => a != b ? 1 : 0);
    public static readonly Primitive Where = Basic("where", 3, (a, b, c) => a != 0 ? b : c, (y, d, i) => i switch
    {
        1 => Expr.Where(y.Operands[0], d, 0),
        2 => Expr.Where(y.Operands[0], 0, d),
        _ => null,
    });
    public static readonly Primitive Maximum = Basic("maximum", 2, (a, b, _) => Greater(a, b), (y, d, i) => Chosen(y, d, i));
    public static readonly Primitive Minimum = Basic("minimum", 2, (a, b, _) => -Greater(-a, -b), (y, d, i) => Chosen(y, d, i));
    public static readonly Primitive Abs = Basic("abs", 1, (a, _, _) => Math.Abs(a), (y, d, _) => Times(d, Expr.SignOf(y.Operands[0])));
    public static readonly Primitive Sign = Basic("sign", 1, (a, _, _) => a > 0 ? 1 : a < 0 ? -1 : a, (_, _, _) => null);
    public static readonly Primitive Relu = Basic("relu", 1, (a, _, _) => a <= 0 ? 0 : a,
        (y, d, _) => Expr.Where(y.Operands[0] <= 0, 0, d));
    public static readonly Primitive StopGradient = Basic("stop_gradient", 1, (a, _, _) => a, (_, _, _) => null);

    // ---- powers -----------------------------------------------------------------------------------------------------
    public static readonly Primitive Power = Function("power", 2, (a, b, _) => VectorMath.Pow(a, b),
        (a, b, _) => VectorMath.Pow((float)a, (float)b), PowerRule);

    /// <summary>x to a constant integer n, by repeated multiplication: x² is x·x, bit for bit. The attribute is n.</summary>
    public static readonly Primitive IntegerPower = new()
    {
        Name = "integer_power",
        Arity = 1,
        Family = Family.Elementwise,
        ShapeRule = ShapeRules.Same,
        Meaning = (node, values, precision) => Map(values, IntegerPowerOf((int)node.Attribute!, precision)),
        Adjoint = (y, d, _) => IntegerPowerRule(y, d),
        Tangent = (y, tangents) => tangents[0] is { } d ? IntegerPowerRule(y, d) : null,
    };

    // ---- functions --------------------------------------------------------------------------------------------------
    public static readonly Primitive Exp = Smooth("exp", VectorMath.Exp, VectorMath.Exp, (y, d, _) => Times(d, y));
    public static readonly Primitive Log = Smooth("log", VectorMath.Log, VectorMath.Log, (y, d, _) => d / y.Operands[0]);
    public static readonly Primitive Sin = Smooth("sin", VectorMath.Sin, VectorMath.Sin, (y, d, _) => Times(d, Expr.Cos(y.Operands[0])));
    public static readonly Primitive Cos = Smooth("cos", VectorMath.Cos, VectorMath.Cos, (y, d, _) => -Times(d, Expr.Sin(y.Operands[0])));
    public static readonly Primitive Tan = Smooth("tan", VectorMath.Tan, VectorMath.Tan, (y, d, _) => Times(d, 1 + (y * y)));
    public static readonly Primitive Sinh = Smooth("sinh", VectorMath.Sinh, VectorMath.Sinh,
        (y, d, _) => Times(d, Expr.Cosh(y.Operands[0])));
    public static readonly Primitive Cosh = Smooth("cosh", VectorMath.Cosh, VectorMath.Cosh,
        (y, d, _) => Times(d, Expr.Sinh(y.Operands[0])));
    public static readonly Primitive Tanh = Smooth("tanh", VectorMath.Tanh, VectorMath.Tanh,
        (y, d, _) => Times(d, Slopes.OfTanh(y)));
    public static readonly Primitive Atan = Smooth("atan", VectorMath.Atan, VectorMath.Atan,
        (y, d, _) => d / (1 + (y.Operands[0] * y.Operands[0])));
    public static readonly Primitive Sigmoid = Smooth("sigmoid", VectorMath.Sigmoid, VectorMath.Sigmoid,
        (y, d, _) => Times(d, Slopes.OfSigmoid(y)));
    public static readonly Primitive Softplus = Smooth("softplus", VectorMath.Softplus, VectorMath.Softplus,
        (y, d, _) => Times(d, Expr.Sigmoid(y.Operands[0])));

    public static IReadOnlyList<Primitive> All { get; } =
    [
        Add, Subtract, Multiply, Divide, Negate, Sqrt, FusedMultiplyAdd, Less, LessOrEqual, EqualTo, NotEqualTo, Where, Maximum, Minimum,
        Abs, Sign, Relu, StopGradient, Power, IntegerPower, Exp, Log, Sin, Cos, Tan, Sinh, Cosh, Tanh, Atan, Sigmoid, Softplus,
        EuclideanNorm.Scale, Slopes.Tanh, Slopes.Sigmoid, .. ComposedFunctions.All, .. RandomNumbers.All,
    ];

    // ---- how a row is made ------------------------------------------------------------------------------------------

    /// <summary>An operation whose float value is its double value rounded (see <see cref="PrecisionRounding.Round"/>).</summary>
    private static Primitive Basic(string name, int arity, ElementFunction value, Partial partial) =>
        Function(name, arity, value, (a, b, c) => (float)value(a, b, c), partial);

    /// <summary>An operation that is constant but for jumps, and that compilers take apart.</summary>
    internal static Primitive Undifferentiated(string name, Func<double, double> inDouble, Func<double, double> inFloat,
        Func<Expr, Precision, Expr> definition) =>
        Function(name, 1, (a, _, _) => inDouble(a), (a, _, _) => inFloat(a), (_, _, _) => null, definition);

    private static Primitive Choice(string name, ElementFunction value) => Basic(name, 2, value, (_, _, _) => null);

    private static Primitive Smooth(string name, Func<double, double> inDouble, Func<float, float> inFloat, Partial partial) =>
        Function(name, 1, (a, _, _) => inDouble(a), (a, _, _) => inFloat((float)a), partial);

    internal static Primitive Function(string name, int arity, ElementFunction inDouble, ElementFunction inFloat, Partial partial,
        Func<Expr, Precision, Expr>? definition = null) => new()
    {
        Name = name,
        Arity = arity,
        Family = Family.Elementwise,
        ShapeRule = ShapeRules.Same,
        Meaning = (_, values, precision) => Map(values, precision == Precision.Double ? inDouble : inFloat),
        Adjoint = (y, d, operand) => partial(y, d, operand),
        Tangent = (y, tangents) => Total(y, tangents, partial),
        InDouble = inDouble,
        InFloat = inFloat,
        Definition = definition,
    };

    private static Expr? Total(Expr y, IReadOnlyList<Expr?> tangents, Partial partial)
    {
        Expr? total = null;
        for (var i = 0; i < tangents.Count; i++)
            if (tangents[i] is { } tangent && partial(y, tangent, i) is { } part) total = total is null ? part : total + part;
        return total;
    }

    private static Tensor Map(IReadOnlyList<Tensor> operands, ElementFunction function)
    {
        var values = new double[operands[0].Values.Length];
        var a = operands[0].Values;
        var b = operands.Count > 1 ? operands[1].Values : [];
        var c = operands.Count > 2 ? operands[2].Values : [];
        for (var i = 0; i < values.Length; i++) values[i] = function(a[i], b.IsEmpty ? 0 : b[i], c.IsEmpty ? 0 : c[i]);
        return Tensor.Own(operands[0].Shape, values);
    }

    internal static ElementFunction IntegerPowerOf(int exponent, Precision precision) => precision == Precision.Double
        ? (a, _, _) => VectorMath.IntegerPower(a, exponent)
        : (a, _, _) => VectorMath.IntegerPower((float)a, exponent);

    /// <summary>max with NaN winning over any number and +0 over −0 (IEEE 754-2019 maximum).</summary>
    private static double Greater(double a, double b) => Math.Max(a, b);

    /// <summary>
    /// d·factor, and factor / b where d is 1/b: so that ∂(x²/20)/∂x is 2x/20, as one would write it, with one rounding less than 0.05·2x.
    /// </summary>
    internal static Expr Times(Expr d, Expr factor) => IsReciprocal(d) ? factor / d.Operands[1] : d * factor;

    /// <summary>Whether an operation compares: its value is 1 or 0.</summary>
    internal static bool IsComparison(Primitive op) => op == Less || op == LessOrEqual || op == EqualTo || op == NotEqualTo;

    /// <summary>1/b, which differentiation keeps as it is until it meets a factor.</summary>
    internal static bool IsReciprocal(Expr d) => d.Primitive == Divide && d.Operands[0].IsConstant(1);

    // ---- longer derivative rules ------------------------------------------------------------------------------------

    /// <summary>
    /// The direction goes to the operand that was chosen; at a tie each gets half (as in PyTorch and JAX). If either is NaN none is known
    /// to be left out, so that both get it (as in PyTorch).
    /// </summary>
    private static Expr Chosen(Expr y, Expr d, int operand)
    {
        var (mine, other) = (y.Operands[operand], y.Operands[1 - operand]);
        var isLeftOut = y.Primitive == Maximum ? Expr.Less(mine, other) : Expr.Less(other, mine);
        return Expr.Where(isLeftOut, 0, Expr.Where(Expr.Equal(mine, other), 0.5 * d, d));
    }

    /// <summary>∂(xʸ)/∂x = y·xʸ⁻¹ and ∂(xʸ)/∂y = xʸ·ln x, with 0 where y = 0 in the first and where x = 0 ≤ y in the second
    /// (the conventions of ChainRules.jl and PyTorch).</summary>
    private static Expr? PowerRule(Expr power, Expr d, int operand)
    {
        var (x, y) = (power.Operands[0], power.Operands[1]);
        return operand == 0
            ? Times(d, Expr.Where(Expr.Equal(y, 0), 0, y * Pow(x, y - 1)))
            : Times(d, Expr.Where(Expr.Equal(x, 0) * (y >= 0), 0, power * Expr.Log(x)));
    }

    private static Expr? IntegerPowerRule(Expr power, Expr d)
    {
        var (x, n) = (power.Operands[0], (int)power.Attribute!);
        return n switch { 0 => null, 1 => d, 2 => Times(d, 2 * x), _ => Times(d, n * Pow(x, n - 1)) };
    }
}

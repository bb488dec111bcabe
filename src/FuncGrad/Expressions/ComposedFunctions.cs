using static FuncGrad.Expr;

namespace FuncGrad;

/// <summary>
/// Elementwise operations with a derivative of their own whose value is made of other operations: nobody who computes needs to know them.
/// Their meaning is that of what they are made of, so that every way of computing them gives the same bits.
/// </summary>
internal static class ComposedFunctions
{
    /// <summary>⌊x⌋, ⌈x⌉, and the nearest whole number, of two the even one; constant but for jumps.</summary>
    public static readonly Primitive Floor = Of("floor", Below, Constant),
        Ceil = Of("ceil", (x, precision) => -Below(-x, precision), Constant), Round = Of("round", Nearest, Constant);

    /// <summary>ln(1 + x), also where 1 + x is rounded (W. Kahan; Goldberg, ACM Computing Surveys 23, 1991, theorem 4).</summary>
    public static readonly Primitive Log1p = Of("log1p", (x, _) =>
    {
        var sum = 1 + x;
        return Where(Equal(sum, 1), x, Log(sum) * Where(Less(Abs(x), 1), x / (sum - 1), 1));
    }, (y, d, _) => d / (1 + y.Operands[0]));

    /// <summary>eˣ − 1, also where eˣ is rounded.</summary>
    public static readonly Primitive Expm1 = Of("expm1", (x, _) => Tanh(0.5 * x) * (Exp(x) + 1), (y, d, _) => d * Exp(y.Operands[0]));

    /// <summary>2/√π·∫₀ˣ exp(−t²) dt, and 1 minus that, with its digits for large x.</summary>
    public static readonly Primitive Erf = Of("erf", (x, _) => ErrorFunction.Of(x), (y, d, _) => d * Slope(y.Operands[0])),
        Erfc = Of("erfc", (x, _) => ErrorFunction.Complement(x), (y, d, _) => -d * Slope(y.Operands[0]));

    public static IReadOnlyList<Primitive> All { get; } = [Floor, Ceil, Round, Log1p, Expm1, Erf, Erfc];

    private static Expr? Constant(Expr y, Expr d, int operand) => null;

    private static Expr Slope(Expr x) => (2 / Math.Sqrt(Math.PI)) * Exp(-Pow(x, 2));

    /// <summary>
    /// In front of a power of two from which on numbers are whole, an addition rounds to whole numbers; what is whole already stays as it
    /// is, −0, infinities and NaN too.
    /// </summary>
    private static Expr Nearest(Expr x, Precision precision)
    {
        var whole = precision == Precision.Double ? Math.ScaleB(1, 52) : Math.ScaleB(1, 23);
        var size = (Abs(x) + whole) - whole;
        return Where(Less(Abs(x), whole), Where(Less(x, 0), -size, Where(Equal(x, 0), x, size)), x);
    }

    private static Expr Below(Expr x, Precision precision)
    {
        var nearest = Nearest(x, precision);
        return Where(Equal(nearest, x), x, nearest - Less(x, nearest));
    }

    private static Primitive Of(string name, Func<Expr, Precision, Expr> made, Elementwise.Partial partial) => new()
    {
        Name = name,
        Arity = 1,
        Family = Family.Elementwise,
        ShapeRule = ShapeRules.Same,
        Meaning = (_, values, precision) => Value(made, values[0], precision),
        Adjoint = (y, d, operand) => partial(y, d, operand),
        Tangent = (y, tangents) => tangents[0] is { } d ? partial(y, d, 0) : null,
        Definition = (node, precision) => made(node.Operands[0], precision),
    };

    private static Tensor Value(Func<Expr, Precision, Expr> made, Tensor x, Precision precision)
    {
        var symbol = Input("x", x.Shape);
        return Value(made(symbol, precision), new Dictionary<Expr, Tensor>(ReferenceEqualityComparer.Instance) { [symbol] = x }, precision);
    }

    private static Tensor Value(Expr node, Dictionary<Expr, Tensor> known, Precision precision) => known.TryGetValue(node, out var value)
        ? value
        : known[node] = node.Primitive.Meaning(node, [.. node.Operands.Select(operand => Value(operand, known, precision))], precision);
}

/// <summary>
/// The error function by two polynomials of our own fit (60 digits, November 2026): erfc(x) = exp(−x²)·t·p(2t − 1) with t = 2/(2 + x) for x
/// ≥ 0, p a sum of Chebyshev polynomials, off by less than 1e-15·(1 + x²) of its value; erf(x) = x·q(x²) for |x| below 0.65, where 1 − erfc
/// would lose digits, off by less than 1e-15.
/// </summary>
internal static class ErrorFunction
{
    private const double Near = 0.65;

    private static readonly double[] P =
    [
        0.5770337386164697, 0.3554369212704985, 0.06509515882878653, 0.003671142395836639, -0.0011128447433526325, -0.0001607582991537808,
        3.278031574173137e-05,
        5.442441645505016e-06, -1.5154665553171482e-06, -1.4297608181169865e-07, 8.234608827419493e-08, -1.2962846852306563e-09,
        -4.154721631015199e-09,
        6.347058278362811e-10, 1.4320822712256225e-10, -6.160390105204585e-11, 2.0612138554721698e-12, 3.5714931488477042e-12,
        -8.586422843251796e-13,
        -6.14560021379063e-14, 7.418725748596617e-14, -1.2895042755032325e-14, -2.358726385710632e-15, 1.5729349381685912e-15,
        -2.2782966239546465e-16,
        -6.31233045075643e-17, 3.5916763531814925e-17,
    ];

    private static readonly double[] Q =
    [
        1.1283791670955126, -0.3761263890318355, 0.11283791670939301, -0.02686617064032348, 0.00522397755120587, -0.0008548320431639118,
        0.00012054975958624598,
        -1.4913641488893164e-05, 1.6216338946323897e-06, -1.3533294420392913e-07,
    ];

    public static Expr Of(Expr x)
    {
        var (far, square) = (Tail(Abs(x)), x * x);
        var near = Expr.Constant(Q[^1]) * 1;
        for (var k = Q.Length - 2; k >= 0; k--) near = (near * square) + Q[k];
        return Where(Less(Abs(x), Near), x * near, Where(Less(x, 0), far - 1, 1 - far));
    }

    public static Expr Complement(Expr x)
    {
        var tail = Tail(Abs(x));
        return Where(Less(x, 0), 2 - tail, tail);
    }

    /// <summary>erfc for x ≥ 0; the sum by Clenshaw's recurrence (MTAC 9, 1955).</summary>
    private static Expr Tail(Expr x)
    {
        var t = 2 / (2 + x);
        var twice = (4 * t) - 2;
        Expr last = P[^1], beforeLast = 0;
        for (var k = P.Length - 2; k > 0; k--) (last, beforeLast) = ((twice * last) - beforeLast + P[k], last);
        return Exp(-(x * x)) * t * ((0.5 * twice * last) - beforeLast + P[0]);
    }
}

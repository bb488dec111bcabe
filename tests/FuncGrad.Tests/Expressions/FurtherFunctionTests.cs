using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Rounding, positions, special functions and layers against what they mean.</summary>
public sealed class FurtherFunctionTests
{
    private static readonly Expr X = Expr.Symbol("x");

    private static readonly double[] Edges =
        [0, -0.0, 0.5, -0.5, 1.5, 2.5, -1.5, 0.49999999999999994, -0.3, 1e-300, 4503599627370495.5, -4503599627370495.5, 4503599627370496, 9e15, 1e300, double.PositiveInfinity, double.NegativeInfinity, double.NaN];

    [Fact]
    public void Numbers_are_rounded_as_the_machine_does() => Gen.Double.Array[20].Sample(random =>
    {
        foreach (var x in random.Concat(random.Select(value => value % 100)).Concat(Edges))
        {
            Assert.Equal(Bits(Math.Floor(x)), Bits(At(Expr.Floor(X), x)));
            Assert.Equal(Bits(Math.Ceiling(x)), Bits(At(Expr.Ceil(X), x)));
            Assert.Equal(Bits(Math.Round(x)), Bits(At(Expr.Round(X), x)));
            var single = (float)x;
            Assert.Equal(Bits(MathF.Floor(single)), Bits(new Evaluation([Expr.Floor(X)], Precision.Float).At(new Dictionary<Expr, Tensor> { [X] = Tensor.Scalar(single) })[0].ToDouble()));
        }
    }, iter: 50);

    /// <summary>Formula, what is put in, and the value to the last digits, computed with 50 digits.</summary>
    [Theory]
    [InlineData("erf(x)", 1e-300, 1.1283791670955126e-300)]
    [InlineData("erf(x)", 0.5, 0.5204998778130465)]
    [InlineData("erf(x)", -0.7, -0.6778011938374184)]
    [InlineData("erf(x)", 3, 0.9999779095030014)]
    [InlineData("erf(x)", double.NegativeInfinity, -1)]
    [InlineData("erfc(x)", 0.5, 0.4795001221869535)]
    [InlineData("erfc(x)", 5, 1.5374597944280349e-12)]
    [InlineData("erfc(x)", 20, 5.395865611607901e-176)]
    [InlineData("erfc(x)", -2, 1.9953222650189527)]
    [InlineData("log1p(x)", 1e-17, 1e-17)]
    [InlineData("log1p(x)", 1e-5, 9.999950000333332e-06)]
    [InlineData("log1p(x)", -1, double.NegativeInfinity)]
    [InlineData("log1p(x)", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("expm1(x)", 1e-17, 1e-17)]
    [InlineData("expm1(x)", 1e-5, 1.0000050000166667e-05)]
    [InlineData("expm1(x)", -800, -1)]
    [InlineData("expm1(x)", 800, double.PositiveInfinity)]
    [InlineData("asin(x)", 1, Math.PI / 2)]
    [InlineData("asin(x)", -0.5, -0.5235987755982989)]
    [InlineData("acos(x)", -1, Math.PI)]
    [InlineData("acos(x)", 0.9999999999999999, 1.4901161193847656e-08)]
    [InlineData("acos(x)", 2, double.NaN)]
    [InlineData("mod(x, 3)", -1, 2)]
    [InlineData("mod(x, -3)", 1, -2)]
    [InlineData("clip(x, -1, 2)", 5, 2)]
    [InlineData("clip(x, -1, 2)", double.NaN, double.NaN)]
    [InlineData("gelu(x)", -10, -7.619853024160526e-23)]
    [InlineData("silu(x)", -1000, 0)]
    [InlineData("elu(x, 2)", -1000, -2)]
    [InlineData("logsumexp([x, x])", 1000, 1000.6931471805599)]
    [InlineData("variance([x, 2*x, 4.5])", 1.5, 1.5)]
    [InlineData("std([x, x, x])", 7, 0)]
    [InlineData("argmax([3, x, 5, 1])", 5, 1)]
    [InlineData("argmin([3, x, 5, 1])", 0.5, 1)]
    [InlineData("argmax([3, x, 5])", double.NaN, double.NaN)]
    [InlineData("cumsum([x, 2, 3, 4, 5])[3]", 1, 10)]
    [InlineData("sum(one_hot([2, 0], 3)[:, 2])*x", 1, 1)]
    [InlineData("sum(flatten(broadcast(x, 2, 3, 4))[0])", 1, 12)]
    [InlineData("atan2(x, -1)", 0, Math.PI)]
    [InlineData("atan2(x, 0)", -2, -Math.PI / 2)]
    [InlineData("atan2(x, 0)", 0, 0)]
    public void Values(string formula, double x, double expected)
    {
        var value = At(Parsed(formula), x);
        if (double.IsFinite(expected)) Assert.InRange(Math.Abs(value - expected), 0, 4e-16 * Math.Abs(expected) * (formula.StartsWith("erfc", StringComparison.Ordinal) || formula[0] == 'g' ? 40 : 2));
        else Assert.Equal(expected, value);
    }

    /// <summary>Formula, point, derivative: also where the pieces of a function meet.</summary>
    [Theory]
    [InlineData("erf(x)", 0, 1.1283791670955126)]
    [InlineData("log1p(x)", 1e-10, 0.9999999999)]
    [InlineData("clip(x, -1, 2)", 2, 1)]
    [InlineData("clip(x, -1, 2)", 2.5, 0)]
    [InlineData("mod(x, 3)", -1, 1)]
    [InlineData("floor(x)*x", 2.5, 2)]
    [InlineData("elu(x)", -1, 0.36787944117144233)]
    [InlineData("atan2(1, x)", 0, -1)]
    [InlineData("atan2(x, -1)", 0.5, -0.8)]
    [InlineData("std([x, x])", 3, 0)]
    [InlineData("sum(cumsum([x, x, x]))", 3, 6)]
    public void Derivatives(string formula, double x, double expected) =>
        Assert.InRange(Math.Abs(At(Differentiation.Gradient(Parsed(formula), X), x) - expected), 0, 1e-15 * Math.Max(1, Math.Abs(expected)));

    /// <summary>As the limit, where the value is infinite.</summary>
    [Theory]
    [InlineData("expm1(x)", 1000, double.PositiveInfinity)]
    [InlineData("log1p(x)", -1, double.PositiveInfinity)]
    [InlineData("expm1(x)", -1000, 0)]
    public void Derivatives_at_the_ends(string formula, double x, double expected) =>
        Assert.Equal(expected, At(Differentiation.Gradient(Parsed(formula), X), x));

    [Fact]
    public void A_pile_of_products_is_the_product_of_each_pair()
    {
        var (a, b, m) = (Expr.Symbol("a", Shape.Of(3, 2, 4)), Expr.Symbol("b", Shape.Of(3, 4, 5)), Expr.Symbol("m", Shape.Of(4, 5)));
        var left = Expr.Symbol("l", Shape.Of(6, 2));
        var (ab, am, la) = (Expr.MatrixProduct(a, b), Expr.MatrixProduct(a, m), Expr.MatrixProduct(left, a));
        Assert.Equal("(3,2,5) (3,2,5) (3,6,4)", $"{ab.Shape} {am.Shape} {la.Shape}");
        for (var i = 0; i < 3; i++)
            Assert.Equal(Random(Expr.MatrixProduct(a[i], b[i]), a, b), Random(ab[i], a, b));
        Assert.Equal(Random(Expr.MatrixProduct(a[1], m), a, m), Random(am[1], a, m));
        Assert.Equal(Random(Expr.MatrixProduct(left, a[2]), left, a), Random(la[2], left, a));
        Assert.Throws<ShapeException>(() => Expr.MatrixProduct(a, Expr.Symbol("c", Shape.Of(2, 4, 5))));
    }

    private static double[] Random(Expr expression, params Expr[] symbols) =>
        Evaluation.Of(expression, [.. symbols.Select((symbol, k) => (symbol, Tensor.Of(symbol.Shape, Enumerable.Range(0, symbol.Shape.ElementCount).Select(i => Math.Sin((i * 1.3) + k)))))]).ToArray();

    private static Expr Parsed(string formula) => Formula.Parse(formula, new Dictionary<string, Expr> { ["x"] = X }).Match(value => value, errors => throw new InvalidOperationException(string.Join('\n', errors)));

    private static double At(Expr expression, double x) => Evaluation.Of(expression, (X, Tensor.Scalar(x))).ToDouble();

    private static long Bits(double value) => double.IsNaN(value) ? 1 : BitConverter.DoubleToInt64Bits(value);
}

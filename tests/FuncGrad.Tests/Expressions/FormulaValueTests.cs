using Xunit;

namespace FuncGrad.Tests.Expressions;

/// <summary>What formulas mean: text, and the value at x = 3, y = -2, v = [1, 2, 4], W = [[1, 2, 3], [4, 5, 6]].</summary>
public sealed class FormulaValueTests
{
    private static readonly Dictionary<string, (Expr Symbol, Tensor Value)> Inputs = new[]
    {
        (Expr.Symbol("x"), Tensor.Scalar(3)),
        (Expr.Symbol("y"), Tensor.Scalar(-2)),
        (Expr.Symbol("v", Shape.Of(3)), Tensor.Vector(1, 2, 4)),
        (Expr.Symbol("W", Shape.Of(2, 3)), Tensor.Matrix(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } })),
    }.ToDictionary(input => input.Item1.InputName!);

    private static readonly Dictionary<string, Expr> Names = Inputs.ToDictionary(input => input.Key, input => input.Value.Symbol);

    [Theory]
    [InlineData("x + y * 2", "-1")]
    [InlineData("(x + y) * 2", "2")]
    [InlineData("x - y - 1", "4")]
    [InlineData("12 / x / 2", "2")]
    [InlineData("-x^2", "-9")]
    [InlineData("(-x)^2", "9")]
    [InlineData("-2^2", "-4")]
    [InlineData("(-2)^2", "4")]
    [InlineData("2^3^2", "512")]
    [InlineData("(2^3)^2", "64")]
    [InlineData("2^-3", "0.125")]
    [InlineData("2^-x^2", "0.001953125")]
    [InlineData("--x", "3")]
    [InlineData("+x", "3")]
    [InlineData("2 - -3", "5")]
    [InlineData("-x * y", "6")]
    [InlineData("2*-x", "-6")]
    [InlineData("4^0.5", "2")]
    [InlineData("x^y", "0.1111111111111111")]
    [InlineData(".5 + 2. + 1e3 + 1E-1 + 1e+1", "1012.6")]
    [InlineData("1e-7", "1e-7")]
    [InlineData("0x3ff8000000000000", "1.5")]
    [InlineData("pi", "3.141592653589793")]
    [InlineData("e", "2.718281828459045")]
    [InlineData("inf - x", "inf")]
    [InlineData("-inf", "-inf")]
    [InlineData("nan", "nan")]
    [InlineData("x² + 2·y − 6 ÷ x × 1", "3")]
    [InlineData("2*x¹⁰", "118098")]
    [InlineData("sin(π)", "1.2246467991473532e-16")]
    [InlineData("v[0] + v[-1]", "5")]
    [InlineData("W[1, 2]", "6")]
    [InlineData("W[1][2]", "6")]
    [InlineData("W[-1, -1]", "6")]
    [InlineData("W[1]", "[4, 5, 6]")]
    [InlineData("v[1:]", "[2, 4]")]
    [InlineData("v[:-1]", "[1, 2]")]
    [InlineData("v[:]", "[1, 2, 4]")]
    [InlineData("v[1:2]", "[2]")]
    [InlineData("v[3:]", "[]")]
    [InlineData("W[0:2, 1]", "[2, 5]")]
    [InlineData("W[:, 1:]", "[[2, 3], [5, 6]]")]
    [InlineData("W[1:, 0]", "[4]")]
    [InlineData("-v[0]^2", "-1")]
    [InlineData("[1, 2][1]", "2")]
    [InlineData("[1, -2]", "[1, -2]")]
    [InlineData("[x, y, 1]", "[3, -2, 1]")]
    [InlineData("[v, [0, 0, 0]]", "[[1, 2, 4], [0, 0, 0]]")]
    [InlineData("[[1, 2], [3, 4]] @ [1, 1]", "[3, 7]")]
    [InlineData("[]", "[]")]
    [InlineData("v * 2 + x", "[5, 7, 11]")]
    [InlineData("W + v", "[[2, 4, 7], [5, 7, 10]]")]
    [InlineData("W * [[1], [10]]", "[[1, 2, 3], [40, 50, 60]]")]
    [InlineData("W @ v", "[17, 38]")]
    [InlineData("[1, 2] @ W", "[9, 12, 15]")]
    [InlineData("v @ v", "21")]
    [InlineData("2 * W @ v", "[34, 76]")]
    [InlineData("dot(v, v)", "21")]
    [InlineData("dot(W, transpose(W))", "[[14, 32], [32, 77]]")]
    [InlineData("dot(x, v)", "[3, 6, 12]")]
    [InlineData("transpose(W)", "[[1, 4], [2, 5], [3, 6]]")]
    [InlineData("transpose(W, 1, 0)", "[[1, 4], [2, 5], [3, 6]]")]
    [InlineData("sum(W)", "21")]
    [InlineData("sum(W, 0)", "[5, 7, 9]")]
    [InlineData("sum(W, axis=0)", "[5, 7, 9]")]
    [InlineData("sum(W, -1)", "[6, 15]")]
    [InlineData("sum(W, axis=[0, 1])", "21")]
    [InlineData("mean(W)", "3.5")]
    [InlineData("mean(W, axis=1)", "[2, 5]")]
    [InlineData("prod(v)", "8")]
    [InlineData("prod(W, 0)", "[4, 10, 18]")]
    [InlineData("norm([3, 4])", "5")]
    [InlineData("norm([[3, 4], [6, 8]], 1)", "[5, 10]")]
    [InlineData("max(W)", "6")]
    [InlineData("max(x, y)", "3")]
    [InlineData("max(v, 2)", "[2, 2, 4]")]
    [InlineData("max(W, axis=0)", "[4, 5, 6]")]
    [InlineData("min(W, axis=-1)", "[1, 4]")]
    [InlineData("min(x, y)", "-2")]
    [InlineData("exp(0) + log(1) + sqrt(4) + abs(-3) + sign(-5)", "5")]
    [InlineData("sin(0) + cos(0) + tan(0) + sinh(0) + cosh(0) + tanh(0) + atan(0)", "2")]
    [InlineData("sigmoid(0) + relu(-1) + relu(2)", "2.5")]
    [InlineData("softplus(0)", "0.6931471805599453")]
    [InlineData("softmax([0, 0])", "[0.5, 0.5]")]
    [InlineData("log_softmax([0, 0])[0]", "-0.6931471805599453")]
    [InlineData("sum(softmax(W, 0))", "3")]
    [InlineData("cross_entropy([0.5, 0.5], [1, 0], 0)", "0.6931471805599453")]
    [InlineData("cross_entropy([0.25, 0.75], 1, 0)", "0.2876820724517809")]
    [InlineData("where(x > 0, x, y)", "3")]
    [InlineData("where(v >= 2, v, -v)", "[-1, 2, 4]")]
    [InlineData("[1 < 2, 2 <= 2, 1 > 2, 2 >= 2, 1 == 2, 1 != 2]", "[1, 1, 0, 1, 0, 1]")]
    [InlineData("[1 ≤ 2, 2 ≥ 3, 1 ≠ 1]", "[1, 0, 0]")]
    [InlineData("x + 1 < y + 2", "0")]
    [InlineData("(x < y) < 1", "1")]
    [InlineData("gather(W, [0, 2])", "[1, 6]")]
    [InlineData("scatter([5, 7], [1, 0], 2)", "[[0, 5], [7, 0]]")]
    [InlineData("broadcast(x, 2)", "[3, 3]")]
    [InlineData("reshape(W, 3, 2)", "[[1, 2], [3, 4], [5, 6]]")]
    [InlineData("reshape(W, 3, -1)", "[[1, 2], [3, 4], [5, 6]]")]
    [InlineData("reshape(W, [-1])[5]", "6")]
    [InlineData("reshape(W, [6])[5]", "6")]
    [InlineData("embed([1], [1], [3])", "[0, 1, 0]")]
    [InlineData("replace(v, [9], [1])", "[1, 9, 4]")]
    [InlineData("concatenate(v, [8, 9])", "[1, 2, 4, 8, 9]")]
    [InlineData("concatenate(W, [[0], [1]], axis=1)", "[[1, 2, 3, 0], [4, 5, 6, 1]]")]
    [InlineData("slice(W, [0, 1], [2, 1])", "[[2], [5]]")]
    [InlineData("fused_multiply_add(x, y, 1)", "-5")]
    [InlineData("stop_gradient(x) + power(x, 2) + maximum(x, 1) + integer_power(y, 3)", "7")]
    [InlineData("fused_matrix_product(W, transpose(W))[0, 1]", "32")]
    [InlineData("  ( x\n + 1 )\t", "4")]
    public void A_formula_has_its_value(string formula, string value)
    {
        var expected = Formula.Parse(value, new Dictionary<string, Expr>()).Match(Succ: e => e.ConstantValue!, Fail: e => throw new ArgumentException(string.Join("\n", e)));
        var expression = Parsed(formula, Names);
        var actual = new Evaluation([expression]).At(Inputs.Values.ToDictionary(i => i.Symbol, i => i.Value))[0];
        Assert.Equal(expected.Shape, actual.Shape);
        for (var i = 0; i < expected.Values.Length; i++) Assert.Equal(expected[i], actual[i], double.IsFinite(expected[i]) ? 1e-14 * Math.Max(1, Math.Abs(expected[i])) : 0);
    }

    [Fact]
    public void A_constant_integer_exponent_is_repeated_multiplication() =>
        Assert.Equal([Elementwise.IntegerPower, Elementwise.IntegerPower, Elementwise.Power, Elementwise.Power],
            new[] { "x^2", "x^-64", "x^0.5", "x^y" }.Select(text => Parsed(text, Names).Primitive));

    [Fact]
    public void A_name_in_scope_goes_before_e_and_pi_but_not_before_inf_and_nan()
    {
        var names = new[] { "e", "pi", "π", "inf", "nan" }.ToDictionary(name => name, name => Expr.Symbol(name));
        Assert.Equal([names["e"], names["pi"], names["π"]], new[] { "e", "pi", "π" }.Select(name => Parsed(name, names)));
        Assert.NotNull(Parsed("inf", names).ConstantValue);
        Assert.Equal([names["inf"], names["nan"]], new[] { "`inf`", "`nan`" }.Select(name => Parsed(name, names)));
    }

    [Fact]
    public void Functions_and_variables_of_one_name_live_apart()
    {
        var names = new Dictionary<string, Expr> { ["sum"] = Expr.Symbol("sum", Shape.Of(2)), ["axis"] = Expr.Symbol("axis") };
        Assert.Same(Expr.Sum(names["sum"]) + names["axis"], Parsed("sum(sum) + axis", names));
        Assert.Same(Expr.Equal(names["axis"], 0), Parsed("axis == 0", names));
    }

    [Fact]
    public void A_name_may_stand_for_any_expression()
    {
        var x = Expr.Symbol("x");
        Assert.Same((x + 1) * 2, Parsed("f * 2", new Dictionary<string, Expr> { ["f"] = x + 1 }));
    }

    [Fact]
    public void The_names_of_a_formula_come_with_the_least_shape_their_indices_need()
    {
        var names = Formula.Names("sin(x0)^2 + e*pi + w[2]*w[-5] + W[1][0] + W[0, 3] + v[1:4] + max(u, axis=0) + x0 + ");
        Assert.Equal([("x0", 5, "()"), ("w", 20, "(5)"), ("W", 33, "(2,4)"), ("v", 53, "(4)"), ("u", 66, "()")],
            names.Select(name => (name.Name, name.Column, name.Shape.ToString())));
    }

    [Fact]
    public void Without_a_scope_names_are_inputs_of_the_least_shape()
    {
        var x = Expr.Symbol("x", Shape.Of(2));
        Assert.Same(Expr.Pow(x[0], 2) + Expr.Pow(x[1], 2), Formula.Parse("x[0]^2 + x[1]^2").Match(Succ: e => e, Fail: _ => Expr.Zero));
    }

    [Fact]
    public void Every_function_says_how_it_is_written() => Assert.All(FormulaFunctions.All, function =>
    {
        Assert.StartsWith(function.Name + "(", function.Signature, StringComparison.Ordinal);
        Assert.True(function.Least <= function.Most);
    });

    internal static Expr Parsed(string text, IReadOnlyDictionary<string, Expr> names)
    {
        var reading = Formula.Read(text, names);
        Assert.True(reading.Expression is not null, $"{text}: {string.Join("; ", reading.Errors)}");
        return reading.Expression;
    }
}

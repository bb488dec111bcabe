using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Expressions;

public sealed class FormulaErrorTests
{
    private static readonly Dictionary<string, Expr> Names = new[]
    {
        Expr.Symbol("x0"), Expr.Symbol("x1"), Expr.Symbol("weight"), Expr.Symbol("v", Shape.Of(3)), Expr.Symbol("W", Shape.Of(2, 3)),
    }.ToDictionary(symbol => symbol.InputName!);

    /// <summary>Formula, column, a part of the problem, a part of the hint.</summary>
    [Theory]
    [InlineData("", 1, "The formula ends where a value was expected", "x0^2 + x1^2")]
    [InlineData("   ", 4, "The formula ends", "x0^2 + x1^2")]
    [InlineData("x0 +", 5, "The formula ends where a value was expected", "after `+`")]
    [InlineData("x0 + * x1", 6, "`*` was found where a value was expected", "after `+`")]
    [InlineData("* x0", 1, "`*` was found where a value was expected", "begins with")]
    [InlineData("x0 x1", 4, "`x1` was found where an operator was expected", "`x0 * x1`")]
    [InlineData("2x0", 2, "`x0` was found where an operator was expected", "`2 * x0`")]
    [InlineData("2(x0 + 1)", 2, "`(` was found where an operator was expected", "`2 * (...)`")]
    [InlineData("(x0)(x1)", 5, "`(` was found", "`(...) * (...)`")]
    [InlineData("1.2.3", 4, "`.3` was found where an operator was expected", "")]
    [InlineData("x0**2", 4, "`*` was found where a value was expected", "x^2")]
    [InlineData("x0 // 2", 5, "`/` was found where a value was expected", "/ divides")]
    [InlineData("(x0", 1, "The `(` is not closed", "`)`")]
    [InlineData("sin((x0)", 1, "The `sin(` is not closed", "`)`")]
    [InlineData("v[0", 4, "The formula ends where a position", "x[0]")]
    [InlineData("[1, 2", 1, "The `[` is not closed", "`]`")]
    [InlineData("x0)", 3, "`)` closes nothing", "add `(`")]
    [InlineData("x0]", 3, "`]` closes nothing", "add `[`")]
    [InlineData("(x0]", 4, "the `(` at column 1 is open", "`)`")]
    [InlineData("[x0)", 4, "the `[` at column 1 is open", "`]`")]
    [InlineData("()", 2, "`)` was found where a value was expected", "after `(`")]
    [InlineData("sum(v,)", 7, "`)` was found where a value was expected", "after `,`")]
    [InlineData("0,5", 2, "`,` was found outside", "0.5")]
    [InlineData("(1, 2)", 3, "`,` was found outside", "[1, 2]")]
    [InlineData("x0 = 1", 4, "`=` was found where an operator", "==")]
    [InlineData("x0 == = 1", 7, "`=` was found where a value", "==")]
    [InlineData("x0 < x1 < 2", 9, "after another comparison", "(a < b) * (b < c)")]
    [InlineData("1:2", 2, "`:` was found", "x[1:3]")]
    [InlineData("x2", 1, "The name `x2` is not known", "Perhaps you meant `x0`")]
    [InlineData("x0 + wieght", 6, "The name `wieght` is not known", "Perhaps you meant `weight`")]
    [InlineData("zebra", 1, "The name `zebra` is not known", "Known names: x0, x1, weight, v, W, pi, e")]
    [InlineData("sinn(x0)", 1, "`sinn` is not a function", "Perhaps you meant `sin`")]
    [InlineData("sqr(x0)", 1, "`sqr` is not a function", "Perhaps you meant `sqrt`")]
    [InlineData("soft_max(v)", 1, "`soft_max` is not a function", "Perhaps you meant `softmax`")]
    [InlineData("ln(x0)", 1, "`ln` is not a function", "log(x)")]
    [InlineData("pow(x0, 2)", 1, "`pow` is not a function", "x^y")]
    [InlineData("x0(x1)", 1, "`x0` is not a function", "x0 * (...)")]
    [InlineData("sin", 1, "`sin` is a function and was found without arguments", "Write sin(a)")]
    [InlineData("sin x0", 1, "`sin` is a function", "sin(x0)")]
    [InlineData("1 + sin()", 5, "sin does not take 0 arguments", "Write sin(a)")]
    [InlineData("sin(x0, x1)", 1, "sin does not take 2 arguments", "Write sin(a)")]
    [InlineData("where(x0, x1)", 1, "where does not take 2 arguments", "where(a, b, c)")]
    [InlineData("sin(x0, axis=0)", 1, "sin takes no axis", "sin(a)")]
    [InlineData("sum(axis=0)", 1, "sum does not take 0 arguments", "sum(x)")]
    [InlineData("sum(v, dim=0)", 8, "sum has no argument of this name", "Perhaps you meant `axis`.")]
    [InlineData("conv2d(v, v, stride=2, 1)", 22, "Another argument follows `stride=`", "last")]
    [InlineData("cross_entropy(v, p=v)", 1, "`p` of cross_entropy is given twice", "cross_entropy(p, t)")]
    [InlineData("cross_entropy(v, epsilon=0)", 1, "`t` of cross_entropy is missing", "cross_entropy(p, t)")]
    [InlineData("elu(v, alpha=1, alpha=2)", 17, "`alpha` is given twice", "once")]
    [InlineData("batch_norm(v, mean=0)", 1, "mean and variance", "batch_norm(x)")]
    [InlineData("sum(axis=0, v)", 11, "Another argument follows the axis", "last")]
    [InlineData("sum(v, axis=axis=0)", 13, "given twice", "once")]
    [InlineData("sum(v, 0, 1)", 1, "sum does not take 3 arguments", "sum(x, 0)")]
    [InlineData("sum(v, 0.5)", 1, "the axis must be a whole number", "0, 1, 2")]
    [InlineData("sum(v, x0)", 1, "the axis must be a whole number", "")]
    [InlineData("1 + sum(v, 1)", 5, "sum over axis 1", "")]
    [InlineData("sum(x0, 0)", 1, "a scalar has no axis", "")]
    [InlineData("sum(W, [0, 0])", 1, "one axis twice", "once")]
    [InlineData("max(v, 1, axis=0)", 1, "max of two arrays has no axis", "")]
    [InlineData("softmax(x0)", 1, "a scalar has no axis", "")]
    [InlineData("v + W @ v + [1, 2, 3]", 3, "(3) and (2) do not fit", "Extents must be equal or 1")]
    [InlineData("v @ W", 3, "The matrix product of shapes (3) and (2,3) is not defined", "")]
    [InlineData("x0 @ W", 4, "each side must be a vector or a matrix", "Use *")]
    [InlineData("v[3]", 2, "v[3] does not exist: it has 3 elements, 0 to 2", "")]
    [InlineData("W[0, 3]", 2, "Index 3 does not exist on axis 1", "")]
    [InlineData("x0[0]", 3, "x0 is a scalar and takes no index", "without brackets")]
    [InlineData("v[0, 1]", 2, "takes at most 1 indices", "")]
    [InlineData("v[2:1]", 2, "The slice 2:1 does not fit", "")]
    [InlineData("v[]", 3, "`]` was found where a position", "x[0]")]
    [InlineData("v[x0]", 3, "`x0` was found where a position", "gather")]
    [InlineData("v[1.5]", 3, "`1.5` cannot be a position", "whole numbers")]
    [InlineData("v[::2]", 4, "slices have no step", "x[start:stop]")]
    [InlineData("v[99999999999]", 3, "cannot be a position", "")]
    [InlineData("[[1, 2], [3]]", 1, "The rows of an array have the shapes (2) and (1)", "one shape")]
    [InlineData("reshape(v, 2, 2)", 1, "has 3 elements and cannot be reshaped to (2,2) with 4", "")]
    [InlineData("reshape(v, 2, -1)", 1, "3 elements of shape (3) are not a whole number of parts of 2", "Write extents that fit")]
    [InlineData("reshape(v, x0)", 1, "Argument 2 of reshape must be a number", "Write it out")]
    [InlineData("broadcast(v, -1)", 1, "cannot have the extent -1", "")]
    [InlineData("broadcast(1, 100000, 100000)", 1, "more than 2147483647 elements", "smaller")]
    [InlineData("concatenate(broadcast([0], 2000000000), broadcast([0], 2000000000))", 1, "more than 2147483647 elements", "smaller")]
    [InlineData("gather(W, v)", 1, "Class indices of shape (3)", "")]
    [InlineData("cross_entropy(v, [0, 1])", 1, "Class indices of shape (2)", "")]
    [InlineData("cross_entropy(v, v, x0)", 1, "Argument 3 of cross_entropy must be a number", "")]
    [InlineData("empty(2)", 1, "not empty", "")]
    [InlineData("1e999", 1, "`1e999` is not a number", "greatest double")]
    [InlineData("0x12", 1, "`0x12` is not a number", "16 digits")]
    [InlineData("x0 & x1", 4, "`&` does not belong to the language", "multiplied")]
    [InlineData("{x0}", 1, "`{` does not belong", "( )")]
    [InlineData("5 % 2", 3, "`%` does not belong", "remainder")]
    [InlineData("`open", 1, "does not belong", "closing backtick")]
    [InlineData("x0 + 😀", 6, "`😀` does not belong", "")]
    [InlineData("x0\n + \n y", 9, "The name `y` is not known", "")]
    [InlineData("x0⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹⁹", 3, "too large", "x^n")]
    public void A_mistake_is_found_at_its_column_with_a_hint(string formula, int column, string problem, string hint)
    {
        var reading = Formula.Read(formula, Names);
        Assert.Null(reading.Expression);
        var error = reading.Errors[0];
        Assert.Equal(column, error.Column);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
        Assert.Contains(hint, error.Hint, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xo0 + sni(x1) $ v + zz[0]", new[] { 1, 7, 15, 21 })]
    [InlineData("sni(x1) + zebra[0] + v[7] + (", new[] { 1, 11, 23, 30 })]
    [InlineData("v[5] + (W @ W) @ x0 + v[0]", new[] { 2, 11 })]
    public void Independent_mistakes_are_reported_together_in_the_order_of_columns(string formula, int[] columns) =>
        Assert.Equal(columns, Formula.Read(formula, Names).Errors.Select(error => error.Column));

    [Fact]
    public void An_unknown_name_is_reported_once() =>
        Assert.Single(Formula.Read("zebra + zebra^2 + sin(zebra)", Names).Errors);

    [Fact]
    public void The_public_parser_gives_input_errors_with_the_column_as_location()
    {
        var errors = Formula.Parse("sni(x0) + wieght", Names).Match(Succ: _ => [], Fail: failures => failures.ToArray());
        Assert.Equal(["column 1", "column 11"], errors.Select(error => error.Location));
        Assert.Equal("column 1: `sni` is not a function. Perhaps you meant `sin`.", errors[0].Message);
    }

    [Theory]
    [InlineData("x0 + * x1", 6, "x0 + * x1\n     ^")]
    [InlineData("x0", 3, "x0\n  ^")]
    [InlineData("", 1, "\n^")]
    [InlineData("x0 +\n\ty * (", 8, "\u0020y * (\n  ^")]
    [InlineData("a\nb", 99, "b\n ^")]
    public void A_caret_stands_under_the_column(string formula, int column, string rendering) =>
        Assert.Equal(rendering, Formula.Caret(formula, column));

    [Fact]
    public void Around_the_caret_a_long_formula_is_shown_in_part()
    {
        var formula = string.Join(" + ", Enumerable.Range(0, 1000).Select(i => $"x{i}"));
        var lines = Formula.Caret(formula, 2000).Split('\n');
        Assert.True(lines[0].Length < 80);
        Assert.Equal(formula[1999], lines[0][lines[1].IndexOf('^', StringComparison.Ordinal)]);
    }

    // ---- any text at all --------------------------------------------------------------------------------------------

    private static readonly string[] Good =
    [
        "x0^2 + x1^2", "-sin(x0 * pi)^2 / 2", "cross_entropy(softmax(v @ transpose(W)), [0, 1])", "where(v >= 0, v, -1.5e-3) @ W[0]",
        "sum(W[:, 1:]^2, axis=0) - max(v, axis=0)", "[x0, x1] * [1, -2] + norm(v)", "reshape(concatenate(v, [1]), 2, 2)[-1, 0]", "`x0`² − ((x1))",
    ];

    private const string Alphabet = "x0v1W[](),.:^*/+-@=<> \t\n`eE²é😀\0sin";

    private static readonly Gen<char> Letter = Gen.Int[0, Alphabet.Length - 1].Select(i => Alphabet[i]);

    [Fact]
    public void Mutations_of_good_formulas_give_a_value_or_a_message() =>
        Gen.Select(Gen.Int[0, Good.Length - 1].Select(i => Good[i]), Gen.Int[0, 60], Gen.Int[0, 5], Letter.Array[0, 4]).Sample((good, at, removed, inserted) =>
        {
            at = Math.Min(at, good.Length);
            IsAnswered(good.Remove(at, Math.Min(removed, good.Length - at)).Insert(at, new string(inserted)));
        }, iter: 5000, threads: 1);

    [Fact]
    public void Random_characters_give_a_value_or_a_message()
    {
        Gen.String.Sample(IsAnswered, iter: 1000, threads: 1);
        Letter.Array[0, 40].Sample(characters => IsAnswered(new string(characters)), iter: 5000, threads: 1);
        Gen.Byte.Array[0, 200].Sample(bytes => IsAnswered(System.Text.Encoding.UTF8.GetString(bytes)), iter: 1000, threads: 1);
    }

    private static void IsAnswered(string text)
    {
        var reading = Formula.Read(text, Names);
        _ = Formula.Parse(text);
        if (reading.Expression is not null) return;
        Assert.NotEmpty(reading.Errors);
        Assert.All(reading.Errors, error =>
        {
            Assert.InRange(error.Column, 1, text.Length + 1);
            Assert.NotEmpty(error.Problem);
            Assert.Contains('^', Formula.Caret(text, error.Column));
        });
    }

    public static TheoryData<string, string> Enormous => new()
    {
        { "open brackets", new string('(', 1_000_000) },
        { "closed brackets", new string('(', 500_000) + "x0" + new string(')', 500_000) },
        { "open arrays", new string('[', 1_000_000) },
        { "closed arrays", new string('[', 100_000) + "1" + new string(']', 100_000) },
        { "calls", string.Concat(Enumerable.Repeat("sin(", 200_000)) },
        { "signs", new string('-', 300_000) + "x0" },
        { "terms", string.Join("+", Enumerable.Repeat("x0", 100_000)) },
        { "powers", string.Join("^", Enumerable.Repeat("x0", 100_000)) },
        { "elements", "v" + string.Concat(Enumerable.Repeat("[0]", 100_000)) },
        { "arguments", $"sum({string.Join(",", Enumerable.Repeat("1", 100_000))})" },
        { "axes", $"reshape(1, {string.Join(",", Enumerable.Repeat("1", 100_000))})" },
        { "a large array", $"[{string.Join(",", Enumerable.Repeat("1", 300_000))}]" },
        { "array of expressions", $"[{string.Join(",", Enumerable.Repeat("x0", 100_000))}]" },
        { "digits", new string('9', 1_000_000) },
        { "one name", new string('q', 1_000_000) },
        { "unknown names", string.Join("+", Enumerable.Range(0, 100_000).Select(i => $"y{i}")) },
        { "strange characters", new string('$', 1_000_000) },
        { "backticks", new string('`', 1_000_001) },
        { "colons", "v[" + new string(':', 1_000_000) },
        { "noise", new string([.. Enumerable.Range(0, 1_000_000).Select(i => Alphabet[(int)(((uint)i * 2654435761u) >> 20) % Alphabet.Length])]) },
        { "too long", new string(' ', Formula.MaxLength + 1) },
    };

    [Theory]
    [MemberData(nameof(Enormous), DisableDiscoveryEnumeration = true)]
    public void An_enormous_formula_gets_an_answer(string kind, string text)
    {
        Assert.NotEmpty(kind);
        IsAnswered(text);
    }
}

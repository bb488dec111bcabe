using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Definitions are read as if they were written out where they are used, and their mistakes are told where they are made.</summary>
public sealed class FormulaDefinitionTests
{
    private static readonly Dictionary<string, Expr> Names = new[]
    {
        Expr.Symbol("a"), Expr.Symbol("X", Shape.Of(5, 3)), Expr.Symbol("W1", Shape.Of(3, 4)), Expr.Symbol("b1", Shape.Of(4)), Expr.Symbol("W2", Shape.Of(4, 2)),
    }.ToDictionary(symbol => symbol.InputName!);

    /// <summary>A formula, definitions as lines <c>head = formula</c>, and the formula without them.</summary>
    [Theory]
    [InlineData("sum(h)", "h = X @ W1", "sum(X @ W1)")]
    [InlineData("h^2", "h = a + 1", "(a + 1)^2")]
    [InlineData("-h", "h = 2", "-(2)")]
    [InlineData("sum(net(X))", "net(x) = tanh(x @ W1 + b1) @ W2", "sum(tanh(X @ W1 + b1) @ W2)")]
    [InlineData("sum(y)", "y = layer(layer(X, W1), W2)|layer(x, W) = tanh(x @ W)", "sum(tanh(tanh(X @ W1) @ W2))")]
    [InlineData("f(a)", "f(x) = g(x) + g(x + 1)|g(x) = x^2 * k|k = 3", "a^2 * 3 + (a + 1)^2 * 3")]
    [InlineData("f(2, 3)", "f(a, n) = a^n", "2^3")]
    [InlineData("total(X, 1)[2]", "total(x, axes) = sum(x, axes)", "sum(X, 1)[2]")]
    [InlineData("f(sum(X))", "f(X) = X * a", "sum(X) * a")]
    [InlineData("f(a) + f(sum(X[0]))", "f(x) = x * sum(W1)|unused = cos(a)|unused2(x, y) = x @ y", "a * sum(W1) + sum(X[0]) * sum(W1)")]
    [InlineData("α(a)", "α(x_1) = sin(x_1)", "sin(a)")]
    public void They_mean_what_is_written_out(string formula, string definitions, string writtenOut) =>
        Assert.Same(Parsed(writtenOut, ""), Parsed(formula, definitions));

    /// <summary>Each mistake as its place, and a part of what is told.</summary>
    [Theory]
    [InlineData("h", "h = a +", "h: column 4", "The formula ends")]
    [InlineData("a", "h = b", "h: column 1", "The name `b` is not known. Perhaps you meant `b1`")]
    [InlineData("a", "f(x) = y + x", "f(x): column 1", "The name `y` is not known")]
    [InlineData("a", "f(x) = sinn(x)", "f(x): column 1", "Perhaps you meant `sin`")]
    [InlineData("a", "f(x) = X @ X + x", "f(x): column 3", "The matrix product")]
    [InlineData("sum(net(W2))", "net(x) = x @ W1", "net(x): column 3", "in net(x) with x of shape (4,2)")]
    [InlineData("sum(f(W2))", "f(y) = g(y)|g(x) = x @ W1", "g(x): column 3", "in g(x) with x of shape (4,2)")]
    [InlineData("f(a, a)", "f(x) = x", "column 1", "f does not take 2 arguments. Write f(x)")]
    [InlineData("f(a, axis=0)", "f(x) = x", "column 1", "f takes no axis")]
    [InlineData("f + 1", "f(x) = x", "column 1", "`f` is a function and was found without arguments. Write f(x)")]
    [InlineData("h(a)", "h = a", "column 1", "`h` is not a function. For a product write h * (...)")]
    [InlineData("neet(a)", "net(x) = x", "column 1", "Perhaps you meant `net`")]
    [InlineData("hight", "height = a", "column 1", "Perhaps you meant `height`")]
    [InlineData("h", "h = h + 1", "h: column 1", "'h' is defined by itself: h → h")]
    [InlineData("f(a)", "f(x) = f(x - 1)", "f(x): column 1", "'f' is defined by itself: f → f")]
    [InlineData("a", "p = q + r|q = sin(s)|r = 1|s = f(a)|f(x) = x * p", "f(x): column 5", "'p' is defined by itself: p → q → s → f → p")]
    [InlineData("a", "sin = a", "sin", "'sin' is a function of the formula language")]
    [InlineData("a", "pi = 3", "pi", "'pi' is a number of the formula language")]
    [InlineData("a", "f(e) = e", "f(e)", "'e' is a number of the formula language")]
    [InlineData("a", "f(sum) = 1", "f(sum)", "'sum' is a function of the formula language")]
    [InlineData("a", "f(x, x) = x", "f(x, x)", "two arguments that are called 'x'")]
    [InlineData("a", "f() = a", "f()", "has no arguments")]
    [InlineData("a", "2x = a", "2x", "cannot be defined")]
    [InlineData("a", "f(x = a", "f(x", "cannot be defined")]
    [InlineData("a", "f(x,) = a", "f(x,)", "cannot be defined")]
    [InlineData("a", "f(2) = a", "f(2)", "cannot be defined")]
    [InlineData("a", " = a", "", "cannot be defined")]
    [InlineData("a", "a = 1", "a", "also the name of a parameter or of data")]
    [InlineData("a", "W1(x) = x", "W1(x)", "also the name of a parameter or of data")]
    [InlineData("a", "f(x) = x|f(x, y) = y", "f(x, y)", "'f' is defined twice: also as f(x) at f(x)")]
    [InlineData("a", "f(x) = x|f = a", "f", "'f' is defined twice")]
    public void A_mistake_is_told_once_where_it_is_made(string formula, string definitions, string place, string part)
    {
        var error = Assert.Single(Errors(formula, definitions));
        Assert.Equal(place, error.Location);
        Assert.Contains(part, $"{error.Problem} {error.Hint}", StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_told_at_once() => Assert.Equal(
        ["column 5", "f(x): column 8", "h: column 1", "k()"],
        Errors("h + b + f(X) + k", "h = sinn(a)|f(x) = x + 1 +|k() = 1|g(x) = h + x").Select(error => error.Location).Order(StringComparer.Ordinal));

    [Fact]
    public void A_function_of_one_argument_and_one_of_itself_is_built_once_for_each_argument()
    {
        var doubled = string.Concat(Enumerable.Range(1, 90).Select(i => $"|f{i}(x) = f{i - 1}(x) + f{i - 1}(x)"));
        Assert.Equal(91 + 1, Ordering.Of(Parsed("f90(a)", "f0(x) = -x" + doubled)).Count);
    }

    [Fact]
    public void What_grows_without_bound_is_refused()
    {
        var doubled = string.Concat(Enumerable.Range(1, 60).Select(i => $"|f{i}(x) = f{i - 1}(x + 1) + f{i - 1}(x - 2)/{i}"));
        Assert.Contains("more than 1000000 characters", Assert.Single(Errors("f60(a)", "f0(x) = x" + doubled)).Problem, StringComparison.Ordinal);
        var deep = string.Concat(Enumerable.Range(1, 5_000).Select(i => $"|f{i}(x) = f{i - 1}(x) + 1"));
        Assert.Contains(Errors("a", "f0(x) = x" + deep), error => error.Problem.Contains("calls functions more than 100 deep", StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_chain_of_formulas_is_read()
    {
        var chain = string.Concat(Enumerable.Range(1, 20_000).Reverse().Select(i => $"h{i} = h{i - 1} + 1|"));
        Assert.Equal(20_002, Ordering.Of(Parsed("h20000", chain + "h0 = a")).Count);
    }

    [Fact]
    public void A_formula_means_the_same_with_any_part_of_it_defined() => RandomExpressions.Of(new() { IsScalar = true }).Sample(random =>
    {
        var expression = random.Root;
        var symbols = Ordering.Inputs([expression]).ToDictionary(symbol => symbol.InputName!);
        var nodes = Ordering.Of(expression).Where(node => node.Operands.Count > 0).ToArray();
        if (nodes.Length == 0) return;
        var part = nodes[nodes.Length / 2];
        var whole = Formula.Print(Substitution.Replace(expression, new Dictionary<Expr, Expr> { [part] = Expr.Input("part", part.Shape) }));
        var reading = Formula.Parse(whole, symbols, new Dictionary<string, string> { ["part"] = Formula.Print(part) });
        Assert.Same(expression, reading.Match(value => value, errors => throw new InvalidOperationException(string.Join('\n', errors))));
    }, iter: 200);

    private static Expr Parsed(string formula, string definitions) =>
        Formula.Parse(formula, Names, Lines(definitions)).Match(value => value, errors => throw new InvalidOperationException(string.Join('\n', errors)));

    private static InputError[] Errors(string formula, string definitions) => Formula.Parse(formula, Names, Lines(definitions)).Match(_ => [], errors => errors.ToArray());

    private static Dictionary<string, string> Lines(string definitions) => definitions.Split('|').Where(line => line.Length > 0)
        .Select(line => line.Split(" = ", 2)).ToDictionary(sides => sides[0], sides => sides[1]);
}

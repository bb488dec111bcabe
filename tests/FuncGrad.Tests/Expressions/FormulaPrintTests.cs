using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Expressions;

public sealed class FormulaPrintTests
{
    private static readonly Expr X = Expr.Symbol("x");
    private static readonly Expr Y = Expr.Symbol("y");
    private static readonly Expr V = Expr.Symbol("v", Shape.Of(3));
    private static readonly Expr W = Expr.Symbol("W", Shape.Of(2, 3));
    private static readonly Dictionary<string, Expr> Names = new[] { X, Y, V, W }.ToDictionary(symbol => symbol.InputName!);

    /// <summary>Formulas that are written exactly so: the fewest parentheses, and every sugar.</summary>
    [Theory]
    [InlineData("x^2 + y^2")]
    [InlineData("2 * x")]
    [InlineData("-x^2")]
    [InlineData("(-x)^2")]
    [InlineData("-(x * y)")]
    [InlineData("-x * y")]
    [InlineData("-(2)")]
    [InlineData("-2")]
    [InlineData("--2")]
    [InlineData("(-2)^2")]
    [InlineData("-2^2")]
    [InlineData("--x")]
    [InlineData("x - -y")]
    [InlineData("x - (y - 1)")]
    [InlineData("x - y - 1")]
    [InlineData("x + (y + 1)")]
    [InlineData("x * (y + 1)")]
    [InlineData("x * (y * 2)")]
    [InlineData("x / (y * 2)")]
    [InlineData("x / y * 2")]
    [InlineData("x^y^2")]
    [InlineData("(x^y)^2")]
    [InlineData("x^-y")]
    [InlineData("x^-y^2")]
    [InlineData("x^-2")]
    [InlineData("x^(y + 1)")]
    [InlineData("(x + 1)^0.5")]
    [InlineData("x^1e-7")]
    [InlineData("power(x, 2)")]
    [InlineData("integer_power(x, 100)")]
    [InlineData("v^2.5")]
    [InlineData("power(v, 2)")]
    [InlineData("(x < y) < 1")]
    [InlineData("(x < y) + 1")]
    [InlineData("x + 1 <= y")]
    [InlineData("x == (y != 1)")]
    [InlineData("v + x")]
    [InlineData("W * v + 1")]
    [InlineData("broadcast(x, 3) + y")]
    [InlineData("broadcast(x, 2, 3)")]
    [InlineData("broadcast(x + 1, 3)")]
    [InlineData("reshape(v, 3, 1) * [[1, 2, 3]]")]
    [InlineData("where(x < 0, v, 0)")]
    [InlineData("max(v, 0)")]
    [InlineData("min(x, y)")]
    [InlineData("max(W, axis=0)")]
    [InlineData("max(W)")]
    [InlineData("sum(W, axis=1)")]
    [InlineData("sum(reshape(W, 2, 3, 1), axis=[0, 2])")]
    [InlineData("v[0]")]
    [InlineData("W[1, 2]")]
    [InlineData("W[1]")]
    [InlineData("W[1:]")]
    [InlineData("W[:, 1]")]
    [InlineData("W[:1, 1:2]")]
    [InlineData("(v + 1)[0]")]
    [InlineData("v[1:][0]")]
    [InlineData("v[:0]")]
    [InlineData("(-v)[0]")]
    [InlineData("-v[0]")]
    [InlineData("v[0]^2")]
    [InlineData("v @ transpose(W)")]
    [InlineData("W @ v")]
    [InlineData("reshape(W @ reshape(reshape(W, 6), 3, 2), 4)")]
    [InlineData("reshape(reshape(reshape(W, 6), 2, 3) @ reshape(v, 3, 1), 2, 1, 1)")]
    [InlineData("reshape(reshape(v, 3, 1) @ reshape(v, 1, 3), 3, 3, 1)")]
    [InlineData("W @ transpose(W) @ W")]
    [InlineData("W @ (transpose(W) @ W)")]
    [InlineData("2 * W @ v")]
    [InlineData("2 * (W @ v)")]
    [InlineData("[x, y]")]
    [InlineData("[x, 1]")]
    [InlineData("[(1), 2]")]
    [InlineData("[[x, y], [1, 2]]")]
    [InlineData("[v, v]")]
    [InlineData("[1, -2]")]
    [InlineData("[[1, 2], [3, 4]]")]
    [InlineData("[1, 2] + v[:2]")]
    [InlineData("-[1, 2]")]
    [InlineData("[]")]
    [InlineData("empty(0, 3)")]
    [InlineData("empty(2, 0)")]
    [InlineData("concatenate(W, W, axis=1)")]
    [InlineData("transpose(reshape(W, 1, 2, 3), 0, 2, 1)")]
    [InlineData("stop_gradient(exp(x))")]
    [InlineData("softmax(v @ transpose(W))")]
    [InlineData("softmax(W, axis=0)")]
    [InlineData("log_softmax(W)")]
    [InlineData("log_softmax(v - 1)")]
    [InlineData("norm(W)")]
    [InlineData("norm(W, axis=1)")]
    [InlineData("norm([3, 4])")]
    [InlineData("sqrt(sum(v * v, axis=[]))")]
    [InlineData("sqrt(sum(x * x, axis=[]))")]
    [InlineData("softmax([7])")]
    [InlineData("sum(softmax(W) * log_softmax(W), axis=1)")]
    [InlineData("0x7ff8000000000001")]
    [InlineData("-(nan)")]
    [InlineData("-inf")]
    [InlineData("-0")]
    [InlineData("1e300 + 1e-5 + 5e-324 + 1.5e20 + 123456")]
    public void These_formulas_are_printed_as_they_are_written(string formula) =>
        Assert.Equal(formula, Formula.Print(FormulaValueTests.Parsed(formula, Names)));

    [Fact]
    public void A_random_graph_is_the_very_same_node_after_printing_and_parsing() =>
        RandomExpressions.Of(new() { MaxOperations = 24, HasSpecialValues = true, HasEmptyArrays = true }).Sample(random => RoundTrips(random.Root), iter: 5000, threads: 1);

    [Fact]
    public void No_pair_of_parentheses_can_be_left_out() =>
        RandomExpressions.Of(new() { MaxOperations = 8 }).Sample(random =>
        {
            var (text, names) = (Formula.Print(random.Root), Inputs(random.Root));
            foreach (var (open, close) in Groups(text))
            {
                var shorter = text.Remove(close, 1).Remove(open, 1);
                Assert.False(ReferenceEquals(random.Root, Formula.Read(shorter, names).Expression), $"{text} is also {shorter}");
            }
        }, iter: 500, threads: 1);

    /// <summary>The parentheses that are not those of a function.</summary>
    private static IEnumerable<(int Open, int Close)> Groups(string text)
    {
        var open = new Stack<int>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '(') open.Push(i);
            if (text[i] == ')' && open.Pop() is var start && (start == 0 || !(char.IsLetter(text[start - 1]) || text[start - 1] == '_'))) yield return (start, i);
        }
    }

    [Fact]
    public void Every_operation_of_the_table_can_be_printed_and_parsed_back()
    {
        foreach (var primitive in Primitives.All)
            RandomExpressions.EndingWith(primitive, new() { HasSpecialValues = true, HasEmptyArrays = true }).Sample(random => RoundTrips(random.Root), iter: 100, threads: 1);
    }

    [Fact]
    public void Gradients_are_printed_and_parsed_back() =>
        RandomExpressions.Of(new() { MaxOperations = 5, IsScalar = true }).Sample(random =>
        {
            foreach (var derivative in Differentiation.Gradient(random.Root, random.Symbols))
                if (derivative.ToString().Length < 2000) RoundTrips(derivative);
        }, iter: 300, threads: 1);

    [Fact]
    public void Every_double_is_printed_and_parsed_back_bit_for_bit() =>
        Gen.ULong.Select(BitConverter.UInt64BitsToDouble).Sample(value =>
        {
            RoundTrips(Expr.Constant(value));
            RoundTrips(-Expr.Constant(value));
            RoundTrips(Expr.Pow(Expr.Constant(value), X));
            RoundTrips(Expr.Constant(Tensor.Vector(value, -value)));
        }, iter: 2000, threads: 1);

    [Fact]
    public void Nodes_that_functions_never_make_are_printed_and_parsed_back()
    {
        Expr[] unusual =
        [
            Expr.Node(Structures.Broadcast, V.Shape, V), Expr.Node(Structures.Reshape, W.Shape, W), Expr.Node(Structures.Reshape, Shape.Scalar, X),
            Expr.Node(Structures.Slice, new Placement(new Indices(0), V.Shape), V), Expr.Node(Structures.Concatenate, 0, V), Expr.Node(Reductions.Sum, new Indices([]), V),
            Expr.Node(Structures.Transpose, new Indices(0), V), Expr.Node(Structures.Transpose, new Indices([]), X), Expr.Node(Elementwise.Power, null, X, 2.0),
            Expr.Node(Elementwise.IntegerPower, int.MinValue, X), Expr.Node(Structures.Slice, new Placement(new Indices([]), Shape.Scalar), X),
        ];
        Assert.All(unusual, RoundTrips);
    }

    [Fact]
    public void Names_of_any_text_are_printed_between_backticks()
    {
        foreach (var name in new[] { "inf", "nan", "two words", "a`b", "``", "", "π", "sum", "axis", "e" })
        {
            var symbol = Expr.Input(name, Shape.Scalar);
            Assert.Same(2 * symbol, FormulaValueTests.Parsed(Formula.Print(2 * symbol), new Dictionary<string, Expr> { [name] = symbol }));
        }
    }

    [Fact]
    public void The_gradient_of_the_bowl_reads_well() =>
        Assert.Equal("2 * x", Formula.Print(Differentiation.Gradient(Expr.Pow(X, 2) + Expr.Pow(Y, 2), X)));

    [Fact]
    public void Chains_of_any_depth_are_printed_and_parsed_back()
    {
        var (left, right, minus, nested) = (X, X, X, X);
        for (var i = 0; i < 100_000; i++) (left, right, minus, nested) = (left + Y, Y + right, -minus, Expr.Sin(nested));
        foreach (var chain in new[] { left, right, minus, nested }) RoundTrips(chain);
    }

    [Fact]
    public void A_graph_whose_text_would_be_endless_is_cut_by_ToString_and_refused_by_Print()
    {
        var doubled = X;
        for (var i = 0; i < 200; i++) doubled *= doubled + 1;
        Assert.Equal(2001, doubled.ToString().Length);
        Assert.EndsWith("…", doubled.ToString(), StringComparison.Ordinal);
        Assert.Contains("10000000", Assert.Throws<InvalidOperationException>(() => Formula.Print(doubled)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Short_expressions_are_their_own_text() => Assert.Equal("x * (y + 1)", (X * (Y + 1)).ToString());

    private static void RoundTrips(Expr expression)
    {
        var names = Inputs(expression);
        var text = Formula.Print(expression);
        var back = FormulaValueTests.Parsed(text, names);
        Assert.True(ReferenceEquals(expression, back), $"{FormulaNames.Short(text)} came back as {FormulaNames.Short(back.ToString())}");
    }

    private static Dictionary<string, Expr> Inputs(Expr expression) => Ordering.Inputs([expression]).ToDictionary(symbol => symbol.InputName!);
}

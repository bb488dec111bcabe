using Xunit;

namespace FuncGrad.Tests;

/// <summary>The gradient of a cross-entropy of a softmax in the form of books is the gradient.</summary>
public sealed class ShortGradientTests
{
    private static readonly Expr X = Expr.Symbol("X", Shape.Of(4, 2)), W = Expr.Symbol("W", Shape.Of(2, 3)), B = Expr.Symbol("b", Shape.Of(3)),
        Rows = Expr.Symbol("t", Shape.Of(4, 3)), Labels = Expr.Symbol("k", Shape.Of(4)), One = Expr.Symbol("x", Shape.Of(2)), Row = Expr.Symbol("r", Shape.Of(3));

    private static readonly Dictionary<Expr, Tensor> Point = new()
    {
        [X] = Tensor.Of(X.Shape, [0.5, -1.2, 0.1, 2.0, -0.7, 0.3, 1.1, 0.9]), [W] = Tensor.Of(W.Shape, [0.2, -0.3, 0.5, 1.0, 0.4, -0.8]), [B] = Tensor.Vector(0.1, -0.2, 0.3),
        [Rows] = Tensor.Of(Rows.Shape, [0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 1, 0]), [Labels] = Tensor.Vector(2, 0, 1, 1), [One] = Tensor.Vector(0.6, 0.9), [Row] = Tensor.Vector(0.2, 0.3, 0.6),
    };

    public static TheoryData<string, string> Losses => new()
    {
        { "cross_entropy(softmax(X @ W + b), t, 0)", "(p - t) / 4" },
        { "cross_entropy(softmax(X @ W + b), t)", "(p * reshape(sum(q, axis=1), 4, 1) - q) / 4" },
        { "cross_entropy(softmax(X @ W + b), k, 0)", "(p - scatter(" },
        { "cross_entropy(softmax(X @ W + b), k)", "(p * reshape(sum(q, axis=1), 4, 1) - q) / 4" },
        { "cross_entropy(softmax(x @ W + b), r, 0)", "p * sum(r) - r" },
        { "cross_entropy(softmax(tanh(x @ W) + b), r, 1e-3)", "p * sum(q) - q" },
    };

    [Theory, MemberData(nameof(Losses))]
    public void It_reads_as_in_books_and_has_the_value_of_the_exact_gradient(string formula, string delta)
    {
        var loss = Formula.Read(formula, Point.Keys.ToDictionary(symbol => symbol.InputName!)).Expression!;
        var brief = ShortGradient.Of(loss, [W, B], Point)!;
        Assert.StartsWith(delta, brief.Definitions[0].Meaning.ToString(), StringComparison.Ordinal);
        Assert.Contains("softmax(", brief.Definitions[^1].Meaning.ToString(), StringComparison.Ordinal);
        var whole = brief.Gradient.ToArray();
        foreach (var (name, meaning) in brief.Definitions) whole = Substitution.Replace(whole, new Dictionary<Expr, Expr> { [name] = meaning });
        var values = new Evaluation([.. whole, .. Differentiation.Gradient(loss, [W, B])]).At(Point);
        for (var part = 0; part < 2; part++)
            foreach (var (shown, exact) in values[part].ToArray().Zip(values[part + 2].ToArray())) Assert.Equal(exact, shown, 1e-14);
    }

    [Theory]
    [InlineData("sum(softmax(x @ W)^2)")]
    [InlineData("cross_entropy(softmax(X @ W), t) + 0.1*sum(W^2)")]
    [InlineData("cross_entropy(softmax(X @ W, axis=0), t)")]
    [InlineData("cross_entropy(softmax(softmax(X @ W)), t)")]
    [InlineData("sum(W^2)")]
    public void Another_loss_has_none(string formula) =>
        Assert.Null(ShortGradient.Of(Formula.Read(formula, Point.Keys.ToDictionary(symbol => symbol.InputName!)).Expression!, [W, B], Point));

    [Fact]
    public void Names_of_the_loss_are_not_taken()
    {
        var (p, q) = (Expr.Symbol("p", Shape.Of(3)), Expr.Symbol("q", Shape.Of(3)));
        var brief = ShortGradient.Of(Expr.CrossEntropy(Expr.Softmax(p), q), [p], new Dictionary<Expr, Tensor>())!;
        Assert.Equal(["delta", "q_", "p_"], brief.Definitions.Select(definition => definition.Name.InputName));
    }
}

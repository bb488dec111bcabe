using Xunit;

namespace FuncGrad.Tests.Calculus;

/// <summary>Single numbers of "Deep Learning from Scratch", chapter 4.</summary>
public sealed class BookGradientTests
{
    private static readonly Expr X = Expr.Symbol("x", Shape.Of(2));

    [Theory]
    [InlineData(3, 4, 6.00000000000378, 7.999999999999119)]
    [InlineData(0, 2, 0, 4.000000000004)]
    [InlineData(3, 0, 6.000000000012662, 0)]
    public void The_numerical_gradient_of_the_bowl_is_the_books_bit_for_bit(double x0, double x1, double g0, double g1)
    {
        var loss = Expr.Pow(X[0], 2) + Expr.Pow(X[1], 2);
        var gradient = CentralDifference.Gradient(loss, [X], 1e-4)[0];
        Assert.Equal([g0, g1], Evaluation.Of(gradient, (X, Tensor.Vector(x0, x1))).ToArray());
    }

    [Fact]
    public void The_gradient_of_the_small_network_is_the_books()
    {
        var weights = Expr.Symbol("W", Shape.Of(2, 3));
        var start = Tensor.Matrix(new[,] { { 0.47355232, 0.9977393, 0.84668094 }, { 0.85557411, 0.03563661, 0.69422093 } });
        var input = Expr.Constant(Tensor.Vector(0.6, 0.9));
        var loss = Expr.CrossEntropy(Expr.Softmax(Expr.Dot(input, weights)), Expr.Constant(Tensor.Vector(0, 0, 1)));
        Assert.Equal(0.9280682857864075, Evaluation.Of(loss, (weights, start)).ToDouble(), 1e-15);
        var numerical = Evaluation.Of(CentralDifference.Gradient(loss, [weights], 1e-4)[0], (weights, start)).ToArray();
        var exact = Evaluation.Of(Differentiation.Gradient(loss, weights), (weights, start)).ToArray();
        double[] book = [0.2192475712392561, 0.14356242984070455, -0.3628100010055757, 0.3288713569016277, 0.21534364482433954, -0.5442150014739466];
        for (var i = 0; i < book.Length; i++)
        {
            Assert.Equal(book[i], numerical[i], 1e-10);
            Assert.Equal(book[i], exact[i], 1e-7);
        }
    }

    [Theory]
    [InlineData(0.3, 2.9, 4.0, 0.018211273295547527, 0.24519181293507392, 0.7365969137693786)]
    [InlineData(1010, 1000, 990, 0.999954600070331, 4.539786860886666e-05, 2.061060046209062e-09)]
    public void Softmax_is_the_books(double a, double b, double c, double first, double second, double third)
    {
        var p = Evaluation.Of(Expr.Softmax(Expr.Constant(Tensor.Vector(a, b, c)))).ToArray();
        foreach (var (expected, actual) in new[] { first, second, third }.Zip(p)) Assert.Equal(1, actual / expected, 1e-14);
    }

    [Fact]
    public void The_scores_of_the_small_network_are_the_books()
    {
        var weights = Expr.Constant(Tensor.Matrix(new[,] { { 0.47355232, 0.9977393, 0.84668094 }, { 0.85557411, 0.03563661, 0.69422093 } }));
        var scores = Evaluation.Of(Expr.Dot(Expr.Constant(Tensor.Vector(0.6, 0.9)), weights)).ToArray();
        foreach (var (expected, actual) in new[] { 1.054148091, 0.630716529, 1.132807401 }.Zip(scores)) Assert.Equal(expected, actual, 1e-15);
    }

    [Fact]
    public void The_gradient_at_given_logits_is_the_books()
    {
        double[] logits = [0.00801858, -0.15454124, -0.45585323], inputs = [0.6, 0.9];
        double[] book = [-0.35794831, 0.20573552, 0.15221279, -0.53692247, 0.30860328, 0.22831919];
        var weights = Expr.Symbol("W", Shape.Of(2, 3));
        var x = Expr.Constant(Tensor.Vector(inputs));
        var target = Expr.Constant(Tensor.Vector(1, 0, 0));
        var loss = Expr.CrossEntropy(Expr.Softmax(Expr.Dot(x, weights)), target, epsilon: 0);
        var start = Tensor.Of(Shape.Of(2, 3), [.. logits.Select(z => z / 0.6), 0, 0, 0]);
        Assert.Equal(0.9077783, Evaluation.Of(loss, (weights, start)).ToDouble(), 1e-7);   // the figure leaves the epsilon out
        var gradient = Evaluation.Of(Differentiation.Gradient(loss, weights), (weights, start)).ToArray();
        foreach (var (expected, actual) in book.Zip(gradient)) Assert.Equal(expected, actual, 2e-7);
    }
}

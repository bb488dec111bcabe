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
}

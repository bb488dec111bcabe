using Xunit;

namespace FuncGrad.Tests.Calculus;

/// <summary>Second derivatives from forward over reverse mode.</summary>
public sealed class HessianTests
{
    private static readonly Expr X = Expr.Symbol("x", Shape.Of(3));
    private static readonly Expr W = Expr.Symbol("W", Shape.Of(3, 2));
    private static readonly Expr B = Expr.Symbol("b");
    private static readonly (Expr, Tensor)[] Point =
    [
        (X, Tensor.Vector(0.3, -1.2, 0.8)), (W, Tensor.Of(Shape.Of(3, 2), [0.1, 0.7, -0.4, 0.2, 1.1, -0.9])), (B, Tensor.Scalar(0.35)),
    ];

    private static readonly Expr Loss = Expr.CrossEntropy(Expr.Softmax(Expr.Dot(Expr.Tanh(X), W) + B), Expr.Constant(Tensor.Vector(1, 0)))
        + (Expr.Sum(Expr.Pow(X[1..] - Expr.Pow(X[..^1], 2), 2)) * B) + Expr.Prod(X) + Expr.Exp(Expr.Sum(W * W) * B);

    [Fact]
    public void It_is_symmetric_and_the_slope_of_the_gradient()
    {
        Expr[] symbols = [X, W, B];
        var hessian = Evaluation.Of(Directional.Hessian(Loss, symbols), Point);
        Assert.Equal(Shape.Of(10, 10), hessian.Shape);
        for (var i = 0; i < 10; i++)
            for (var j = 0; j < 10; j++)
                Assert.Equal(hessian[i, j], hessian[j, i], 1e-13);
        var numerical = Differentiation.Gradient(Loss, symbols)
            .SelectMany(part => Enumerable.Range(0, part.Shape.ElementCount).Select(i => Expr.Reshape(part, Shape.Of(part.Shape.ElementCount))[i]))
            .SelectMany(element => CentralDifference.Gradient(element, symbols, 1e-5).SelectMany(g => Evaluation.Of(g, Point).ToArray())).ToArray();
        for (var i = 0; i < 100; i++) Assert.Equal(numerical[i], hessian[i], 1e-8);
    }

    [Fact]
    public void The_product_with_a_vector_is_the_product_with_the_whole_matrix()
    {
        Expr[] symbols = [X, W, B];
        Tensor[] directions = [.. symbols.Select((symbol, i) => PrimitiveCases.Weights(symbol.Shape, i))];
        var product = new Evaluation(Directional.HessianVector(Loss, symbols, [.. directions.Select(Expr.Constant)]))
            .At(Point.ToDictionary(input => input.Item1, input => input.Item2)).SelectMany(part => part.ToArray()).ToArray();
        var (hessian, v) = (Evaluation.Of(Directional.Hessian(Loss, symbols), Point), directions.SelectMany(d => d.ToArray()).ToArray());
        for (var row = 0; row < 10; row++)
            Assert.Equal(Enumerable.Range(0, 10).Sum(column => hessian[row, column] * v[column]), product[row], 1e-12);
    }

    [Fact]
    public void Of_a_quadratic_it_is_the_matrix_exactly()
    {
        var hessian = Directional.Hessian((2 * X[0] * X[0]) + (3 * X[0] * X[1]) - (X[2] * X[2]), [X]);
        Assert.Equal([4, 3, 0, 3, 0, 0, 0, 0, -2], Evaluation.Of(hessian, Point[0]).ToArray());
    }
}

using Xunit;

namespace FuncGrad.Tests.Expressions;

/// <summary>Mistakes made while a formula is traced: the message names the shape and the remedy.</summary>
public sealed class TracingMistakeTests
{
    private static readonly Expr Scalar = Expr.Symbol("a");
    private static readonly Expr X = Expr.Symbol("x", Shape.Of(2));
    private static readonly Expr Y = Expr.Symbol("y", Shape.Of(3));
    private static readonly Expr W = Expr.Symbol("W", Shape.Of(2, 3));
    private static readonly Expr Cube = Expr.Symbol("C", Shape.Of(2, 3, 4));
    private static readonly Expr Empty = Expr.Symbol("empty", Shape.Of(0));

    private static readonly (string Mistake, Func<object> Make, string[] Words)[] Table =
    [
        ("an element past the end", () => X[2], ["x[2] does not exist", "2 elements", "0 to 1"]),
        ("an element before the beginning", () => X[-3], ["x[-3] does not exist", "0 to 1"]),
        ("an element of a sum", () => (X + 1)[5], ["this expression[5] does not exist"]),
        ("an element of a scalar", () => Scalar[0], ["a is a scalar", "without brackets"]),
        ("an element of an empty vector", () => Empty[0], ["empty has shape (0)", "no element"]),
        ("a column past the end", () => W[1, 3], ["Index 3", "axis 1 of W", "(2,3)", "0 to 2"]),
        ("two indices of a vector", () => X[0, 0], ["x has shape (2)", "at most 1", "2 were given"]),
        ("a slice past the end", () => X[1..4], ["1:4", "axis 0 of x", "0:2"]),
        ("a slice of a scalar", () => Scalar[1..], ["a is a scalar", "without brackets"]),
        ("a slice backwards", () => Y.SliceOver(0, 2, 1), ["2:1", "y", "backwards"]),
        ("a slice along a missing axis", () => X.SliceOver(1, 0, 1), ["axis 1", "(2)"]),
        ("adding lengths that differ", () => X + Y, ["+: the shapes (2) and (3)", "equal or 1", "reshape or transpose"]),
        ("multiplying a matrix by a vector of its rows", () => W * X, ["*: the shapes (2,3) and (2)"]),
        ("comparing lengths that differ", () => X < Y, ["<: the shapes (2) and (3)"]),
        ("where with lengths that differ", () => Expr.Where(X, Y, 0), ["where: the shapes (2) and (3)"]),
        ("a power with lengths that differ", () => Expr.Pow(X, Y), ["^: the shapes (2) and (3)"]),
        ("a matrix product the wrong way round", () => Expr.Dot(W, X), ["(2,3) and (2)", "last extent of the left side (3)", "first of the right side (2)", "Transpose"]),
        ("a matrix product with a scalar", () => Expr.MatrixProduct(Scalar, X), ["() and (2)", "vector or a matrix", "Use *"]),
        ("a matrix product of three axes", () => Expr.Dot(Cube, X), ["(2,3,4) and (2)", "vector or a matrix"]),
        ("a sum over a missing axis", () => Expr.SumOver(W, 2), ["sum over axis 2", "(2,3)", "0 to 1", "-2 to -1"]),
        ("a mean over an axis of a scalar", () => Expr.MeanOver(Scalar, 0), ["scalar has no axis", "Leave the axis out"]),
        ("softmax of a scalar", () => Expr.Softmax(Scalar), ["softmax over axis -1", "scalar has no axis"]),
        ("the greatest of nothing", () => Expr.Max(Empty), ["max", "(0)", "no elements"]),
        ("reshaping to another count", () => Expr.Reshape(W, Shape.Of(4)), ["(2,3) has 6 elements", "(4) with 4"]),
        ("broadcasting down", () => Expr.BroadcastTo(W, Shape.Of(3)), ["(2,3) cannot be broadcast to (3)"]),
        ("joining arrays that do not fit", () => Expr.Concatenate(0, W, Expr.Transpose(W)), ["(2,3) and (3,2)", "axis 0", "all other extents"]),
        ("joining along a missing axis", () => Expr.Concatenate(1, X, Y), ["concatenate over axis 1", "(2)"]),
        ("joining nothing", () => Expr.Concatenate(0), ["nothing to join"]),
        ("targets that fit neither way", () => Expr.CrossEntropy(W, Y), ["(3)", "(2,3)", "without the last axis", "one-hot"]),
        ("the gradient of a vector", () => Differentiation.Gradient(X, X), ["The loss must be a single number", "(2)", "sum, mean or norm"]),
        ("the numerical gradient of a vector", () => CentralDifference.Gradient(X, [X], 1e-4), ["The loss", "(2)"]),
        ("a step that is no number", () => CentralDifference.Gradient(Scalar, [Scalar], X), ["h must be a single number", "(2)"]),
        ("a direction of another shape", () => Directional.Derivative([Expr.Sum(X)], [X], [Y]), ["direction of x", "(3)", "(2)"]),
        ("a negative extent", () => Shape.Of(2, -1), ["-1", "0 or more"]),
        ("more elements than there can be", () => Shape.Of(100_000, 100_000), ["(100000,100000)", "smaller"]),
        ("a tensor with values missing", () => Tensor.Of(Shape.Of(2, 2), [1, 2, 3]), ["(2,2) needs 4 values", "3 were given"]),
        ("a vector taken for a number", () => Tensor.Vector(1, 2).ToDouble(), ["single number", "(2)"]),
        ("a name with a dash", () => Expr.Symbol("learning-rate"), ["'learning-rate'", "letters, digits or _"]),
        ("an empty name", () => Expr.Symbol(""), ["''", "not a name"]),
    ];

    public static TheoryData<string> Mistakes => [.. Table.Select(row => row.Mistake)];

    [Theory, MemberData(nameof(Mistakes))]
    public void The_message_names_the_shape_and_the_remedy(string mistake)
    {
        var (_, make, words) = Table.Single(row => row.Mistake == mistake);
        var message = Assert.Throws<ShapeException>(make).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_misshapen_input_is_named()
    {
        var missing = Assert.Throws<ArgumentException>(() => Evaluation.Of(Expr.Sum(X)));
        Assert.Equal("No value was given for 'x' of shape (2).", missing.Message);
        var misshapen = Assert.Throws<ArgumentException>(() => Evaluation.Of(Expr.Sum(X), (X, Tensor.Vector(1, 2, 3))));
        Assert.Equal("'x' has shape (2), but a value of shape (3) was given.", misshapen.Message);
    }

    [Fact]
    public void Arrays_without_elements_are_no_mistake()
    {
        Assert.Equal(0, Evaluation.Of(Expr.Sum(Empty), (Empty, Tensor.Vector())).ToDouble());
        Assert.Equal(1, Evaluation.Of(Expr.Prod(Empty), (Empty, Tensor.Vector())).ToDouble());
        Assert.Equal(Shape.Of(0), Differentiation.Gradient(Expr.Sum(Empty * Empty), Empty).Shape);
        Assert.Equal(Shape.Of(0), CentralDifference.Gradient(Expr.Sum(Empty * Empty), [Empty], 1e-4)[0].Shape);
        Assert.Equal(0, Evaluation.Of(CentralDifference.IsLostToRounding([Empty], 1e-4)).ToDouble());
        Assert.Equal(Shape.Of(0), Expr.Vector().Shape);
    }
}

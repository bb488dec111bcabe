using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Calculus;

/// <summary>Images keep one order of axes from layer to layer, which changes no bit and is the same in every kernel.</summary>
public sealed class AxisOrderTests
{
    private const int Rows = 5;

    private static readonly Expr X = Expr.Symbol("X", Shape.Of(Rows, 49)), T = Expr.Symbol("t", Shape.Of(Rows)), B1 = Expr.Symbol("b1", Shape.Of(3)), K1 = Expr.Symbol("K1", Shape.Of(3, 1, 3, 3)),
        K2 = Expr.Symbol("K2", Shape.Of(4, 3, 2, 2)), W = Expr.Symbol("W", Shape.Of(16, 3)), V = Expr.Symbol("V", Shape.Of(2, 3, 4));

    /// <summary>Two layers with padding, stride and pools, then a dense one.</summary>
    private static readonly Expr Net = Expr.MatrixProduct(Flat(Expr.AvgPool(Layer(Expr.MaxPool(Layer(Expr.Reshape(X, Shape.Of(Rows, 1, 7, 7)), K1, B1), 2, 2), K2, Expr.Fill(0.1, Shape.Of(4))), 2, 1, 1)), W);

    private static readonly Expr Loss = Expr.CrossEntropy(Expr.Softmax(Net), T, 0);

    private static Expr Layer(Expr images, Expr filters, Expr bias) => Expr.Relu(Expr.Conv2d(images, filters, 1, filters.Shape[2] / 2) + Expr.Reshape(bias, Shape.Of(bias.Shape[0], 1, 1)));

    private static Expr Flat(Expr images) => Expr.Reshape(images.SliceOver(2, 0, 2).SliceOver(3, 0, 2), Shape.Of(Rows, 16));

    [Fact]
    public void Between_the_layers_of_a_net_nothing_is_moved_there_and_back()
    {
        var flat = Expr.Reshape(Expr.MaxPool(Layer(Expr.MaxPool(Layer(Expr.Reshape(X, Shape.Of(Rows, 1, 7, 7)), K1, B1), 2, 2), K2, Expr.Fill(0.1, Shape.Of(4))), 2, 2), Shape.Of(Rows, 16));
        var loss = Expr.CrossEntropy(Expr.Softmax(Expr.MatrixProduct(flat, W)), T, 0);
        var step = Simplification.Simplify([loss, .. Differentiation.Gradient(loss, [K1, B1, K2, W])]);
        Assert.DoesNotContain(Ordering.Of(step), node => node.Primitive == Structures.Transpose && node.Shape.Rank > 2 && node.Operands[0].Primitive.Family != Family.Leaf && node.Operands[0].Operands[0] != X);
    }

    [Fact]
    public void The_value_is_kept_bit_for_bit()
    {
        var values = Oracle.Frame(new Recurrence([X], [X], [], [B1, K1, K2, W], Expr.Symbol("iteration"), [X], null), 1, 7, isSpecial: false);
        var at = new Dictionary<Expr, Tensor> { [X] = Tensor.Of(X.Shape, values.State[0]), [B1] = values.Shared[0], [K1] = values.Shared[1], [K2] = values.Shared[2], [W] = values.Shared[3] };
        foreach (var precision in Enum.GetValues<Precision>())
            foreach (var other in (Expr[])[AxisOrder.Settled(Ordering.Of(Net))[^1], Simplification.Simplify(Net, precision)])
                Assert.Equal(new Evaluation([Net], precision).At(at)[0].ToArray(), new Evaluation([other], precision).At(at)[0].ToArray());
    }

    /// <summary>Random movements of three axes under elementwise operations: what is settled has the value of what was written.</summary>
    [Fact]
    public void Random_movements_of_axes_are_settled_without_a_change()
    {
        var value = new Dictionary<Expr, Tensor> { [V] = Tensor.Of(V.Shape, [.. Enumerable.Range(1, 24).Select(i => Math.Sin(i))]) };
        Gen.Int[0, 9].Array[1, 9].Sample(moves =>
        {
            var moved = moves.Aggregate(V, Moved);
            foreach (var other in (Expr[])[AxisOrder.Settled(Ordering.Of(moved))[^1], Simplification.Simplify(moved)])
                Assert.Equal(new Evaluation([moved], Precision.Double).At(value)[0], new Evaluation([other], Precision.Double).At(value)[0]);
        }, iter: 1000);
    }

    private static Expr Moved(Expr x, int move) => move switch
    {
        0 or 1 or 2 => Expr.Transpose(x, new Indices([.. Enumerable.Range(0, x.Shape.Rank).Select(axis => (axis + move + 1) % x.Shape.Rank)])),
        3 => Expr.Reshape(x, Shape.Of([x.Shape[0] * x.Shape[1], .. x.Shape.Skip(2)])) is { Shape.Rank: > 1 } joined ? joined : x,
        4 => Expr.Reshape(x, Shape.Of([1, .. x.Shape, 1])) is { Shape.Rank: < 7 } wider ? wider : x,
        5 => x + Expr.BroadcastTo(Expr.Reshape(x[..1], Shape.Of([.. x.Shape.Skip(1)])), x.Shape),
        6 => x.Shape[^1] % 2 == 0 ? Expr.Reshape(x, Shape.Of([.. x.Shape.SkipLast(1), 2, x.Shape[^1] / 2])) : x,
        7 => Expr.Max(x, Expr.Transpose(Expr.Transpose(x))),
        8 => x * Expr.Reshape(Expr.Transpose(x), x.Shape),
        _ => Expr.Tanh(x) - Expr.BroadcastTo(Expr.Constant(0.5), x.Shape),
    };

    [Fact]
    public void Every_kernel_computes_a_convolutional_net_as_the_slow_meaning_says()
    {
        Expr[] learned = [K1, B1, K2, W];
        var simple = Simplification.Simplify([.. learned.Zip(Differentiation.Gradient(Loss, learned), (weights, slope) => weights - (slope * 0.1)), Loss]);
        var recurrence = new Recurrence(learned, [.. simple.SkipLast(1)], [], [X, T], Expr.Symbol("iteration"), [simple[^1]], null);
        foreach (var precision in Enum.GetValues<Precision>())
            foreach (var width in (int[])[512, 256, 64])
                foreach (var lanes in (int[])[1, 9])
                {
                    var frame = Oracle.Frame(recurrence, lanes, 3, isSpecial: false);
                    var data = frame.Shared.Take(1).Append(Tensor.Vector(0, 2, 1, 1, 0)).ToList();
                    var options = new CompilationOptions { Engine = Engine.Compiled, Width = width, Precision = precision, Lanes = lanes };
                    var whole = new LaneFrame { Lanes = lanes, State = frame.State, LaneInputs = [], Shared = data, Iteration = 3 };
                    Assert.Null(Oracle.Difference(recurrence, new EvaluatedKernel(recurrence, precision), KernelCompiler.Compile(recurrence, options), whole));
                }
    }
}

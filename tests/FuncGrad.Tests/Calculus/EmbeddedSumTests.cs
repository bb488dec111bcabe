using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Calculus;

/// <summary>Parts of an adjoint put side by side are, bit for bit, their sum from left to right.</summary>
public sealed class EmbeddedSumTests
{
    private static readonly Shape[] Rooms = [Shape.Of(12), Shape.Of(3, 4), Shape.Of(2, 3, 2)];

    private static readonly double[] Numbers = [0, -0.0, 1, -1, 1e308, -1e308, 1e-320, double.NaN, double.PositiveInfinity, 0.1, 3];

    private static Expr Part(Choices choices, Shape room)
    {
        if (choices.Below(8) == 0) return Expr.Constant(Values(choices, room));
        int[] extents = [.. room.Select(extent => 1 + choices.Below(choices.Below(3) == 0 ? extent : 1))];
        int[] starts = [.. room.Select((extent, axis) => choices.Below(extent - extents[axis] + 1))];
        return Expr.Embed(Expr.Constant(Values(choices, Shape.Of(extents))), new Indices(starts), room);
    }

    private static Tensor Values(Choices choices, Shape shape) => Tensor.Of(shape, Enumerable.Range(0, shape.ElementCount).Select(_ => Numbers[choices.Below(Numbers.Length)]).ToArray());

    private static double[] ValuesOf(Expr sum) => Evaluation.Of(sum).ToArray();

    [Fact]
    public void It_is_the_sum_from_left_to_right() => Gen.Select(Gen.ULong, Gen.Int[2, 40]).Sample((seed, count) =>
    {
        var choices = new Choices(seed);
        var room = Rooms[choices.Below(Rooms.Length)];
        Expr[] parts = [.. Enumerable.Range(0, count).Select(_ => Part(choices, room))];
        var (expected, sum) = (ValuesOf(parts.Aggregate((a, b) => a + b)), ValuesOf(EmbeddedSum.Of(parts)));
        return expected.Length == sum.Length && expected.Zip(sum, (a, b) => double.IsNaN(a) ? double.IsNaN(b) : BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b)).All(isSame => isSame);
    }, iter: 2_000);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_gradient_of_elements_read_one_by_one_grows_with_their_number_only(int rank)
    {
        var x = Expr.Symbol("x", rank == 1 ? Shape.Of(4_000) : Shape.Of(40, 100));
        Expr[] elements = [.. Enumerable.Range(0, 4_000).Select(i => rank == 1 ? x[i] : x[i / 100, i % 100])];
        var gradient = Differentiation.Gradient(elements.Skip(1).Zip(elements, (next, element) => next * element).Aggregate((a, b) => a + b), x);
        Assert.True(Ordering.Of(gradient).Where(node => node.Shape.ElementCount == 4_000).Count() < 10);
        Assert.Equal([2.0, 1 + 3, 2 + 4], Evaluation.Of(gradient, (x, Tensor.Of(x.Shape, Enumerable.Range(1, 4_000).Select(i => (double)i).ToArray()))).ToArray()[..3]);
    }
}

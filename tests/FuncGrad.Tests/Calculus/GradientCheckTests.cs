using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Calculus;

/// <summary>The check of gradients: right ones pass, planted mistakes are caught and named, kinks are called kinks.</summary>
public sealed class GradientCheckTests
{
    private static readonly Expr Scalar = Expr.Symbol("x0");
    private static readonly Expr X = Expr.Symbol("x", Shape.Of(3));
    private static readonly Expr W = Expr.Symbol("W", Shape.Of(2, 3));

    private static readonly Dictionary<Expr, Tensor> Point = new()
    {
        [Scalar] = Tensor.Scalar(0.7),
        [X] = Tensor.Vector(0.4, -1.3, 2.2),
        [W] = Tensor.Matrix(new[,] { { 0.3, -0.2, 0.9 }, { 1.4, 0.6, -1.1 } }),
    };

    private static readonly Expr Loss = Expr.Sum(Expr.Tanh(Expr.Dot(W, X)) * Scalar) + Expr.Exp(Scalar) + Expr.Sum(Expr.Pow(X, 3)) + Expr.Norm(W);

    [Fact]
    public void A_right_gradient_passes_with_small_errors()
    {
        var check = GradientCheck.Of(Loss, [Scalar, X, W], Point);
        Assert.Equal(GradientVerdict.Right, check.Verdict);
        Assert.Equal(["x0", "x[0]", "x[1]", "x[2]", "W[0][0]", "W[0][1]", "W[0][2]", "W[1][0]", "W[1][1]", "W[1][2]"], check.Coordinates.Select(c => c.Name));
        Assert.All(check.Coordinates, coordinate => Assert.InRange(coordinate.RelativeError, 0, 1e-14));
        Assert.StartsWith("right: relative error at most ", check.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Where all scores are equal, as at the usual start of a classifier, the greatest of them has a kink, and the loss has none.</summary>
    [Fact]
    public void A_tie_of_scores_is_no_kink_of_a_softmax()
    {
        var scores = Expr.Dot(W, X);
        Dictionary<Expr, Tensor> tie = new(Point) { [W] = Tensor.Fill(W.Shape, 0) };
        foreach (var loss in (Expr[])[Expr.CrossEntropy(Expr.Softmax(scores), 1, 0), -Expr.LogSoftmax(scores)[1], Expr.LogSumExp(scores)])
            Assert.Equal(GradientVerdict.Right, GradientCheck.Of(loss, [W, X], tie).Verdict);
        Assert.Equal(GradientVerdict.CannotTell, GradientCheck.Of(Expr.MaxOver(scores, 0), [W, X], tie).Verdict);
    }

    public static TheoryData<int, double> PlantedMistakes
    {
        get
        {
            var data = new TheoryData<int, double>();
            for (var element = 0; element < 10; element++)
                foreach (var factor in new[] { 0, -1, 2, 1.001, 1 - 1e-5, 1 + 1e-6 }) data.Add(element, factor);
            return data;
        }
    }

    [Theory, MemberData(nameof(PlantedMistakes))]
    public void A_mistake_planted_in_one_coordinate_is_caught_and_named(int element, double factor)
    {
        Expr[] symbols = [Scalar, X, W];
        var gradient = Differentiation.Gradient(Loss, symbols);
        var position = 0;
        Expr[] planted = [.. symbols.Select((symbol, s) =>
        {
            var factors = Enumerable.Range(0, symbol.Shape.ElementCount).Select(_ => position++ == element ? factor : 1.0).ToArray();
            return gradient[s] * Expr.Constant(Tensor.Of(symbol.Shape, factors));
        })];
        var check = GradientCheck.OfClaimed(planted, Loss, symbols, Point);
        Assert.Equal(GradientVerdict.Wrong, check.Verdict);
        Assert.Equal(check.Coordinates[element], check.Worst);
        Assert.Contains($"by {check.Coordinates[element].Name} ", check.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_linear_function_passes()
    {
        var check = GradientCheck.Of(Expr.Sum(X * Expr.Constant(Tensor.Vector(3, -1, 1e6))) + 2, [X], Point);
        Assert.Equal(GradientVerdict.Right, check.Verdict);
    }

    [Fact]
    public void A_constant_function_passes_and_a_nonzero_gradient_of_it_does_not()
    {
        Assert.Equal(GradientVerdict.Right, GradientCheck.Of(Expr.Constant(5), [X], Point).Verdict);
        var wrong = GradientCheck.OfClaimed([Expr.Constant(Tensor.Vector(0, 1e-3, 0))], Expr.Constant(5), [X], Point);
        Assert.Equal((GradientVerdict.Wrong, "x[1]"), (wrong.Verdict, wrong.Worst!.Name));
    }

    [Fact]
    public void At_a_minimum_where_the_gradient_is_zero_a_right_gradient_passes()
    {
        var origin = new Dictionary<Expr, Tensor> { [X] = Tensor.Vector(0, 0, 0) };
        Assert.Equal(GradientVerdict.Right, GradientCheck.Of(Expr.Sum(X * X), [X], origin).Verdict);
        Assert.Equal(GradientVerdict.Right, GradientCheck.Of(Expr.Sum(Expr.Pow(X, 4)), [X], origin).Verdict);
        Assert.Equal(GradientVerdict.Wrong, GradientCheck.OfClaimed([X + 1e-3], Expr.Sum(X * X), [X], origin).Verdict);
    }

    [Fact]
    public void A_stopped_gradient_is_found()
    {
        var check = GradientCheck.Of(Expr.StopGradient(X[1]) * X[0], [X], Point);
        Assert.Equal((GradientVerdict.Wrong, "x[1]"), (check.Verdict, check.Worst!.Name));
    }

    [Fact]
    public void Kinks_jumps_and_numbers_that_are_not_finite_are_called_so()
    {
        var origin = new Dictionary<Expr, Tensor> { [X] = Tensor.Vector(0, 0, 0) };
        Assert.Equal(GradientVerdict.CannotTell, GradientCheck.Of(Expr.Sum(Expr.Abs(X)), [X], origin).Verdict);
        Assert.Equal(GradientVerdict.CannotTell, GradientCheck.Of(Expr.Sum(Expr.Relu(X)), [X], origin).Verdict);
        Assert.Equal(GradientVerdict.CannotTell, GradientCheck.Of(Expr.Max(X), [X], origin).Verdict);
        Assert.Equal(GradientVerdict.CannotTell, GradientCheck.Of(Expr.Sum(X >= 0), [X], origin).Verdict);
        Assert.Equal(GradientVerdict.CannotTell, GradientCheck.Of(Expr.Norm(X), [X], origin).Verdict);
        Assert.Equal(GradientVerdict.CannotTell, GradientCheck.Of(Expr.Sum(Expr.Log(X)), [X], Point).Verdict);
        Assert.Equal(GradientVerdict.CannotTell, GradientCheck.Of(Expr.Sum(Expr.Sqrt(X)), [X], origin).Verdict);
    }

    [Fact]
    public void Scales_from_tiny_to_huge_pass()
    {
        foreach (var scale in new[] { 1e-200, 1e-12, 1e-3, 1, 1e5, 1e12, 1e200 })
        {
            Assert.Equal(GradientVerdict.Right, GradientCheck.Of(scale * Loss, [Scalar, X, W], Point).Verdict);
            var right = GradientCheck.Of(Expr.Sum(X * X * X), [X], new Dictionary<Expr, Tensor> { [X] = Tensor.Vector(Math.Min(scale, 1e90), 1, -2) });
            Assert.True(right.Verdict == GradientVerdict.Right, $"{scale}: {right.Note}");
        }
    }

    [Fact]
    public void Of_very_many_coordinates_evenly_spread_ones_are_compared_and_the_others_still_count()
    {
        var x = Expr.Symbol("x", Shape.Of(5000));
        var point = new Dictionary<Expr, Tensor> { [x] = PrimitiveCases.Weights(x.Shape, 3) };
        var loss = Expr.Sum(Expr.Exp(x));
        var check = GradientCheck.Of(loss, [x], point, mostCoordinates: 10);
        Assert.Equal((GradientVerdict.Right, 10, "x[500]"), (check.Verdict, check.Coordinates.Count, check.Coordinates[1].Name));
        var planted = Expr.Exp(x) * Expr.Constant(Tensor.Of(x.Shape, Enumerable.Range(0, 5000).Select(i => i == 777 ? 2.0 : 1.0)));
        Assert.Equal(GradientVerdict.Wrong, GradientCheck.OfClaimed([planted], loss, [x], point, mostCoordinates: 10).Verdict);
    }

    /// <summary>Halving finds the element in which a direction disagrees.</summary>
    [Fact]
    public void A_small_mistake_in_a_coordinate_that_is_not_compared_shows_along_directions()
    {
        var x = Expr.Symbol("x", Shape.Of(5000));
        var point = new Dictionary<Expr, Tensor> { [x] = PrimitiveCases.Weights(x.Shape, 3) };
        var planted = Expr.Exp(x) * Expr.Constant(Tensor.Of(x.Shape, Enumerable.Range(0, 5000).Select(i => i == 777 ? 1.0001 : 1.0)));
        var check = GradientCheck.OfClaimed([planted], Expr.Sum(Expr.Exp(x)), [x], point, mostCoordinates: 10);
        Assert.Equal((GradientVerdict.Wrong, 4), (check.Verdict, check.Directions.Count));
        Assert.Equal(("x[777]", 11), (check.Worst!.Name, check.Coordinates.Count));
        Assert.Empty(GradientCheck.OfClaimed([planted], Expr.Sum(Expr.Exp(x)), [x], point, mostCoordinates: 5000).Directions);
    }

    [Fact]
    public void A_linear_function_that_is_0_at_the_point_has_no_slope_however_its_sum_is_rounded()
    {
        foreach (var count in new[] { 3, 10, 27, 100, 1000 })
        {
            var (x, y) = (Expr.Symbol("x"), Expr.Symbol("y"));
            var loss = Expr.Sum(Expr.BroadcastTo(-y / 3, Shape.Of(count)));
            var check = GradientCheck.Of(loss, [x, y], new Dictionary<Expr, Tensor> { [x] = Tensor.Scalar(-0.5), [y] = Tensor.Scalar(0) });
            Assert.True(check.Verdict == GradientVerdict.Right, $"{count} terms: {check.Note}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void A_derivative_of_0_between_terms_that_cancel_is_right(int count)
    {
        var y = Expr.Symbol("y");
        var many = Expr.BroadcastTo(y, Shape.Of(count));
        foreach (var loss in new[] { Expr.Sum(Expr.Sinh(many) - many), Expr.Sum(Expr.Sin(many) - many), Expr.Sum((Expr.Exp(many) - 1) - many) })
        {
            var check = GradientCheck.Of(loss, [y], new Dictionary<Expr, Tensor> { [y] = Tensor.Scalar(0) });
            Assert.True(check.Verdict == GradientVerdict.Right, $"{loss}: {check.Note}");
        }
    }

    [Fact]
    public void Random_expressions_at_regular_points_pass_and_their_negative_gradients_do_not() =>
        RandomExpressions.Of(new() { IsRegular = true, IsScalar = true, MaxOperations = 10 }).Sample(random =>
        {
            var right = GradientCheck.Of(random.Root, random.Symbols, random.Inputs);
            // Such as erfc(26): of numbers that are near the least there is, differences have lost their digits.
            var isNearTheLeast = right.Coordinates.All(coordinate => Math.Abs(coordinate.Exact) < 1e-280);
            Assert.True(right.Verdict == GradientVerdict.Right || (isNearTheLeast && right.Verdict == GradientVerdict.CannotTell), right.Note);
            if (right.Coordinates.All(coordinate => Math.Abs(coordinate.Exact) < 1e-3)) return;
            var negative = Differentiation.Gradient(random.Root, random.Symbols).Select(part => -part).ToArray();
            Assert.Equal(GradientVerdict.Wrong, GradientCheck.OfClaimed(negative, random.Root, random.Symbols, random.Inputs).Verdict);
        }, iter: 300);

    [Fact]
    public void Progress_goes_from_0_to_1()
    {
        var told = new List<double>();
        GradientCheck.Of(Loss, [Scalar, X, W], Point, progress: new Listener(told.Add));
        Assert.Equal((0, 1), (told[0], told[^1]));
        Assert.Equal(told.Order(), told);
    }

    private sealed class Listener(Action<double> tell) : IProgress<double>
    {
        public void Report(double value) => tell(value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e4)]
    [InlineData(1e9)]
    public void Of_a_black_box_right_gradients_are_right_and_wrong_ones_wrong_as_far_as_rounding_lets_it(double offset)
    {
        double Function(double[] x) => (x[0] * x[0] * x[1]) + Math.Exp(x[1]) + offset;
        double[] point = [1.5, -0.7], gradient = [2 * 1.5 * -0.7, (1.5 * 1.5) + Math.Exp(-0.7)];
        var right = GradientCheck.OfBlackBox(gradient, Function, point);
        Assert.True(right.Verdict == (offset > 1e6 ? right.Verdict : GradientVerdict.Right) && right.Verdict != GradientVerdict.Wrong, right.ToString());
        for (var i = 0; i < 2; i++)
        {
            var planted = (double[])gradient.Clone();
            planted[i] *= 1.0001;
            var wrong = GradientCheck.OfBlackBox(planted, Function, point);
            Assert.True(wrong.Verdict == GradientVerdict.Wrong || (offset > 1e6 && wrong.Verdict == GradientVerdict.CannotTell), wrong.ToString());
        }
    }

    [Fact]
    public void Of_a_black_box_peaks_kinks_and_minima_are_seen()
    {
        Assert.Equal(GradientVerdict.Right, GradientCheck.OfBlackBox([Math.Exp(-0.25)], x => -Math.Exp(-Math.Pow(x[0] - 1000, 2)), [1000.5]).Verdict);
        Assert.Equal(GradientVerdict.Right, GradientCheck.OfBlackBox([Math.Cos(1e6)], x => Math.Sin(x[0]), [1e6]).Verdict);
        Assert.Equal(GradientVerdict.Right, GradientCheck.OfBlackBox([0], x => x[0] * x[0], [0]).Verdict);
        Assert.Equal(GradientVerdict.CannotTell, GradientCheck.OfBlackBox([0], x => Math.Abs(x[0]), [0]).Verdict);
        Assert.Equal(GradientVerdict.CannotTell, GradientCheck.OfBlackBox([1], x => (x[0] * x[0]) + 1e14, [1]).Verdict);
        Assert.Equal(GradientVerdict.CannotTell, GradientCheck.OfBlackBox([1], x => Math.Log(x[0]), [-1]).Verdict);
    }
}

using Xunit;

namespace FuncGrad.Tests;

/// <summary>The curvature of ½·Σ dₖ·(aₖ·x)², whose only eigenvalues beside 0 are as many as there are dₖ, is seen whole in few directions.</summary>
public class CurvatureBasisTests
{
    private const int Elements = 40, Terms = 5, Directions = 16;

    private static readonly Tensor Rows = Tensor.Of(Shape.Of(Terms, Elements), [.. Enumerable.Range(0, Terms * Elements).Select(i => Math.Sin((i + 1) * 1.37))]);

    /// <summary>The weights dₖ in lanes of rank 0 to 5, some negative, and the last without a gradient.</summary>
    private static readonly double[][] Weights = [[0, 0, 0, 0, 0], [2, 0, 0, 0, 0], [2, -1, 0, 0, 0], [1, 3, -2, 0, 0], [1, 3, 2, 0.5, 0], [1, 3, 2, 0.5, -4], [1, 3, 2, 0.5, -4]];

    private static CurvatureBasis Seen(int[] lanes)
    {
        Expr x = Expr.Symbol("x", Shape.Of(Elements)), d = Expr.Input("d", Shape.Of(Terms)), a = Expr.Input("a", Rows.Shape);
        var loss = Loss.WithData(0.5 * Expr.Sum(d * Expr.Pow(Expr.Dot(a, x), 2)), [x], [(d, Tensor.Of(Shape.Of(Terms), new double[Terms])), (a, Rows)]);
        var landscape = new Landscape(loss, Direction.Minimise, new HashSet<string> { "d" }, recurrence => KernelCompiler.Compile(recurrence, new CompilationOptions()));
        double[] Across(int count, Func<int, int, double> number) => [.. Enumerable.Range(0, count).SelectMany(i => lanes.Select(lane => number(i, lane)))];
        var view = landscape.In(new LaneData(lanes.Length, [Across(Terms, (k, lane) => Weights[lane][k])], [Rows]));
        var basis = new CurvatureBasis(view, Directions, Directions / 2);
        basis.Look(Across(Elements, (i, lane) => lane == Weights.Length - 1 ? 0 : Math.Cos(i * 0.7)));
        return basis;
    }

    private static double[] Eigenvalues(CurvatureBasis basis, int lane)
    {
        var matrix = new double[Directions, Directions];
        for (var i = 0; i < Directions; i++)
            for (var j = i; j < Directions; j++) matrix[i, j] = matrix[j, i] = basis.Curvature[i][j][lane];
        return SymmetricEigenvalues.Of(matrix);
    }

    private static double[] True(double[] weights)
    {
        var matrix = new double[Elements, Elements];
        for (var k = 0; k < Terms; k++)
            for (var i = 0; i < Elements; i++)
                for (var j = 0; j < Elements; j++) matrix[i, j] += weights[k] * Rows.Values[(k * Elements) + i] * Rows.Values[(k * Elements) + j];
        return [.. SymmetricEigenvalues.Of(matrix).Where(value => Math.Abs(value) > 1e-9)];
    }

    [Fact]
    public void AllThatBendsIsSeen()
    {
        var basis = Seen([.. Enumerable.Range(0, Weights.Length)]);
        for (var lane = 0; lane < Weights.Length; lane++)
        {
            var seen = Eigenvalues(basis, lane).Where(value => Math.Abs(value) > 1e-9).ToArray();
            var expected = True(Weights[lane]);
            Assert.Equal(expected.Length, seen.Length);
            for (var k = 0; k < seen.Length; k++) Assert.Equal(expected[k], seen[k], 1e-9);
        }
    }

    [Fact]
    public void NoLaneKnowsOfTheOthers()
    {
        var together = Seen([.. Enumerable.Range(0, Weights.Length)]);
        for (var lane = 0; lane < Weights.Length; lane++)
        {
            var alone = Seen([lane]);
            for (var i = 0; i < Directions; i++)
                for (var j = i; j < Directions; j++) Assert.Equal(alone.Curvature[i][j][0], together.Curvature[i][j][lane]);
        }
    }
}

namespace FuncGrad;

/// <summary>
/// Slopes and curvatures of a function of which only values can be had, by central differences: steps of ∛ε·|x| for the gradient and of
/// ⁴√ε·|x| along a direction for the curvature, where truncation and rounding are about as large (Gill, Murray and Wright, Practical
/// Optimization, 1981, section 8.6).
/// </summary>
internal sealed class BlackBoxLandscape(Func<double[], double> score, int dimension)
{
    private const double GradientStep = 6.1e-6, CurvatureStep = 1.2e-4;

    /// <summary>The scores at a point of each lane.</summary>
    public void Scores(double[] points, int lanes, Span<double> scores)
    {
        for (var lane = 0; lane < lanes; lane++) scores[lane] = score(Point(points, lanes, lane));
    }

    /// <summary>At a point of each lane: the score, its gradient, and H·direction as the difference of two gradients.</summary>
    public void Curvatures(double[] points, double[] directions, int lanes, double[] scores, double[] gradient, double[] product)
    {
        for (var lane = 0; lane < lanes; lane++)
        {
            var (point, direction) = (Point(points, lanes, lane), Point(directions, lanes, lane));
            scores[lane] = score(point);
            Put(Gradient(point), gradient, lanes, lane);
            Put(Product(point, direction), product, lanes, lane);
        }
    }

    /// <summary>The score at a point, with its gradient.</summary>
    public double ValueAndGradient(double[] point, Span<double> gradient)
    {
        Gradient(point).CopyTo(gradient);
        return score(point);
    }

    /// <summary>H·direction at a point, as the difference of two gradients.</summary>
    public double[] Product(double[] point, double[] direction)
    {
        var length = direction.Max(Math.Abs);
        if (length == 0) return new double[dimension];
        var t = CurvatureStep * Size(point) / length;
        var (above, below) = (Gradient(Moved(point, direction, t)), Gradient(Moved(point, direction, -t)));
        return [.. above.Zip(below, (a, b) => (a - b) / (2 * t))];
    }

    private double[] Gradient(double[] point)
    {
        var (gradient, moved, size) = (new double[dimension], (double[])point.Clone(), Size(point));
        for (var i = 0; i < dimension; i++)
        {
            var h = GradientStep * Math.Max(Math.Abs(point[i]), 1e-3 * size);
            moved[i] = point[i] + h;
            var above = score(moved);
            moved[i] = point[i] - h;
            gradient[i] = (above - score(moved)) / (2 * h);
            moved[i] = point[i];
        }
        return gradient;
    }

    /// <summary>The size of a point; 1 at the origin, where nothing tells.</summary>
    private static double Size(double[] point) => point.Max(Math.Abs) is var size && size > 0 ? size : 1;

    private static double[] Moved(double[] point, double[] direction, double t) => [.. point.Zip(direction, (x, d) => x + (t * d))];

    private double[] Point(double[] points, int lanes, int lane)
    {
        var point = new double[dimension];
        for (var i = 0; i < dimension; i++) point[i] = points[(i * lanes) + lane];
        return point;
    }

    private static void Put(double[] values, double[] all, int lanes, int lane)
    {
        for (var i = 0; i < values.Length; i++) all[(i * lanes) + lane] = values[i];
    }
}

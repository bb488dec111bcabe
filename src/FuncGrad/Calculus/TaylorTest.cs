namespace FuncGrad;

/// <summary>The remainder |f(x + t·v) − f(x) − t·∇f·v| for t = 2⁻⁵, 2⁻⁶ ... along one direction v.</summary>
/// <param name="Slope">Its slope over t in a log-log plot, in the smallest range above the rounding error; NaN if it is nowhere above.</param>
/// <param name="HasKink">Whether the slopes of f to either side along v differ.</param>
/// <param name="IsFinite">Whether loss and gradient at the point are finite.</param>
internal sealed record TaylorTest(double Slope, bool HasKink, bool IsFinite)
{
    private const int Largest = -5;
    private const int Smallest = -36;

    /// <summary>Distances at which the rounding error of f is measured.</summary>
    private static readonly int[] Probes = [-14, -16, -18, -20, -22, -24];

    /// <summary>A remainder counts from this many times the rounding error on.</summary>
    private const double Safety = 100;

    /// <summary>How many remainders, each at half the distance of the one before, the slope is fitted to.</summary>
    private const int Window = 8;

    /// <summary>A remainder that rises from the rounding error to this many times as much within one halving is a jump some way off, not a power of t.</summary>
    private const double Jump = 1 << 12;

    public static TaylorTest Of(LossAlongLines loss, double[] gradient)
    {
        var direction = Direction(loss.Start);
        var (value, expected) = (loss.Direction(direction, 0), gradient.Zip(direction, (g, v) => g * v).Sum());
        if (!double.IsFinite(value) || !gradient.All(double.IsFinite)) return new(double.NaN, false, false);
        var noise = Math.Max(Math.ScaleB(Math.Abs(value), -52) + loss.RoundingError, Probes.Max(exponent => Jitter(loss, direction, Math.ScaleB(1, exponent))));
        var slope = SlopeOf(
            noise,
            exponent => Math.Abs(Change(loss, direction, value, Math.ScaleB(1, exponent)) - (Math.ScaleB(1, exponent) * expected)),
            exponent => Math.Max(noise, NoiseAt(loss, direction, expected, Math.ScaleB(1, exponent))));
        return new(slope, HasKinkAlong(loss, direction, value, expected, noise), true);
    }

    // What is not above the least noise is not above that of its distance, which takes three values of the loss to tell.
    private static double SlopeOf(double leastNoise, Func<int, double> remainder, Func<int, double> noise)
    {
        var points = new List<(double LogT, double LogRemainder)>();
        for (var exponent = Smallest; exponent <= Largest && points.Count < Window; exponent++)
        {
            var r = remainder(exponent);
            if (r > Safety * leastNoise && r > Safety * noise(exponent) && double.IsFinite(r)) points.Add((exponent, Math.Log2(r)));
        }
        var startsAtNoise = points.Count > 0 && (points[0].LogT == Smallest || points[0].LogRemainder <= Math.Log2(Jump * Safety * noise((int)points[0].LogT)));
        return points.Count >= 3 && startsAtNoise ? MedianSlope(points) : double.NaN;
    }

    /// <summary>
    /// The rounding error at a distance: where f(x) is 0 the error grows with t, and a remainder that is all rounding would fall like t, as if the gradient were
    /// wrong.
    /// </summary>
    private static double NoiseAt(LossAlongLines loss, double[] direction, double expected, double t) =>
        Math.Max(Math.ScaleB(Math.Abs(t * expected), -52), Jitter(loss, direction, t));

    private static double Change(LossAlongLines loss, double[] direction, double value, double t) => loss.Direction(direction, t) - value;

    /// <summary>|f(t) − 2f(t + ε) + f(t + 2ε)| for ε = t/1024, so small that for a smooth function it is rounding error (also where f cancels inside).</summary>
    private static double Jitter(LossAlongLines loss, double[] direction, double t)
    {
        var step = t / 1024;
        return Math.Abs((loss.Direction(direction, t) - (2 * loss.Direction(direction, t + step))) + loss.Direction(direction, t + (2 * step)));
    }

    /// <summary>The median of the slopes between all pairs of points (Theil 1950): one remainder that happens to vanish does not matter.</summary>
    private static double MedianSlope(List<(double X, double Y)> points)
    {
        double[] slopes = [.. points.SelectMany((p, i) => points.Skip(i + 1).Select(q => (q.Y - p.Y) / (q.X - p.X))).Order()];
        return slopes.Length % 2 == 1 ? slopes[slopes.Length / 2] : (slopes[(slopes.Length / 2) - 1] + slopes[slopes.Length / 2]) / 2;
    }

    /// <summary>Whether (f(x + tv) − 2f(x) + f(x − tv)) / t stays away from 0 as t shrinks: for a smooth f it falls like t.</summary>
    private static bool HasKinkAlong(LossAlongLines loss, double[] direction, double value, double expected, double noise)
    {
        var (far, near) = (Gap(-16), Gap(-22));
        var isAboveNoise = near > Safety * noise / Math.ScaleB(1, -22);
        return isAboveNoise && near > far / 4 && near > 1e-6 * Math.Abs(expected);

        double Gap(int exponent)
        {
            var t = Math.ScaleB(1, exponent);
            return Math.Abs(Change(loss, direction, value, t) + Change(loss, direction, value, -t)) / t;
        }
    }

    /// <summary>A fixed direction without symmetry, each coordinate in proportion to the size of its own.</summary>
    private static double[] Direction(double[] start) => Direction(start, 2.3);

    /// <summary>Such a direction for each frequency; frequencies that are no multiples of each other modulo 2π give independent ones.</summary>
    internal static double[] Direction(double[] start, double frequency) => [.. start.Select((x, i) => Math.Cos((frequency * i) + 0.4) * Math.Max(1, Math.Abs(x)))];
}

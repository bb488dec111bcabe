namespace FuncGrad;

/// <summary>
/// A derivative from the values of a black box: central differences for growing h with one extrapolation (Ridders, Accurate computation of
/// F′(x) and F′(x)F″(x), Advances in Engineering Software 4, 1982). It begins at so small an h that only rounding can be wrong, and goes on
/// for as long as what it sees agrees with that, so that no peak is stepped over.
/// </summary>
internal static class NumericalSlope
{
    private const int Levels = 21;
    private const int SmallestExponent = -44;

    /// <summary>Values this many numbers apart show the rounding error of a function by how they jump.</summary>
    private const int ProbeCount = 8;

    /// <summary>A slope beside its difference, in one element of the point.</summary>
    public static CoordinateCheck Check(string name, double claimed, Func<double[], double> function, double[] point, int element)
    {
        double At(double value)
        {
            var moved = (double[])point.Clone();
            moved[element] = value;
            return function(moved);
        }
        var (slope, uncertainty, steepness) = Of(At, point[element]);
        return new CoordinateCheck(name, claimed, slope, uncertainty, steepness, KinkOf(At, point[element], uncertainty));
    }

    /// <summary>f′(x), how far it may be off, and the steepest secant that was seen.</summary>
    public static (double Slope, double Uncertainty, double Steepness) Of(Func<double, double> f, double x)
    {
        var scale = x == 0 ? 1 : Math.Abs(x);
        var noise = Noise(f, x, Math.ScaleB(scale, SmallestExponent));
        var (here, best, error, steepness) = (f(x), double.NaN, double.PositiveInfinity, 0.0);
        for (var (level, h) = (0, Math.ScaleB(scale, SmallestExponent)); level < Levels; level++, h *= 4)
        {
            var (near, far) = (Quotient(f, x, h), Quotient(f, x, 2 * h));
            var extrapolated = near + ((near - far) / 3);
            var uncertainty = Math.Abs(extrapolated - near) + (3 * noise / h);
            if (!double.IsFinite(uncertainty) || Math.Abs(extrapolated - best) > uncertainty + error) break;
            steepness = Math.Max(steepness, Math.Abs(f(x + h) - here) / h);
            if (uncertainty < error) (best, error) = (extrapolated, uncertainty);
        }
        return (best, error, steepness);
    }

    /// <summary>The quotient with the distances that the rounded points really have.</summary>
    private static double Quotient(Func<double, double> f, double x, double h) => (f(x + h) - f(x - h)) / ((x + h) - (x - h));

    /// <summary>
    /// How far f may be off: third differences of values so near each other that a smooth function has none; at least the last bit.
    /// </summary>
    private static double Noise(Func<double, double> f, double x, double h)
    {
        double[] values = [.. Enumerable.Range(-ProbeCount / 2, ProbeCount).Select(k => f(x + (k * h)))];
        var jump = Enumerable.Range(3, ProbeCount - 3)
            .Max(k => Math.Abs(values[k] - (3 * values[k - 1]) + (3 * values[k - 2]) - values[k - 3]));
        return jump + Math.ScaleB(values.Max(Math.Abs), -52);
    }

    /// <summary>The difference of the slopes to either side, if it stays as h shrinks.</summary>
    private static double KinkOf(Func<double, double> f, double x, double uncertainty)
    {
        var scale = x == 0 ? 1 : Math.Abs(x);
        double Gap(int exponent)
        {
            var h = Math.ScaleB(scale, exponent);
            return Math.Abs(f(x + h) - (2 * f(x)) + f(x - h)) / h;
        }
        var (near, far) = (Gap(-30), Gap(-24));
        var noise = Noise(f, x, Math.ScaleB(scale, SmallestExponent)) / Math.ScaleB(scale, -30);
        return near > (8 * noise) + uncertainty && near > far / 8 ? near : 0;
    }
}

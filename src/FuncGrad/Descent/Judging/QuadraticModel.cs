namespace FuncGrad;

/// <summary>
/// The quadratic that is seen at the end of a run, in the coordinates of a basis: gradient g, curvature A = VᵀHV, way and size. Where the basis is that of the
/// parameter elements, each is measured in units of its own curvature first (Jacobi scaling), which makes all figures independent of the elements' units.
/// </summary>
internal sealed class QuadraticModel(int size, bool isOfElements)
{
    /// <summary>A direction counts as gone if the way in it is at least a hundred times what remains.</summary>
    private const double Reached = 0.01;

    /// <summary>Slopes are sums of terms as large as curvature times size, and cannot be told from 0 below this share of them.</summary>
    private const double SlopeNoise = 1e-13;

    private readonly double[] _vectors = new double[size * size];
    private readonly double[] _unit = new double[size];
    private readonly double[] _g = new double[size];
    private readonly double[] _way = new double[size];
    private readonly double[] _back = new double[size];

    /// <summary>A, row-major and symmetric; spent by <see cref="See"/>.</summary>
    public double[] Curvature { get; } = new double[size * size];

    /// <summary>g in the coordinates of the basis.</summary>
    public double[] Gradient { get; } = new double[size];

    /// <summary>The way from the start to the end, and from the middle of the last half to the end.</summary>
    public double[] Way { get; } = new double[size];

    /// <inheritdoc cref="Way"/>
    public double[] RecentWay { get; } = new double[size];

    /// <summary>The last point.</summary>
    public double[] Point { get; } = new double[size];

    /// <summary>After <see cref="See"/>: |H|⁻¹g in the coordinates of the basis; the step that leads to the lowest point seen is its negative.</summary>
    public double[] Newton { get; } = new double[size];

    /// <summary>After <see cref="See"/>: the direction of least curvature in the coordinates of the basis.</summary>
    public double[] Downward { get; } = new double[size];

    /// <summary>Fills in what follows from the quadratic.</summary>
    /// <param name="outlook">What is filled in.</param>
    /// <param name="noise">Curvatures smaller than this beside the greatest are none.</param>
    public void See(ref Outlook outlook, double noise)
    {
        Scale();
        var (greatestCurvature, greatestSlope) = (Greatest(Curvature), Greatest(Gradient));
        outlook.IsSeen = double.IsFinite(greatestCurvature + greatestSlope);
        if (!outlook.IsSeen) return;
        (outlook.NoGradient, outlook.NoCurvature) = (greatestSlope == 0, greatestCurvature == 0);
        Spectrum.Decompose(Curvature, _vectors, size);
        for (var k = 0; k < size; k++) (_g[k], _way[k], _back[k]) = Coordinates(k);
        if (isOfElements) (outlook.Way, outlook.RecentWay, outlook.Size) = (Length(Way), Length(RecentWay), Length(Point));
        Weigh(ref outlook, noise);
    }

    /// <summary>Units of which each element's curvature is 1; where it has none, those of the greatest entry.</summary>
    private void Scale()
    {
        var greatest = Greatest(Curvature);
        for (var i = 0; i < size; i++)
        {
            var own = Math.Abs(Curvature[(i * size) + i]);
            _unit[i] = !isOfElements || greatest == 0 ? 1 : Math.Sqrt(own > 0 ? own : greatest);
        }
        for (var i = 0; i < size; i++)
            for (var j = 0; j < size; j++) Curvature[(i * size) + j] = Curvature[(i * size) + j] / _unit[i] / _unit[j];
    }

    private (double G, double Way, double Back) Coordinates(int k)
    {
        double g = 0, way = 0, back = 0;
        for (var i = 0; i < size; i++)
        {
            var v = _vectors[(i * size) + k];
            g += v * (Gradient[i] / _unit[i]);
            way += v * (Way[i] * _unit[i]);
            back += v * (RecentWay[i] * _unit[i]);
        }
        return (g, way, back);
    }

    private double Eigenvalue(int k) => Curvature[(k * size) + k];

    private void Weigh(ref Outlook outlook, double noise)
    {
        var (least, greatest) = (0, 0.0);
        for (var k = 0; k < size; k++)
        {
            if (Eigenvalue(k) < Eigenvalue(least)) least = k;
            greatest = Math.Max(greatest, Math.Abs(Eigenvalue(k)));
        }
        var (distance, gainBefore, rounding) = (0.0, 0.0, SlopeNoise * size * greatest * (outlook.Size + outlook.Way));
        Array.Clear(Newton);
        for (var k = 0; k < size; k++)
        {
            var curvature = Math.Abs(Eigenvalue(k));
            if (curvature <= noise * greatest)
            {
                outlook.HasSlope |= Math.Abs(_g[k]) > rounding;
                continue;
            }
            var step = _g[k] / curvature;
            var gain = 0.5 * _g[k] * step;
            outlook.Gain += gain;
            if (Math.Abs(step) > Reached * Math.Abs(_way[k])) outlook.UnreachedGain += gain;
            outlook.LocalGain += 0.5 * curvature * _way[k] * _way[k];
            gainBefore += 0.5 * curvature * (step - _back[k]) * (step - _back[k]);
            distance += step * step;
            for (var i = 0; i < size; i++) Newton[i] += _vectors[(i * size) + k] * step / _unit[i];
        }
        (outlook.Distance, outlook.Pace) = (Math.Sqrt(distance), outlook.Gain / gainBefore);
        Downwards(ref outlook, least, greatest);
    }

    private void Downwards(ref Outlook outlook, int least, double greatest)
    {
        outlook.LeastCurvature = greatest == 0 ? 0 : Eigenvalue(least) / greatest;
        var squares = 0.0;
        for (var i = 0; i < size; i++)
        {
            Downward[i] = _vectors[(i * size) + least] / _unit[i];
            squares += Downward[i] * Downward[i];
        }
        outlook.DownwardCurvature = Eigenvalue(least) / squares;
    }

    /// <summary>The greatest absolute value; NaN if any is.</summary>
    private static double Greatest(double[] values)
    {
        var greatest = 0.0;
        foreach (var value in values) greatest = Math.Max(greatest, Math.Abs(value));
        return greatest;
    }

    private double Length(double[] values)
    {
        var sum = 0.0;
        for (var i = 0; i < size; i++) sum += values[i] * _unit[i] * (values[i] * _unit[i]);
        return Math.Sqrt(sum);
    }
}

namespace FuncGrad;

/// <summary>Where a direction has no curvature: whether the loss falls along it.</summary>
internal sealed partial class SecondLook
{
    /// <summary>How far to either side, beside the way and the size of the point; close to 0, where functions have their shape.</summary>
    private static readonly double[] Sideways =
        [1e-3, 1e-2, 0.1, 0.3, 0.6, 0.9, 0.97, 0.99, 0.997, 0.999, 1, 1.001, 1.003, 1.01, 1.03, 1.1, 2, 10, 100, 1e3];

    /// <summary>A curvature of less than this share of the greatest is none.</summary>
    private const double NoCurvature = 1e-9;

    /// <summary>
    /// The element that has the greatest share in a direction without curvature, along which the loss is lower to one side by more than
    /// <paramref name="least"/>, and whether it falls from here, or only beyond an even stretch; −1 if there is none.
    /// </summary>
    /// <param name="length">Way and size of the point in units of its curvature.</param>
    /// <param name="least">What is a fall.</param>
    public (int Element, bool FromHere) FallsAside(double length, double least)
    {
        if (_dimension > Survey.MostElements) return (-1, false);
        double[][] lines = [.. EvenLines(length).SelectMany(line => new[] { line, Array.ConvertAll(line, part => -part) })];
        if (lines.Length == 0) return (-1, false);
        var (scores, rounding) = (ScoresAlong(lines, Sideways), Math.Abs(_here) / (1L << 50));
        bool?[] falling = [.. lines.Select((_, line) => FromHere(Falls(scores, line, Sideways.Length), least, rounding))];
        var found = Array.IndexOf(falling, true) is >= 0 and var near ? near : Array.IndexOf(falling, false);
        return found < 0 ? (-1, false) : (Array.IndexOf(lines[found], lines[found].MaxBy(Math.Abs)), falling[found] == true);
    }

    /// <summary>
    /// Whether a fall along a line that does not rise before begins at the point: then nearer by it is at least as the sixth power of the
    /// distance. Null without a fall.
    /// </summary>
    private static bool? FromHere(double[] falls, double least, double rounding)
    {
        for (var k = 1; k < falls.Length; k++)
        {
            if (falls[k - 1] < -rounding) return null;
            if (!(falls[k] > least)) continue;
            var (nearer, expected) = (Sideways[k - 1] / Sideways[k], falls[k]);
            for (var power = 0; power < 6; power++) expected *= nearer;
            return falls[k - 1] >= expected || expected <= rounding;
        }
        return null;
    }

    /// <summary>The directions without curvature, as long as said in the elements' own units, or those of the greatest entry.</summary>
    private IEnumerable<double[]> EvenLines(double length)
    {
        var (n, matrix, units) = (_dimension, Curvature(), new double[_dimension]);
        var greatest = matrix.Max(Math.Abs);
        for (var i = 0; i < n; i++) units[i] = Math.Sqrt(matrix[(i * n) + i] == 0 ? greatest : Math.Abs(matrix[(i * n) + i]));
        var (scaled, vectors) = (new Lane<double>[n * n], new Lane<double>[n * n]);
        for (var i = 0; i < n * n; i++) scaled[i] = matrix[i] / units[i / n] / units[i % n];
        Spectrum<Lane<double>>.Decompose(scaled, vectors, n);
        var most = Enumerable.Range(0, n).Max(k => Math.Abs((double)scaled[(k * n) + k]));
        for (var k = 0; k < n; k++)
            if (Math.Abs((double)scaled[(k * n) + k]) <= NoCurvature * most)
                yield return [.. Enumerable.Range(0, n).Select(i => vectors[(k * n) + i] / units[i] * length)];
    }

    /// <summary>The entries of H, row by row.</summary>
    private double[] Curvature()
    {
        var (n, points) = (_dimension, Repeated([.. Enumerable.Range(0, _dimension).Select(End)], _dimension));
        double[] directions = new double[n * n], product = new double[n * n];
        for (var i = 0; i < n; i++) directions[(i * n) + i] = 1;
        At(points, n).Curvatures(directions, new double[n], new double[n * n], product);
        return product;
    }
}

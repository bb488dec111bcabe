namespace FuncGrad;

/// <summary>Where a direction has no curvature: whether the loss falls along it.</summary>
internal sealed partial class SecondLook
{
    /// <summary>How far to either side, beside the way and the size of the point.</summary>
    private static readonly double[] Sideways = [1e-3, 1e-2, 0.1, 1, 10, 100, 1e3];

    /// <summary>A tenth of the distance shows at least this share of a fall that begins at the point: that of the sixth power.</summary>
    private const double LeastShare = 1e-6;

    /// <summary>A curvature of less than this share of the greatest is none.</summary>
    private const double NoCurvature = 1e-9;

    /// <summary>
    /// The element that has the greatest share in a direction without curvature, along which the loss falls to one side by more than
    /// <paramref name="least"/>; −1 if there is none. A fall that begins only farther out, beyond an even stretch, does not count.
    /// </summary>
    /// <param name="length">Way and size of the point in units of its curvature.</param>
    /// <param name="least">What is a fall.</param>
    public int FallsAside(double length, double least)
    {
        if (_dimension > MostElements) return -1;
        double[][] lines = [.. EvenLines(length).SelectMany(line => new[] { line, Array.ConvertAll(line, part => -part) })];
        if (lines.Length == 0) return -1;
        var (scores, rounding) = (ScoresAlong(lines, Sideways), Math.Abs(_here) / (1L << 50));
        bool IsFalling(int line) => FallsFromHere(Falls(scores, line, Sideways.Length), least, rounding);
        var falling = Array.FindIndex([.. Enumerable.Range(0, lines.Length)], IsFalling);
        return falling < 0 ? -1 : Array.IndexOf(lines[falling], lines[falling].MaxBy(Math.Abs));
    }

    private static bool FallsFromHere(double[] falls, double least, double rounding)
    {
        for (var k = 1; k < falls.Length; k++)
        {
            var before = falls[k - 1];
            if (before < -rounding) return false;
            var expected = LeastShare * falls[k];
            if (falls[k] > least && (before >= expected || expected <= rounding)) return true;
        }
        return false;
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

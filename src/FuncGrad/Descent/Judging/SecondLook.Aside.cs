namespace FuncGrad;

/// <summary>
/// Along the directions of curvature: whether the loss falls where there is none, and bends on as it seems where there is some.
/// </summary>
internal sealed partial class SecondLook
{
    /// <summary>
    /// How far to either side, beside the way and the size of the point; close to 0, where functions have their shape, and over many powers
    /// of ten, since what never moved from 0 has no size.
    /// </summary>
    private static readonly double[] Sideways =
    [
        1e-12, 1e-9, 1e-6, 1e-3, 1e-2, 0.1, 0.3, 0.6, 0.9, 0.97, 0.99, 0.997, 0.999,
        1, 1.001, 1.003, 1.01, 1.03, 1.1, 2, 10, 100, 1e3, 1e6, 1e9, 1e12,
    ];

    /// <summary>A curvature of less than this share of the greatest is none.</summary>
    private const double NoCurvature = 1e-9;

    /// <summary>How far beyond Newton's step is looked, and which share of a curvature is clearly one of the other sign there.</summary>
    private const double Beyond = 4, Clearly = -1e-3;

    /// <summary>Falls of which a curvature must yield a tenth where it says so.</summary>
    private static readonly double[] Shares = [1e-3, 1e-6, 1e-9];

    /// <summary>
    /// The element that has the greatest share in a direction without curvature, along which the loss is lower to one side by more than
    /// <paramref name="least"/>, and whether it falls from here, or only beyond an even stretch; −1 if there is none.
    /// </summary>
    /// <param name="length">Way and size of the point in units of its curvature.</param>
    /// <param name="least">What is a fall.</param>
    /// <param name="wasLower">Whether the loss was lower on the way: then it is so beyond an even stretch that was crossed.</param>
    public (int Element, bool FromHere) FallsAside(double length, double least, bool wasLower)
    {
        if (_dimension > Survey.MostElements) return (-1, false);
        var axes = Axes();
        double[][] even = [.. axes.Where(axis => Math.Abs(axis.Share) <= NoCurvature).Select(axis => Times(length, axis.Direction))];
        double[][] lines = [.. even.SelectMany(line => new[] { line, Times(-1, line) })];
        if (lines.Length == 0) return (-1, false);
        var (scores, rounding) = (ScoresAlong(lines, Sideways), Math.Abs(_here) / (1L << 50));
        bool?[] falling = [.. lines.Select((_, line) => FromHere(Falls(scores, line, Sideways.Length), least, rounding))];
        var found = Array.IndexOf(falling, true) is >= 0 and var near ? near : Array.IndexOf(falling, false);
        if (found < 0 && wasLower) found = Array.FindIndex(lines, Crossed);
        return found < 0 ? (-1, false) : (Array.IndexOf(lines[found], lines[found].MaxBy(Math.Abs)), falling[found] == true);
    }

    /// <summary>Whether the run came along this direction farther than the point is from 0, or nearly.</summary>
    private bool Crossed(double[] line)
    {
        var (element, gone) = (Array.IndexOf(line, line.MaxBy(Math.Abs)), Way(way.Start));
        return Math.Abs(gone[element]) > 0.1 * Math.Abs(End(element)) && gone[element] != 0;
    }

    /// <summary>
    /// Whether along a direction the curvature turns where a few more steps of Newton's length lead, as that of x³ does: the sum over all
    /// directions does not show it.
    /// </summary>
    /// <returns>The element that has the greatest share in it, or −1.</returns>
    public int TurnsBeyond()
    {
        if (_dimension > Survey.MostElements) return -1;
        Axis[] axes = [.. Axes().Where(axis => axis.Share > NoCurvature && axis.Slope != 0)];
        if (axes.Length == 0) return -1;
        double[][] steps = [.. axes.Select(axis => Times(-Beyond * axis.Slope / axis.Curvature, axis.Direction))];
        var bends = Bends([.. axes.Select(axis => axis.Direction)], steps);
        var found = Array.FindIndex([.. axes.Zip(bends, (axis, bend) => bend / axis.Curvature)], share => share < Clearly);
        return found < 0 ? -1 : Array.IndexOf(axes[found].Direction, axes[found].Direction.MaxBy(Math.Abs));
    }

    /// <summary>
    /// Whether along the direction of least curvature the loss falls by what the curvature says, to one side at least. On a plateau the
    /// curvature is that of its rim far off: it says nothing of the distance at which it would yield anything.
    /// </summary>
    /// <param name="seen">By how much the loss changed on the way.</param>
    public bool FallsAsItBends(double seen)
    {
        if (_dimension > Survey.MostElements) return true;
        var axis = Axes().MinBy(axis => axis.Curvature);
        double[] lengths = [.. Shares.Select(share => Math.Sqrt(2 * share * seen / -axis.Curvature))];
        var scores = ScoresAlong([axis.Direction, Times(-1, axis.Direction)], lengths);
        return scores.Select((score, i) => _here - score > 0.1 * Shares[i % Shares.Length] * seen).Any(falls => falls);
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

    /// <summary>A direction in which the curvature is one figure.</summary>
    /// <param name="Share">The curvature beside the greatest.</param>
    /// <param name="Curvature">dᵀHd, each element in units of its own curvature, or in those of the greatest entry.</param>
    /// <param name="Slope">dᵀg in the same units.</param>
    /// <param name="Direction">d in plain units.</param>
    private readonly record struct Axis(double Share, double Curvature, double Slope, double[] Direction);

    private Axis[] Axes()
    {
        var n = _dimension;
        var (matrix, gradient) = AtTheEnd();
        var (greatest, units) = (matrix.Max(Math.Abs), new double[n]);
        for (var i = 0; i < n; i++) units[i] = Math.Sqrt(matrix[(i * n) + i] == 0 ? greatest : Math.Abs(matrix[(i * n) + i]));
        var (scaled, vectors) = (new Lane<double>[n * n], new Lane<double>[n * n]);
        for (var i = 0; i < n * n; i++) scaled[i] = matrix[i] / units[i / n] / units[i % n];
        Spectrum<Lane<double>>.Decompose(scaled, vectors, n);
        double[] Direction(int k) => [.. Enumerable.Range(0, n).Select(i => vectors[(k * n) + i] / units[i])];
        double[][] directions = [.. Enumerable.Range(0, n).Select(Direction)];
        double[] curvatures = [.. Enumerable.Range(0, n).Select(k => (double)scaled[(k * n) + k])];
        var most = curvatures.Max(Math.Abs);
        return [.. directions.Zip(curvatures, (direction, curvature) =>
            new Axis(curvature / most, curvature, Dot(gradient, direction), direction))];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double[] Times(double factor, double[] vector) => Array.ConvertAll(vector, x => factor * x);

    /// <summary>The entries of H, row by row, and the gradient.</summary>
    private (double[] Curvature, double[] Gradient) AtTheEnd()
    {
        var n = _dimension;
        double[] directions = new double[n * n], gradients = new double[n * n], product = new double[n * n];
        for (var i = 0; i < n; i++) directions[(i * n) + i] = 1;
        At(Repeated([.. Enumerable.Range(0, n).Select(End)], n), n).Curvatures(directions, new double[n], gradients, product);
        return (product, [.. Enumerable.Range(0, n).Select(i => gradients[i * n])]);
    }

    /// <summary>dᵀHd of each direction, where its step leads.</summary>
    private double[] Bends(double[][] directions, double[][] steps)
    {
        var (n, count) = (_dimension, directions.Length);
        double[] points = new double[n * count], along = new double[n * count], product = new double[n * count];
        for (var i = 0; i < n * count; i++)
            (points[i], along[i]) = (End(i / count) + steps[i % count][i / count], directions[i % count][i / count]);
        At(points, count).Curvatures(along, new double[count], new double[n * count], product);
        double Bend(int k) => Enumerable.Range(0, n).Sum(i => along[(i * count) + k] * product[(i * count) + k]);
        return [.. Enumerable.Range(0, count).Select(Bend)];
    }
}

namespace FuncGrad;

/// <summary>
/// A second look around the end of one run, taken only where its verdict hangs on it: the loss along lines from the last point. The points
/// of a line are lanes of one call.
/// </summary>
/// <param name="landscape">What was descended.</param>
/// <param name="data">The data of all lanes.</param>
/// <param name="way">Where they were.</param>
internal sealed partial class SecondLook(Landscape landscape, LaneData data, Waypoints way)
{
    /// <summary>Numbers held at once at most.</summary>
    private const int MostNumbers = 1 << 16;

    /// <summary>How far ahead is looked, beside way and size of the point; from <see cref="Outside"/> on far outside of both.</summary>
    private static readonly double[] Outwards = [1e-3, 1e-2, 0.1, 1, 10, 100, 1e3, 1e6, 1e9, 1e12, 1e15, 1e18];

    private const int Outside = 4, Thousandfold = 7;

    /// <summary>As far as this where it falls, what is no number farther on is so for its greatness.</summary>
    private const int FarEnough = 9;

    /// <summary>Of falls over stretches each a thousand times as long as the one before, this share of the last is as much again.</summary>
    private const double AsMuchAgain = 0.999;

    /// <summary>A start of less than this share of the end is near 0.</summary>
    private const double NearZero = 0.1;

    private readonly int _dimension = landscape.Dimension;
    private LandscapeView? _view;
    private int _lane;
    private double _here;

    /// <summary>Goes to the end of another run, whose score is known.</summary>
    public SecondLook At(int lane, double score)
    {
        (_lane, _here) = (lane, score);
        return this;
    }

    /// <summary>
    /// Whether the loss falls ever more along the way that was gone last, or along the way of one element alone: from the point on, and
    /// outside with the 0.4th power of the distance at least, up to 10¹⁸ times as far as the point is from 0, which no bounded loss does.
    /// </summary>
    /// <param name="fromFar">Only along lines whose start is near 0 beside the end: the run has come far.</param>
    public bool FallsWithoutEnd(bool fromFar)
    {
        double[] gone = Way(way.Start), last = Way(way.Half);
        var lines = Ahead(gone, Array.TrueForAll(last, part => part == 0) ? gone : last);
        return IsAnyWithoutEnd([.. lines.Where(line => !fromFar || IsFar(line))], AreWithoutEnd);
    }

    /// <summary>Whether along the way it falls as a logarithm does, by as much again whenever it comes a thousand times as far.</summary>
    public bool FallsAsALogarithm()
    {
        double[] gone = Way(way.Start), last = Way(way.Half);
        return _dimension <= Survey.MostElements && IsAnyWithoutEnd([.. Ahead(gone, last)], AreThoseOfALogarithm);
    }

    /// <summary>Whether the loss is higher at so many times the way of the last half than at so many.</summary>
    public bool Rises(double near, double far)
    {
        var scores = ScoresAlong([Way(way.Half)], [near, far]);
        return scores[1] > scores[0];
    }

    private double[] Falls(double[] scores, int line, int count) =>
        Array.ConvertAll(scores[(line * count)..((line + 1) * count)], score => _here - score);

    private double End(int element) => way.End[(element * data.Lanes) + _lane];

    private double[] Way(double[] from)
    {
        var gone = new double[_dimension];
        for (var i = 0; i < _dimension; i++) gone[i] = End(i) - from[(i * data.Lanes) + _lane];
        return gone;
    }

    /// <summary>
    /// The way that was gone last, so often that each element that moved comes as far as it is from 0, and that of each element alone. No
    /// length depends on the units of the elements.
    /// </summary>
    private IEnumerable<double[]> Ahead(double[] gone, double[] last)
    {
        var moved = Enumerable.Range(0, _dimension).Where(i => last[i] != 0).ToArray();
        if (moved.Length == 0) yield break;
        var often = Math.Max(1, moved.Min(i => Math.Abs(End(i) / last[i])));
        yield return Array.ConvertAll(last, part => part * often);
        for (var i = 0; i < _dimension && _dimension is > 1 and <= Survey.MostElements; i++)
            if (gone[i] != 0) yield return Unit(i, Math.CopySign(Math.Max(Math.Abs(gone[i]), Math.Abs(End(i))), gone[i]));
    }

    private bool IsFar(double[] line)
    {
        for (var i = 0; i < _dimension; i++)
            if (line[i] != 0 && Math.Abs(way.Start[(i * data.Lanes) + _lane]) > NearZero * Math.Abs(End(i))) return false;
        return true;
    }

    private double[] Unit(int element, double length)
    {
        var unit = new double[_dimension];
        unit[element] = length;
        return unit;
    }

    private bool IsAnyWithoutEnd(double[][] lines, Func<double[], bool> areWithoutEnd)
    {
        if (lines.Length == 0) return false;
        var scores = ScoresAlong(lines, Outwards);
        return Enumerable.Range(0, lines.Length).Any(line => areWithoutEnd(Falls(scores, line, Outwards.Length)));
    }

    private static bool AreWithoutEnd(double[] falls)
    {
        for (var k = 1; k < falls.Length; k++)
        {
            if (double.IsPositiveInfinity(falls[k]) || (k > FarEnough && double.IsNaN(falls[k]))) return true;
            if (!(falls[k] > falls[k - 1]) || falls[k - 1] < 0) return false;
            if (k > Outside && !Judge.HasNoBound(falls[k] / falls[k - 1], Outwards[k] / Outwards[k - 1])) return false;
        }
        return true;
    }

    private static bool AreThoseOfALogarithm(double[] falls)
    {
        var before = falls[Thousandfold - 1] - falls[Outside - 1];
        for (var k = Thousandfold; k < falls.Length; k++)
        {
            var more = falls[k] - falls[k - 1];
            if (!(before > 0 && more >= AsMuchAgain * before)) return false;
            before = more;
        }
        return true;
    }

    private double[] ScoresAlong(double[][] lines, double[] multiples)
    {
        var scores = new double[lines.Length * multiples.Length];
        var atOnce = Math.Max(1, MostNumbers / _dimension);
        foreach (var chosen in Enumerable.Range(0, scores.Length).Chunk(atOnce))
        {
            var points = new double[_dimension * chosen.Length];
            for (var i = 0; i < chosen.Length; i++)
            {
                var (line, multiple) = (lines[chosen[i] / multiples.Length], multiples[chosen[i] % multiples.Length]);
                for (var element = 0; element < _dimension; element++)
                    points[(element * chosen.Length) + i] = End(element) + (multiple * line[element]);
            }
            var found = new double[chosen.Length];
            At(points, chosen.Length).Scores(found);
            found.CopyTo(scores, chosen[0]);
        }
        return scores;
    }

    private LandscapeView At(double[] points, int count)
    {
        var own = data.OfLanes.Select(values => LaneData.Take(values, data.Lanes, [_lane], null)).Select(values => Repeated(values, count));
        var repeated = new LaneData(count, [.. own], data.Shared);
        if (_view?.Lanes == count) _view.Enter(repeated);
        else _view = landscape.In(repeated);
        _view.At(points);
        return _view;
    }

    private static double[] Repeated(double[] values, int count)
    {
        var repeated = new double[values.Length * count];
        for (var i = 0; i < values.Length; i++) Array.Fill(repeated, values[i], i * count, count);
        return repeated;
    }
}

namespace FuncGrad;

/// <summary>The heights of a loss below its paths: shaded regions, lines, and labels on some of the lines.</summary>
internal sealed class ContourLayers
{
    private const int Levels = 11, FinestGrid = 121;

    private readonly PathFigures _of;
    private readonly Scale _x, _y;
    private readonly int _size;
    private readonly double[] _values;
    private readonly List<string> _notes = [];

    public ContourLayers(PathFigures of, (string X, string Y) names, Scale x, Scale y)
    {
        (_of, _x, _y) = (of, x, y);
        _size = LossSurface.GridSize(of.Loss, FinestGrid);
        _values = Values(names);
        Layers = [.. Draw()];
    }

    public IReadOnlyList<Layer> Layers { get; }

    public IReadOnlyList<string> Notes => _notes;

    private double[] Values((string X, string Y) names)
    {
        var (first, second) = (Array.IndexOf(_of.Elements, names.X), Array.IndexOf(_of.Elements, names.Y));
        var others = _of.Fixed;
        if (others.Length > 2)
            _notes.Add($"The other {others.Length - 2} parameters are where trial {_of.Trials[0]} ended; paths are seen from above.");
        var points = Enumerable.Range(0, _size * _size).Select(i =>
        {
            double[] point = [.. others];
            (point[first], point[second]) = (_x.At(i % _size / (_size - 1.0)), _y.At(i / _size / (_size - 1.0)));
            return point;
        });
        return LossSurface.Values(_of.Loss, [.. points]);
    }

    private IEnumerable<Layer> Draw()
    {
        var levels = LevelsOf(_values);
        var contours = new Contours(_values, _size);
        var rings = levels.Select(contours.Rings).ToArray();
        yield return new Layer.Region([[new(_x.From, _y.From), new(_x.To, _y.From), new(_x.To, _y.To), new(_x.From, _y.To)]],
            Palette.Height(1));
        for (var i = levels.Count - 1; i >= 0; i--) yield return new Layer.Region([.. rings[i].Select(Placed)],
            Palette.Height(i / (double)levels.Count));
        var labels = new List<Spot>();
        for (var i = 0; i < levels.Count; i++)
        {
            var pieces = rings[i].SelectMany(contours.Inner).ToArray();
            foreach (var piece in pieces)
            {
                var placed = Placed(piece);
                yield return new Layer.Curve([.. placed.Select(spot => spot.X)], [.. placed.Select(spot => spot.Y)], Colour.Of(0x8296b4),
                    0.8);
            }
            if (LabelPlace(pieces, labels) is { } place) yield return new Layer.Word(_x.At(place.X / (_size - 1)),
                _y.At(place.Y / (_size - 1)), NumberLabel.Of(levels[i]), Palette.Grey);
        }
    }

    /// <summary>The highest place of the longest line that is not near the edge or another label.</summary>
    private Spot? LabelPlace(IReadOnlyList<Spot>[] pieces, List<Spot> labels)
    {
        var margin = _size * 0.06;
        foreach (var piece in pieces.OrderByDescending(piece => piece.Count))
            foreach (var spot in piece.OrderByDescending(spot => spot.Y))
            {
                var isNearEdge = spot.X < margin || spot.X > _size - 1 - margin || spot.Y < margin || spot.Y > _size - 1 - margin;
                if (isNearEdge || labels.Exists(label => Math.Abs(label.X - spot.X) < _size * 0.09
                    && Math.Abs(label.Y - spot.Y) < _size * 0.06)) continue;
                labels.Add(spot);
                return spot;
            }
        return null;
    }

    private IReadOnlyList<Spot> Placed(IReadOnlyList<Spot> ring) =>
        [.. ring.Select(spot => new Spot(_x.At(spot.X / (_size - 1)), _y.At(spot.Y / (_size - 1))))];

    /// <summary>Round numbers between which about equal shares of the picture lie: right for bowls and for narrow valleys alike.</summary>
    public static IReadOnlyList<double> LevelsOf(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Length < 2 || sorted[0] == sorted[^1]) return [];
        var levels = new SortedSet<double>();
        for (var i = 0; i < Levels; i++)
        {
            var (here, before, after) = (Quantile(sorted, (i + 0.5) / Levels), Quantile(sorted, i / (double)Levels),
                Quantile(sorted, (i + 1.0) / Levels));
            var step = Ticks.Step(Math.Max(Math.Min(after - here, here - before), Math.Abs(here) * 1e-12));
            levels.Add(double.IsFinite(step) && step > 0 ? Math.Round(here / step) * step : here);
        }
        levels.RemoveWhere(level => level <= sorted[0] || level >= sorted[^1]);
        return [.. levels];
    }

    private static double Quantile(double[] sorted, double share) =>
        sorted[(int)Math.Clamp(share * (sorted.Length - 1), 0, sorted.Length - 1)];
}

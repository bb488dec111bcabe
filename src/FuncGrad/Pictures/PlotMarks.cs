namespace FuncGrad;

/// <summary>The layers of a chart as marks in the box of its plot.</summary>
internal sealed class PlotMarks(Chart chart, Box plot)
{
    /// <summary>Far outside of the plot: as good as infinitely far, and a number every program draws.</summary>
    private const double Far = 20_000;

    /// <summary>Curves and regions, of which only what lies in the plot is seen.</summary>
    public IReadOnlyList<Mark> Clipped() => [.. chart.Layers.SelectMany(Clipped)];

    /// <summary>Symbols and texts, which are whole at the edge of the plot; those outside are left out.</summary>
    public IReadOnlyList<Mark> Unclipped() => [.. chart.Layers.SelectMany(Unclipped)];

    private IEnumerable<Mark> Clipped(Layer layer) => layer switch
    {
        Layer.Curve curve => Pieces(curve.X, curve.Y)
            .Select(spots => new Mark.Line(spots, curve.Colour, curve.Width, curve.IsDashed, curve.Opacity)),
        Layer.Region region => [new Mark.Area(
            [.. region.Rings.Select(ring => (IReadOnlyList<Spot>)[.. ring.Select(spot => At(spot.X, spot.Y))])], region.Colour)],
        Layer.Band band => Band(band),
        _ => [],
    };

    private IEnumerable<Mark> Unclipped(Layer layer) => layer switch
    {
        Layer.Points points => [new Mark.Symbols([.. Places(points.X, points.Y).Where(IsInside)], points.Form, points.Size, points.Colour,
            points.Opacity)],
        Layer.Word word when IsInside(At(word.X, word.Y)) =>
            [new Mark.Label(At(word.X, word.Y), word.Text, new TextStyle(11, word.Colour, word.Anchor, HasHalo: true))],
        _ => [],
    };

    private bool IsInside(Spot spot) => spot.X >= plot.Left - 0.5 && spot.X <= plot.Right + 0.5 && spot.Y >= plot.Top - 0.5
        && spot.Y <= plot.Bottom + 0.5;

    private IEnumerable<Mark> Band(Layer.Band band)
    {
        Spot[] low = [.. Places(band.X, band.Low)], high = [.. Places(band.X, band.High)];
        int[] whole = [.. Enumerable.Range(0, low.Length).Where(i => IsPlaced(low[i]) && IsPlaced(high[i]))];
        if (whole.Length > 1) yield return new Mark.Area([[.. whole.Select(i => low[i]), .. whole.Reverse().Select(i => high[i])]],
            band.Colour, band.Opacity);
    }

    /// <summary>The parts of a line between its gaps.</summary>
    private IEnumerable<IReadOnlyList<Spot>> Pieces(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var piece = new List<Spot>();
        for (var i = 0; i < x.Count; i++)
        {
            var spot = At(x[i], y[i]);
            if (IsPlaced(spot)) Add(piece, spot);
            else if (piece.Count > 0)
            {
                yield return piece;
                piece = [];
            }
        }
        if (piece.Count > 0) yield return piece;
    }

    // A million steps are drawn as the thousand pixels they are: of neighbours in one column of pixels the first, the least, the greatest
    // and the last are enough.
    private static void Add(List<Spot> piece, Spot spot)
    {
        const double Column = 0.5;
        if (piece.Count < 4 || Math.Abs(piece[^4].X - spot.X) >= Column)
        {
            piece.Add(spot);
            return;
        }
        Span<Spot> last = [piece[^3], piece[^2], piece[^1], spot];
        var (low, high) = (1, 1);
        for (var i = 2; i < last.Length - 1; i++) (low, high) = (last[i].Y < last[low].Y ? i : low, last[i].Y > last[high].Y ? i : high);
        if (Math.Abs(last[0].X - spot.X) < Column && low == high) piece.RemoveAt(piece.Count - 1);
        piece.Add(spot);
    }

    private IEnumerable<Spot> Places(IReadOnlyList<double> x, IReadOnlyList<double> y) => Enumerable.Range(0, x.Count)
        .Select(i => At(x[i], y[i]));

    private Spot At(double x, double y) => new(
        Math.Clamp(plot.Left + (chart.X.Scale.Place(x) * plot.Width), -Far, Far),
            Math.Clamp(plot.Bottom - (chart.Y.Scale.Place(y) * plot.Height), -Far, Far));

    private static bool IsPlaced(Spot spot) => !double.IsNaN(spot.X) && !double.IsNaN(spot.Y);
}

namespace FuncGrad;

/// <summary>A chart ↦ a picture of a size: where its parts have their places.</summary>
internal sealed class ChartLayout
{
    private const double TitleSize = 15, TextSize = 12, SmallSize = 11, Line = 16, Edge = 12, TickLength = 4;

    /// <summary>Below this width the legend stands under the plot.</summary>
    private const double NarrowPicture = 560;

    private readonly Chart _chart;
    private readonly double _width;
    private readonly IReadOnlyList<string> _title, _subtitle, _notes;
    private readonly IReadOnlyList<Tick> _yTicks;
    private readonly bool _isNarrow;
    private readonly Legend _legend;
    private readonly Box _plot;

    private ChartLayout(Chart chart, double width)
    {
        (_chart, _width, _isNarrow) = (chart, width, width < NarrowPicture);
        _title = TextWidth.Lines(PlainText.Of(chart.Title), TitleSize * 1.12, width - (2 * Edge), 2);
        _subtitle = TextWidth.Lines(PlainText.Of(chart.Subtitle), TextSize, width - (2 * Edge), 3);
        _notes = [.. chart.Notes.SelectMany(note => TextWidth.Lines(PlainText.Of(note), SmallSize, width - (2 * Edge), 4))];
        _yTicks = chart.Y.Ticks(Math.Max(4, (int)(width * chart.Aspect / 75)));
        _legend = new Legend(chart, _isNarrow ? width - (2 * Edge) : width * 0.36, _isNarrow);
        _plot = Plot();
    }

    private double HeightOfHead => Edge + (_title.Count * 20) + (_subtitle.Count * Line) + 8;

    private double HeightOfLegend => _isNarrow && !_legend.IsEmpty ? _legend.Height + 10 : 0;

    private double Height => Math.Ceiling(_plot.Bottom + 44 + HeightOfLegend + (_notes.Count * 15) + (_notes.Count > 0 ? 4 : 0) + 4);

    public static Picture Picture(Chart chart, double width) => new ChartLayout(chart, width).Picture();

    private Picture Picture()
    {
        var marks = new List<Mark>();
        marks.AddRange(Head());
        marks.AddRange(_chart.Layers.OfType<Layer.Field>().Select(field => new Mark.Raster(_plot, field.Cells)));
        if (_chart.HasGrid) marks.AddRange(Grid());
        var inside = new PlotMarks(_chart, _plot);
        marks.Add(new Mark.Clipped(_plot, inside.Clipped()));
        marks.AddRange(Frame());
        marks.AddRange(inside.Unclipped());
        marks.AddRange(_isNarrow ? _legend.Marks(Edge, _plot.Bottom + 44 + 6) : _legend.Marks(_plot.Right + 16, _plot.Top));
        marks.AddRange(_notes.Select((note, i) => Text(Edge, Height - 10 - ((_notes.Count - 1 - i) * 15), note,
            new TextStyle(SmallSize, Palette.Grey))));
        return new(_width, Height, PlainText.Of(_chart.Title),
            string.Join(" ", (IEnumerable<string>)[_chart.Subtitle + ".", .. _chart.Keys.Select(key => key.Text + ";"), .. _chart.Notes]),
            marks);
    }

    private Box Plot()
    {
        var labels = _yTicks.Select(tick => TextWidth.Of(tick.Label, TextSize)).DefaultIfEmpty(0).Max();
        var left = Edge + 18 + Math.Min(labels, _width / 4) + TickLength + 4;
        var right = _isNarrow || _legend.IsEmpty ? Edge + 12 : _legend.Width + 16 + Edge;
        var width = Math.Max(60, _width - left - right);
        return new(Math.Round(left), HeightOfHead, Math.Round(width),
            Math.Round(Math.Max(width * _chart.Aspect, _isNarrow ? 0 : _legend.Height)));
    }

    private IEnumerable<Mark> Head()
    {
        var y = Edge + 14;
        foreach (var line in _title)
        {
            yield return Text(Edge, y, line, new TextStyle(TitleSize, Palette.Ink, IsBold: true));
            y += 20;
        }
        foreach (var line in _subtitle)
        {
            yield return Text(Edge, y, line, new TextStyle(TextSize, Palette.Grey));
            y += Line;
        }
    }

    private IEnumerable<Mark> Grid()
    {
        foreach (var tick in _yTicks) yield return new Mark.Line([new(_plot.Left, Y(tick)), new(_plot.Right, Y(tick))], Palette.Faint, 1,
            tick.IsRail);
        foreach (var tick in XTicks()) yield return new Mark.Line([new(X(tick), _plot.Top), new(X(tick), _plot.Bottom)], Palette.Faint, 1,
            tick.IsRail);
    }

    private IEnumerable<Mark> Frame()
    {
        var style = new TextStyle(TextSize, Palette.Ink);
        if (_chart.HasFrame) yield return new Mark.Line(_chart.HasGrid
            ? [new(_plot.Left, _plot.Top), new(_plot.Left, _plot.Bottom), new(_plot.Right, _plot.Bottom)]
            : [.. _plot.Corners, _plot.Corners[0]], Palette.Grey, 1);
        foreach (var tick in _yTicks)
        {
            yield return new Mark.Line([new(_plot.Left - TickLength, Y(tick)), new(_plot.Left, Y(tick))], Palette.Grey, 1);
            var label = TextWidth.Fitting(tick.Label, TextSize, _width / 4);
            yield return Text(_plot.Left - TickLength - 4, Y(tick) + 4.3, label, style with { Anchor = Anchor.End });
        }
        foreach (var (tick, label) in LabelledXTicks())
        {
            yield return new Mark.Line([new(X(tick), _plot.Bottom), new(X(tick), _plot.Bottom + TickLength)], Palette.Grey, 1);
            yield return Text(X(tick), _plot.Bottom + TickLength + 13, label, style with { Anchor = Anchor.Middle });
        }
        yield return Text(_plot.Left + (_plot.Width / 2), _plot.Bottom + 36, TextWidth.Fitting(_chart.X.Label, TextSize, _plot.Width),
            style with { Anchor = Anchor.Middle });
        yield return Text(Edge + 8, _plot.Top + (_plot.Height / 2), TextWidth.Fitting(_chart.Y.Label, TextSize, _plot.Height),
            style with { Anchor = Anchor.Middle, IsUpright = true });
    }

    private IReadOnlyList<Tick> XTicks() => _chart.X.Ticks(Math.Max(3, (int)(_plot.Width / 75)));

    /// <summary>Each mark with its label, cut to its room; without one where the label before it reaches into its place.</summary>
    private IEnumerable<(Tick Tick, string Label)> LabelledXTicks()
    {
        var ticks = XTicks();
        var room = _plot.Width / Math.Max(1, ticks.Count);
        var end = double.NegativeInfinity;
        foreach (var tick in ticks)
        {
            var label = TextWidth.Fitting(tick.Label, TextSize, Math.Max(room, 60));
            var half = TextWidth.Of(label, TextSize) / 2;
            var isFree = X(tick) - half > end + 4;
            if (isFree) end = X(tick) + half;
            yield return (tick, isFree ? label : "");
        }
    }

    private double X(Tick tick) => _plot.Left + (tick.Place * _plot.Width);

    private double Y(Tick tick) => _plot.Bottom - (tick.Place * _plot.Height);

    private static Mark.Label Text(double x, double y, string text, TextStyle style) => new(new(x, y), text, style);
}

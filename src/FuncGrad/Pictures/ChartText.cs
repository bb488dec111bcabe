namespace FuncGrad;

/// <summary>A chart as lines of text for a terminal.</summary>
internal sealed class ChartText
{
    public const int RowsOfCurves = 16;

    private const int MostLabel = 14, FewestColumns = 24;

    /// <summary>Thinner curves are what lies under the others; symbols smaller than these are lost among dots.</summary>
    private const double ThinCurve = 0.9, SmallSymbol = 3.3;

    private readonly Chart _chart;
    private readonly int _width, _label;
    private readonly TextCanvas _canvas;
    private readonly IReadOnlyList<Tick> _ticks;
    private readonly bool _hasCells;

    private ChartText(Chart chart, int width, bool hasColours, int rowsOfCurves)
    {
        (_chart, _width) = (chart, Math.Max(width, FewestColumns));
        _hasCells = chart.Layers.Any(layer => layer is Layer.Field);
        var rows = _hasCells ? Math.Clamp(_width / 4, 8, 24) : rowsOfCurves;
        _ticks = chart.Y.Ticks(rows / 3);
        _label = Math.Min(_ticks.Select(tick => TextWidth.Columns(tick.Label)).DefaultIfEmpty(0).Max(), MostLabel);
        _canvas = new TextCanvas(_width - _label - 3, rows, hasColours);
    }

    /// <summary>The lines.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="width">How many columns there are.</param>
    /// <param name="hasColours">Whether colours may be used.</param>
    /// <param name="rowsOfCurves">How many rows curves have.</param>
    public static IReadOnlyList<string> Lines(Chart chart, int width, bool hasColours, int rowsOfCurves = RowsOfCurves) =>
        [.. new ChartText(chart, width, hasColours, rowsOfCurves).Lines()];

    private IEnumerable<string> Lines()
    {
        foreach (var layer in _chart.Layers) Draw(layer);
        yield return Cut(PlainText.Of(_chart.Title), _width);
        yield return Cut(PlainText.Of(_chart.Subtitle), _width);
        var row = 0;
        foreach (var line in _canvas.Lines()) yield return $"{LabelOf(row++)}{line}";
        yield return $"{new string(' ', _label + 1)}└{new string('─', _canvas.Columns)}";
        yield return XLabels();
        foreach (var line in Legend()) yield return line;
        foreach (var note in _chart.Notes) yield return Cut(PlainText.Of(note), _width);
    }

    private void Draw(Layer layer)
    {
        switch (layer)
        {
            case Layer.Field field: _canvas.Fill(field.Cells); break;
            case Layer.Curve curve when curve.Width > ThinCurve: Draw(curve); break;
            case Layer.Points points when points.Size >= SmallSymbol:
                for (var i = 0; i < points.X.Count; i++) _canvas.Letter(At(points.X[i], points.Y[i]), LetterOf(points.Form),
                    points.Colour == Colour.White || points.Colour.Lightness < 0.2 ? Palette.Unknown : points.Colour);
                break;
        }
    }

    private void Draw(Layer.Curve curve)
    {
        for (var i = 1; i < curve.X.Count; i++)
        {
            var (from, to) = (At(curve.X[i - 1], curve.Y[i - 1]), At(curve.X[i], curve.Y[i]));
            if (!double.IsNaN(from.X + from.Y + to.X + to.Y)) _canvas.Line(Near(from), Near(to), curve.Colour);
        }
    }

    private Spot At(double x, double y) => new(_chart.X.Scale.Place(x), _chart.Y.Scale.Place(y));

    /// <summary>Far outside is as good as infinitely far.</summary>
    private static Spot Near(Spot spot) => new(Math.Clamp(spot.X, -3, 4), Math.Clamp(spot.Y, -3, 4));

    private string LabelOf(int row)
    {
        var tick = _ticks.FirstOrDefault(tick => (int)Math.Round((1 - tick.Place) * (_canvas.Rows - 1)) == row, new Tick(double.NaN, ""));
        var label = Cut(tick.Label, _label);
        return $"{new string(' ', _label - TextWidth.Columns(label))}{label} {(double.IsNaN(tick.Place) ? '│' : '┤')}";
    }

    private string XLabels()
    {
        var line = new string(' ', _label + 2);
        foreach (var tick in _chart.X.Ticks(Math.Max(2, _canvas.Columns / 12)))
        {
            var (label, middle) = (tick.Label, _label + 2 + (int)Math.Round(tick.Place * (_canvas.Columns - 1)));
            var start = Math.Min(middle - (TextWidth.Columns(label) / 2), _width - TextWidth.Columns(label));
            if (start > TextWidth.Columns(line.TrimEnd()) + (line.TrimEnd().Length > 0 ? 1 : 0)) line = Padded(line.TrimEnd(),
                start) + label;
        }
        var name = _chart.X.Label;
        return TextWidth.Columns(line) + name.Length + 2 <= _width ? $"{Padded(line, _width - name.Length)}{name}"
            : $"{line}\n{Padded("", Math.Max(0, _width - name.Length))}{Cut(name, _width)}";
    }

    private IEnumerable<string> Legend()
    {
        var (line, length) = ("", 0);
        foreach (var key in _chart.Keys.Where(key => key.Kind != KeyKind.Dashes || _canvas.HasColours))
        {
            var (text, columns) = EntryOf(key);
            if (length > 0 && length + columns + 2 > _width)
            {
                yield return line;
                (line, length) = ("", 0);
            }
            (line, length) = (line + (length > 0 ? "  " : "") + text, length + columns + (length > 0 ? 2 : 0));
        }
        if (length > 0) yield return line;
        if (_chart.Bar is { } bar)
            yield return Cut($"{bar.Label}: {string.Join(" … ", bar.Scale.Ticks(3).Select(tick => tick.Label))}, dark to light", _width);
    }

    private (string Text, int Columns) EntryOf(Key key)
    {
        var text = PlainText.Of(key.Text);
        if (key.Kind == KeyKind.Heading) return (Cut(text, _width) + ":", TextWidth.Columns(text) + 1);
        var sample = key.Form is { } form && key.Kind != KeyKind.Symbol ? LetterOf(form).ToString() : key.Form is { } symbol
            ? LetterOf(symbol).ToString() : key.Kind == KeyKind.Dashes ? "╌" : SampleOf(key, text);
        text = Cut(text, _width - 2);
        return ($"{(_canvas.HasColours ? TextCanvas.Coloured(sample, key.Colour, _hasCells && key.Kind == KeyKind.Box) : sample)} {text}",
            TextWidth.Columns(text) + 2);
    }

    /// <summary>A block of the colour, or the letter that stands for it.</summary>
    private string SampleOf(Key key, string text)
    {
        if (_canvas.HasColours || _chart.Layers.OfType<Layer.Field>().FirstOrDefault() is not { } field) return _canvas.HasColours ? "█"
            : "─";
        var position = Enumerable.Range(0, field.Cells.Colours.Count).FirstOrDefault(code => field.Cells.Colours[code] == key.Colour
            && (code >= Palette.Verdicts.Count || text.StartsWith(Palette.Verdicts[code].Word, StringComparison.Ordinal)
            || field.Cells.Letters is null), -1);
        return position < 0 ? " " : field.Cells.LetterOf((byte)position).ToString();
    }

    private static char LetterOf(Form form) => form switch
    {
        Form.Square => '■',
        Form.Diamond => '◆',
        Form.Triangle => '▲',
        Form.TriangleDown => '▼',
        Form.Plus => '+',
        Form.Cross => '×',
        Form.Ring => '○',
        _ => '●',
    };

    private static string Padded(string text, int columns) => text + new string(' ', Math.Max(0, columns - TextWidth.Columns(text)));

    private static string Cut(string text, int columns)
    {
        if (TextWidth.Columns(text) <= columns) return text;
        while (text.Length > 0 && TextWidth.Columns(text) > columns - 1) text = text[..^(char.IsLowSurrogate(text[^1]) ? 2 : 1)];
        return text + "…";
    }
}

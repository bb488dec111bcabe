namespace FuncGrad;

/// <summary>The legend: a column beside the plot, or rows under it.</summary>
internal sealed class Legend
{
    private const double Size = 12, Row = 19, Sample = 22, Gap = 7, BarHeight = 150, BarWidth = 14;

    private readonly Chart _chart;
    private readonly (Key Key, string Text, double X, double Y)[] _places;
    private readonly bool _isUnder;
    private readonly double _heightOfKeys;

    /// <param name="chart">Whose.</param>
    /// <param name="room">The width it may have.</param>
    /// <param name="isUnder">Whether it stands under the plot.</param>
    public Legend(Chart chart, double room, bool isUnder)
    {
        (_chart, _isUnder) = (chart, isUnder);
        string Fitting(Key key) =>
            TextWidth.Fitting(PlainText.Of(key.Text), Size, room - Sample - Gap, key.Kind == KeyKind.Heading);
        var texts = chart.Keys.Select(key => (key, Fitting(key))).ToArray();
        _places = isUnder ? Rows(texts, room) : [.. texts.Select((entry, i) => (entry.key, entry.Item2, 0.0, i * Row))];
        _heightOfKeys = _places.Length == 0 ? 0 : _places.Max(place => place.Y) + Row;
        Width = Math.Max(_places.Select(place => place.X + WidthOf(place.Key, place.Text)).DefaultIfEmpty(0).Max(), chart.Bar is null ? 0
            : WidthOfBar());
        Height = _heightOfKeys + (chart.Bar is null ? 0 : isUnder ? 44 : BarHeight + 34);
    }

    public bool IsEmpty => _places.Length == 0 && _chart.Bar is null;

    public double Width { get; }

    public double Height { get; }

    /// <summary>The marks, from an upper left corner on.</summary>
    public IEnumerable<Mark> Marks(double left, double top)
    {
        foreach (var (key, text, x, y) in _places)
        {
            foreach (var mark in SampleOf(key, left + x, top + y + (Row / 2))) yield return mark;
            var start = left + x + (key.Kind == KeyKind.Heading ? 0 : Sample + Gap);
            yield return new Mark.Label(new(start, top + y + (Row / 2) + 4.3), text,
                new TextStyle(Size, Palette.Ink, IsBold: key.Kind == KeyKind.Heading));
        }
        if (_chart.Bar is { } bar)
            foreach (var mark in _isUnder ? BarUnder(bar, left, top + _heightOfKeys)
                : BarBeside(bar, left, top + _heightOfKeys + (_heightOfKeys > 0 ? 8 : 0))) yield return mark;
    }

    private static (Key, string, double, double)[] Rows((Key Key, string Text)[] texts, double room)
    {
        var (places, x, y) = (new List<(Key, string, double, double)>(), 0.0, 0.0);
        foreach (var (key, text) in texts)
        {
            var width = WidthOf(key, text) + 16;
            if (x > 0 && (x + width > room + 16 || key.Kind == KeyKind.Heading)) (x, y) = (0, y + Row);
            places.Add((key, text, x, y));
            x += width;
        }
        return [.. places];
    }

    private static double WidthOf(Key key, string text) => TextWidth.Of(text, Size,
        key.Kind == KeyKind.Heading) + (key.Kind == KeyKind.Heading ? 0 : Sample + Gap);

    private static IEnumerable<Mark> SampleOf(Key key, double left, double middle)
    {
        var centre = new Spot(left + (Sample / 2), middle);
        if (key.Kind is KeyKind.Line or KeyKind.Dashes) yield return new Mark.Line([new(left, middle), new(left + Sample, middle)],
            key.Colour, 2, key.Kind == KeyKind.Dashes);
        if (key.Kind == KeyKind.Box) foreach (var mark in Swatch(key.Colour, new(left + 6, middle - 6, 13, 13))) yield return mark;
        if (key.Form is { } form) yield return new Mark.Symbols([centre], form, 4.2, key.Colour);
    }

    /// <summary>A box of a colour; a light one has an edge.</summary>
    private static IEnumerable<Mark> Swatch(Colour colour, Box box)
    {
        yield return new Mark.Area([box.Corners], colour);
        if (colour.Lightness > 0.8) yield return new Mark.Line([.. box.Corners, box.Corners[0]], Palette.Grey, 0.7);
    }

    private double WidthOfBar() => Math.Max(TextWidth.Of(_chart.Bar!.Label, Size, true),
        BarWidth + 8 + _chart.Bar.Scale.Ticks(5).Select(tick => TextWidth.Of(tick.Label, Size)).DefaultIfEmpty(0).Max());

    private static IEnumerable<Mark> BarBeside(ColourBar bar, double left, double top)
    {
        yield return new Mark.Label(new(left, top + 12), bar.Label, new TextStyle(Size, Palette.Ink, IsBold: true));
        var box = new Box(left, top + 22, BarWidth, BarHeight);
        yield return new Mark.Raster(box, Colours(isUpright: true));
        foreach (var tick in bar.Scale.Ticks(5))
        {
            var y = box.Bottom - (tick.Place * box.Height);
            yield return new Mark.Line([new(box.Right, y), new(box.Right + 4, y)], Palette.Grey, 1);
            yield return new Mark.Label(new(box.Right + 8, y + 4.3), tick.Label, new TextStyle(Size, Palette.Ink));
        }
    }

    private static IEnumerable<Mark> BarUnder(ColourBar bar, double left, double top)
    {
        yield return new Mark.Label(new(left, top + 12), bar.Label, new TextStyle(Size, Palette.Ink, IsBold: true));
        var start = left + TextWidth.Of(bar.Label, Size, true) + 24;
        var box = new Box(start, top + 2, 200, BarWidth);
        yield return new Mark.Raster(box, Colours(isUpright: false));
        foreach (var tick in bar.Scale.Ticks(4))
            yield return new Mark.Label(new(box.Left + (tick.Place * box.Width), box.Bottom + 14), tick.Label,
                new TextStyle(Size - 1, Palette.Ink, Anchor.Middle));
    }

    private static Cells Colours(bool isUpright)
    {
        const int Steps = 64;
        byte[] codes = [.. Enumerable.Range(0, Steps).Select(i => (byte)(isUpright ? Steps - 1 - i : i))];
        return new(isUpright ? 1 : Steps, isUpright ? Steps
            : 1, codes, [.. Enumerable.Range(0, Steps).Select(i => Palette.Quantity(i / (Steps - 1.0)))]);
    }
}

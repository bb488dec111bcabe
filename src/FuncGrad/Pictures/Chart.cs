namespace FuncGrad;

/// <summary>An axis of a chart.</summary>
/// <param name="Label">What is measured.</param>
/// <param name="Scale">How it lies.</param>
internal sealed record ChartAxis(string Label, Scale Scale)
{
    /// <summary>Marks of its own, where the values are words or single numbers; else those of the scale.</summary>
    public IReadOnlyList<Tick>? OwnTicks { get; init; }

    /// <summary>An axis with a place for each of some values, whatever they are.</summary>
    public static ChartAxis OfPlaces(string label, IReadOnlyList<string> values)
    {
        var scale = Scale.Linear(-0.5, values.Count - 0.5);
        return new(label, scale) { OwnTicks = [.. values.Select((value, i) => new Tick(scale.Place(i), value))] };
    }

    /// <summary>The marks, about so many.</summary>
    public IReadOnlyList<Tick> Ticks(int most)
    {
        if (OwnTicks is null) return Scale.Ticks(most);
        var every = Math.Max(1, (OwnTicks.Count + most - 1) / Math.Max(1, most));
        return [.. OwnTicks.Where((_, i) => i % every == 0)];
    }
}

/// <summary>What is drawn in a chart, in the numbers of its axes. A closed union.</summary>
internal abstract record Layer
{
    private Layer() { }

    /// <summary>A line through points; it has a gap where one of them has no place.</summary>
    internal sealed record Curve(IReadOnlyList<double> X, IReadOnlyList<double> Y, Colour Colour, double Width = 1.7,
        bool IsDashed = false, double Opacity = 1) : Layer;

    /// <summary>Symbols at points.</summary>
    internal sealed record Points(IReadOnlyList<double> X, IReadOnlyList<double> Y, Form Form, double Size, Colour Colour,
        double Opacity = 1) : Layer;

    /// <summary>What lies between two curves over the same points.</summary>
    internal sealed record Band(IReadOnlyList<double> X, IReadOnlyList<double> Low, IReadOnlyList<double> High, Colour Colour,
        double Opacity) : Layer;

    /// <summary>The inside of closed rings.</summary>
    internal sealed record Region(IReadOnlyList<IReadOnlyList<Spot>> Rings, Colour Colour) : Layer;

    /// <summary>Cells over the whole plot.</summary>
    internal sealed record Field(Cells Cells) : Layer;

    /// <summary>A text at a point.</summary>
    internal sealed record Word(double X, double Y, string Text, Colour Colour, Anchor Anchor = Anchor.Middle) : Layer;
}

/// <summary>How the sample of an entry of a legend looks.</summary>
internal enum KeyKind
{
    /// <summary>No sample: a heading.</summary>
    Heading,

    /// <summary>A line, with the symbol of its form if it has one.</summary>
    Line,

    /// <summary>A dashed line.</summary>
    Dashes,

    /// <summary>A coloured box.</summary>
    Box,

    /// <summary>A symbol.</summary>
    Symbol,
}

/// <summary>An entry of a legend.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Kind">Its sample.</param>
/// <param name="Colour">The sample's colour.</param>
/// <param name="Form">The sample's symbol.</param>
internal sealed record Key(string Text, KeyKind Kind, Colour Colour, Form? Form = null)
{
    public static Key Heading(string text) => new(text, KeyKind.Heading, Palette.Ink);
}

/// <summary>A scale of colours: <see cref="Palette.Quantity"/> from the low to the high end.</summary>
internal sealed record ColourBar(string Label, Scale Scale);

/// <summary>A chart: what is shown over two axes, before anything has a size.</summary>
internal sealed record Chart
{
    public required string Title { get; init; }

    /// <summary>What is shown of what.</summary>
    public required string Subtitle { get; init; }

    public required ChartAxis X { get; init; }

    public required ChartAxis Y { get; init; }

    /// <summary>From back to front.</summary>
    public required IReadOnlyList<Layer> Layers { get; init; }

    public IReadOnlyList<Key> Keys { get; init; } = [];

    public ColourBar? Bar { get; init; }

    /// <summary>What else a reader has to know: what was left out, what marks mean.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Height by width of the plot.</summary>
    public double Aspect { get; init; } = 0.62;

    /// <summary>Whether lines go through the plot at the marks of the axes.</summary>
    public bool HasGrid { get; init; } = true;

    /// <summary>Whether the plot has its own axes along its edges.</summary>
    public bool HasFrame { get; init; } = true;

    /// <summary>How many pixels wide the plot must be at least to show all of it: one for each cell of a field.</summary>
    public int FinestWidth => Layers.OfType<Layer.Field>().Select(cells => cells.Cells.Width).DefaultIfEmpty(0).Max();
}

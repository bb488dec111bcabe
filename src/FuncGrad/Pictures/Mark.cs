namespace FuncGrad;

/// <summary>A place in a picture: right and down from its upper left corner, in pixels of a screen.</summary>
internal readonly record struct Spot(double X, double Y);

/// <summary>An upright rectangle in a picture.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    public double Right => Left + Width;

    public double Bottom => Top + Height;

    /// <summary>Its corners.</summary>
    public IReadOnlyList<Spot> Corners => [new(Left, Top), new(Right, Top), new(Right, Bottom), new(Left, Bottom)];
}

/// <summary>The forms of symbols: told apart without colours.</summary>
internal enum Form
{
    Circle,
    Square,
    Diamond,
    Triangle,
    TriangleDown,
    Cross,
    Ring,
    Plus,
}

/// <summary>Where a text has its place.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>How a text looks.</summary>
/// <param name="Size">The height of its letters with what hangs down, in pixels.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Anchor">Which part of it stands at its place.</param>
/// <param name="IsBold">Bold.</param>
/// <param name="IsUpright">Written upwards.</param>
/// <param name="HasHalo">White around it, so that it can be read over lines.</param>
internal sealed record TextStyle(double Size, Colour Colour, Anchor Anchor = Anchor.Start, bool IsBold = false, bool IsUpright = false,
    bool HasHalo = false);

/// <summary>Coloured cells: row 0 on top, each cell an index into the colours.</summary>
internal sealed record Cells(int Width, int Height, byte[] Codes, IReadOnlyList<Colour> Colours)
{
    /// <summary>A letter for each code where there are no colours; null: denser letters for darker colours.</summary>
    public string? Letters { get; init; }

    /// <summary>The letter of a code.</summary>
    public char LetterOf(byte code)
    {
        const string Dense = "@%#*+=-:. ";
        return Letters is { } letters && code < letters.Length ? letters[code]
            : Dense[(int)Math.Min(Colours[code].Lightness * Dense.Length, Dense.Length - 1)];
    }
}

/// <summary>What a picture is made of. A closed union; every writer knows all of it.</summary>
internal abstract record Mark
{
    private Mark() { }

    /// <summary>A line through some places.</summary>
    internal sealed record Line(IReadOnlyList<Spot> Spots, Colour Colour, double Width, bool IsDashed = false, double Opacity = 1) : Mark;

    /// <summary>The inside of closed rings: where an odd number of them is around.</summary>
    internal sealed record Area(IReadOnlyList<IReadOnlyList<Spot>> Rings, Colour Colour, double Opacity = 1) : Mark;

    /// <summary>The same symbol at some places.</summary>
    internal sealed record Symbols(IReadOnlyList<Spot> Spots, Form Form, double Size, Colour Colour, double Opacity = 1) : Mark;

    /// <summary>A text, standing on its place.</summary>
    internal sealed record Label(Spot Spot, string Text, TextStyle Style) : Mark;

    /// <summary>Cells with sharp edges that fill a box.</summary>
    internal sealed record Raster(Box Box, Cells Cells) : Mark;

    /// <summary>Marks of which only what lies in a box is seen.</summary>
    internal sealed record Clipped(Box Box, IReadOnlyList<Mark> Marks) : Mark;
}

/// <summary>A picture: what is written to SVG, PNG, PDF.</summary>
/// <param name="Width">In pixels of a screen.</param>
/// <param name="Height">In pixels of a screen.</param>
/// <param name="Title">What it shows, for readers who cannot see it.</param>
/// <param name="Description">What there is to see.</param>
/// <param name="Marks">From back to front.</param>
internal sealed record Picture(double Width, double Height, string Title, string Description, IReadOnlyList<Mark> Marks);

namespace FuncGrad.Lab;

/// <summary>A picture as pixels: a band of rows at a time, so that a picture of any height needs little memory.</summary>
internal sealed class Pixels
{
    private const int PixelsOfBand = 1 << 21;

    private const double Halo = 3;

    private readonly double _scale;
    private readonly int _width, _height;
    private readonly Coverage _coverage;
    private readonly byte[] _band;
    private int _top;

    private Pixels(int width, int height, int rows, double scale)
    {
        (_width, _height, _scale) = (width, height, scale);
        (_coverage, _band) = (new Coverage(width, rows), new byte[3 * width * rows]);
    }

    /// <summary>Writes a picture as PNG.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="scale">How many pixels are one of a screen.</param>
    /// <param name="file">Where it goes.</param>
    public static void WritePng(Picture picture, double scale, Stream file)
    {
        var (width, height) = ((int)Math.Round(picture.Width * scale), (int)Math.Round(picture.Height * scale));
        using var png = new Png(file, width, height);
        foreach (var row in Rows(picture, scale)) png.WriteRow(row.Span);
    }

    /// <summary>The rows from top to bottom, three bytes for each pixel. A row is good until the next is asked for.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Rows(Picture picture, double scale)
    {
        var (width, height) = ((int)Math.Round(picture.Width * scale), (int)Math.Round(picture.Height * scale));
        var rows = Math.Clamp(PixelsOfBand / width, 16, height);
        var pixels = new Pixels(width, height, rows, scale);
        for (var top = 0; top < height; top += rows)
        {
            pixels.Paint(picture, top);
            for (var y = 0; y < Math.Min(rows, height - top); y++) yield return pixels._band.AsMemory(3 * width * y, 3 * width);
        }
    }

    private void Paint(Picture picture, int top)
    {
        _top = top;
        Array.Fill(_band, (byte)255);
        foreach (var mark in picture.Marks) Paint(mark, (0, 0, _width, _height));
    }

    private void Paint(Mark mark, (int Left, int Top, int Right, int Bottom) clip)
    {
        switch (mark)
        {
            case Mark.Line line: Fill(Shapes.Stroke(line.Spots, line.Width, line.IsDashed), line.Colour, line.Opacity, false, clip); break;
            case Mark.Area area: Fill(area.Rings, area.Colour, area.Opacity, true, clip); break;
            case Mark.Symbols symbols: Paint(symbols, clip); break;
            case Mark.Label label: Paint(label, clip); break;
            case Mark.Raster raster: Paint(raster); break;
            case Mark.Clipped clipped:
                foreach (var inner in clipped.Marks) Paint(inner, Scaled(clipped.Box));
                break;
        }
    }

    private void Paint(Mark.Symbols symbols, (int, int, int, int) clip)
    {
        var outline = Symbols.Outline(symbols.Form);
        foreach (var spot in symbols.Spots)
            Fill(outline.Select(ring => (IReadOnlyList<Spot>)[
                .. ring.Select(corner => new Spot(spot.X + (corner.X * symbols.Size), spot.Y + (corner.Y * symbols.Size)))]),
                symbols.Colour, symbols.Opacity, true, clip);
    }

    private void Paint(Mark.Label label, (int, int, int, int) clip)
    {
        IReadOnlyList<Spot>[] letters = [.. Shapes.Letters(label)];
        if (label.Style.HasHalo) Fill(letters.SelectMany(ring => Shapes.Stroke([.. ring, ring[0]], Halo, false)), Colour.White, 1, false,
            clip);
        Fill(letters, label.Style.Colour, 1, false, clip);
    }

    private void Paint(Mark.Raster raster)
    {
        var (box, cells) = (Scaled(raster.Box), raster.Cells);
        var (width, height) = (box.Right - box.Left, box.Bottom - box.Top);
        for (var y = Math.Max(box.Top, _top); y < Math.Min(box.Bottom, _top + (_band.Length / 3 / _width)); y++)
        {
            var row = (int)((y - box.Top + 0.5) * cells.Height / height) * cells.Width;
            for (var x = Math.Max(box.Left, 0); x < Math.Min(box.Right, _width); x++)
                Set(x, y - _top, cells.Colours[cells.Codes[row + (int)((x - box.Left + 0.5) * cells.Width / width)]]);
        }
    }

    private void Fill(IEnumerable<IReadOnlyList<Spot>> rings, Colour colour, double opacity, bool isEvenOdd,
        (int Left, int Top, int Right, int Bottom) clip)
    {
        foreach (var ring in rings) _coverage.Add([.. ring.Select(spot => new Spot(spot.X * _scale, (spot.Y * _scale) - _top))]);
        _coverage.Flush(isEvenOdd, (clip.Left, clip.Top - _top, clip.Right, clip.Bottom - _top),
            (x, y, share) => Blend(x, y, colour, share * (float)opacity));
    }

    private void Set(int x, int y, Colour colour)
    {
        var at = 3 * ((y * _width) + x);
        (_band[at], _band[at + 1], _band[at + 2]) = (colour.Red, colour.Green, colour.Blue);
    }

    private void Blend(int x, int y, Colour colour, float share)
    {
        var at = 3 * ((y * _width) + x);
        _band[at] = Blended(_band[at], colour.Red, share);
        _band[at + 1] = Blended(_band[at + 1], colour.Green, share);
        _band[at + 2] = Blended(_band[at + 2], colour.Blue, share);
    }

    private static byte Blended(byte below, byte above, float share) => (byte)(below + ((above - below) * share) + 0.5f);

    private (int Left, int Top, int Right, int Bottom) Scaled(Box box) =>
        ((int)Math.Round(box.Left * _scale), (int)Math.Round(box.Top * _scale), (int)Math.Round(box.Right * _scale),
            (int)Math.Round(box.Bottom * _scale));
}

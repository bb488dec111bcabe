using System.Globalization;
using System.Text;

namespace FuncGrad;

/// <summary>
/// A picture as SVG 1.1: paths, text that stays text, no styles, scripts, links or ids, so that many pictures fit into one page and every
/// program shows the same.
/// </summary>
internal sealed class SvgWriter
{
    /// <summary>More rectangles than these are larger than the same cells as an embedded image.</summary>
    private const int MostRectangles = 12_000;

    private const string Fonts = "DejaVu Sans, Verdana, Segoe UI, Helvetica, Arial, sans-serif";

    private readonly StringBuilder _text = new();
    private readonly Func<Cells, byte[]> _image;

    private SvgWriter(Func<Cells, byte[]> image) => _image = image;

    /// <summary>The text of the file.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="image">Many cells as a PNG file.</param>
    public static string Text(Picture picture, Func<Cells, byte[]> image)
    {
        var writer = new SvgWriter(image);
        writer.Write(picture);
        return writer._text.ToString();
    }

    private void Write(Picture picture)
    {
        var (width, height) = (Number(picture.Width), Number(picture.Height));
        _text.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" "
                + $"role=\"img\" ");
        _text.Append(CultureInfo.InvariantCulture,
            $"font-family=\"{Fonts}\">\n<title>{Escaped(picture.Title)}</title>\n<desc>{Escaped(picture.Description)}</desc>\n");
        _text.Append(CultureInfo.InvariantCulture, $"<rect width=\"{width}\" height=\"{height}\" fill=\"{Colour.White}\"/>\n");
        foreach (var mark in picture.Marks) Write(mark);
        _text.Append("</svg>\n");
    }

    private void Write(Mark mark)
    {
        switch (mark)
        {
            case Mark.Line line: Write(line); break;
            case Mark.Area area: Write(area.Rings, area.Colour, area.Opacity); break;
            case Mark.Symbols symbols: Write(symbols); break;
            case Mark.Label label: Write(label); break;
            case Mark.Raster raster: Write(raster); break;
            case Mark.Clipped clipped: Write(clipped); break;
        }
    }

    private void Write(Mark.Line line)
    {
        if (line.Spots.Count < 2) return;
        _text.Append("<path d=\"");
        Append(line.Spots, isClosed: false);
        _text.Append(CultureInfo.InvariantCulture,
            $"\" fill=\"none\" stroke=\"{line.Colour}\" stroke-width=\"{Number(line.Width)}\" stroke-linejoin=\"round\"");
        if (line.IsDashed) _text.Append(CultureInfo.InvariantCulture, $" stroke-dasharray=\"{Number(Dashes.On)} {Number(Dashes.Off)}\"");
        if (line.Opacity < 1) _text.Append(CultureInfo.InvariantCulture, $" stroke-opacity=\"{Number(line.Opacity)}\"");
        _text.Append("/>\n");
    }

    private void Write(IEnumerable<IReadOnlyList<Spot>> rings, Colour colour, double opacity)
    {
        _text.Append("<path d=\"");
        foreach (var ring in rings) Append(ring, isClosed: true);
        _text.Append(CultureInfo.InvariantCulture, $"\" fill=\"{colour}\" fill-rule=\"evenodd\"");
        if (opacity < 1) _text.Append(CultureInfo.InvariantCulture, $" fill-opacity=\"{Number(opacity)}\"");
        _text.Append("/>\n");
    }

    private void Write(Mark.Symbols symbols)
    {
        if (symbols.Spots.Count == 0) return;
        var outline = Symbols.Outline(symbols.Form);
        if (symbols.Form == Form.Circle) Circles(symbols);
        else Write(symbols.Spots.SelectMany(spot => outline.Select(ring => Placed(ring, spot, symbols.Size))), symbols.Colour,
            symbols.Opacity);
    }

    private void Circles(Mark.Symbols symbols)
    {
        _text.Append(CultureInfo.InvariantCulture, $"<g fill=\"{symbols.Colour}\"");
        if (symbols.Opacity < 1) _text.Append(CultureInfo.InvariantCulture, $" fill-opacity=\"{Number(symbols.Opacity)}\"");
        _text.Append('>');
        foreach (var spot in symbols.Spots) _text.Append(
            CultureInfo.InvariantCulture, $"<circle cx=\"{Number(spot.X)}\" cy=\"{Number(spot.Y)}\" r=\"{Number(symbols.Size)}\"/>");
        _text.Append("</g>\n");
    }

    private void Write(Mark.Label label)
    {
        var (x, y, style) = (Number(label.Spot.X), Number(label.Spot.Y), label.Style);
        _text.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" font-size=\"{Number(style.Size)}\" fill=\"{style.Colour}\"");
        if (style.Anchor != Anchor.Start) _text.Append(
            CultureInfo.InvariantCulture, $" text-anchor=\"{(style.Anchor == Anchor.Middle ? "middle" : "end")}\"");
        if (style.IsBold) _text.Append(" font-weight=\"bold\"");
        if (style.IsUpright) _text.Append(CultureInfo.InvariantCulture, $" transform=\"rotate(-90 {x} {y})\"");
        if (style.HasHalo) _text.Append(
            CultureInfo.InvariantCulture,
            $" stroke=\"{Colour.White}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"");
        _text.Append(CultureInfo.InvariantCulture, $">{Escaped(label.Text)}</text>\n");
    }

    private void Write(Mark.Raster raster)
    {
        var (box, cells) = (raster.Box, raster.Cells);
        var rectangles = CellRectangles.Of(cells, MostRectangles);
        if (rectangles is null)
        {
            _text.Append(CultureInfo.InvariantCulture,
                $"<image x=\"{Number(box.Left)}\" y=\"{Number(box.Top)}\" width=\"{Number(box.Width)}\" height=\"{Number(box.Height)}\" "
                    + $"preserveAspectRatio=\"none\" ");
            _text.Append("image-rendering=\"pixelated\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,")
                .Append(Convert.ToBase64String(_image(cells))).Append("\"/>\n");
            return;
        }
        _text.Append(CultureInfo.InvariantCulture,
            $"<svg x=\"{Number(box.Left)}\" y=\"{Number(box.Top)}\" width=\"{Number(box.Width)}\" height=\"{Number(box.Height)}\" ");
        _text.Append(CultureInfo.InvariantCulture,
            $"viewBox=\"0 0 {cells.Width} {cells.Height}\" preserveAspectRatio=\"none\" shape-rendering=\"crispEdges\">\n");
        foreach (var ofCode in rectangles.GroupBy(rectangle => rectangle.Code).OrderBy(group => group.Key))
        {
            _text.Append(CultureInfo.InvariantCulture, $"<path fill=\"{cells.Colours[ofCode.Key]}\" d=\"");
            foreach (var r in ofCode) _text.Append(CultureInfo.InvariantCulture, $"M{r.Left} {r.Top}h{r.Width}v{r.Height}h-{r.Width}z");
            _text.Append("\"/>\n");
        }
        _text.Append("</svg>\n");
    }

    /// <summary>An inner picture shows only what lies in it, and needs no name for that as a clip path would.</summary>
    private void Write(Mark.Clipped clipped)
    {
        var (x, y, width, height) = (Number(clipped.Box.Left), Number(clipped.Box.Top), Number(clipped.Box.Width),
            Number(clipped.Box.Height));
        _text.Append(CultureInfo.InvariantCulture,
            $"<svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" viewBox=\"{x} {y} {width} {height}\">\n");
        foreach (var mark in clipped.Marks) Write(mark);
        _text.Append("</svg>\n");
    }

    private void Append(IReadOnlyList<Spot> spots, bool isClosed)
    {
        var (last, letter) = ("", 'M');
        foreach (var spot in spots)
        {
            var text = $"{Number(spot.X)} {Number(spot.Y)}";
            if (text == last) continue;
            _text.Append(letter).Append(text);
            (last, letter) = (text, 'L');
        }
        if (isClosed) _text.Append('Z');
    }

    private static Spot[] Placed(IReadOnlyList<Spot> ring, Spot at, double size) =>
        [.. ring.Select(spot => new Spot(at.X + (spot.X * size), at.Y + (spot.Y * size)))];

    private static string Number(double value) => (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => PlainText.Of(text)
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);
}

/// <summary>The dashes of dashed lines, in pixels.</summary>
internal static class Dashes
{
    public const double On = 6, Off = 4;
}

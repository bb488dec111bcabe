using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>
/// A picture as a PDF file of one page (ISO 32000-1): paths, and letters as their outlines, so that no font has to be embedded or found.
/// The title is in the document's
/// information. A pixel of a screen is 0.75 points.
/// </summary>
internal sealed class Pdf
{
    private const double PointsOfPixel = 0.75;

    private readonly StringBuilder _page = new();
    private readonly List<Cells> _images = [];
    private readonly SortedSet<int> _opacities = [];

    public static byte[] File(Picture picture)
    {
        var pdf = new Pdf();
        pdf.Page(picture);
        return pdf.Assembled(picture);
    }

    private void Page(Picture picture)
    {
        _page.Append(CultureInfo.InvariantCulture,
            $"{Number(PointsOfPixel)} 0 0 {Number(-PointsOfPixel)} 0 {Number(picture.Height * PointsOfPixel)} cm 1 j\n");
        foreach (var mark in picture.Marks) Write(mark);
    }

    private void Write(Mark mark)
    {
        switch (mark)
        {
            case Mark.Line line: Write(line); break;
            case Mark.Area area: Fill(area.Rings, area.Colour, area.Opacity, "f*"); break;
            case Mark.Symbols symbols: Write(symbols); break;
            case Mark.Label label: Write(label); break;
            case Mark.Raster raster: Write(raster); break;
            case Mark.Clipped clipped:
                var (left, top, width, height) = clipped.Box;
                _page.Append(CultureInfo.InvariantCulture, $"q {Number(left)} {Number(top)} {Number(width)} {Number(height)} re W n\n");
                foreach (var inner in clipped.Marks) Write(inner);
                _page.Append("Q\n");
                break;
        }
    }

    private void Write(Mark.Line line)
    {
        if (line.Spots.Count < 2) return;
        Opacity(line.Opacity);
        Append(line.Spots);
        var dashes = line.IsDashed ? $"[{Number(Dashes.On)} {Number(Dashes.Off)}]" : "[]";
        _page.Append(CultureInfo.InvariantCulture, $"{dashes} 0 d {Rgb(line.Colour)} RG {Number(line.Width)} w S\n");
    }

    private void Write(Mark.Symbols symbols)
    {
        var outline = Symbols.Outline(symbols.Form);
        Fill(symbols.Spots.SelectMany(spot =>
            outline.Select(ring => (IReadOnlyList<Spot>)[
            .. ring.Select(corner => new Spot(spot.X + (corner.X * symbols.Size), spot.Y + (corner.Y * symbols.Size)))])),
            symbols.Colour, symbols.Opacity, symbols.Form == Form.Ring ? "f*" : "f");
    }

    private void Write(Mark.Label label)
    {
        IReadOnlyList<Spot>[] letters = [.. Shapes.Letters(label)];
        if (letters.Length == 0) return;
        if (label.Style.HasHalo)
        {
            Opacity(1);
            foreach (var ring in letters) Append([.. ring, ring[0]]);
            _page.Append(CultureInfo.InvariantCulture, $"[] 0 d {Rgb(Colour.White)} RG 3 w S\n");
        }
        Fill(letters, label.Style.Colour, 1, "f");
    }

    private void Write(Mark.Raster raster)
    {
        var box = raster.Box;
        Opacity(1);
        _page.Append(CultureInfo.InvariantCulture,
            $"q {Number(box.Width)} 0 0 {Number(-box.Height)} {Number(box.Left)} {Number(box.Bottom)} cm /I{_images.Count} Do Q\n");
        _images.Add(raster.Cells);
    }

    private void Fill(IEnumerable<IReadOnlyList<Spot>> rings, Colour colour, double opacity, string operation)
    {
        Opacity(opacity);
        _page.Append(CultureInfo.InvariantCulture, $"{Rgb(colour)} rg\n");
        var length = _page.Length;
        foreach (var ring in rings) Append(ring);
        if (_page.Length > length) _page.Append(CultureInfo.InvariantCulture, $"{operation}\n");
    }

    /// <summary>A state of the page, which stands before the path that it is for.</summary>
    private void Opacity(double opacity)
    {
        var percent = (int)Math.Round(opacity * 100);
        _opacities.Add(percent);
        _page.Append(CultureInfo.InvariantCulture, $"/G{percent} gs ");
    }

    private void Append(IReadOnlyList<Spot> spots)
    {
        for (var i = 0; i < spots.Count; i++) _page.Append(
            CultureInfo.InvariantCulture, $"{Number(spots[i].X)} {Number(spots[i].Y)} {(i == 0 ? 'm' : 'l')} ");
    }

    private byte[] Assembled(Picture picture)
    {
        var (file, offsets) = (new MemoryStream(), new List<long>());
        void Text(string text) => file.Write(Encoding.Latin1.GetBytes(text));
        void Begin(string dictionary)
        {
            offsets.Add(file.Length);
            Text($"{offsets.Count} 0 obj\n{dictionary}\n");
        }
        void Content(string dictionary, byte[] content)
        {
            Begin($"<< {dictionary} /Length {content.Length} /Filter /FlateDecode >>\nstream");
            file.Write(content);
            Text("\nendstream\nendobj\n");
        }
        Text("%PDF-1.4\n%âãÏÓ\n");
        Begin("<< /Type /Catalog /Pages 2 0 R >>\nendobj");
        Begin("<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj");
        var images = string.Concat(_images.Select((_, i) => $"/I{i} {6 + i} 0 R "));
        var states = string.Concat(_opacities.Select(
            percent => $"/G{percent} << /ca {Number(percent / 100.0)} /CA {Number(percent / 100.0)} >> "));
        Begin(
            $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {Number(picture.Width * PointsOfPixel)} "
                + $"{Number(picture.Height * PointsOfPixel)}] /Contents 4 0 R /Resources << /XObject << {images}>> /ExtGState << "
                + $"{states}>> >> >>\nendobj");
        Content("", Deflated(Encoding.Latin1.GetBytes(_page.ToString())));
        var title = Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(PlainText.Of(picture.Title)));
        Begin($"<< /Title <FEFF{title}> /Producer (FuncGrad) >>\nendobj");
        foreach (var cells in _images) Content(ImageDictionary(cells), Deflated(cells.Codes));
        var table = file.Length;
        var entries = offsets.Select(offset => offset.ToString("0000000000", CultureInfo.InvariantCulture) + " 00000 n \n");
        Text($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n{string.Concat(entries)}");
        Text($"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return file.ToArray();
    }

    private static string ImageDictionary(Cells cells)
    {
        var colours = string.Concat(cells.Colours.Select(colour => colour.ToString()[1..]));
        return $"/Type /XObject /Subtype /Image /Width {cells.Width} /Height {cells.Height} /BitsPerComponent 8 /ColorSpace [/Indexed "
            + $"/DeviceRGB {cells.Colours.Count - 1} <{colours}>] /Interpolate false";
    }

    private static byte[] Deflated(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var compressed = new ZLibStream(memory, CompressionLevel.Optimal, leaveOpen: true)) compressed.Write(bytes);
        return memory.ToArray();
    }

    private static string Rgb(Colour colour) =>
        $"{Number(colour.Red / 255.0)} {Number(colour.Green / 255.0)} {Number(colour.Blue / 255.0)}";

    private static string Number(double value) => Math.Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture);
}

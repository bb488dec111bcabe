using System.Text;

namespace FuncGrad.Lab;

/// <summary>A chart as a file, of the format that its name says.</summary>
internal static class PictureFile
{
    /// <summary>The names end in one of these.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [Svg, ".png", ".pdf"];

    private const string Svg = ".svg";

    /// <summary>Pixels of a PNG for each of a screen: sharp also where pixels are small.</summary>
    private const double Sharpness = 2;

    /// <summary>Why a name is none for a picture; null if it is one.</summary>
    public static string? Problem(string? path) =>
        path is null || Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? null
            : $"-o {path}: a picture ends in {string.Join(", ", Extensions.Take(2))} or {Extensions[^1]}.";

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="OutputFailure">There is another's file, or the disk takes none.</exception>
    public static void Write(string path, Chart chart, int width, Action<string> say)
    {
        var picture = ChartLayout.Picture(chart, width);
        var extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension != Svg && Missing(picture) is { Length: > 0 } missing)
            say(
                $"{path}: the font in {extension} files has no {string.Join(' ', missing.Take(8))}{(missing.Length > 8 ? " ..." : "")}; "
                    + "an .svg shows them with the fonts of the reader.");
        var content = extension switch
        {
            Svg => Encoding.UTF8.GetBytes(SvgWriter.Text(picture, Png.Of)),
            ".png" => PngOf(picture, chart.FinestWidth),
            _ => Pdf.File(picture),
        };
        DrawnFile.Write(path, content, "picture");
    }

    /// <summary>Each cell has a pixel at least.</summary>
    private static byte[] PngOf(Picture picture, int finestWidth)
    {
        var widest = Shapes.All(picture.Marks).OfType<Mark.Raster>().Select(raster => raster.Box.Width).DefaultIfEmpty(picture.Width).Max();
        using var memory = new MemoryStream();
        Pixels.WritePng(picture, Math.Max(Sharpness, finestWidth / widest), memory);
        return memory.ToArray();
    }

    private static string[] Missing(Picture picture) =>
        [.. Shapes.All(picture.Marks).OfType<Mark.Label>().SelectMany(label => Shapes.Missing(label.Text)).Distinct()];
}

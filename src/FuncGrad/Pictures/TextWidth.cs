using System.Globalization;

namespace FuncGrad;

/// <summary>
/// How wide a text is: the advance widths of DejaVu Sans, which is what PNG and PDF are set in and about the widest of the fonts that a
/// browser takes instead, so that a
/// place that was kept free is large enough.
/// </summary>
internal static class TextWidth
{
    private const double UnitsPerEm = 2048, Other = 0.66, Wide = 1.0, BoldShare = 1.12;

    /// <summary>Of the letters from space to tilde.</summary>
    private static readonly short[] Latin =
    [
        651, 821, 942, 1716, 1303, 1946, 1597, 563, 799, 799, 1024, 1716, 651, 739, 651, 690, 1303, 1303, 1303, 1303, 1303, 1303, 1303,
            1303, 1303, 1303, 690, 690,
        1716, 1716, 1716, 1087, 2048, 1401, 1405, 1430, 1577, 1294, 1178, 1587, 1540, 604, 604, 1343, 1141, 1767, 1532, 1612, 1235, 1612,
            1423, 1300, 1251, 1499,
        1401, 2025, 1403, 1251, 1403, 799, 690, 799, 1716, 1024, 1024, 1255, 1300, 1126, 1300, 1260, 721, 1300, 1298, 569, 569, 1186, 569,
            1995, 1298, 1253, 1300,
        1300, 842, 1067, 803, 1298, 1212, 1675, 1212, 1212, 1075, 1303, 690, 1303, 1716,
    ];

    /// <summary>The width of a text in pixels.</summary>
    public static double Of(string text, double size, bool isBold = false) => text.EnumerateRunes()
        .Sum(rune => Of(rune.Value)) * size * (isBold ? BoldShare : 1);

    /// <summary>The text if it is not wider than allowed, else as much of its beginning as fits, with an ellipsis.</summary>
    public static string Fitting(string text, double size, double width, bool isBold = false)
    {
        if (Of(text, size, isBold) <= width) return text;
        var elements = StringInfo.ParseCombiningCharacters(text);
        var count = elements.Length;
        while (count > 0 && Of(text[..elements[count - 1]] + "…", size, isBold) > width) count--;
        return count == 0 ? "…" : text[..elements[count - 1]].TrimEnd() + "…";
    }

    /// <summary>The text in lines that are not wider than allowed, cut at spaces.</summary>
    public static IReadOnlyList<string> Lines(string text, double size, double width, int most)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (lines.Count > 0 && (Of($"{lines[^1]} {word}", size) <= width || lines.Count == most)) lines[^1] += " " + word;
            else lines.Add(word);
        return [.. lines.Select(line => Fitting(line, size, width))];
    }

    /// <summary>How many columns of a terminal a text takes.</summary>
    public static int Columns(string text) => text.EnumerateRunes().Sum(rune => Of(rune.Value) switch { 0 => 0, Wide => 2, _ => 1 });

    private static double Of(int rune) => rune switch
    {
        >= ' ' and <= '~' => Math.Min(Latin[rune - ' '] / UnitsPerEm, Wide - 0.001),
        >= 0x0300 and < 0x0370 or 0x200B or 0x200D => 0,
        >= 0x1100 and < 0x1160 or >= 0x2E80 and < 0xA4D0 or >= 0xAC00 and < 0xD7A4 or >= 0xF900 and < 0xFB00 or >= 0xFE30 and < 0xFE70
            or >= 0xFF00 and < 0xFF61 or >= 0x1F300 => Wide,
        _ => Other,
    };
}

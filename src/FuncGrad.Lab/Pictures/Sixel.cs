using System.Globalization;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>
/// A picture as sixels, which some terminals show as pixels (DEC VT330/VT340 Programmer Reference Manual, volume 2, chapter 14): bands of
/// six rows, in each band a line for each colour, in which a letter tells which of six pixels have it.
/// </summary>
internal static class Sixel
{
    /// <summary>Colours that every such terminal has.</summary>
    private const int MostColours = 256;

    private const int RowsOfBand = 6, FirstLetter = '?', FewestRepeated = 4;

    private const string Begin = "\u001bP0;1;0q", End = "\u001b\\";

    /// <summary>The picture as what is written to the terminal.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="scale">How many pixels of the terminal are one of a screen.</param>
    public static string Text(Picture picture, double scale)
    {
        byte[][] rows = [.. Pixels.Rows(picture, scale).Select(row => row.ToArray())];
        var palette = new Dictionary<int, byte>();
        foreach (var colour in rows.SelectMany(Colours).CountBy(colour => colour).OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key).Take(MostColours))
            palette.Add(colour.Key, (byte)palette.Count);
        var text = new StringBuilder(Begin).Append(CultureInfo.InvariantCulture, $"\"1;1;{rows[0].Length / 3};{rows.Length}");
        foreach (var (colour, number) in palette)
            text.Append(CultureInfo.InvariantCulture, $"#{number};2;{Percent(colour >> 16)};{Percent(colour >> 8)};{Percent(colour)}");
        var nearest = new Dictionary<int, byte>(palette);
        byte[][] numbers = [.. rows.Select(row => Colours(row).Select(colour => Number(colour, palette, nearest)).ToArray())];
        for (var top = 0; top < numbers.Length; top += RowsOfBand)
            AppendBand(text, numbers.AsSpan(top, Math.Min(RowsOfBand, numbers.Length - top)));
        return text.Append(End).ToString();
    }

    private static IEnumerable<int> Colours(byte[] row)
    {
        for (var at = 0; at < row.Length; at += 3) yield return (row[at] << 16) | (row[at + 1] << 8) | row[at + 2];
    }

    /// <summary>Of 255 parts as of 100, in which the format counts.</summary>
    private static int Percent(int part) => (((part & 255) * 100) + 127) / 255;

    /// <summary>
    /// The number of a colour, or of the one in the palette that is nearest: the seldom ones are shades at the edges of lines.
    /// </summary>
    private static byte Number(int colour, Dictionary<int, byte> palette, Dictionary<int, byte> nearest)
    {
        if (!nearest.TryGetValue(colour, out var number))
            nearest[colour] = number = palette.MinBy(pair => Distance(pair.Key, colour)).Value;
        return number;
    }

    private static int Distance(int a, int b) =>
        Square((a >> 16) - (b >> 16)) + Square(((a >> 8) & 255) - ((b >> 8) & 255)) + Square((a & 255) - (b & 255));

    private static int Square(int x) => x * x;

    private static void AppendBand(StringBuilder text, ReadOnlySpan<byte[]> rows)
    {
        var present = new SortedSet<byte>();
        foreach (var row in rows) present.UnionWith(row);
        foreach (var number in present)
        {
            text.Append(CultureInfo.InvariantCulture, $"#{number}");
            AppendLine(text, rows, number);
            text.Append('$');
        }
        text.Append('-');
    }

    /// <summary>The pixels of one colour: repeated letters are told once with their count.</summary>
    private static void AppendLine(StringBuilder text, ReadOnlySpan<byte[]> rows, byte number)
    {
        for (var (x, width) = (0, rows[0].Length); x < width;)
        {
            var (letter, first) = (Letter(rows, x, number), x);
            while (x < width && Letter(rows, x, number) == letter) x++;
            if (x == width && letter == FirstLetter) return;
            if (x - first >= FewestRepeated) text.Append(CultureInfo.InvariantCulture, $"!{x - first}{letter}");
            else text.Append(letter, x - first);
        }
    }

    private static char Letter(ReadOnlySpan<byte[]> rows, int x, byte number)
    {
        var bits = 0;
        for (var y = 0; y < rows.Length; y++) bits |= rows[y][x] == number ? 1 << y : 0;
        return (char)(FirstLetter + bits);
    }
}

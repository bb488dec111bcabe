using System.Globalization;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>What a cell of a CSV file is, from its bytes as they stand in the file, quotation marks included.</summary>
internal static class CsvCells
{
    /// <summary>What programs write where a value is missing, in any letters.</summary>
    private static readonly HashSet<string> MissingValues = new(StringComparer.OrdinalIgnoreCase)
    {
        "NA", "N/A", "#N/A", "<NA>", "NaN", "-NaN", "NaT", "null", "none", "nil", "-", "--", "?", ".",
    };

    private static readonly HashSet<string> Infinities = new(["inf", "infinity", "∞"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The number of a cell, bare or in quotation marks; null if it is none, or not finite.</summary>
    public static double? Number(ReadOnlySpan<byte> raw)
    {
        if (raw is [(byte)'"', .., (byte)'"'] && raw.Length > 2) raw = raw[1..^1];
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return null;
        return double.IsFinite(number) ? number : null;
    }

    /// <summary>
    /// Whether a cell may stand in a header: it begins with a letter, or has no digit at all (<c>%</c>, nothing). A number that only looks
    /// odd (<c>−1</c> with another minus, <c>$1</c>, <c>(1)</c>, <c>1O</c>) and the words for a missing one are no names, so that no row of
    /// data is taken for a header.
    /// </summary>
    public static bool IsName(ReadOnlySpan<byte> raw)
    {
        if (Number(raw) is not null || Unquoted(raw) is not { } text) return false;
        var trimmed = text.Trim();
        if (IsNoNumber(trimmed)) return false;
        return trimmed.Length == 0 || char.IsLetter(trimmed[0]) || trimmed[0] == '_' || !trimmed.Any(char.IsNumber);
    }

    private static bool IsNoNumber(string text) => MissingValues.Contains(text) || IsInfinity(text);

    private static bool IsInfinity(string text) => Infinities.Contains(text.TrimStart('+', '-'));

    /// <summary>
    /// The word of a cell of a text column; null if it is empty, its quotation marks are not in order, or it stands for a missing value and
    /// is none of the classes that are given.
    /// </summary>
    public static string? Word(ReadOnlySpan<byte> raw, IReadOnlyList<string>? given = null) =>
        Unquoted(raw)?.Trim() is { Length: > 0 } text && (given?.Contains(text) == true || !MissingValues.Contains(text)) ? text : null;

    /// <summary>What is wrong with a cell that is no number, and what would be right.</summary>
    public static (string Problem, string Hint) Mistake(ReadOnlySpan<byte> raw, int cell)
    {
        var text = Encoding.UTF8.GetString(raw.Length > 80 ? raw[..80] : raw).Trim();
        if (text is "" or "\"\"") return ($"Cell {cell} is empty.", "Every cell has a number; leave out rows that miss one.");
        if (Unquoted(raw) is not { } inner)
            return ($"Quotation marks are not in order in cell {cell}: {Short(text)}.",
                "A cell is in quotation marks as a whole or not at all, and a number needs none.");
        var problem = $"'{Short(inner.Trim())}' in cell {cell} is not a number.";
        if (IsInfinity(inner.Trim()))
            return ($"'{inner.Trim()}' in cell {cell} is not a finite number.", "Leave out rows that have none.");
        if (IsTooLarge(inner))
            return ($"'{Short(inner.Trim())}' in cell {cell} is beyond the range of a number.", "The largest is 1.7976931348623157e308.");
        return (problem, Hint(inner.Trim()));
    }

    private static string Hint(string text)
    {
        if (MissingValues.Contains(text)) return "It stands for a missing value: every cell has a number; leave out rows that miss one.";
        if (IsGrouped(text)) return "Thousands are not grouped: write 1234567; and 1.234 if the comma is a decimal one.";
        if (DecimalComma.Number(text) is { } number) return DecimalComma.Hint(number);
        if (bool.TryParse(text, out _)) return "Write 1 and 0, or name the words: classes = [\"False\", \"True\"].";
        if (text.Any(letter => char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.Control))
            return "It has a letter that cannot be seen: type it anew.";
        if (text.Any(letter => letter is '\u2212' or '\u2013')) return "Write the minus as -.";
        if (text.Contains('d', StringComparison.OrdinalIgnoreCase) && IsNumber(text.Replace('d', 'e').Replace('D', 'e')))
            return $"Write {text.Replace('d', 'e').Replace('D', 'e')}.";
        if (text.EndsWith('%')) return "Write the share itself: 0.1 for 10%.";
        if (text.Contains(';'))
            return "If semicolons separate the cells and numbers have a decimal comma: write commas between cells, and a point in numbers.";
        return text.Contains(' ') ? "Cells are separated by commas, semicolons, tabs or |, not by spaces."
            : "Numbers are written with a point: 0.5.";
    }

    /// <summary>Whether digits stand in groups of three: <c>1,234</c>, <c>1 234 567.5</c>.</summary>
    private static bool IsGrouped(string text)
    {
        var groups = text.TrimStart('+', '-').Split('.')[0].Split(',', ' ', '\'', '\u00a0', '\u202f');
        return groups.Length > 1 && groups[0].Length is > 0 and <= 3 && groups[0] != "0"
            && groups.Skip(1).All(group => group.Length == 3) && groups.All(group => group.All(char.IsAsciiDigit));
    }

    /// <summary>Whether it is digits with a zero in front and no point: what stands behind a decimal comma.</summary>
    public static bool LooksLikeFraction(ReadOnlySpan<byte> raw) =>
        raw is [(byte)'0', >= (byte)'0' and <= (byte)'9', ..] && !raw.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsTooLarge(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsInfinity(number);

    /// <summary>The text of a cell without its quotation marks; null if they are not in order.</summary>
    private static string? Unquoted(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.UTF8.GetString(raw);
        if (!text.Contains('"')) return text;
        var inner = text is ['"', .., '"'] && text.Length > 1 ? text[1..^1].Replace("\"\"", "", StringComparison.Ordinal) : "\"";
        return inner.Contains('"') ? null : text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
    }

    private static string Short(string text) => text.Length <= 40 ? text : $"{text[..40]}...";
}

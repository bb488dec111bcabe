using System.Globalization;
using System.Text.RegularExpressions;

namespace FuncGrad;

/// <summary>A number written as in countries with a decimal comma, which neither TOML nor the formula language reads.</summary>
/// <param name="Text">As written: <c>1,5</c>.</param>
/// <param name="Column">1-based, where it begins in its line.</param>
internal sealed record DecimalComma(string Text, int Column)
{
    private static readonly Regex Setting =
        new(@"^[^=#""'\[{]+=\s*([+-]?\d+,\d+(?:[eE][+-]?\d+)?)\s*(?:#.*)?$", RegexOptions.CultureInvariant);

    /// <summary>
    /// The number that is the whole value of a line <c>key = 1,5</c>, or null. Between brackets a comma separates numbers.
    /// </summary>
    public static DecimalComma? In(string line) => Setting.Match(line) is { Success: true } match
        ? new(match.Groups[1].Value, match.Groups[1].Index + 1)
        : null;

    /// <summary>With a point, if a text is such a number and nothing else.</summary>
    public static string? Number(string text) =>
        text.Split(',') is [var whole, var fraction] && fraction.Length > 0 && char.IsAsciiDigit(fraction[0])
            && double.TryParse($"{whole}.{fraction}", NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                ? $"{whole.Trim()}.{fraction.Trim()}" : null;

    public static string Hint(string number) => $"Numbers have a decimal point, not a comma: write {number}.";

    public InputError Error(string source, int line) =>
        new TextPlace(source, line, Column).Error($"'{Text}' is not a number.", Hint(Text.Replace(',', '.')));
}

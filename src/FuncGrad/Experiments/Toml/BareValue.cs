using System.Globalization;
using System.Text.RegularExpressions;

namespace FuncGrad;

/// <summary>A value that is no TOML, because it is to be calculated or because its quotation marks are missing.</summary>
/// <param name="Key">As written, with what stands before it.</param>
/// <param name="Text">The value as written: <c>1/3</c>, <c>adam</c>, <c>{ by = sobol }</c>.</param>
/// <param name="Column">1-based, where the value begins in its line.</param>
internal sealed record BareValue(string Key, string Text, int Column)
{
    private const int LongestLine = 1000;

    private static readonly Regex Setting = new(@"^\s*([^=#""'\[{\s]+)\s*=\s*([^\s""'#][^#]*?)\s*(?:#.*)?$", RegexOptions.CultureInvariant);

    /// <summary>A word, a path or a name with dots, outside quotation marks, that is neither a key nor one of TOML's own words.</summary>
    private static readonly Regex Word =
        new(@"(?<![\w.+-])(?!(?:true|false|inf|nan)\b)[\p{L}_][\w./-]*(?!\s*=|[\w./-])", RegexOptions.CultureInvariant);

    /// <summary>A whole number of so many digits that it may have more than 64 bits.</summary>
    private static readonly Regex LongNumber = new(@"(?<![\w.])[+-]?\d[\d_]{17,}(?![\w.])", RegexOptions.CultureInvariant);

    /// <summary>The remedy of a whole number that is too long.</summary>
    public const string WholeNumbers = "A whole number of TOML has 64 bits with the sign. Write it with a dot or exponent, as 1.8e19.";

    private static readonly Regex Quotation = new("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'", RegexOptions.CultureInvariant);

    /// <summary>What stands behind the = of a line; null if the line is no setting or its value begins with a quotation mark.</summary>
    public static BareValue? In(string line) => line.Length <= LongestLine && Setting.Match(line) is { Success: true } match
        ? new(match.Groups[1].Value, match.Groups[2].Value, match.Groups[2].Index + 1)
        : null;

    /// <summary>With quotation marks around its words: <c>{ by = "sobol" }</c>.</summary>
    public static string Quoted(string text)
    {
        var (parts, from) = (new List<string>(), 0);
        foreach (Match quotation in Quotation.Matches(text))
        {
            parts.Add(WithQuotedWords(text[from..quotation.Index]) + quotation.Value);
            from = quotation.Index + quotation.Length;
        }
        return string.Concat(parts.Append(WithQuotedWords(text[from..])));
    }

    /// <summary>The mistake with what would be right; null if nothing was recognised.</summary>
    public InputError? Error(string source, int line) =>
        Remedy() is { } remedy ? new TextPlace(source, line, Column).Error($"'{FormulaNames.Short(Text)}' is not a value of TOML.", remedy)
            : null;

    private string? Remedy()
    {
        if (IsToml(Text) || double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) return null;
        if (IsTooLong) return WholeNumbers;
        if (Calculated() is { } number) return $"TOML does not calculate: write {Key} = {number}.";
        if (Quoted(Text) != Text && IsToml(Quoted(Text))) return $"Texts stand in quotation marks: {Key} = {Quoted(Text)}.";
        return Formula.Names(Text).Count > 0 && Formula.Parse(Text).IsSuccess ? $"A formula stands in quotation marks: {Key} = \"{Text}\"."
            : null;
    }

    private bool IsTooLong => LongNumber.Matches(Text).Any(number =>
        !long.TryParse(
            number.Value.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _));

    /// <summary>The value of a formula of numbers alone.</summary>
    private string? Calculated()
    {
        const int many = 1000;
        if (Formula.Read(Text, new Dictionary<string, Expr>()).Expression is not { } formula
            || Ordering.Of(formula).Any(node => node.Shape.ElementCount > many))
            return null;
        var value = Evaluation.Of(formula);
        return value.ToArray().All(double.IsFinite) ? value.ToString() : null;
    }

    /// <summary>Whether a value is fine by itself.</summary>
    private static bool IsToml(string value) => TomlReading.IsWhole($"value = [\n{value}\n]");

    private static string WithQuotedWords(string text) => Word.Replace(text, match => $"\"{match.Value}\"");
}

using System.Globalization;

namespace FuncGrad;

/// <summary>
/// Numbers as people read them, in tables, notes and messages; files have the shortest text that reads back instead. One rule for all:
/// <list type="bullet">
/// <item>so many significant digits, six in a table, four in a sentence; what is exact with fewer is written with fewer (<c>25</c>), what was rounded shows all of
/// them (<c>25.0000</c>), so that no number passes for another that it is only near to;</item>
/// <item>in a column, numbers that differ look different: those that would not get more digits (<c>0.9999999</c> and <c>0.99999997</c>);</item>
/// <item>from 0.0001 to below 10^6 without an exponent, elsewhere with one if that is shorter, or if zeros would have to stand for digits that are not known:
/// <c>1e-10</c>, <c>6.72403e26</c>.</item>
/// </list>
/// </summary>
internal static class NumberText
{
    /// <summary>Significant digits in a table, in a sentence, and such that any two doubles differ.</summary>
    private const int InTables = 6, InSentences = 4, AllDigits = 17;

    /// <summary>A setting of so many letters is as it was written.</summary>
    private const int ShortSetting = 12;

    /// <summary>The exponents of ten for which a number is written without one.</summary>
    private const int LeastPlain = -4, GreatestPlain = 5;

    /// <summary>As few digits as read back as the same double.</summary>
    public static string Exact(double value) => Special(value) ?? Shortest(value);

    /// <summary>With six significant digits, for a table.</summary>
    public static string InTable(double value) => Rounded(value, InTables);

    /// <summary>With four significant digits, for a sentence.</summary>
    public static string InSentence(double value) => Rounded(value, InSentences);

    /// <summary>Numbers of one column, or of one sentence that compares them: each with the fewest digits, from <paramref name="digits"/> on, that tell it from the others.</summary>
    public static string[] Column(IReadOnlyList<double> values, int digits = InTables)
    {
        var texts = values.Select(value => Rounded(value, digits)).ToArray();
        for (var more = digits + 1; more <= AllDigits; more++)
            foreach (var i in LookAlike(values, texts)) texts[i] = Rounded(values[i], more);
        return texts;
    }

    /// <summary>A column of settings: what somebody wrote, <c>0.99999997</c>, stays as it is; what was drawn, or is a step of a grid, is rounded.</summary>
    public static string[] Settings(IReadOnlyList<double> values) => [.. Column(values).Zip(values, (text, value) => Exact(value) is { Length: <= ShortSetting } exact ? exact : text)];

    /// <summary>A whole number with its thousands apart: <c>1,048,575</c>.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>An estimate of a count, rounded up: whole below a million (<c>12,345</c>), with two digits above (<c>6.9e10</c>).</summary>
    public static string Estimate(double count) => Math.Ceiling(count) < 1e6 ? Count((long)Math.Ceiling(count)) : Rounded(count, 2);

    /// <summary>Where different numbers would read back as one.</summary>
    private static int[] LookAlike(IReadOnlyList<double> values, string[] texts) => [.. Enumerable.Range(0, texts.Length)
        .GroupBy(i => double.Parse(texts[i], CultureInfo.InvariantCulture))
        .Where(group => group.Select(i => values[i]).Distinct().Skip(1).Any())
        .SelectMany(group => group)];

    /// <summary>With so many significant digits, or as it is where that takes fewer.</summary>
    private static string Rounded(double value, int digits)
    {
        if (Special(value) is { } special) return special;
        var text = value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) == value) return Shortest(value);
        var (sign, figures, exponent) = Parts(text);
        return sign + (IsPlain(exponent) && exponent < figures.Length ? Plain(figures, exponent) : Scientific(figures, exponent));
    }

    private static string Shortest(double value)
    {
        var (sign, figures, exponent) = Parts(value.ToString("R", CultureInfo.InvariantCulture));
        var (plain, scientific) = (Plain(figures.TrimEnd('0'), exponent), Scientific(figures.TrimEnd('0'), exponent));
        return sign + (IsPlain(exponent) || plain.Length <= scientific.Length ? plain : scientific);
    }

    private static bool IsPlain(int exponent) => exponent is >= LeastPlain and <= GreatestPlain;

    /// <summary>Figures d.ddd times ten to the exponent, with zeros in place of the exponent.</summary>
    private static string Plain(string figures, int exponent) => exponent < 0
        ? $"0.{new string('0', -exponent - 1)}{figures}"
        : exponent >= figures.Length - 1 ? figures.PadRight(exponent + 1, '0') : $"{figures[..(exponent + 1)]}.{figures[(exponent + 1)..]}";

    private static string Scientific(string figures, int exponent) =>
        string.Create(CultureInfo.InvariantCulture, $"{figures[0]}{(figures.Length > 1 ? "." : "")}{figures.AsSpan(1)}e{exponent}");

    private static string? Special(double value) =>
        !double.IsFinite(value) ? value.ToString(CultureInfo.InvariantCulture) : value == 0 ? double.IsNegative(value) ? "-0" : "0" : null;

    /// <summary>Sign, figures from the first that is not zero, and the exponent of that one, of <c>-0.00125</c>, <c>12.5</c> or <c>1.25E-010</c>.</summary>
    private static (string Sign, string Figures, int Exponent) Parts(string text)
    {
        var (sign, e) = (text[0] == '-' ? "-" : "", text.IndexOf('E', StringComparison.Ordinal));
        var mantissa = e < 0 ? text[sign.Length..] : text[sign.Length..e];
        var exponent = e < 0 ? 0 : int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var (whole, digits) = (mantissa.IndexOf('.', StringComparison.Ordinal), mantissa.Replace(".", "", StringComparison.Ordinal));
        var figures = digits.TrimStart('0');
        return (sign, figures, exponent + (whole < 0 ? mantissa.Length : whole) - 1 - (digits.Length - figures.Length));
    }
}

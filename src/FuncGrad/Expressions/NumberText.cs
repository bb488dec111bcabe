using System.Globalization;

namespace FuncGrad;

/// <summary>
/// Numbers as people read them, in tables, notes and messages; files have the shortest text that reads back instead. One rule for all:
/// <list type="bullet">
/// <item>so many significant digits, six in a table, four in a sentence; what is exact with fewer is written with fewer (<c>25</c>), what
/// was rounded shows all of them (<c>25.0000</c>), so that no number passes for another that it is only near to;</item>
/// <item>in a column, numbers that differ look different: those that would not get more digits (<c>0.9999999</c> and
/// <c>0.99999997</c>);</item>
/// <item>from 0.0001 to below 10^6 without an exponent, elsewhere with one if that is shorter, or if zeros would have to stand for digits
/// that are not known: <c>1e-10</c>, <c>6.72403e26</c>.</item>
/// </list>
/// </summary>
internal static class NumberText
{
    /// <summary>Significant digits in a table and in a sentence.</summary>
    public const int InTables = 6, InSentences = 4;

    /// <summary>Significant digits by which any two doubles differ.</summary>
    private const int AllDigits = 17;

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

    /// <summary>
    /// Numbers of one column, or of one sentence that compares them: each with the fewest digits, from <paramref name="digits"/> on, that
    /// tell it from the others.
    /// </summary>
    public static string[] Column(IReadOnlyList<double> values, int digits = InTables)
    {
        var texts = values.Select(value => Rounded(value, digits)).ToArray();
        for (var more = digits + 1; more <= AllDigits; more++)
            foreach (var i in LookAlike(values, texts)) texts[i] = Rounded(values[i], more);
        return texts;
    }

    /// <summary>
    /// A column of settings: what somebody wrote, <c>0.99999997</c>, stays as it is; what was drawn, or is a step of a grid, is rounded.
    /// </summary>
    public static string[] Settings(IReadOnlyList<double> values) =>
        [.. Column(values).Zip(values, (text, value) => Exact(value) is { Length: <= ShortSetting } exact ? exact : text)];

    /// <summary>A whole number with its thousands apart: <c>1,048,575</c>.</summary>
    public static string Count(long count) => count is > -1000 and < 1000
        ? count.ToString(CultureInfo.InvariantCulture)
        : string.Concat(Count(count / 1000), ",", Math.Abs(count % 1000).ToString("D3", CultureInfo.InvariantCulture));

    /// <summary>An estimate of a count, rounded up: whole below a million (<c>12,345</c>), with two digits above (<c>6.9e10</c>).</summary>
    public static string Estimate(double count) => Math.Ceiling(count) < 1e6 ? Count((long)Math.Ceiling(count)) : Rounded(count, 2);

    /// <summary>Where different numbers would read back as one.</summary>
    private static int[] LookAlike(IReadOnlyList<double> values, string[] texts) => [.. Enumerable.Range(0, texts.Length)
        .GroupBy(i => double.Parse(texts[i], CultureInfo.InvariantCulture))
        .Where(group => group.Select(i => values[i]).Distinct().Skip(1).Any())
        .SelectMany(group => group)];

    /// <summary>Formats of so many significant digits.</summary>
    private static readonly string[] Formats = [
        .. Enumerable.Range(0, AllDigits + 1).Select(digits => FormattableString.Invariant($"E{digits - 1}"))];

    /// <summary>Longest text of a double with its sign, point and exponent.</summary>
    private const int MostLetters = 32;

    /// <summary>Different decimals of so many digits are different doubles, as long as they are not subnormal.</summary>
    private const int DecimalDigits = 15;

    private const double LeastNormal = 2.2250738585072014e-308;

    /// <summary>With so many significant digits, or as it is where that takes fewer.</summary>
    private static string Rounded(double value, int digits)
    {
        if (Special(value) is { } special) return special;
        Span<char> text = stackalloc char[MostLetters];
        value.TryFormat(text, out var length, Formats[digits], CultureInfo.InvariantCulture);
        var isExact = double.Parse(text[..length], CultureInfo.InvariantCulture) == value;
        if (isExact && (digits > DecimalDigits || Math.Abs(value) < LeastNormal)) return Shortest(value);
        Span<char> figures = stackalloc char[MostLetters];
        var (count, exponent) = Parts(text[..length], figures);
        return isExact ? Shorter(value < 0, figures[..count].TrimEnd('0'), exponent)
            : IsPlain(exponent) && exponent < count ? Plain(value < 0, figures[..count], exponent)
            : Scientific(value < 0, figures[..count], exponent);
    }

    private static string Shortest(double value)
    {
        Span<char> text = stackalloc char[MostLetters], figures = stackalloc char[MostLetters];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        var (count, exponent) = Parts(text[..length], figures);
        return Shorter(value < 0, figures[..count].TrimEnd('0'), exponent);
    }

    private static string Shorter(bool isNegative, ReadOnlySpan<char> figures, int exponent)
    {
        if (IsPlain(exponent)) return Plain(isNegative, figures, exponent);
        var scientific = Scientific(isNegative, figures, exponent);
        var plainLength = exponent < 0 ? figures.Length - exponent + 1 : exponent >= figures.Length - 1 ? exponent + 1 : figures.Length + 1;
        return plainLength + (isNegative ? 1 : 0) <= scientific.Length ? Plain(isNegative, figures, exponent) : scientific;
    }

    private static bool IsPlain(int exponent) => exponent is >= LeastPlain and <= GreatestPlain;

    private static ReadOnlySpan<char> Sign(bool isNegative) => isNegative ? "-" : "";

    /// <summary>Figures d.ddd times ten to the exponent, with zeros in place of the exponent.</summary>
    private static string Plain(bool isNegative, ReadOnlySpan<char> figures, int exponent) => exponent < 0
        ? string.Concat(Sign(isNegative), "0.", Zeros(-exponent - 1), figures)
        : exponent >= figures.Length - 1
            ? string.Concat(Sign(isNegative), figures, Zeros(exponent + 1 - figures.Length))
            : string.Concat(string.Concat(Sign(isNegative), figures[..(exponent + 1)], "."), figures[(exponent + 1)..]);

    /// <summary>Plain numbers have few zeros; the shorter of both forms may have some more.</summary>
    private static string Zeros(int count) => count == 0 ? "" : new('0', count);

    private static string Scientific(bool isNegative, ReadOnlySpan<char> figures, int exponent) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{Sign(isNegative)}{figures[..1]}{(figures.Length > 1 ? "." : "")}{figures[1..]}e{exponent}");

    private static string? Special(double value) =>
        !double.IsFinite(value) ? value.ToString(CultureInfo.InvariantCulture) : value == 0 ? double.IsNegative(value) ? "-0" : "0" : null;

    /// <summary>
    /// The figures from the first that is not zero, how many they are, and the exponent of the first, of <c>-0.00125</c>, <c>12.5</c> or
    /// <c>1.25E-010</c>.
    /// </summary>
    private static (int Count, int Exponent) Parts(ReadOnlySpan<char> text, Span<char> figures)
    {
        var (count, before, isBehindPoint) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == 'E')
                return (count, before - 1 + int.Parse(text[(i + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
            if (text[i] == '.') isBehindPoint = true;
            if (!char.IsAsciiDigit(text[i])) continue;
            if (count > 0 || text[i] != '0')
            {
                figures[count++] = text[i];
                if (!isBehindPoint) before++;
            }
            else if (isBehindPoint) before--;
        }
        return (count, before - 1);
    }
}

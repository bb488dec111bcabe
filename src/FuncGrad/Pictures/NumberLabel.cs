using System.Globalization;

namespace FuncGrad;

/// <summary>Numbers at axes, in legends and over contours.</summary>
internal static class NumberLabel
{
    /// <summary>As people write it: 0.01, 1,000, 10⁻¹², 2.5·10⁷, ∞.</summary>
    public static string Of(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "−∞";
        if (value == 0) return "0";
        var text = Math.Abs(value).ToString("E3", CultureInfo.InvariantCulture);
        var (mantissa, exponent) = (text[..text.IndexOf('E', StringComparison.Ordinal)].TrimEnd('0').TrimEnd('.'),
            int.Parse(text.AsSpan(text.IndexOf('E', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture));
        var sign = value < 0 ? "−" : "";
        if (exponent is >= -3 and < 5) return sign + Math.Abs(decimal.Parse($"{mantissa}E{exponent}", NumberStyles.Float,
            CultureInfo.InvariantCulture)).ToString("#,0.######", CultureInfo.InvariantCulture);
        return mantissa == "1" ? $"{sign}10{Raised(exponent)}" : $"{sign}{mantissa}·10{Raised(exponent)}";
    }

    /// <summary>With exactly so many decimals, so that the labels of an axis are alike.</summary>
    public static string Fixed(double value, int decimals)
    {
        var text = value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.All(letter => letter is '-' or '0' or '.') ? text.TrimStart('-') : text.Replace('-', '−');
    }

    /// <summary>A count: 10,000.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Raised(int exponent) =>
        string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(letter => letter == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[letter - '0']));
}

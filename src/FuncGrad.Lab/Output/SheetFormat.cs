namespace FuncGrad.Lab;

/// <summary>How a spreadsheet program of some country reads numbers: its decimal sign, and the separator that goes with it.</summary>
/// <param name="Separator">Between cells.</param>
/// <param name="DecimalSign">In numbers.</param>
internal sealed record SheetFormat(char Separator, char DecimalSign)
{
    /// <summary>Languages that write 0,5; from the Unicode locale data (CLDR 46).</summary>
    private static readonly HashSet<string> CommaLanguages =
    [
        "af", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fr", "gl", "hr", "hu", "hy", "id", "is", "it", "ka",
        "kk", "lt", "lv", "mk", "nb", "nl", "nn",
        "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "uz", "vi",
    ];

    /// <summary>Countries that write 0.5 in a language that elsewhere writes 0,5.</summary>
    private static readonly HashSet<string> PointCountries = ["de-CH", "de-LI", "es-MX", "es-US", "es-PR", "es-GT", "es-HN", "es-NI",
        "es-PA", "es-PE", "es-SV", "es-DO", "es-CU", "it-CH"];

    private static readonly HashSet<string> PointLanguages = ["en", "ja", "zh", "ko", "he", "th", "hi", "ms", "ga", "cy", "mt", "fil", "sw",
        "bn", "ta", "te"];

    /// <summary>The format of a locale as <c>de-DE</c>, or null for one that is not known.</summary>
    public static SheetFormat? Of(string locale)
    {
        var language = locale.Split('-', '_')[0].ToLowerInvariant();
        if (PointLanguages.Contains(language) && locale is not "en-ZA") return new(',', '.');
        if (PointCountries.Contains(locale.Replace('_', '-'))) return new(';', '.');
        return CommaLanguages.Contains(language) || locale is "en-ZA" ? new(';', ',') : null;
    }
}

using System.Buffers;
using System.Globalization;
using CsvHelper;

namespace FuncGrad.Lab;

/// <summary>How a spreadsheet program of some country reads numbers: its decimal sign, and the separator that goes with it.</summary>
/// <param name="Separator">Between cells.</param>
/// <param name="DecimalSign">In numbers.</param>
internal sealed record SheetFormat(char Separator, char DecimalSign)
{
    /// <summary>Languages that write 0,5; from the Unicode locale data (CLDR 46).</summary>
    private static readonly HashSet<string> CommaLanguages =
    [
        "af", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fr", "gl", "hr", "hu", "hy", "id", "is", "it", "ka", "kk", "lt", "lv", "mk", "nb", "nl", "nn",
        "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tr", "uk", "uz", "vi",
    ];

    /// <summary>Countries that write 0.5 in a language that elsewhere writes 0,5.</summary>
    private static readonly HashSet<string> PointCountries = ["de-CH", "de-LI", "es-MX", "es-US", "es-PR", "es-GT", "es-HN", "es-NI", "es-PA", "es-PE", "es-SV", "es-DO", "es-CU", "it-CH"];

    private static readonly HashSet<string> PointLanguages = ["en", "ja", "zh", "ko", "he", "th", "hi", "ms", "ga", "cy", "mt", "fil", "sw", "bn", "ta", "te"];

    /// <summary>The format of a locale as <c>de-DE</c>, or null for one that is not known.</summary>
    public static SheetFormat? Of(string locale)
    {
        var language = locale.Split('-', '_')[0].ToLowerInvariant();
        if (PointLanguages.Contains(language) && locale is not "en-ZA") return new(',', '.');
        if (PointCountries.Contains(locale.Replace('_', '-'))) return new(';', '.');
        return CommaLanguages.Contains(language) || locale is "en-ZA" ? new(';', ',') : null;
    }
}

/// <summary><c>funcgrad export</c>: copies of the tables for spreadsheet programs.</summary>
internal static class Export
{
    private const string Status = "status";

    private static readonly SearchValues<char> Dangerous = SearchValues.Create("=+-@\t\r\n");

    private static readonly HashSet<string> TextColumns = ["id", "verdict", "note", "method.rule", "method.gradient", "method.direction", "method.precision", "method.arithmetic"];

    public static int Run(string folder, string program, SheetFormat format, Streams streams)
    {
        if (Manifest.Read(folder) is not { Status: Manifest.Complete } manifest) throw OutputFailure.Refused($"{folder} holds no finished results.");
        if (OutputFile.Damage(manifest.Files, folder, trustTime: false) is { } damage) throw OutputFailure.Refused($"{damage}: nothing was exported. `funcgrad run` computes it again.");
        var target = Path.Combine(folder, program);
        try
        {
            Directory.CreateDirectory(target);
            ResultFolder.DeleteTables(target);
            foreach (var file in manifest.Files)
            {
                var copy = Path.Combine(target, file.Name);
                Copy(Path.Combine(folder, file.Name), copy + ".tmp", format);
                File.Move(copy + ".tmp", copy, overwrite: true);
                streams.Output.WriteLine(copy);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { throw OutputFailure.From(error, target, manifest.Files.Sum(file => file.Bytes)); }
        streams.Say("Spreadsheets keep 15 digits of a number; the files beside the folder hold all 17.");
        return ExitCode.Done;
    }

    /// <summary>The table with a byte order mark, the program's separator and decimal sign, empty cells for what is not finite, and text that is no formula.</summary>
    public static void Copy(string from, string to, SheetFormat format)
    {
        using var reader = CsvReader.FromFile(from, new CsvReaderOptions { HasHeader = false });
        using var writer = CsvWriter.ToFile(to, new CsvWriterOptions { Separator = format.Separator, NewLine = "\r\n", WriteByteOrderMark = true });
        if (!reader.Read()) return;
        string[] headings = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        foreach (var heading in headings) writer.WriteField(Harmless(heading));
        writer.WriteField(NameBeside(headings));
        writer.EndRecord();
        while (reader.Read())
        {
            var notFinite = new List<string>();
            for (var c = 0; c < headings.Length; c++) writer.WriteField(Cell(reader.GetString(c), headings[c], format, notFinite));
            writer.WriteField(notFinite.Count == 0 ? "finite" : string.Join(", ", notFinite));
            writer.EndRecord();
        }
    }

    private static string NameBeside(string[] headings)
    {
        var name = Status;
        while (headings.Contains(name)) name += "_";
        return name;
    }

    private static string Cell(string text, string heading, SheetFormat format, List<string> notFinite)
    {
        if (heading == "id") return $"#{text}";
        if (TextColumns.Contains(heading) || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return Harmless(text);
        if (double.IsFinite(number)) return format.DecimalSign == '.' ? text : text.Replace('.', format.DecimalSign);
        notFinite.Add($"{heading}: {text}");
        return "";
    }

    /// <summary>Text that a spreadsheet would take for a formula begins with an apostrophe. A hash id begins with #, or 1234e567 would be read as a number.</summary>
    private static string Harmless(string text) => text.Length > 0 && Dangerous.Contains(text[0]) ? $"'{text}" : text;
}

using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad export</c>.</summary>
internal static class ExportCommand
{
    public static Command Of(Streams streams)
    {
        var folder = Given.Folder();
        var kind = new Option<string>("--for")
        {
            Description = "excel or libreoffice: CSV as the program reads it; xlsx: workbooks, for both", Required = true,
        };
        var locale = new Option<string?>("--locale")
        {
            Description = "for CSV, whose decimal sign and separator: de-DE; en-US if left out",
            HelpName = "NAME",
        };
        kind.AcceptOnlyFromAmong(Export.Excel, Export.LibreOffice, Export.Workbooks);
        var command = new ExampledCommand("export", "copies of the tables for spreadsheets",
            "funcgrad export results/learning-rates --for excel",
            "funcgrad export results/learning-rates --for libreoffice --locale de-DE",
            "funcgrad export results/learning-rates --for xlsx")
        {
            folder, kind, locale,
        };
        command.SetAction(result => Run(result.GetValue(folder)!, result.GetValue(kind)!, result.GetValue(locale), streams));
        return command;
    }

    private static int Run(string folder, string kind, string? locale, Streams streams)
    {
        if (kind == Export.Workbooks && locale is not null)
            return streams.Refuse("--locale belongs to CSV; the numbers of a workbook are the same in every country.");
        return SheetFormat.Of(locale ?? "en-US") is { } format
            ? Export.Run(folder, kind, format, streams)
            : streams.Refuse($"--locale {locale}: not known. Any of the same decimal sign will do: en-US for 0.5, de-DE for 0,5.");
    }
}

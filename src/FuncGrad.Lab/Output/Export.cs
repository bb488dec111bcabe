using System.Buffers;
using CsvHelper;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad export</c>: copies of the tables for spreadsheet programs.</summary>
internal static class Export
{
    /// <summary>What <c>--for</c> takes: two programs that read CSV, and the file format of spreadsheets.</summary>
    public const string Excel = "excel", LibreOffice = "libreoffice", Workbooks = "xlsx";

    /// <summary>Of a sheet in Excel and LibreOffice.</summary>
    public const int MostColumns = 16_384;

    private static readonly SearchValues<char> Dangerous = SearchValues.Create("=+-@\t\r\n");

    /// <param name="folder">A folder of finished results; the copies go into a folder in it that is called like their kind.</param>
    /// <param name="kind">What <c>--for</c> takes.</param>
    /// <param name="format">How numbers are written in CSV.</param>
    /// <param name="streams">Where the names of the copies go.</param>
    public static int Run(string folder, string kind, SheetFormat format, Streams streams)
    {
        if (Manifest.Read(folder) is not { Status: Manifest.Complete } manifest)
            throw OutputFailure.Refused($"{folder} holds no finished results.");
        if (OutputFile.Damage(manifest.Files, folder) is { } damage)
            throw OutputFailure.Refused($"{damage}: nothing was exported. `funcgrad run` computes it again.");
        var target = Path.Combine(folder, kind);
        int leftOut;
        try
        {
            var copies = new ExportFolder(target, $"{manifest.Owner}-export");
            foreach (var file in manifest.Tables) copies.RefuseForeign(CopyName(file.Name, kind));
            leftOut = Written(copies, folder, manifest, kind, format, streams);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw OutputFailure.From(error, target, manifest.Tables.Sum(file => file.Bytes));
        }
        streams.Say(kind == Workbooks
            ? "These files hold all digits of a number; spreadsheets show 15."
            : "Spreadsheets keep 15 digits of a number; the files beside the folder hold all 17.");
        return leftOut == 0 ? ExitCode.Done : streams.Refuse($"{leftOut} of {manifest.Tables.Count} tables were left out.");
    }

    /// <summary>
    /// Tells which exports in a folder are of other results than those that were just put into it. They are not deleted: people sort them
    /// and draw charts in them. The next export of their kind replaces the tables it wrote itself.
    /// </summary>
    public static void TellOlder(string folder, Action<string> say)
    {
        foreach (var kind in (string[])[Excel, LibreOffice, Workbooks])
            if (Path.Combine(folder, kind) is var target && Directory.Exists(target)
                && Directory.EnumerateFiles(target).Any(path => RowFiles.IsTable(Path.GetFileName(path), Extension(kind))))
                say(
                    $"{target} is older than the results: it was exported from earlier ones. `funcgrad export {folder} --for {kind}` "
                        + "brings it up to date.");
    }

    /// <summary>Copies all tables, then gives them their names; how many were left out.</summary>
    private static int Written(ExportFolder copies, string folder, Manifest manifest, string kind, SheetFormat format, Streams streams)
    {
        try
        {
            var leftOut = manifest.Tables.Count(file => !IsExported(copies, Path.Combine(folder, file.Name), kind, format, streams));
            foreach (var copy in copies.Publish()) streams.Output.WriteLine(copy);
            return leftOut;
        }
        finally { copies.Discard(); }
    }

    /// <summary>Whether a table was copied. The others are copied also if one is too wide for a sheet.</summary>
    private static bool IsExported(ExportFolder copies, string table, string kind, SheetFormat format, Streams streams)
    {
        var columns = SheetTable.ColumnsOf(table);
        var (isTooWide, isCopied) = (columns > MostColumns, columns <= MostColumns || kind != Workbooks);
        if (isTooWide)
            streams.Say(
                $"{table} has {Numbers.Grouped(columns)} columns with the status; a sheet has {Numbers.Grouped(MostColumns)}. "
                    + $"{(isCopied ? "Spreadsheets do not show the columns after them" : "It is left out")}: log fewer ([log] columns).");
        if (isCopied) copies.Add(CopyName(Path.GetFileName(table), kind), temporary => Copy(table, temporary, kind, format));
        return isCopied;
    }

    /// <summary>
    /// The table with a byte order mark, the program's separator and decimal sign, empty cells for what is not finite, and text that is no
    /// formula.
    /// </summary>
    public static void Copy(string from, string to, SheetFormat format)
    {
        var table = new SheetTable(OpenedResults.TableOf(from));
        using var file = Disk.CreateStream(to);
        using var writer = CsvWriter.Create(file, new CsvWriterOptions
        {
            Separator = format.Separator,
            NewLine = "\r\n",
            WriteByteOrderMark = true,
        });
        foreach (var heading in table.Headings) writer.WriteField(Harmless(heading));
        writer.EndRecord();
        foreach (var row in table.Rows())
        {
            for (var c = 0; c < row.Length; c++) writer.WriteField(Text(row[c], table.Headings[c], format));
            writer.EndRecord();
        }
    }

    private static void Copy(string from, string to, string kind, SheetFormat format)
    {
        if (kind == Workbooks) Workbook.Copy(from, to);
        else Copy(from, to, format);
    }

    private static string Extension(string kind) => kind == Workbooks ? ".xlsx" : ".csv";

    private static string CopyName(string table, string kind) => Path.ChangeExtension(table, Extension(kind));

    /// <summary>A hash id begins with #, or 1234e567 would be read as a number.</summary>
    private static string Text(SheetCell cell, string heading, SheetFormat format)
    {
        if (heading == SheetTable.Id) return $"#{cell.Text}";
        if (cell.Number is null) return Harmless(cell.Text);
        return format.DecimalSign == '.' ? cell.Text : cell.Text.Replace('.', format.DecimalSign);
    }

    /// <summary>Text that a spreadsheet would take for a formula begins with an apostrophe.</summary>
    private static string Harmless(string text) => text.Length > 0 && Dangerous.Contains(text[0]) ? $"'{text}" : text;
}

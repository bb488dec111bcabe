using SpreadCheetah;
using SpreadCheetah.Worksheets;

namespace FuncGrad.Lab;

/// <summary>
/// A table as a file of spreadsheets (Office Open XML, ISO/IEC 29500): one sheet, numbers as numbers whatever the country, texts as texts
/// and never formulas.
/// </summary>
internal static class Workbook
{
    /// <summary>Writes row by row, so that the memory does not grow with the table.</summary>
    /// <exception cref="OutputFailure">The table has more columns than a sheet.</exception>
    public static void Copy(string from, string to)
    {
        var table = new SheetTable(OpenedResults.TableOf(from));
        if (table.Headings.Count > Export.MostColumns)
            throw OutputFailure.Refused(
                $"{from} has {Numbers.Grouped(table.Headings.Count)} columns with the status; a sheet has "
                    + $"{Numbers.Grouped(Export.MostColumns)}. Log fewer ([log] columns).");
        using var file = Disk.CreateStream(to);
        Write(table, Path.GetFileNameWithoutExtension(from), file).GetAwaiter().GetResult();
    }

    private static async Task Write(SheetTable table, string name, Stream file)
    {
        await using var sheet =
            await Spreadsheet.CreateNewAsync(file, new SpreadCheetahOptions { PreserveStringWhitespace = true }).ConfigureAwait(false);
        await sheet.StartWorksheetAsync(name, new WorksheetOptions { FrozenRows = 1 }).ConfigureAwait(false);
        await sheet.AddHeaderRowAsync([.. table.Headings]).ConfigureAwait(false);
        var cells = new DataCell[table.Headings.Count];
        foreach (var row in table.Rows())
        {
            for (var c = 0; c < row.Length; c++) cells[c] = Cell(row[c]);
            await sheet.AddRowAsync(cells).ConfigureAwait(false);
        }
        await sheet.FinishAsync().ConfigureAwait(false);
    }

    private static DataCell Cell(SheetCell cell) => cell switch
    {
        { Number: { } number } => new(number),
        { Text: "" } => default,
        _ => new(cell.Text),
    };
}

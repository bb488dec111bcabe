using System.Globalization;

namespace FuncGrad.Lab;

/// <summary>A cell as spreadsheets know it: a finite number, or a text, which may be empty.</summary>
internal readonly record struct SheetCell(string Text, double? Number = null);

/// <summary>
/// A table as spreadsheets can hold it: what is not finite is an empty cell, and a column more, the last, says what stood there.
/// </summary>
internal sealed class SheetTable
{
    public const string Id = "id";

    private static readonly HashSet<string> TextColumns = [Id, "verdict", "note", "method.rule", "method.gradient", "method.direction",
        "method.precision", "method.arithmetic"];

    private readonly ResultTable _table;

    public SheetTable(ResultTable table) => (_table, Headings) = (table, [.. table.Columns, NameBeside(table.Columns)]);

    public IReadOnlyList<string> Headings { get; }

    /// <summary>How many columns a table has here.</summary>
    public static int ColumnsOf(string path) => new SheetTable(OpenedResults.TableOf(path)).Headings.Count;

    /// <summary>The rows that follow, each in the same array.</summary>
    public IEnumerable<SheetCell[]> Rows()
    {
        var cells = new SheetCell[Headings.Count];
        foreach (var fields in _table.Records())
        {
            var notFinite = new List<string>();
            for (var c = 0; c < fields.Length; c++) cells[c] = Cell(fields[c], Headings[c], notFinite);
            cells[^1] = new(notFinite.Count == 0 ? "finite" : string.Join(", ", notFinite));
            yield return cells;
        }
    }

    private static SheetCell Cell(string text, string heading, List<string> notFinite)
    {
        if (TextColumns.Contains(heading) || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return new(text);
        if (double.IsFinite(number)) return new(text, number);
        notFinite.Add($"{heading}: {text}");
        return new("");
    }

    private static string NameBeside(IReadOnlyList<string> headings)
    {
        var name = "status";
        while (headings.Contains(name)) name += "_";
        return name;
    }
}

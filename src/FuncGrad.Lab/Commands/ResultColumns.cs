using System.Globalization;

namespace FuncGrad.Lab;

/// <summary>
/// Columns of results and plans as people read them: a short heading, and numbers by the rule of <see cref="NumberText"/>.
/// </summary>
internal static class ResultColumns
{
    /// <summary>Columns that every table of trials has, whatever is swept.</summary>
    public static IReadOnlyList<string> Common { get; } = ["trial", "verdict", "steps", "loss", "gradient_norm", "note"];

    private static readonly string[] Whole = ["trial", "steps"], Keys = ["trial", "id", "verdict"];

    /// <summary>A column with its cells.</summary>
    /// <param name="name">As in the file.</param>
    /// <param name="swept">All swept settings.</param>
    /// <param name="cells">As in the file.</param>
    public static (Column Column, string[] Cells) Of(string name, IReadOnlyList<string> swept, string[] cells)
    {
        var numbers = name is "id" or "note" ? null : Parsed(cells);
        return (new(Heading(name, swept), numbers is not null) { IsKey = Keys.Contains(name) },
            numbers is null || Whole.Contains(name) ? cells : swept.Contains(name) ? NumberText.Settings(numbers)
                : NumberText.Column(numbers));
    }

    /// <summary>Columns side by side; what is the same in all rows is told above.</summary>
    public static TextTable Table(IReadOnlyList<(Column Column, string[] Cells)> columns, string rows) => new(
        [.. columns.Select(column => column.Column)],
        [.. Enumerable.Range(0, columns[0].Cells.Length)
            .Select(r => (string[])[.. columns.Select(column => column.Cells[r])])]) { Alike = rows };

    /// <summary>
    /// The gradient norm as a sign; a swept setting without its table, unless that is the name of another column: <c>method.steps</c>
    /// beside the steps that were made.
    /// </summary>
    private static string Heading(string name, IReadOnlyList<string> swept)
    {
        if (name == "gradient_norm") return "|gradient|";
        if (!swept.Contains(name)) return name;
        var last = WithoutTable(name);
        return last == "id" || Common.Contains(last) || swept.Count(key => WithoutTable(key) == last) > 1 ? name : last;
    }

    private static string WithoutTable(string key) => key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static double[]? Parsed(string[] cells)
    {
        var numbers = new double[cells.Length];
        for (var i = 0; i < cells.Length; i++)
            if (!double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i])) return null;
        return numbers;
    }
}

using CsvHelper;

namespace FuncGrad.Lab;

/// <summary>What to do about a table of which a line or a column is no row or column of numbers.</summary>
internal static class CsvHints
{
    /// <summary>Of a header that has other cells than the first row of numbers.</summary>
    /// <param name="row">At that row.</param>
    /// <param name="names">How many cells the header has.</param>
    public static string AtHeader(CsvReader row, int names)
    {
        var (width, mayBeCommas) = (row.FieldCount, row.FieldCount == 2 * names && row.Separator == ',');
        if (width == names + 1 && row.GetRawSpan(names).IsEmpty)
            return "The lines of numbers end with a separator: remove it, or let the header end so too.";
        if (names == 1)
            return "Leave out the line of words that stands above the table"
                + $"{(mayBeCommas ? ", or write numbers with a decimal point, not a comma: 1.5" : "")}.";
        return mayBeCommas ? "Each column has a name. Numbers are written with a decimal point, not a comma: 1.5."
            : "Each column has a name, or there is no header.";
    }

    public static string AtLastSeparator(int cell) =>
        $"If lines end with a separator, leave that column out: columns = \"0:{cell - 1}\". Else leave out rows that miss one.";

    public static string AtSecondHeader(int cell) =>
        $"Leave out the second line of names, or ask for columns of words, columns = [{cell - 1}]: they become class numbers.";

    /// <summary>Of a column of words that was not asked for.</summary>
    public static string AtWords(CsvReader row, int cell)
    {
        var numbers = Enumerable.Range(0, row.FieldCount).TakeWhile(c => CsvCells.Number(row.GetRawSpan(c)) is not null).Count();
        return $"Choose columns without it, columns = \"{(numbers > 0 ? $"0:{numbers}" : "1:")}\", or ask for it, columns = [{cell - 1}]: "
            + "its words become class numbers.";
    }
}

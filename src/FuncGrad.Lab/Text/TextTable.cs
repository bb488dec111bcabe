namespace FuncGrad.Lab;

/// <summary>A column of a table.</summary>
/// <param name="Heading">Its name.</param>
/// <param name="IsNumber">Whether its cells are numbers, which stand to the right.</param>
internal readonly record struct Column(string Heading, bool IsNumber = false)
{
    /// <summary>Whether it stands in the table also if all its cells are the same.</summary>
    public bool IsKey { get; init; }
}

/// <summary>What becomes of the texts of the last column where the table is too wide with them.</summary>
internal enum LongText
{
    /// <summary>They stand below the table, each with the first cell of its row.</summary>
    Below,

    /// <summary>They stay in their column, on several lines.</summary>
    Beside,

    /// <summary>They end with dots: a line for each row is what counts.</summary>
    Cut,
}

/// <summary>
/// A table of texts for people. It keeps its form in any width: what is the same in all rows is said once above it, texts that are too long
/// stand below, headings fold, and at last, on a terminal, the columns stand in bands one below the other. Where no terminal tells its
/// width, it is laid out for 80 letters, and what is wider stays on its line.
/// </summary>
internal sealed record TextTable(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>From left to right.</summary>
    public IReadOnlyList<Column> Columns { get; init; } = [
        .. Columns.Select(column => column with { Heading = Visible.Text(column.Heading) })];

    /// <summary>The cells, in which nothing commands a terminal.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; init; } = [.. Rows.Select(row => (string[])[.. row.Select(Visible.Text)])];

    /// <summary>The width where no terminal tells its own.</summary>
    public const int Usual = 80;

    private const int NarrowestText = 24;

    /// <summary>What the rows are, <c>trials</c>, if columns whose cells are all the same are to be told above the table.</summary>
    public string? Alike { get; init; }

    public LongText Last { get; init; }

    /// <summary>Blanks before each line.</summary>
    public int Indent { get; init; }

    public void Print(Streams streams)
    {
        if (Alike is null || Rows.Count < 2) PrintFitting(streams);
        else WithoutAlike(streams).PrintFitting(streams);
    }

    private TextTable WithoutAlike(Streams streams)
    {
        var alike = Enumerable.Range(0, Columns.Count).Where(c => !Columns[c].IsKey && Rows.All(row => row[c] == Rows[0][c])).ToArray();
        var told = alike.Where(c => Rows[0][c].Length > 0).Select(c => $"{Columns[c].Heading} {Rows[0][c]}").ToArray();
        if (told.Length > 0) streams.Tell($"in all {Alike}: {string.Join(", ", told)}", Indent);
        return Only([.. Enumerable.Range(0, Columns.Count).Except(alike)]);
    }

    private TextTable Only(int[] columns) => this with
    {
        Columns = [.. columns.Select(c => Columns[c])],
        Rows = [.. Rows.Select(row => (string[])[.. columns.Select(c => row[c])])],
    };

    private void PrintFitting(Streams streams)
    {
        var (width, layout) = ((streams.Width ?? Usual) - Indent, new TableLayout(this, streams));
        if (layout.Width <= width) layout.Write();
        else if (Columns.Count < 2 || Columns[^1].IsNumber) PrintNumbers(streams, width);
        else if (Last == LongText.Below || width - layout.WidthBeforeLast < NarrowestText) PrintWithTextBelow(streams, width);
        else if (streams.Width is null) layout.Write();
        else layout.Write(width - layout.WidthBeforeLast, isCut: Last == LongText.Cut);
    }

    private void PrintWithTextBelow(Streams streams, int width)
    {
        Only([.. Enumerable.Range(0, Columns.Count - 1)]).PrintNumbers(streams, width);
        streams.Output.WriteLine();
        foreach (var rows in Rows.Where(row => row[^1].Length > 0).GroupBy(row => row[^1], row => row[0].Trim()))
        {
            var label = $"{Columns[0].Heading}{(rows.Skip(1).Any() ? "s" : "")} {string.Join(", ", rows)}: ";
            streams.Tell(label + rows.Key, Indent, Math.Min(label.Length, NarrowestText));
        }
    }

    // A number that is broken into two lines would be read as another number.
    private void PrintNumbers(Streams streams, int width)
    {
        var layout = new TableLayout(this, streams);
        if (layout.Width > width) layout = layout with { HasFoldedHeadings = true };
        if (layout.Width <= width || streams.Width is null || Columns.Count < 3) layout.Write();
        else PrintBands(layout, width);
    }

    /// <summary>As many columns as fit, then the first one again with the next ones, and so on.</summary>
    private void PrintBands(TableLayout layout, int width)
    {
        for (var next = 1; next < Columns.Count;)
        {
            if (next > 1) layout.Streams.Output.WriteLine();
            var band = new List<int> { 0, next++ };
            while (next < Columns.Count && (layout with { Table = Only([.. band, next]) }).Width <= width) band.Add(next++);
            (layout with { Table = Only([.. band]) }).Write();
        }
    }
}

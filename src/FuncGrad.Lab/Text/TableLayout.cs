namespace FuncGrad.Lab;

/// <summary>The columns of a table side by side, two blanks apart, under their headings and a rule.</summary>
internal sealed record TableLayout(TextTable Table, Streams Streams)
{
    private const string Between = "  ";

    /// <summary>
    /// Whether headings stand on several lines, broken after <c>_</c>, <c>.</c> and blanks, where they are wider than what is below them.
    /// </summary>
    public bool HasFoldedHeadings { get; init; }

    /// <summary>Of the whole table.</summary>
    public int Width => Widths().Sum() + (Between.Length * (Table.Columns.Count - 1));

    /// <summary>Of all columns but the last, with the blanks before that.</summary>
    public int WidthBeforeLast => Widths()[..^1].Sum() + (Between.Length * (Table.Columns.Count - 1));

    /// <summary>Writes the table.</summary>
    /// <param name="lastWidth">The width of the last column, whose texts are broken or cut to fit; null: what it needs.</param>
    /// <param name="isCut">Whether they are cut.</param>
    public void Write(int? lastWidth = null, bool isCut = false)
    {
        var (widths, headings) = (Widths(), Table.Columns.Select((_, c) => Heading(c)).ToArray());
        if (lastWidth is { } last) widths[^1] = last;
        var height = headings.Max(lines => lines.Length);
        for (var line = 0; line < height; line++)
            WriteLine([.. headings.Select(lines => line - height + lines.Length is >= 0 and var own ? lines[own] : "")], widths,
                Palette.Heading);
        WriteLine([.. widths.Select((width, c) => new string(Streams.Width is null ? '-' : '─', Math.Min(width, LongestCell(c))))], widths,
            Palette.Aside);
        foreach (var row in Table.Rows)
            foreach (var cells in Lines(row, widths[^1], isCut)) WriteLine(cells, widths, Palette.Cell);
    }

    private static IEnumerable<string[]> Lines(IReadOnlyList<string> row, int lastWidth, bool isCut)
    {
        if (row[^1].Length <= lastWidth) return [[.. row]];
        if (isCut) return [[.. row.SkipLast(1), $"{row[^1][..(lastWidth - 3)].TrimEnd()}..."]];
        return Paragraph.Lines(row[^1], lastWidth)
            .Select((line, i) => (string[])[.. row.SkipLast(1).Select(cell => i == 0 ? cell : ""), line]);
    }

    private void WriteLine(string[] cells, int[] widths, Func<string, bool, string> painted)
    {
        var last = Array.FindLastIndex(cells, cell => cell.Length > 0);
        var texts = cells.Take(last + 1).Select((cell, c) =>
            painted(Table.Columns[c].IsNumber ? cell.PadLeft(widths[c]) : c == last ? cell : cell.PadRight(widths[c]), Streams.HasColours));
        Streams.Drawing.Write($"{new string(' ', Table.Indent)}{string.Join(Between, texts)}\n");
    }

    private int[] Widths() => [.. Table.Columns.Select((_, c) => LongestCell(c))];

    private int LongestCell(int column) => Heading(column).Concat(Table.Rows.Select(row => row[column])).Max(text => text.Length);

    private string[] Heading(int column)
    {
        var (heading, cells) = (Table.Columns[column].Heading, Table.Rows.Select(row => row[column].Length).DefaultIfEmpty().Max());
        return HasFoldedHeadings && heading.Length > cells ? Folded(heading, cells) : [heading];
    }

    /// <summary>The pieces of a heading, as many together as the cells are wide.</summary>
    private static string[] Folded(string heading, int width)
    {
        var lines = new List<string> { "" };
        for (var start = 0; start < heading.Length;)
        {
            var end = heading.AsSpan(start).IndexOfAny("_. ") is >= 0 and var found ? start + found + 1 : heading.Length;
            if (lines[^1].Length > 0 && lines[^1].Length + end - start > width) lines.Add("");
            lines[^1] += heading[start..end];
            start = end;
        }
        return [.. lines.Select(line => line.TrimEnd())];
    }
}

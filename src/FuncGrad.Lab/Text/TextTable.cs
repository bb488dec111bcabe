using System.Runtime.CompilerServices;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>A column: its heading, and whether its cells are numbers, which stand to the right.</summary>
internal readonly record struct Column(string Heading, bool IsNumber = false);

/// <summary>A table of texts for people, drawn to fit a terminal, or as plain aligned columns where it goes into a file or another program.</summary>
internal sealed record TextTable(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Between the cells of a drawn table, and what its last column needs to be worth drawing.</summary>
    private const int Between = 3, NarrowestText = 28;

    public void Print(Streams streams)
    {
        if (streams.Width is { } width && Rows.Count > 0) PrintDrawn(streams, width);
        else streams.Output.Write(Plain());
    }

    /// <summary>Columns two spaces apart, under their headings.</summary>
    public string Plain()
    {
        var (widths, text) = (Widths(), new StringBuilder());
        Append(text, [.. Columns.Select(column => column.Heading)], widths);
        Append(text, [.. widths.Select(width => new string('-', width))], widths);
        foreach (var row in Rows) Append(text, row, widths);
        return text.ToString();
    }

    private void Append(StringBuilder text, IReadOnlyList<string> cells, int[] widths)
    {
        var line = string.Join("  ", cells.Select((cell, c) => Columns[c].IsNumber ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c])));
        text.Append(line.TrimEnd()).Append('\n');
    }

    /// <summary>The widths of the columns.</summary>
    private int[] Widths() => [.. Columns.Select((column, c) => Rows.Select(row => row[c].Length).Append(column.Heading.Length).Max())];

    // A number that is broken into two lines would be read as another number. So only the last column is wrapped, if it is text; where there is no room for it,
    // it stands below, a line for each row.
    private void PrintDrawn(Streams streams, int width)
    {
        var widths = Widths();
        var hasText = !Columns[^1].IsNumber && Columns.Count > 1;
        var others = widths[..^1].Sum() + (Between * Columns.Count) + 1;
        var isBelow = hasText && others + Math.Min(widths[^1], NarrowestText) > width;
        if ((isBelow ? others - Between : others + (hasText ? 0 : widths[^1])) > width) streams.Output.Write(Plain());
        else if (isBelow) PrintWithTextBelow(streams, width);
        else Draw(streams, Columns.Count, width);
    }

    private void PrintWithTextBelow(Streams streams, int width)
    {
        Draw(streams, Columns.Count - 1, width);
        foreach (var row in Rows.Where(row => row[^1].Length > 0)) streams.Output.WriteLine($"{Columns[0].Heading.Trim()} {row[0].Trim()}: {row[^1]}");
    }

    // Apart, so that the drawing library is loaded only where it is used: it costs a good part of the start-up.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Draw(Streams streams, int count, int width)
    {
        var table = new Spectre.Console.Table { Border = Spectre.Console.TableBorder.Rounded };
        foreach (var (column, c) in Columns.Take(count).Select((column, c) => (column, c)))
            table.AddColumn(new Spectre.Console.TableColumn(Spectre.Console.Markup.Escape(column.Heading))
            {
                Alignment = column.IsNumber ? Spectre.Console.Justify.Right : Spectre.Console.Justify.Left,
                NoWrap = c < Columns.Count - 1 || column.IsNumber,
            });
        foreach (var row in Rows)
            Spectre.Console.TableExtensions.AddRow(table, [.. row.Take(count).Select(Coloured)]);
        var console = Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings { Out = new Spectre.Console.AnsiConsoleOutput(streams.Output) });
        console.Profile.Width = width;
        console.Write(table);
    }

    private static string Coloured(string cell) => cell switch
    {
        "converged" or "right" => $"[green]{cell}[/]",
        "diverged" or "failed" or "wrong" => $"[red]{cell}[/]",
        "oscillating" or "too_slow" => $"[yellow]{cell}[/]",
        _ => Spectre.Console.Markup.Escape(cell),
    };
}

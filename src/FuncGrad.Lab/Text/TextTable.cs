using System.Runtime.CompilerServices;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>A column: its heading, and whether its cells are numbers, which stand to the right.</summary>
internal readonly record struct Column(string Heading, bool IsNumber = false);

/// <summary>A table of texts for people, drawn to fit a terminal, or as plain aligned columns where it goes into a file or another program.</summary>
internal sealed record TextTable(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public void Print(Streams streams)
    {
        if (streams.IsTerminal) PrintDrawn();
        else streams.Output.Write(Plain());
    }

    /// <summary>Columns two spaces apart, under their headings.</summary>
    public string Plain()
    {
        var widths = Columns.Select((column, c) => Rows.Select(row => row[c].Length).Append(column.Heading.Length).Max()).ToArray();
        var text = new StringBuilder();
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

    // Apart, so that the drawing library is loaded only where it is used: it costs a good part of the start-up.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PrintDrawn()
    {
        var table = new Spectre.Console.Table { Border = Spectre.Console.TableBorder.Rounded };
        foreach (var column in Columns)
            table.AddColumn(new Spectre.Console.TableColumn(Spectre.Console.Markup.Escape(column.Heading)) { Alignment = column.IsNumber ? Spectre.Console.Justify.Right : Spectre.Console.Justify.Left });
        foreach (var row in Rows)
            Spectre.Console.TableExtensions.AddRow(table, [.. row.Select(Coloured)]);
        Spectre.Console.AnsiConsole.Write(table);
    }

    private static string Coloured(string cell) => cell switch
    {
        "converged" or "right" => $"[green]{cell}[/]",
        "diverged" or "failed" or "wrong" => $"[red]{cell}[/]",
        "oscillating" or "too_slow" => $"[yellow]{cell}[/]",
        _ => Spectre.Console.Markup.Escape(cell),
    };
}

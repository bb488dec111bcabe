using System.Globalization;
using System.Text;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad report</c>: results as one page that needs no network.</summary>
internal static class Report
{
    public const string DefaultName = "report.html";

    /// <summary>Writes the page of some folders.</summary>
    /// <param name="folders">One, or several to be compared.</param>
    /// <param name="output">The file; in the first folder if null.</param>
    /// <param name="title">Instead of the experiment's own.</param>
    /// <param name="streams">Where it is told.</param>
    public static int Run(IReadOnlyList<string> folders, string? output, string? title, Streams streams)
    {
        if (output is not null && Path.GetExtension(output).ToLowerInvariant() is not (".html" or ".htm"))
            return streams.Refuse($"-o {output}: a report ends in .html.");
        if (OpenedResults.ReadAll(folders, streams) is not { } opened) return ExitCode.BadInput;
        var path = output ?? Path.Combine(folders[0], DefaultName);
        try
        {
            var html = PageOf(opened, title).Html();
            Write(path, html);
            streams.Output.WriteLine($"{path}: {ByteSize.Text(Encoding.UTF8.GetByteCount(html))}");
            return ExitCode.Done;
        }
        catch (InvalidDataException error) { return streams.Refuse(error.Message); }
    }

    /// <summary>The file, whole or not at all.</summary>
    /// <exception cref="OutputFailure">There is another's file, or the disk takes none.</exception>
    public static void Write(string path, string html) => DrawnFile.Write(path, Encoding.UTF8.GetBytes(html), "report");

    /// <summary>The page of one run, or of several beside each other.</summary>
    /// <param name="opened">The runs.</param>
    /// <param name="title">Instead of the experiment's own.</param>
    /// <param name="refresh">Seconds after which a browser reads it again; 0 for never.</param>
    /// <param name="standing">How far a run is; empty if it is over.</param>
    public static Page PageOf(IReadOnlyList<OpenedRun> opened, string? title, int refresh = 0, string standing = "")
    {
        if (opened.Count == 1)
            return new(title ?? TitleOf(opened[0]), [new ReportedRun(opened[0], "")]) { Refresh = refresh, Standing = standing };
        var comparison = FuncGrad.Lab.Comparison.Of(opened);
        ReportedRun[] runs = [.. opened.Select((run, r) => new ReportedRun(run, comparison.Labels[r], 1.0 / opened.Count))];
        return new(title ?? string.Join(" · ", opened.Select(TitleOf).Distinct()), runs) { Comparison = HtmlOf(comparison) };
    }

    private static string HtmlOf(Comparison comparison)
    {
        var text = new StringBuilder("<section id=\"comparison\">\n");
        foreach (var (heading, table) in ComparisonTable.Of(comparison, comparison.Labels))
        {
            // The trials themselves are there for who asks.
            var isList = table.Columns.Count > 0 && table.Columns[0].Heading.StartsWith("trial", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture,
                $"{(isList ? "<details><summary>" : "<h2>")}{PageParts.Text(heading)}{(isList ? "</summary>" : "</h2>")}\n");
            if (table.Columns.Count == 0) continue;
            text.Append("<div class=\"scroll\"><table class=\"plain\">\n<thead><tr>");
            foreach (var column in table.Columns)
                text.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{Side(column)}>{PageParts.Text(column.Heading)}</th>");
            text.Append("</tr></thead>\n");
            foreach (var row in table.Rows)
                text.Append("<tr>").AppendJoin("", row.Select((cell, c) => $"<td{Side(table.Columns[c])}>{PageParts.Text(cell)}</td>"))
                    .Append("</tr>\n");
            text.Append("</table></div>\n").Append(isList ? "</details>\n" : "");
        }
        return text.Append("</section>\n").ToString();
    }

    private static string Side(Column column) => column.IsNumber ? " class=\"number\"" : "";

    public static string TitleOf(OpenedRun run) => new ChartRequest().TitleFor(run.Tables.Experiment);
}

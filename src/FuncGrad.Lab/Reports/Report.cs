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
        if (output is not null && Path.GetExtension(output).ToLowerInvariant() is not (".html" or ".htm")) return streams.Refuse($"-o {output}: a report ends in .html.");
        var opened = new List<OpenedRun>();
        foreach (var folder in folders)
            if (OpenedResults.Read(folder, streams) is { } run) opened.Add(run);
            else return ExitCode.BadInput;
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
    public static void Write(string path, string html)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            Disk.Replace(path, Encoding.UTF8.GetBytes(html), "report");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { throw OutputFailure.From(error, path, html.Length); }
    }

    private static Page PageOf(List<OpenedRun> opened, string? title) => new(title ?? TitleOf(opened[0]), [new ReportedRun(opened[0], "")]);

    public static string TitleOf(OpenedRun run) => new ChartRequest().TitleFor(run.Tables.Experiment);
}

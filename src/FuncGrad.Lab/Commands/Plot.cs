namespace FuncGrad.Lab;

/// <summary>How pictures were asked for.</summary>
/// <param name="Folder">A folder of results.</param>
/// <param name="Kind">The kind; null for those that fit.</param>
/// <param name="Output">The file; null for one beside the tables for each kind.</param>
/// <param name="Width">In pixels of a screen.</param>
/// <param name="Chart">What is to be seen.</param>
internal sealed record PlotRequest(string Folder, string? Kind, string? Output, int Width, ChartRequest Chart)
{
    /// <summary>Whether the picture is text on stdout instead of a file.</summary>
    public bool OnTerminal { get; init; }
}

/// <summary><c>funcgrad plot</c>: pictures of results.</summary>
internal static class Plot
{
    public const int DefaultWidth = 900, NarrowestWidth = 200, WidestWidth = 10_000, WidthOfPipe = 80;

    /// <summary>Pictures that are drawn when no kind is named.</summary>
    private const int MostAtOnce = 3;

    public static int Run(PlotRequest request, Streams streams)
    {
        if (PictureFile.Problem(request.Output) is { } problem) return streams.Refuse(problem);
        if (request.Kind is { } name && ChartKinds.Find(name) is null) return streams.Refuse(Unknown(name));
        if (OpenedResults.Open(request.Folder, streams) is not { } tables) return ExitCode.BadInput;
        try
        {
            return Draw(request, tables, streams);
        }
        catch (InvalidDataException error) { return streams.Refuse($"{request.Folder}: {error.Message}"); }
    }

    /// <summary>The charts of the kind that was asked for, or of those that fit, each with its kind; or why there is none.</summary>
    public static (IReadOnlyList<(ChartKind Kind, Chart Chart)> Charts, string Problem) Charts(PlotRequest request, ResultTables tables,
        int most)
    {
        if (request.Kind is { } name && ChartKinds.Find(name)! is var asked)
            return asked.Draw(tables, request.Chart) is { Chart: { } chart } ? ([(asked, chart)], "")
                : ([], asked.Draw(tables, request.Chart).Problem);
        if (request.OnTerminal && TerminalPicture.Fitting(tables, request.Chart) is { } fitting) return ([fitting], "");
        var drawn = ChartKinds.All.Where(kind => kind.Fits(tables)).Select(kind => (Kind: kind, Drawing: kind.Draw(tables, request.Chart)))
            .Where(pair => pair.Drawing.Chart is not null).Take(most);
        (ChartKind, Chart)[] charts = [.. drawn.Select(pair => (pair.Kind, pair.Drawing.Chart!))];
        return (charts, charts.Length > 0 ? "" : "No kind of picture fits these results by itself: name one with --kind.");
    }

    private static int Draw(PlotRequest request, ResultTables tables, Streams streams)
    {
        var (charts, problem) = Charts(request, tables, request.Output is null && !request.OnTerminal ? MostAtOnce : 1);
        if (charts.Count == 0) return streams.Refuse(problem);
        if (request.OnTerminal) TerminalPicture.Print(charts[0].Chart, streams.Width ?? WidthOfPipe, streams);
        else WriteFiles(request, charts, streams);
        if (request.Kind is null && Others(tables, charts) is { Length: > 0 } others) streams.Say($"Also: {string.Join("; ", others)}.");
        return ExitCode.Done;
    }

    private static void WriteFiles(PlotRequest request, IReadOnlyList<(ChartKind Kind, Chart Chart)> charts, Streams streams)
    {
        foreach (var (kind, chart) in charts)
        {
            var path = request.Output ?? Path.Combine(request.Folder, kind.Name + ".svg");
            PictureFile.Write(path, chart, request.Width, streams.Say);
            streams.Output.WriteLine($"{path}: {PlainText.Of(chart.Subtitle)}");
        }
    }

    private static string[] Others(ResultTables tables, IReadOnlyList<(ChartKind Kind, Chart Chart)> charts) =>
        [.. ChartKinds.All.Where(kind => charts.All(drawn => drawn.Kind != kind) && IsPossible(kind, tables))
            .Select(kind => $"--kind {kind.Name} ({kind.Shows})")];

    private static bool IsPossible(ChartKind kind, ResultTables tables) => kind.Fits(tables) || kind.CanBeAsked(tables);

    private static string Unknown(string kind)
    {
        string[] kinds = [.. ChartKinds.All.Select(known => known.Name)];
        var guess = NearestName.Of(kind, kinds) is { } nearest ? $"perhaps you meant {nearest}" : "there is none";
        return $"--kind {kind}: {guess}. Kinds: {string.Join(", ", kinds)}.";
    }
}

namespace FuncGrad.Lab;

/// <summary>The picture that <c>run</c> ends with where people look at it.</summary>
internal static class TerminalPicture
{
    /// <summary>Nobody waits for a picture longer than for a run: so many bytes of tables are read in about a second.</summary>
    private const long MostBytes = 200_000_000;

    /// <summary>What says most at the end of a run, the first that fits.</summary>
    private static readonly string[] Kinds = ["basins", "map", "curves", "rates"];

    /// <summary>Draws the results of a folder on a terminal; nothing elsewhere, and nothing if there is little to see.</summary>
    public static void Print(string folder, Manifest manifest, Streams streams)
    {
        if (streams.Width is not { } width || manifest.Tables.Sum(file => file.Bytes) > MostBytes) return;
        if (OpenedResults.Open(folder, streams with { Error = TextWriter.Null }) is not { } tables) return;
        if (Fitting(tables, new()) is not { } fitting) return;
        streams.Output.WriteLine();
        Print(fitting.Chart with { Title = "" }, width, streams);
    }

    /// <summary>The picture that says most on a terminal, where thin lines are not seen.</summary>
    public static (ChartKind Kind, Chart Chart)? Fitting(ResultTables tables, ChartRequest request)
    {
        foreach (var kind in Kinds.Select(name => ChartKinds.Find(name)!).Where(kind => kind.Fits(tables)))
            if (kind.Draw(tables, request).Chart is { } chart) return (kind, chart);
        return null;
    }

    /// <summary>A chart as lines of text, or as pixels where the terminal shows them.</summary>
    public static void Print(Chart chart, int width, Streams streams)
    {
        if (streams.ShowsPixels())
        {
            streams.Drawing.WriteLine(Sixel.Text(ChartLayout.Picture(chart, PixelsOfPicture),
                Math.Min(width, WidestPicture) * PixelsOfLetter / PixelsOfPicture));
            return;
        }
        var shown = chart with { Title = Visible.Text(chart.Title), Subtitle = Visible.Text(chart.Subtitle) };
        foreach (var line in ChartText.Lines(shown, Math.Min(width, WidestPicture), streams.HasColours).SkipWhile(line => line.Length == 0))
            streams.Drawing.WriteLine(line);
    }

    private const int WidestPicture = 120;

    /// <summary>
    /// A letter is 8 to 10 pixels wide on the terminals that show pixels; what is drawn for a screen has its texts at this width.
    /// </summary>
    private const int PixelsOfPicture = 720;

    /// <inheritdoc cref="PixelsOfPicture"/>
    private const double PixelsOfLetter = 9;
}

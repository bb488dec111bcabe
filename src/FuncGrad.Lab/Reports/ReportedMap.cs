using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>
/// The map of a sweep over two settings, once by verdict and once by each of some figures: a byte for each cell, with its axes and what
/// theory says.
/// </summary>
internal static class ReportedMap
{
    /// <summary>Fewer cells are read from the table; of more than so many along an axis one stands for its neighbours.</summary>
    private const int LeastCells = 4, MostAlongAxis = 1024;

    private const int TicksOfAxis = 8, TicksOfBar = 5, ColoursOfBar = 16;

    /// <summary>A map coloured by figures takes a byte that hardly compresses for each cell.</summary>
    private const long CellsOfAllFigures = 200_000;

    /// <summary>Writes the map if there are two settings to lie along its axes.</summary>
    /// <returns>What was left out; empty if nothing was.</returns>
    public static string Write(Utf8JsonWriter json, ResultTables tables)
    {
        var keys = new SweptKeys(tables.Experiment.Sweep);
        if (MapChart.AxesOf(keys, new(), out _) is not var (x, y) || x.Values.Count * y.Values.Count < LeastCells) return "";
        var (grid, charts) = (new MapGrid(keys, x, y), new List<(string Name, Chart Chart)>());
        foreach (var figure in Figures(tables, (long)grid.Width * grid.Height))
            if (MapChart.Draw(tables, new() { Colour = figure }).Chart is { } chart) charts.Add((figure, chart));
        var every = Math.Max(1, (int)Math.Ceiling(Math.Max(grid.Width, grid.Height) / (double)MostAlongAxis));
        json.WriteStartObject("map");
        json.WriteNumber("width", grid.Width);
        json.WriteNumber("height", grid.Height);
        json.WriteNumber("every", every);
        json.WriteNumber("strideX", grid.TrialAt(Math.Min(1, grid.Width - 1), 0));
        json.WriteNumber("strideY", grid.TrialAt(0, Math.Min(1, grid.Height - 1)));
        json.WriteString("otherwise", PlainText.Of(grid.OtherwiseText));
        Axis(json, "x", x, charts[0].Chart.X);
        Axis(json, "y", y, charts[0].Chart.Y);
        Limits(json, charts[0].Chart);
        json.WriteStartArray("figures");
        foreach (var (name, chart) in charts) Figure(json, name, chart, every);
        json.WriteEndArray();
        json.WriteEndObject();
        return every == 1 ? "" : $"In the map each cell is one of {every} × {every} trials.";
    }

    /// <summary>The verdict, then the figures of a trial that are no settings and no parameters, as far as there is room.</summary>
    private static IEnumerable<string> Figures(ResultTables tables, long cells)
    {
        var elements = tables.Experiment.ElementNames.Take(tables.Trials.Columns.Count).ToHashSet();
        var figures = tables.Trials.Columns.Distinct()
            .Where(name => name is not ("trial" or "id" or "note" or "verdict") && !elements.Contains(name)
                && !tables.Experiment.Sweep.Keys.Contains(name)).OrderBy(name => name is "loss" ? 0 : name is "steps" ? 1 : 2);
        const int Few = 2, Most = 8;
        return figures.Take(cells > CellsOfAllFigures ? Few - 1 : Most).Prepend("verdict");
    }

    private static void Axis(Utf8JsonWriter json, string name, SweptKey key, ChartAxis axis)
    {
        json.WriteStartObject(name);
        json.WriteString("label", PlainText.Of(axis.Label));
        json.WriteString("key", Visible.Text(key.Name));
        Ticks(json, axis.Ticks(TicksOfAxis));
        Packed.Texts(json, "values", [.. Enumerable.Range(0, (int)key.Values.Count).Select(i => SweptKey.Text(key.Values.At(i)))]);
        json.WriteEndObject();
    }

    private static void Ticks(Utf8JsonWriter json, IEnumerable<Tick> ticks)
    {
        json.WriteStartArray("ticks");
        foreach (var tick in ticks)
        {
            json.WriteStartArray();
            json.WriteNumberValue(Math.Round(tick.Place, 5));
            json.WriteStringValue(PlainText.Of(tick.Label));
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    /// <summary>Lines of theory, as places between the ends of the axes.</summary>
    private static void Limits(Utf8JsonWriter json, Chart chart)
    {
        json.WriteStartArray("limit");
        foreach (var curve in chart.Layers.OfType<Layer.Curve>().Where(curve => curve.IsDashed))
            for (var i = 0; i < curve.X.Count; i++)
            {
                var (x, y) = (chart.X.Scale.Place(curve.X[i]), chart.Y.Scale.Place(curve.Y[i]));
                if (!double.IsFinite(x) || !double.IsFinite(y)) continue;
                json.WriteNumberValue(Math.Round(x, 5));
                json.WriteNumberValue(Math.Round(y, 5));
            }
        json.WriteEndArray();
    }

    private static void Figure(Utf8JsonWriter json, string name, Chart chart, int every)
    {
        var cells = chart.Layers.OfType<Layer.Field>().First().Cells;
        json.WriteStartObject();
        json.WriteString("name", Visible.Text(name));
        Packed.Bytes(json, "codes", Thinned(cells, every));
        json.WriteStartArray("colours");
        foreach (var colour in cells.Colours) json.WriteStringValue(colour.ToString());
        json.WriteEndArray();
        json.WriteStartArray("legend");
        foreach (var key in chart.Keys)
        {
            json.WriteStartArray();
            json.WriteStringValue(PlainText.Of(key.Text));
            json.WriteStringValue(key.Kind == KeyKind.Dashes ? "" : key.Colour.ToString());
            json.WriteEndArray();
        }
        json.WriteEndArray();
        if (chart.Bar is { } bar) Bar(json, bar);
        json.WriteEndObject();
    }

    private static void Bar(Utf8JsonWriter json, ColourBar bar)
    {
        json.WriteStartObject("bar");
        json.WriteString("label", PlainText.Of(bar.Label));
        json.WriteStartArray("colours");
        for (var i = 0; i < ColoursOfBar; i++) json.WriteStringValue(FuncGrad.Palette.Quantity(i / (ColoursOfBar - 1.0)).ToString());
        json.WriteEndArray();
        Ticks(json, bar.Scale.Ticks(TicksOfBar));
        json.WriteEndObject();
    }

    private static byte[] Thinned(Cells cells, int every)
    {
        if (every == 1) return cells.Codes;
        var (width, height) = ((cells.Width + every - 1) / every, (cells.Height + every - 1) / every);
        var codes = new byte[width * height];
        for (var row = 0; row < height; row++)
            for (var column = 0; column < width; column++)
                codes[(row * width) + column] = cells.Codes[(row * every * cells.Width) + (column * every)];
        return codes;
    }
}

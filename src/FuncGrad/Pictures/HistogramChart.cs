namespace FuncGrad;

/// <summary>
/// How the elements of gradient or parameters are spread, step by step: a column of cells for each logged step, dark where many elements
/// are.
/// </summary>
internal static class HistogramChart
{
    private const int MostColumns = 240, Bins = 60, LeastElements = 3, Shades = 64;

    public static Drawing Draw(ResultTables tables, ChartRequest request)
    {
        if (tables.Steps is null) return Drawing.Refused("There is no step log: the experiment says [log] every = 0.");
        var (what, columns) = ColumnsOf(tables, request.Y);
        if (columns.Length < LeastElements) return Drawing.Refused(columns.Length == 0 && request.Y is { } wish
            ? $"The step log has no columns '{wish}...'."
            : "There are not enough elements for a histogram: log \"gradient\" or \"parameters\" of an array ([log] columns).");
        var trial = request.Trials is { Count: > 0 } trials ? trials[0] : 0;
        var series = StepSeries.Read(tables.Steps, ["step", .. columns], [trial])[trial];
        return series[0].Count == 0 ? Drawing.Refused($"There is no trial {trial}.") : Painted(tables, request, what, series, trial);
    }

    /// <summary>The gradient if it is logged, else the parameters; or the columns that begin with a wish.</summary>
    public static (string What, string[] Columns) ColumnsOf(ResultTables tables, string? wish)
    {
        var steps = tables.Steps?.Columns ?? [];
        if (wish is not null) return (wish,
            [.. steps.Where(column => column == wish || column.StartsWith($"{wish}[", StringComparison.Ordinal)
            || column.StartsWith($"{wish}.", StringComparison.Ordinal))]);
        string[] gradient = [.. steps.Where(column => column.StartsWith("gradient.", StringComparison.Ordinal))];
        return gradient.Length >= LeastElements ? ("gradient", gradient)
            : ("parameters", [.. tables.Experiment.ElementNames.Where(steps.Contains)]);
    }

    private static Chart Painted(ResultTables tables, ChartRequest request, string what, List<double>[] series, long trial)
    {
        var rows = Enumerable.Range(0, Math.Min(MostColumns, series[0].Count))
            .Select(i => (int)((long)i * (series[0].Count - 1) / Math.Max(1, Math.Min(MostColumns, series[0].Count) - 1))).ToArray();
        var span = NumberSpan.Of(series.Skip(1).SelectMany(column => rows.Select(row => column[row])));
        if (!span.IsKnown) return new Chart { Title = request.TitleFor(tables.Experiment), Subtitle = "no finite number",
            X = new("step", Scale.Linear(0, 1)), Y = new(what, Scale.Linear(0, 1)), Layers = [] };
        var y = Scale.For(span);
        var counts = new int[rows.Length * Bins];
        var outside = 0;
        for (var column = 0; column < rows.Length; column++)
            foreach (var element in series.Skip(1))
                if (y.Place(element[rows[column]]) is var place
                    && place is >= 0 and <= 1) counts[((Bins - 1 - (int)Math.Min(place * Bins, Bins - 1)) * rows.Length) + column]++;
                else outside++;
        var most = Math.Max(1, counts.Max());
        byte[] codes = [.. counts.Select(count => (byte)(count == 0 ? 0 : 1 + Math.Round(Math.Sqrt(count / (double)most) * (Shades - 2))))];
        Colour[] colours = [Colour.White,
            .. Enumerable.Range(1, Shades - 1).Select(i => Colour.Of(0xdcebf7).Mixed(Colour.Of(0x08306b), i / (Shades - 1.0)))];
        var half = rows.Length > 1 ? (series[0][rows[^1]] - series[0][rows[0]]) / (rows.Length - 1) / 2 : 0.5;
        return new Chart
        {
            Title = request.TitleFor(tables.Experiment),
            Subtitle = $"{series.Length - 1} elements of {what} by step, trial {trial}",
            X = new("step", Scale.Linear(series[0][rows[0]] - half, series[0][rows[^1]] + half)),
            Y = new(what, y),
            Layers = [new Layer.Field(new(rows.Length, Bins, codes, colours))],
            Keys = [Key.Heading("elements"), new("1", KeyKind.Box, colours[1 + (int)Math.Round(Math.Sqrt(1.0 / most) * (Shades - 2))]),
                new($"{most}", KeyKind.Box, colours[^1])],
            Notes = [.. ScaleNotes.Of(y, NumberSpan.Of([])), .. outside > 0
                ? (string[])[$"{NumberLabel.Count(outside)} values are not numbers."] : []],
            HasGrid = false,
        };
    }
}

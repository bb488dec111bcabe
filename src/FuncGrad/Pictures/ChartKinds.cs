namespace FuncGrad;

/// <summary>A kind of picture.</summary>
/// <param name="Name">What <c>--kind</c> takes.</param>
/// <param name="Shows">What it shows.</param>
/// <param name="Fits">Whether it says much about some results; others can be asked for.</param>
/// <param name="Draw">Draws it, or says why not.</param>
internal sealed record ChartKind(string Name, string Shows, Func<ResultTables, bool> Fits, Func<ResultTables, ChartRequest, Drawing> Draw)
{
    /// <summary>Whether it can be drawn of results that it does not fit by itself; without looking at a row.</summary>
    public required Func<ResultTables, bool> CanBeAsked { get; init; }
}

/// <summary>Every kind of picture, those first that say most where they fit.</summary>
internal static class ChartKinds
{
    private const int LeastCells = 12;

    public static IReadOnlyList<ChartKind> All { get; } =
    [
        new("basins", "where each start leads", FitsBasins, BasinsChart.Draw) { CanBeAsked = _ => false },
        new("map", "a sweep over two settings, a cell for each trial", FitsMap,
            MapChart.Draw) { CanBeAsked = tables => MapChart.AxesOf(new SweptKeys(tables.Experiment.Sweep), new(), out _) is not null },
        new("paths", "the paths over the contours of the loss", FitsPaths, PathsChart.Draw) { CanBeAsked = HasParameters },
        new("curves", "loss or another column of steps.csv by step", tables => tables.Steps is not null,
            CurvesChart.Draw) { CanBeAsked = _ => false },
        new("rates", "the last loss by a swept number", FitsRates,
            RatesChart.Draw) { CanBeAsked = tables => new SweptKeys(tables.Experiment.Sweep).Named.Any(key => key.IsNumeric) },
        new("parallel", "all swept settings and the outcome side by side", FitsParallel,
            ParallelChart.Draw) { CanBeAsked = tables => new SweptKeys(tables.Experiment.Sweep).Differing.Count >= 2 },
        new("histogram", "how gradient or parameters are spread, by step", FitsHistogram,
            HistogramChart.Draw) { CanBeAsked = tables => HistogramChart.ColumnsOf(tables, null).Columns.Length >= 3 },
    ];

    public static ChartKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>What is swept, for messages.</summary>
    public static string Swept(SweptKeys keys) => keys.All.Count == 0 ? "Nothing is swept."
        : $"Swept: {string.Join(", ", keys.All.Select(key => key.Name))}.";

    private static bool FitsMap(ResultTables tables)
    {
        var keys = new SweptKeys(tables.Experiment.Sweep);
        return !FitsBasins(tables) && MapChart.AxesOf(keys, new(), out _) is var (x, y) && x.Values.Count * y.Values.Count >= LeastCells;
    }

    private static bool FitsBasins(ResultTables tables)
    {
        var starts = new SweptKeys(tables.Experiment.Sweep).Named.Where(key => key.Name.StartsWith("parameters.", StringComparison.Ordinal)
            && key.IsNumeric && !key.IsSampled).ToArray();
        return starts.Length >= 2 && starts[0].Group != starts[1].Group && starts[0].Values.Count * starts[1].Values.Count >= LeastCells;
    }

    private static bool HasParameters(ResultTables tables) => tables.Steps is { } steps
        && tables.Experiment.ElementNames.Take(2).All(steps.Has);

    private static bool FitsPaths(ResultTables tables) =>
        tables.Steps is { } steps && tables.Experiment.ElementNames.Take(3).ToArray() is { Length: 1 or 2 } elements
            && elements.All(steps.Has) && tables.Experiment.Sweep.Count <= PathsFit;

    private static bool FitsRates(ResultTables tables)
    {
        var named = new SweptKeys(tables.Experiment.Sweep).Named;
        return named.FirstOrDefault(key => key.IsNumeric && key.Values.Count >= 3
            && !key.Name.StartsWith("parameters.", StringComparison.Ordinal)) is { } rate
            && named.Where(key => key.Group != rate.Group).DistinctBy(key => key.Group)
                .Aggregate(1L, (lines, key) => lines * key.Values.Count) <= Palette.Series.Count;
    }

    private static bool FitsParallel(ResultTables tables) => new SweptKeys(tables.Experiment.Sweep).Named.Select(key => key.Group)
        .Distinct().Count() >= 3 || new SweptKeys(tables.Experiment.Sweep).Named.Count(key => key.IsSampled) >= 2;

    private static bool FitsHistogram(ResultTables tables) => HistogramChart.ColumnsOf(tables, null) is { Columns.Length: >= 12 };

    private const long PathsFit = 60;
}

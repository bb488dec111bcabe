namespace FuncGrad;

/// <summary>Parallel coordinates: an axis for each swept setting and one for the outcome, a line for each trial.</summary>
internal static class ParallelChart
{
    private const int MostLines = 400, MostAxes = 10;

    public static Drawing Draw(ResultTables tables, ChartRequest request)
    {
        var keys = new SweptKeys(tables.Experiment.Sweep);
        var shown = keys.Differing.Take(MostAxes).ToArray();
        if (shown.Length == 0) return Drawing.Refused("Nothing is swept.");
        var y = request.Y ?? "loss";
        if (!tables.Trials.Has(y) || y is "id" or "verdict" or "note") return Drawing.Refused($"'{y}' is not a number of a trial.");
        var figures = TrialFigures.Read(tables.Trials, [y, .. shown.Where(key => key.IsNumeric).Select(key => key.Name)]);
        long[] all = request.Trials is { } asked ? [.. asked.Where(trial => trial < figures.Count)]
            : [.. Enumerable.Range(0, figures.Count).Select(trial => (long)trial)];
        var trials = figures.Chosen(all, MostLines);
        Coordinate[] axes = [.. shown.Select(key => Of(key, keys, figures, trials)), OfOutcome(y, figures, trials)];
        return Chart(tables, request, (trials, all.Length), axes, TrialColours.Of(trials, keys, figures, request.Colour ?? "verdict"),
            figures);
    }

    private static Chart Chart(ResultTables tables, ChartRequest request, (IReadOnlyList<long> Shown, int All) trials, Coordinate[] axes,
        TrialColours colours, TrialFigures figures)
    {
        var scale = Scale.Linear(-0.35, axes.Length - 0.65);
        double[] x = [.. Enumerable.Range(0, axes.Length).Select(i => (double)i)];
        var lines = Enumerable.Range(0, trials.Shown.Count).OrderByDescending(i => figures.Verdicts[trials.Shown[i]])
            .Select(i => new Layer.Curve(x, [.. axes.Select(axis => axis.Places[i])], colours[trials.Shown[i]].Colour,
                trials.Shown.Count > 60 ? 0.9 : 1.6, Opacity: trials.Shown.Count > 60 ? 0.55 : 0.9));
        return new Chart
        {
            Title = request.TitleFor(tables.Experiment),
            Subtitle = trials.Shown.Count < trials.All
                ? $"{trials.Shown.Count} of {NumberLabel.Count(trials.All)} trials, evenly from each verdict" : $"{trials.All} trials",
            X = new("", scale) { OwnTicks = [.. axes.Select((axis, i) => new Tick(scale.Place(i), axis.Label))] },
            Y = new("", Scale.Linear(-0.04, 1.04)) { OwnTicks = [] },
            Layers = [.. lines, .. axes.SelectMany((axis, i) => Axis(axis, i))],
            Keys = colours.Keys,
            Bar = colours.Bar,
            HasGrid = false,
            HasFrame = false,
            Notes = [.. axes.SelectMany(axis => axis.Notes)],
        };
    }

    private static IEnumerable<Layer> Axis(Coordinate axis, int position)
    {
        yield return new Layer.Curve([position, position], [0, 1], Palette.Ink, 1.2);
        foreach (var tick in axis.Ticks)
        {
            yield return new Layer.Curve([position - 0.015, position + 0.015], [tick.Place, tick.Place], Palette.Ink, 1.2);
            yield return new Layer.Word(position + 0.03, tick.Place - 0.01, tick.Label, Palette.Ink, Anchor.Start);
        }
    }

    private static Coordinate Of(SweptKey key, SweptKeys keys, TrialFigures figures, IReadOnlyList<long> trials)
    {
        if (!key.IsNumeric) return OfWords(key, keys, trials);
        double[] values = [.. trials.Select(trial => figures[key.Name][trial])];
        var span = NumberSpan.Of(values);
        var scale = key.IsLogarithmic ? Scale.Logarithmic(span.Smallest, Math.Max(span.Largest, span.Smallest * 1.001))
            : Scale.Linear(span.Smallest, Math.Max(span.Largest, span.Smallest + 1e-9));
        return new(key.Label, [.. values.Select(scale.Place)], scale.Ticks(5), []);
    }

    private static Coordinate OfWords(SweptKey key, SweptKeys keys, IReadOnlyList<long> trials)
    {
        string[] values = [.. trials.Select(trial => SweptKey.Text(keys.Value(trial, key)))], words = [.. values.Distinct()];
        double Place(string word) => words.Length == 1 ? 0.5 : Array.IndexOf(words, word) / (words.Length - 1.0);
        return new(key.Label, [.. values.Select(Place)], [.. words.Select(word => new Tick(Place(word), word))], []);
    }

    /// <summary>NaN has a place beside infinity here, since a line must end somewhere.</summary>
    private static Coordinate OfOutcome(string column, TrialFigures figures, IReadOnlyList<long> trials)
    {
        double[] values = [.. trials.Select(trial => figures[column][trial]).Select(value => double.IsNaN(value) ? double.PositiveInfinity
            : value)];
        var scale = Scale.For(NumberSpan.Of(values));
        var hasNaN = trials.Any(trial => double.IsNaN(figures[column][trial]));
        return new($"last {column.Replace('_', ' ')}", [.. values.Select(scale.Place)], scale.Ticks(6), hasNaN ? ["NaN is drawn at ∞."]
            : []);
    }

    /// <summary>One of the axes: where each trial crosses it.</summary>
    private sealed record Coordinate(string Label, double[] Places, IReadOnlyList<Tick> Ticks, IReadOnlyList<string> Notes);
}

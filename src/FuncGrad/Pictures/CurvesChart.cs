namespace FuncGrad;

/// <summary>A figure of the step log against the step: a curve for each trial, or mean and range over the seeds.</summary>
internal static class CurvesChart
{
    /// <summary>More curves cannot be told apart.</summary>
    public const int MostCurves = 60;

    /// <summary>
    /// So many decades are shown at most. Diverged curves leave the plot above the others, and losses that are rounding of rounding below.
    /// </summary>
    private const double MostDecades = 45;

    private const int SymbolsOfCurve = 8;

    /// <summary>Where a curve that begins with NaN has its symbol.</summary>
    private const double TopEdge = 0.985;

    public static Drawing Draw(ResultTables tables, ChartRequest request)
    {
        if (tables.Steps is null) return Drawing.Refused("There is no step log: the experiment says [log] every = 0.");
        var (x, y) = (request.X ?? "step", request.Y ?? (tables.Steps.Has("loss") ? "loss" : tables.Steps.Columns[^1]));
        foreach (var column in (string[])[x, y])
            if (!tables.Steps.Has(column))
                return Drawing.Refused(
                    $"The step log has no column '{column}'. It has: {string.Join(", ", tables.Steps.Columns.Skip(1))}.");
        var (figures, keys) = (TrialFigures.Read(tables.Trials), new SweptKeys(tables.Experiment.Sweep));
        if (request.Trials?.FirstOrDefault(trial => trial >= figures.Count, -1) is >= 0 and var missing)
            return Drawing.Refused($"There is no trial {missing}: there are {figures.Count}, from 0.");
        var asked = request.Trials ?? [.. Enumerable.Range(0, figures.Count).Select(trial => (long)trial)];
        var groups = Groups(asked, keys, figures, request.Colour);
        var series = StepSeries.Read(tables.Steps, [x, y], [.. groups.SelectMany(group => group)]);
        return Chart(tables, request, new Figures(x, y, groups, series), (keys, figures, asked.Count));
    }

    /// <summary>Trials of one setting, which differ in their seed alone.</summary>
    private static long[][] Groups(IReadOnlyList<long> asked, SweptKeys keys, TrialFigures figures, string? wish)
    {
        if (!keys.HasReplicates || asked.Count < 3) return [.. figures.Chosen(asked, MostCurves).Select(trial => (long[])[trial])];
        var groups = asked.GroupBy(keys.WithoutSeed).Select(group => group.ToArray()).ToArray();
        var isFew = groups.Length <= Palette.Series.Count && wish is null;
        return isFew ? groups : [.. figures.Chosen(asked, MostCurves).Select(trial => (long[])[trial])];
    }

    private static Chart Chart(ResultTables tables, ChartRequest request, Figures figures,
        (SweptKeys Keys, TrialFigures Trials, int Asked) of)
    {
        var firsts = figures.Groups.Select(group => group[0]).ToArray();
        var areMeans = figures.Groups.Any(group => group.Length > 1);
        var colours = TrialColours.Of(firsts, of.Keys, of.Trials, request.Colour);
        var y = new ChartAxis(figures.Y.Replace('_', ' '), ScaleOf(figures, of.Trials, out var leaves));
        var x = new ChartAxis(figures.X.Replace('_', ' '), ScaleOfX(figures));
        var layers = figures.Groups.SelectMany(group => group.Length == 1 ? Curve(figures, group[0], colours, y.Scale)
            : Mean(figures, group, colours[group[0]].Colour, y.Scale));
        var shown = figures.Groups.Sum(group => group.Length);
        var trials = shown < of.Asked ? $"{shown} of {NumberLabel.Count(of.Asked)} trials, evenly from each verdict"
            : shown == 1 ? "1 trial" : $"{shown} trials";
        return new Chart
        {
            Title = request.TitleFor(tables.Experiment),
            Subtitle = $"{y.Label} by {x.Label}: {trials}",
            X = x,
            Y = y,
            Layers = [.. layers],
            Keys = areMeans ? KeysOfMeans(figures, colours, of.Keys) : colours.Keys,
            Bar = colours.Bar,
            Notes = [.. ScaleNotes.Of(y.Scale, figures.Span(_ => true)), .. leaves
                ? (string[])["Curves that leave the plot go on outside of it."] : []],
        };
    }

    private static Key[] KeysOfMeans(Figures figures, TrialColours colours, SweptKeys keys)
    {
        var (seeds, single) = (figures.Groups.Max(group => group.Length), figures.Groups.Count == 1 ? colours[figures.Groups[0][0]].Colour
            : (Colour?)null);
        var named = keys.Named.Count > 0
            ? figures.Groups.Select(group => new Key(keys.Text(group[0]), KeyKind.Line, colours[group[0]].Colour)) : [];
        return [.. keys.Named.Count > 0 ? [Key.Heading(keys.Heading)]
            : Array.Empty<Key>(), .. named, new Key($"mean of {seeds} seeds", KeyKind.Line, single ?? Palette.Ink),
            new Key("their range", KeyKind.Box, (single ?? Palette.Grey).Mixed(Colour.White, 0.8))];
    }

    private static IEnumerable<Layer> Curve(Figures figures, long trial, TrialColours colours, Scale scale)
    {
        var (x, y) = (figures.Of(trial)[0], figures.Of(trial)[1]);
        var (colour, form) = colours[trial];
        yield return new Layer.Curve(x, y, colour, figures.Groups.Count > 12 ? 1.1 : 1.8, Opacity: figures.Groups.Count > 12 ? 0.7 : 1);
        if (colours.IsByTrial || x.Count == 1) yield return Sampled(x, y, form, colour);
        foreach (var arrival in Arrivals(x, y, colour, scale)) yield return arrival;
    }

    private static Layer.Points Sampled(List<double> x, List<double> y, Form form, Colour colour)
    {
        int[] at = [.. Enumerable.Range(0, SymbolsOfCurve + 1).Select(i => (int)((long)i * (x.Count - 1) / SymbolsOfCurve)).Distinct()];
        return new([.. at.Select(i => x[i])], [.. at.Select(i => y[i])], form, 3.6, colour);
    }

    /// <summary>Symbols where a curve first reaches 0, ±∞, or where it ends in NaN.</summary>
    private static IEnumerable<Layer> Arrivals(List<double> x, List<double> y, Colour colour, Scale scale)
    {
        var zero = scale.HasZeroRail ? y.IndexOf(0) : -1;
        var infinite = y.FindIndex(double.IsInfinity);
        var lost = y.FindIndex(double.IsNaN);
        if (zero >= 0) yield return new Layer.Points([x[zero]], [0.0], Form.TriangleDown, 4.6, colour);
        if (infinite >= 0) yield return new Layer.Points([x[infinite]], [y[infinite]], y[infinite] > 0 ? Form.Triangle
            : Form.TriangleDown, 4.6, colour);
        if (lost > 0) yield return new Layer.Points([x[lost - 1]], [y[lost - 1]], Form.Cross, 5, colour);
        if (lost == 0) yield return new Layer.Points([x[0]], [scale.At(TopEdge)], Form.Cross, 5, colour);
    }

    /// <summary>
    /// Mean and range over seeds, taken where the axis measures: on a logarithmic one the geometric mean. A trial that stopped stays where
    /// it is.
    /// </summary>
    private static IEnumerable<Layer> Mean(Figures figures, long[] group, Colour colour, Scale scale)
    {
        var all = group.Select(figures.Of).Where(columns => columns[0].Count > 0).ToArray();
        if (all.Length == 0) yield break;
        var x = all.MaxBy(columns => columns[0].Count)![0];
        var rows = x.Select((_, i) => all.Select(columns => columns[1][Math.Min(i, columns[1].Count - 1)])
            .Where(value => !double.IsNaN(scale.Place(value))).Order().ToArray()).ToArray();
        double At(double[] values, Func<double[], double> of) => values.Length == 0 ? double.NaN : of(values);
        yield return new Layer.Band(x, [.. rows.Select(row => At(row, values => values[0]))],
            [.. rows.Select(row => At(row, values => values[^1]))], colour, 0.18);
        if (figures.Groups.Count == 1)
            foreach (var columns in all) yield return new Layer.Curve(columns[0], columns[1], colour, 0.8, Opacity: 0.45);
        yield return new Layer.Curve(x, [.. rows.Select(row => At(row, values => MeanOf(values, scale)))], colour, 2.2);
    }

    private static double MeanOf(double[] values, Scale scale) =>
        values.Any(value => double.IsInfinity(value) || (scale.HasZeroRail && value == 0)) ? values[values.Length / 2]
            : scale.At(values.Average(scale.Place));

    private static Scale ScaleOfX(Figures figures)
    {
        var span = NumberSpan.Of(figures.All(0));
        return figures.X == "step" && span.IsKnown ? Scale.Linear(span.Smallest, Math.Max(span.Largest, span.Smallest + 1))
            : Scale.For(span, prefersLogarithm: false);
    }

    private static Scale ScaleOf(Figures figures, TrialFigures trials, out bool leaves)
    {
        var all = figures.Span(_ => true);
        leaves = !all.HasNegative && all.IsWide && Math.Log10(all.Largest) - Math.Log10(all.SmallestPositive) > MostDecades;
        if (!leaves) return Scale.For(all);
        var others = figures.Span(trials.HasStayed);
        var (low, high) = others.Largest > 0 ? (others.SmallestPositive, others.Largest) : (all.SmallestPositive, all.Largest);
        var shown = new NumberSpan();
        // From the top of those that stayed down, but with room for the others to be seen leaving.
        shown.Add(Math.Max(low, high * Math.Pow(10, -MostDecades * 3 / 4)));
        shown.Add(Math.Min(all.Largest, high * Math.Pow(10, MostDecades / 4)));
        foreach (var special in (double[])[all.HasZero ? 0 : high, all.HasInfinity ? double.PositiveInfinity : high]) shown.Add(special);
        return Scale.For(shown);
    }

    /// <summary>The curves as they were read.</summary>
    private sealed record Figures(string X, string Y, IReadOnlyList<long[]> Groups, IReadOnlyDictionary<long, List<double>[]> Series)
    {
        public List<double>[] Of(long trial) => Series[trial];

        public IEnumerable<double> All(int column) => Series.Values.SelectMany(columns => columns[column]);

        public NumberSpan Span(Func<long, bool> isMeant) =>
            NumberSpan.Of(Series.Where(pair => isMeant(pair.Key)).SelectMany(pair => pair.Value[1]));
    }
}

/// <summary>What a reader has to know of a scale.</summary>
internal static class ScaleNotes
{
    public static IEnumerable<string> Of(Scale scale, NumberSpan span)
    {
        var rails = new List<string>();
        if (scale.HasZeroRail) rails.Add("▼ is exactly 0");
        if (scale.HasInfinityRail) rails.Add("▲ is +∞");
        if (scale.HasMinusInfinityRail) rails.Add("▼ at the bottom is −∞");
        if (span.HasNaN) rails.Add("✗ is the last number before NaN, or at the top where none was");
        if (rails.Count > 0) yield return string.Join("; ", rails) + ".";
        if (scale.Kind == ScaleKind.SymmetricLogarithmic)
        {
            var band = NumberLabel.Of(scale.Band);
            yield return $"Both signs: evenly between −{band} and {band}, in equal ratios beyond.";
        }
    }
}

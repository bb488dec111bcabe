namespace FuncGrad;

/// <summary>
/// The paths of trials over the contours of their own loss, for two parameters; or the steps on the curve of a loss of one.
/// </summary>
internal static class PathsChart
{
    private const int MostPaths = 40;

    /// <summary>A diverged path is shown as far as so many times the extent of the others.</summary>
    private const double Beyond = 3;

    /// <summary>More steps than these are a line; fewer have a symbol each.</summary>
    private const int MostSymbols = 120;

    public static Drawing Draw(ResultTables tables, ChartRequest request)
    {
        string[] elements = [.. tables.Experiment.ElementNames];
        if (tables.Steps is null) return Drawing.Refused("There is no step log: the experiment says [log] every = 0.");
        var (x, y) = (request.X ?? elements[0], request.Y ?? elements.FirstOrDefault(name => name != (request.X ?? elements[0])));
        foreach (var name in (string?[])[x, y])
            if (name is not null && !elements.Contains(name))
                return Drawing.Refused($"'{name}' is not a parameter. There are: {string.Join(", ", elements.Take(12))}.");
        string[] columns = y is null ? [x] : [x, y];
        if (columns.FirstOrDefault(column => !tables.Steps.Has(column)) is { } missing)
            return Drawing.Refused($"The step log does not have the column '{missing}': log parameters ([log] columns).");
        var (figures, keys) = (TrialFigures.Read(tables.Trials), new SweptKeys(tables.Experiment.Sweep));
        if (request.Trials?.FirstOrDefault(trial => trial >= figures.Count, -1) is >= 0 and var none)
            return Drawing.Refused($"There is no trial {none}: there are {figures.Count}, from 0.");
        var asked = request.Trials ?? [.. Enumerable.Range(0, figures.Count).Select(trial => (long)trial)];
        var trials = figures.Chosen(asked, MostPaths);
        var series = StepSeries.Read(tables.Steps, columns, trials);
        var of = new PathFigures(tables.Experiment, trials, figures, keys, series, TrialColours.Of(trials, keys, figures, request.Colour))
        {
            Fixed = elements.Length > columns.Length ? LastOf(tables.Steps, elements, trials[0]) : new double[elements.Length],
        };
        var shown = trials.Count < asked.Count ? $"{trials.Count} of {NumberLabel.Count(asked.Count)} trials, evenly from each verdict"
            : trials.Count == 1 ? "1 trial" : $"{trials.Count} trials";
        return y is null ? SlopeChart.Draw(of, x, request, shown) : Draw(of, (x, y), request, shown);
    }

    /// <summary>Where a trial ended: its last row in which all is finite.</summary>
    private static double[] LastOf(ResultTable steps, string[] elements, long trial)
    {
        var columns = StepSeries.Read(steps, elements, [trial])[trial];
        var last = Enumerable.Range(0, columns[0].Count).LastOrDefault(row => columns.All(column => double.IsFinite(column[row])));
        return [.. columns.Select(column => column[last])];
    }

    private static Chart Draw(PathFigures of, (string X, string Y) names, ChartRequest request, string shown)
    {
        var points = Theory.PointsOf(of.Loss).Where(_ => names.X == of.Elements[0] && names.Y == of.Elements[1]).ToArray();
        var (x, y) = (Range(of, 0, points), Range(of, 1, points));
        var contour = new ContourLayers(of, names, x, y);
        var minima = points.Where(point => point.Kind == (of.Experiment.Method.Direction == Direction.Minimise ? StationaryKind.Minimum
            : StationaryKind.Maximum)).ToArray();
        var paths = of.Trials.SelectMany(trial => Path(of, trial));
        return new Chart
        {
            Title = request.TitleFor(of.Experiment),
            Subtitle = $"{shown} over the contours of {of.Experiment.Formula}",
            X = new(names.X, x),
            Y = new(names.Y, y),
            HasGrid = false,
            Layers =
            [
                .. contour.Layers, .. paths,
                new Layer.Points([.. minima.Select(point => point.At[0])], [.. minima.Select(point => point.At[1])], Form.Cross, 6.5,
                    Palette.Ink),
                .. Ends(of),
            ],
            Keys = [.. of.Colours.Keys, new("start", KeyKind.Symbol, Palette.Ink, Form.Ring), .. minima.Length > 0
                ? [new Key(of.Experiment.Method.Direction == Direction.Minimise ? "minimum"
                : "maximum", KeyKind.Symbol, Palette.Ink, Form.Cross)] : Array.Empty<Key>()],
            Bar = of.Colours.Bar,
            Notes = [.. contour.Notes, .. of.Notes],
            Aspect = 0.66,
        };
    }

    private static IEnumerable<Layer> Path(PathFigures of, long trial)
    {
        var (x, y, colour, form) = (of.Series[trial][0], of.Series[trial][1], of.Colours[trial].Colour, of.Colours[trial].Form);
        var isThin = of.Trials.Count > 12;
        yield return new Layer.Curve(x, y, colour, isThin ? 1 : 1.7, Opacity: isThin ? 0.75 : 1);
        if (!isThin && x.Count <= MostSymbols) yield return new Layer.Points(x, y, form, 2.9, colour);
    }

    /// <summary>Rings where paths start, and a symbol of the verdict's colour where they end.</summary>
    private static IEnumerable<Layer> Ends(PathFigures of)
    {
        var starts = of.Trials.Where(trial => of.Series[trial][0].Count > 0)
            .Select(trial => new Spot(of.Series[trial][0][0], of.Series[trial][1][0])).Distinct().ToArray();
        yield return new Layer.Points([.. starts.Select(spot => spot.X)], [.. starts.Select(spot => spot.Y)], Form.Ring, starts.Length > 12
            ? 3.5 : 6, Palette.Ink);
        foreach (var byVerdict in of.Trials.Where(trial => of.Series[trial][0].Count > 0).GroupBy(trial => of.Figures.Verdicts[trial]))
        {
            double[] x = [.. byVerdict.Select(trial => of.Series[trial][0][^1])],
                y = [.. byVerdict.Select(trial => of.Series[trial][1][^1])];
            yield return new Layer.Points(x, y, Form.Circle, 4.6, Colour.White);
            yield return new Layer.Points(x, y, Form.Circle, 3.5, TrialFigures.ColourOf(byVerdict.Key));
        }
    }

    /// <summary>All of the paths that stayed, as much of the others as is not far beyond, and the known points that are near.</summary>
    private static Scale Range(PathFigures of, int column, IReadOnlyList<StationaryPoint> points)
    {
        var stayed = NumberSpan.Of(of.Trials.Where(trial => of.Figures.HasStayed(trial))
            .SelectMany(trial => of.Series[trial][column]));
        var starts = NumberSpan.Of(of.Trials.SelectMany(trial => of.Series[trial][column].Take(stayed.IsKnown ? 1 : 3)));
        var (low, high) = stayed.IsKnown ? (Math.Min(stayed.Smallest, starts.Smallest), Math.Max(stayed.Largest, starts.Largest))
            : (starts.Smallest, starts.Largest);
        if (!(low < high)) (low, high) = (low - 1, low + 1);
        var (middle, reach) = ((low + high) / 2, (high - low) / 2);
        foreach (var value in of.Trials.SelectMany(trial => of.Series[trial][column]).Concat(points.Select(point => point.At[column]))
            .Where(value => Math.Abs(value - middle) <= Beyond / 2 * reach))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        var margin = 0.1 * (high - low);
        // What paths run to has some of its surroundings in the picture.
        foreach (var at in points.Select(point => point.At[column]).Where(at => at >= low && at <= high)) (low,
            high) = (Math.Min(low, at - (2.5 * margin)), Math.Max(high, at + (2.5 * margin)));
        return Scale.Linear(low - margin, high + margin);
    }
}

/// <summary>What paths are drawn of.</summary>
internal sealed record PathFigures(
    Experiment Experiment, IReadOnlyList<long> Trials, TrialFigures Figures, SweptKeys Keys, IReadOnlyDictionary<long,
        List<double>[]> Series, TrialColours Colours)
{
    private readonly Lazy<Loss> _loss = new(() => OfTrial(Experiment, Trials[0]).Loss());

    public string[] Elements { get; } = [.. Experiment.ElementNames];

    /// <summary>The loss of the first trial.</summary>
    public Loss Loss => _loss.Value;

    /// <summary>What a reader has to know if trials have losses of their own.</summary>
    public IEnumerable<string> Notes => Keys.Differing.Any(key => key.Name.StartsWith("data.", StringComparison.Ordinal)
        || (key.IsSeed && IsDrawn))
        ? [$"Trials differ in their data: the contours are those of trial {Trials[0]}."]
        : [];

    /// <summary>All elements of the point through which the contours are cut.</summary>
    public required double[] Fixed { get; init; }

    public static Experiment OfTrial(Experiment experiment, long trial)
    {
        var trials = new Trials(experiment);
        return trials.ExperimentOf(trials[trial]);
    }

    private bool IsDrawn => ((IEnumerable<NamedArray>)Experiment.Data)
        .Any(data => data.Source.IsDrawn);
}

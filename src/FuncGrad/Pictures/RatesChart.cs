namespace FuncGrad;

/// <summary>The last loss, or another figure, against a swept number, coloured by verdict: which values are right.</summary>
internal static class RatesChart
{
    /// <summary>More points are evenly thinned.</summary>
    private const int MostPoints = 6000, MostLines = 7;

    private const double ShareOfConverged = 0.5;

    public static Drawing Draw(ResultTables tables, ChartRequest request)
    {
        var keys = new SweptKeys(tables.Experiment.Sweep);
        var numeric = keys.Named.Where(key => key.IsNumeric).ToArray();
        var key = request.X is { } wish ? keys.Find(wish)
            : numeric.FirstOrDefault(key => key.Name == "method.learning_rate") ?? numeric.FirstOrDefault();
        if (key is null || !key.IsNumeric) return Drawing.Refused(request.X is null ? "No number is swept."
            : $"'{request.X}' is not a swept number. {ChartKinds.Swept(keys)}");
        var y = request.Y ?? "loss";
        if (!tables.Trials.Has(y) || y is "id" or "verdict" or "note")
            return Drawing.Refused(
                $"'{y}' is not a number of a trial. There are: "
                    + $"{string.Join(", ", tables.Trials.Columns.Where(name => name is not ("id" or "verdict" or "note")))}.");
        var figures = TrialFigures.Read(tables.Trials, key.Name, y);
        return Chart(tables, request, keys, key, y, figures);
    }

    private static Chart Chart(ResultTables tables, ChartRequest request, SweptKeys keys, SweptKey key, string y, TrialFigures figures)
    {
        long[] all = request.Trials is { } asked ? [.. asked.Where(trial => trial < figures.Count)]
            : [.. Enumerable.Range(0, figures.Count).Select(trial => (long)trial)];
        var trials = figures.Chosen(all, MostPoints);
        var span = NumberSpan.Of(trials.Select(trial => figures[key.Name][trial]));
        var xScale = key.IsLogarithmic ? Scale.For(span) : Scale.For(span, prefersLogarithm: false);
        var ySpan = NumberSpan.Of(trials.Select(trial => figures[y][trial]).Select(value => value));
        var yScale = Scale.For(ySpan);
        var proposed = Proposed(figures, key, all);
        var (theory, theoryKeys) = key.Name == "method.learning_rate" ? Limit(tables.Experiment, keys, yScale) : ([], []);
        return new Chart
        {
            Title = request.TitleFor(tables.Experiment),
            Subtitle = $"last {y.Replace('_', ' ')} by {key.Label}: "
                + $"{(trials.Count < all.Length ? $"{NumberLabel.Count(trials.Count)} of " : "")}{NumberLabel.Count(all.Length)} trials",
            X = new(key.Label, xScale),
            Y = new(y.Replace('_', ' '), yScale),
            Layers = [.. Shading(proposed, yScale), .. Lines(trials, keys, key, figures, y), .. theory,
                .. Points(trials, figures, key, y, yScale)],
            Keys = [.. TrialFigures.Keys(all.Select(trial => figures.Verdicts[trial]), KeyKind.Symbol, Form.Circle), .. proposed is null
                ? [] : (Key[])[new("proposed", KeyKind.Box, Proposal)], .. theoryKeys],
            Notes = [.. proposed is { } range
                ? (string[])[$"Most trials converged with {key.Label} from {NumberLabel.Of(range.Low)} to {NumberLabel.Of(range.High)}."]
                : [], .. ScaleNotes.Of(yScale, NumberSpan.Of([])), .. ySpan.HasNaN ? (string[])["✗ at the top is NaN."] : []],
        };
    }

    private static Colour Proposal { get; } = Colour.Of(0xdcecf7);

    private static IEnumerable<Layer> Points(IReadOnlyList<long> trials, TrialFigures figures, SweptKey key, string y, Scale scale)
    {
        var size = trials.Count > 1000 ? 1.6 : trials.Count > 150 ? 2.6 : 4.4;
        foreach (var byVerdict in trials.GroupBy(trial => figures.Verdicts[trial]).OrderByDescending(group => group.Key))
        {
            double[] x = [.. byVerdict.Select(trial => figures[key.Name][trial])],
                values = [.. byVerdict.Select(trial => figures[y][trial])];
            if (size > 3) yield return new Layer.Points(x, values, Form.Circle, size + 0.9, Palette.Ink);
            yield return new Layer.Points(x, values, Form.Circle, size, TrialFigures.ColourOf(byVerdict.Key));
            int[] lost = [.. Enumerable.Range(0, values.Length).Where(i => double.IsNaN(values[i]))];
            if (lost.Length > 0) yield return new Layer.Points([.. lost.Select(i => x[i])], [.. lost.Select(_ => scale.At(0.975))],
                Form.Cross, 4, TrialFigures.ColourOf(byVerdict.Key));
        }
    }

    /// <summary>A thin line through the trials that differ in nothing else, if those are few lines.</summary>
    private static IEnumerable<Layer> Lines(IReadOnlyList<long> trials, SweptKeys keys, SweptKey key, TrialFigures figures, string y)
    {
        if (keys.All.Any(k => k.IsSampled)) return [];
        var groups = trials.GroupBy(trial => keys.FirstLike(trial, group => group == key.Group)).Where(group => group.Count() > 1)
            .ToArray();
        if (groups.Length is 0 or > MostLines) return [];
        return groups.Select(group => group.OrderBy(trial => figures[key.Name][trial]).ToArray())
            .Select(line => new Layer.Curve([.. line.Select(trial => figures[key.Name][trial])],
                [.. line.Select(trial => figures[y][trial])], Palette.Grey, 0.9, Opacity: 0.6));
    }

    /// <summary>The longest range of neighbouring values at each of which at least half of the trials converged.</summary>
    private static (double Low, double High)? Proposed(TrialFigures figures, SweptKey key, IReadOnlyList<long> trials)
    {
        if (key.IsSampled) return null;
        var converged = Palette.PositionOf(Verdict.Converged);
        var values = trials.GroupBy(trial => figures[key.Name][trial]).OrderBy(group => group.Key)
            .Select(group => (group.Key, IsRight: group.Count(trial =>
                figures.Verdicts[trial] == converged) >= ShareOfConverged * group.Count())).ToArray();
        (int Start, int Length) best = (0, 0), run = (0, 0);
        for (var i = 0; i < values.Length; i++)
        {
            run = values[i].IsRight ? (run.Length == 0 ? (i, 1) : (run.Start, run.Length + 1)) : (0, 0);
            if (run.Length > best.Length) best = run;
        }
        return best.Length < 2 || best.Length == values.Length ? null : (values[best.Start].Key, values[best.Start + best.Length - 1].Key);
    }

    private static IEnumerable<Layer> Shading((double Low, double High)? range, Scale y) => range is not { } of ? [] :
        [new Layer.Region([[new(of.Low, y.At(-0.2)), new(of.High, y.At(-0.2)), new(of.High, y.At(1.2)), new(of.Low, y.At(1.2))]],
            Proposal)];

    private static (IEnumerable<Layer>, IEnumerable<Key>) Limit(Experiment experiment, SweptKeys keys, Scale y)
    {
        const int Looked = 200;
        bool IsRate(int group) => keys.All.Any(key => key.Group == group && key.Name == "method.learning_rate");
        var firsts = Enumerable.Range(0, (int)Math.Min(experiment.Sweep.Count, int.MaxValue))
            .Select(trial => keys.WithoutSeed(keys.FirstLike(trial, IsRate))).Take(20_000).Distinct().Take(Looked);
        var limits = firsts.Select(trial => PathFigures.OfTrial(experiment, trial))
            .Select(trial => (Limit: Theory.GreatestLearningRate(trial), Formula: Theory.Formula(trial)))
            .Where(found => found.Limit is not null).GroupBy(found => found.Formula, found => found.Limit!.Value)
                .Select(group => (Formula: group.Key, Low: group.Min(), High: group.Max())).ToArray();
        var layers = limits.SelectMany(found => new[] { found.Low, found.High }.Distinct())
            .Select(limit => new Layer.Curve([limit, limit], [y.At(0), y.At(1)], Palette.Ink, 1.3, IsDashed: true));
        return (layers, limits.Select(found => new Key(found.Formula + (found.Low == found.High ? $" = {NumberLabel.Of(found.Low)}"
            : $" from {NumberLabel.Of(found.Low)} to {NumberLabel.Of(found.High)}"), KeyKind.Dashes, Palette.Ink)));
    }
}

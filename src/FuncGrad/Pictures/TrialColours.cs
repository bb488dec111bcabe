namespace FuncGrad;

/// <summary>Which colour and which symbol each of some trials has, and the legend that says so.</summary>
internal sealed class TrialColours
{
    private readonly Dictionary<long, (Colour Colour, Form Form)> _looks = [];

    public IReadOnlyList<Key> Keys { get; private init; } = [];

    public ColourBar? Bar { get; private init; }

    /// <summary>Whether trials are told apart one by one.</summary>
    public bool IsByTrial { get; private init; }

    public (Colour Colour, Form Form) this[long trial] => _looks[trial];

    /// <summary>
    /// Up to seven trials each have their own colour and symbol, with a legend that names what differs. More have the colours of their
    /// verdicts; if all have the same
    /// one, those of the first number that was swept.
    /// </summary>
    public static TrialColours Of(IReadOnlyList<long> trials, SweptKeys keys, TrialFigures figures, string? wish)
    {
        if (wish is null && trials.Count <= Palette.Series.Count) return ByTrial(trials, keys, figures);
        var verdicts = trials.Select(trial => figures.Verdicts[trial]).ToArray();
        var key = wish is null ? keys.Named.FirstOrDefault(k => k.IsNumeric) : keys.Find(wish);
        var isByVerdict = wish == "verdict" || key is null || (wish is null && verdicts.Distinct().Count() > 1);
        return isByVerdict ? ByVerdict(trials, verdicts) : ByValue(trials, keys, key!);
    }

    private static TrialColours ByTrial(IReadOnlyList<long> trials, SweptKeys keys, TrialFigures figures)
    {
        var entries = trials.Select((trial, i) =>
            new Key($"{keys.Text(trial)}: {TrialFigures.WordOf(figures.Verdicts[trial])}", KeyKind.Line, Palette.Series[i],
                Symbols.Series[i]));
        var colours = new TrialColours { Keys = [.. keys.Heading.Length > 0 ? [Key.Heading(keys.Heading)]
            : Array.Empty<Key>(), .. entries], IsByTrial = true };
        for (var i = 0; i < trials.Count; i++) colours._looks[trials[i]] = (Palette.Series[i], Symbols.Series[i]);
        return colours;
    }

    private static TrialColours ByVerdict(IReadOnlyList<long> trials, byte[] verdicts)
    {
        var colours = new TrialColours { Keys = TrialFigures.Keys(verdicts, KeyKind.Box) };
        for (var i = 0; i < trials.Count; i++) colours._looks[trials[i]] = (TrialFigures.ColourOf(verdicts[i]), Form.Circle);
        return colours;
    }

    private static TrialColours ByValue(IReadOnlyList<long> trials, SweptKeys keys, SweptKey key)
    {
        if (!key.IsNumeric) return ByWord(trials, keys, key);
        double[] values = [.. trials.Select(trial => keys.Value(trial, key).Number)];
        var scale = key.IsLogarithmic ? Scale.Logarithmic(values.Min(), values.Max())
            : Scale.Linear(values.Min(), Math.Max(values.Max(), values.Min() + 1e-12));
        var colours = new TrialColours { Bar = new(key.Label, scale) };
        for (var i = 0; i < trials.Count; i++) colours._looks[trials[i]] = (Palette.Quantity(scale.Place(values[i])), Form.Circle);
        return colours;
    }

    private static TrialColours ByWord(IReadOnlyList<long> trials, SweptKeys keys, SweptKey key)
    {
        string[] words = [.. trials.Select(trial => SweptKey.Text(keys.Value(trial, key)))], distinct = [.. words.Distinct()];
        Colour Of(string word) => Array.IndexOf(distinct, word) is var i && distinct.Length <= Palette.Series.Count ? Palette.Series[i]
            : Palette.Quantity(i / (distinct.Length - 1.0));
        var colours = new TrialColours { Keys = [Key.Heading(key.Label),
            .. distinct.Select(word => new Key(word, KeyKind.Box, Of(word)))] };
        for (var i = 0; i < trials.Count; i++) colours._looks[trials[i]] = (Of(words[i]), Form.Circle);
        return colours;
    }
}

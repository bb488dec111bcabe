namespace FuncGrad;

/// <summary>The round numbers at an axis.</summary>
internal static class Ticks
{
    /// <summary>Multiples of 1, 2 or 5 times a power of ten.</summary>
    public static IReadOnlyList<(double Value, string Label)> Linear(double from, double to, int most)
    {
        var step = Step((to / Math.Max(1, most)) - (from / Math.Max(1, most)));
        if (!double.IsFinite(step) || step <= 0) return [(from, NumberLabel.Of(from))];
        var decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        var isPlain = decimals <= 6 && Math.Max(Math.Abs(from), Math.Abs(to)) < 1e6;
        var (first, last) = (Math.Ceiling((from / step) - 1e-9), Math.Floor((to / step) + 1e-9));
        var ticks = new List<(double, string)>();
        for (var i = first; i <= last && ticks.Count <= 4 * most; i++)
            ticks.Add((i * step, isPlain ? NumberLabel.Fixed(i * step, decimals) : NumberLabel.Of(i * step)));
        return ticks;
    }

    /// <summary>
    /// Powers of ten, each k-th of them where there are many; 2 and 5 between them where there are few; plain round numbers within less
    /// than a decade.
    /// </summary>
    public static IReadOnlyList<(double Value, string Label)> Logarithmic(double from, double to, int most)
    {
        var (low, high) = ((int)Math.Ceiling(Math.Log10(from) - 1e-9), (int)Math.Floor(Math.Log10(to) + 1e-9));
        var every = Every(high - low + 1, most);
        var first = (int)Math.Ceiling((double)low / every) * every;
        var powers = Enumerable.Range(0, high < first ? 0
            : ((high - first) / every) + 1).Select(i => Labelled(Power(first + (i * every)))).ToList();
        if (powers.Count >= 3 || every > 1) return powers;
        var between = Between(from, to, low, high);
        return between.Count >= 3 ? between : Linear(from, to, most);
    }

    /// <summary>Powers of ten on both sides of 0.</summary>
    public static IReadOnlyList<(double Value, string Label)> Symmetric(double from, double to, double band, int most)
    {
        var ticks = new List<(double Value, string Label)> { (0, "0") };
        var share = from < 0 && to > 0 ? Math.Max(2, most / 2) : most;
        if (from < 0) ticks.AddRange(Side(band, -from, share).Select(tick => (-tick.Value, "−" + tick.Label)));
        if (to > 0) ticks.AddRange(Side(band, to, share));
        return [.. ticks.OrderBy(tick => tick.Value)];
    }

    /// <summary>1, 2 or 5 times a power of ten, at least this.</summary>
    public static double Step(double least)
    {
        var power = Power((int)Math.Floor(Math.Log10(least)));
        return new[] { 1.0, 2, 5, 10 }.Select(times => times * power).FirstOrDefault(step => step >= least * (1 - 1e-9), 10 * power);
    }

    /// <summary>10ᵏ to the last bit.</summary>
    public static double Power(int exponent) => double.Parse(FormattableString.Invariant($"1E{exponent}"),
        System.Globalization.CultureInfo.InvariantCulture);

    // The band itself is too near to 0 for a label of its own.
    private static List<(double Value, string Label)> Side(double band, double end, int most) =>
        [.. Logarithmic(Math.Min(band * 5, end), Math.Max(end, band * 5), most).Where(tick => tick.Value <= end && tick.Value >= band * 5)];

    private static List<(double, string)> Between(double from, double to, int low, int high)
    {
        var all = Enumerable.Range(low - 1, high - low + 2)
            .SelectMany(exponent => new[] { 1.0, 2, 5 }.Select(times => times * Power(exponent)));
        return [.. all.Where(value => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9)).Select(Labelled)];
    }

    private static (double, string) Labelled(double value) => (value, NumberLabel.Of(value));

    private static int Every(int decades, int most)
    {
        int[] steps = [1, 2, 3, 5, 10, 20, 50, 100, 200];
        return steps.FirstOrDefault(step => decades <= most * step, 500);
    }
}

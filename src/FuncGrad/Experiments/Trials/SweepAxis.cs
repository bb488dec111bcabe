namespace FuncGrad;

/// <summary>A setting with the values that it takes in a sweep, for programs: what a key of [sweep] is in a file.</summary>
public sealed record SweepAxis
{
    private SweepAxis(string key, AxisValues values) => (Key, Values) = (Arguments.Given(key), values);

    /// <summary>The dotted path of the setting: <c>method.learning_rate</c>, <c>parameters.x</c>, <c>seed</c>.</summary>
    public string Key { get; }

    /// <summary>How many values it takes.</summary>
    public long Count => Values.Count;

    internal AxisValues Values { get; }

    /// <summary>The numbers given, in their order.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static SweepAxis Of(string key, params double[] values) =>
        Listed(key, Array.ConvertAll(Arguments.Given(values), value => new SettingValue(value)));

    /// <summary>The words given, in their order: names of rules, <c>float</c>.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static SweepAxis OfWords(string key, params string[] words) =>
        Listed(key, Array.ConvertAll(Arguments.Given(words), SettingValue.Of));

    /// <summary>from + i·(to − from)/(count − 1) for i = 0 ... count − 1: both ends are among them.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public static SweepAxis Linear(string key, double from, double to, long count) => Gridded(key, new Interval(from, to), count);

    /// <summary>from·(to/from)^(i/(count − 1)) for i = 0 ... count − 1: equal ratios, between ends above 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1, or an end is not above 0.</exception>
    public static SweepAxis Log(string key, double from, double to, long count)
    {
        if (!(from > 0 && to > 0))
            throw new ArgumentOutOfRangeException(nameof(from), from > 0 ? to : from, "A logarithmic axis has ends above 0.");
        return Gridded(key, new Interval(from, to, IsLogarithmic: true), count);
    }

    /// <summary>The seeds <paramref name="from"/>, from + 1 ...</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1, or <paramref name="from"/> below 0.</exception>
    public static SweepAxis Seeds(long count, long from = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        return new(Settings.Seed.Key, new AxisValues.Consecutive(from, count));
    }

    /// <summary>Key and count in short.</summary>
    public override string ToString() => FormattableString.Invariant($"{Key}: {Count} values");

    private static SweepAxis Listed(string key, SettingValue[] values) =>
        values.Length > 0 ? new(key, new AxisValues.Listed(values))
        : throw new ArgumentException("A sweep takes one value at least.", nameof(values));

    private static SweepAxis Gridded(string key, Interval interval, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new(key, new AxisValues.Gridded(interval, count));
    }
}

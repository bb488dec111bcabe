namespace FuncGrad;

/// <summary>A swept setting as pictures see it.</summary>
/// <param name="Name">The dotted path, which is the column: <c>method.learning_rate</c>.</param>
/// <param name="Position">Its position among the keys.</param>
/// <param name="Group">The keys it advances with.</param>
/// <param name="Values">What it takes.</param>
internal sealed record SweptKey(string Name, int Position, int Group, AxisValues Values)
{
    /// <summary>The largest list of values that is looked at one by one.</summary>
    private const int MostLookedAt = 4096;

    /// <summary>So few values have a label each.</summary>
    private const int FewValues = 8;

    /// <summary>As people say it: <c>learning_rate</c>, <c>x at the start</c>.</summary>
    public string Label => Name.Split('.') switch
    {
        ["method" or "data" or "stop" or "judge", .. var path] => string.Join('.', path),
        ["parameters", .. var path] => $"{string.Join('.', path)} at the start",
        _ => Name,
    };

    public bool IsSeed => Name == Settings.Seed.Key;

    public bool IsSampled => Values is AxisValues.Sampled;

    public bool IsNumeric => Values is not AxisValues.Listed listed || listed.Values.All(value => value.Word is null);

    /// <summary>Whether its values lie in equal ratios, or, being a few numbers, span a hundredfold.</summary>
    public bool IsLogarithmic => Values switch
    {
        AxisValues.Gridded gridded => gridded.Interval.IsLogarithmic,
        AxisValues.Sampled sampled => sampled.Interval.IsLogarithmic,
        AxisValues.Listed listed when IsNumeric => NumberSpan.Of(listed.Values.Select(value => value.Number)) is { IsWide: true,
            HasNegative: false, HasZero: false },
        _ => false,
    };

    /// <summary>A value as text.</summary>
    public static string Text(SettingValue value) => value.Word ?? NumberLabel.Of(value.Number);

    /// <summary>
    /// The axis of a grid on which each value is the middle of a cell: a scale if the cells are of one width there, else a place for each
    /// value.
    /// </summary>
    public ChartAxis GridAxis()
    {
        var count = Values.Count;
        if (IsNumeric && count > FewValues
            && (Values is not AxisValues.Listed || count > MostLookedAt || IsEven())) return new(Label,
            Widened(Values.At(0).Number, Values.At(count - 1).Number, count));
        return ChartAxis.OfPlaces(Label, [.. Enumerable.Range(0, (int)Math.Min(count, MostLookedAt)).Select(i => Text(Values.At(i)))]);
    }

    private bool IsEven()
    {
        var scale = Widened(Values.At(0).Number, Values.At(Values.Count - 1).Number, Values.Count);
        return Enumerable.Range(0, (int)Values.Count)
            .All(i => Math.Abs(scale.Place(Values.At(i).Number) - ((i + 0.5) / Values.Count)) < 0.02 / Values.Count);
    }

    /// <summary>Half a cell more at both ends.</summary>
    private Scale Widened(double from, double to, long count)
    {
        if (!IsLogarithmic) return Scale.Linear(from - ((to - from) / (count - 1) / 2), to + ((to - from) / (count - 1) / 2));
        var half = Math.Pow(to / from, 0.5 / (count - 1));
        return Scale.Logarithmic(from / half, to * half);
    }
}

/// <summary>The swept settings of an experiment, and what tells its trials apart.</summary>
internal sealed class SweptKeys
{
    private readonly Sweep _sweep;
    private readonly long[] _strides;
    private readonly IReadOnlyList<long> _lengths;

    public SweptKeys(Sweep sweep)
    {
        _sweep = sweep;
        var (groupOf, lengths) = sweep.Groups;
        _lengths = lengths;
        All = [.. sweep.Axes.Select((axis, i) => new SweptKey(axis.Setting.Key, i, groupOf[i], axis.Values))];
        _strides = new long[lengths.Count];
        for (var (group, stride) = (lengths.Count - 1, 1L); group >= 0; stride *= lengths[group--]) _strides[group] = stride;
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<SweptKey> All { get; }

    /// <summary>Those that take more than one value.</summary>
    public IReadOnlyList<SweptKey> Differing => [.. All.Where(key => key.Values.Count > 1)];

    /// <summary>Those that differ, without seeds: what legends name.</summary>
    public IReadOnlyList<SweptKey> Named => [.. Differing.Where(key => !key.IsSeed)];

    /// <summary>Whether a seed makes several trials of the same settings.</summary>
    public bool HasReplicates => Differing.Any(key => key.IsSeed && !Named.Any(other => other.Group == key.Group));

    /// <summary>The key of a name: the whole path, or its label, or the end of its path.</summary>
    public SweptKey? Find(string name) =>
        All.FirstOrDefault(key => key.Name == name) ?? All.FirstOrDefault(key => key.Label == name
            || key.Name.EndsWith($".{name}", StringComparison.Ordinal));

    /// <summary>How many positions each group has; the first group is the slowest.</summary>
    public IReadOnlyList<long> Lengths => _lengths;

    /// <summary>The trial at some positions.</summary>
    public long Trial(Func<int, long> positionOf) => Enumerable.Range(0, _strides.Length).Sum(group => positionOf(group) * _strides[group]);

    /// <summary>The position of a trial along a group.</summary>
    public long PositionOf(long trial, int group) => trial / _strides[group] % _lengths[group];

    /// <summary>The trial that differs from another only along some groups, where it is at the first position.</summary>
    public long FirstLike(long trial, Func<int, bool> isFirst)
    {
        for (var group = 0; group < _strides.Length; group++)
            if (isFirst(group)) trial -= PositionOf(trial, group) * _strides[group];
        return trial;
    }

    /// <summary>The trial of the same settings with the first seed.</summary>
    public long WithoutSeed(long trial) => HasReplicates ? FirstLike(trial, group => All.All(key => key.Group != group || key.IsSeed))
        : trial;

    public SettingValue Value(long trial, SweptKey key) => _sweep.ValuesAt(trial)[key.Position];

    /// <summary>The values of the keys that are named, in short; the number of the trial if there are none.</summary>
    public string Text(long trial) => Named.Count == 0
        ? Differing.Count == 0 ? $"trial {trial}"
            : string.Join(", ", Differing.Select(key => $"{key.Label} {SweptKey.Text(Value(trial, key))}"))
        : string.Join(", ", Named.Select(key => SweptKey.Text(Value(trial, key))));

    /// <summary>What <see cref="Text"/> tells the values of.</summary>
    public string Heading => Named.Count == 0 ? "" : string.Join(", ", Named.Select(key => key.Label));
}

namespace FuncGrad;

/// <summary>Sweeps of experiments that a program has made: the same trials, ids and bytes as by a file.</summary>
public static class SweptExperiment
{
    /// <summary>How many values of an axis are looked at; of a grid all lie between its ends.</summary>
    private const int LookedAt = 1_000;

    /// <summary>
    /// The experiment with every combination of the values of some axes, the first slowest, in place of what it swept before.
    /// </summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="axes">Each key once.</param>
    /// <exception cref="ArgumentException">
    /// A key names no setting, or a value is none that it takes; the message names all of them.
    /// </exception>
    public static Experiment Over(this Experiment experiment, params SweepAxis[] axes)
    {
        var declared = Declared(Arguments.Given(experiment), Arguments.AllGiven(axes));
        var (mistakes, resolved) = (new List<string>(), new List<Axis>());
        foreach (var axis in axes) Resolve(axis, declared, resolved, mistakes);
        mistakes.AddRange(
            from axis in axes group axis by axis.Key into same where same.Count() > 1 select $"'{same.Key}' is swept twice.");
        var sweep = new Sweep(resolved, Enumerable.Range(0, resolved.Count));
        if (sweep.Size > long.MaxValue) mistakes.Add($"These are {sweep.Size} trials, more than 2^63 - 1.");
        return mistakes.Count == 0 ? experiment with { Sweep = sweep }
            : throw new ArgumentException(string.Join('\n', mistakes), nameof(axes));
    }

    private static void Resolve(SweepAxis axis, Declared declared, List<Axis> resolved, List<string> mistakes) =>
        SweptSettings.Resolve(axis.Key, new TextPlace(axis.Key, 0, 0), declared).Match(
            setting =>
            {
                if (Mistake(setting, axis) is { } mistake) mistakes.Add(mistake);
                else resolved.Add(new Axis(setting, axis.Values));
            },
            errors => mistakes.AddRange(errors.Select(error => $"{error.Problem} {error.Hint}".TrimEnd())));

    private static string? Mistake(Setting setting, SweepAxis axis)
    {
        var last = axis.Values.Count - 1;
        for (var i = 0L; i <= Math.Min(last, LookedAt); i++)
            if (Mistake(setting, axis, i) is { } mistake) return mistake;
        return Mistake(setting, axis, last);
    }

    private static string? Mistake(Setting setting, SweepAxis axis, long position)
    {
        var value = axis.Values.At(position);
        return setting.Domain.Allows(value) ? null : $"{axis.Key} would be {value}, but must be {setting.Domain.Expected}.";
    }

    private static IEnumerable<(string Key, string? Word)> WordsOf(SweepAxis axis) =>
        axis.Values is AxisValues.Listed listed ? listed.Values.Select(value => (axis.Key, value.Word)) : [];

    private static Declared Declared(Experiment experiment, IReadOnlyList<SweepAxis> axes)
    {
        Rule[] rules = [experiment.Method.Rule, .. UpdateRules.All.Where(rule => rule.Name != experiment.Method.Rule.Name)];
        var words = axes.SelectMany(WordsOf).ToHashSet();
        Rule[] inPlay = [.. rules.Where(rule => rule == experiment.Method.Rule || words.Contains(("method.rule", rule.Name)))];
        Declaration Of(NamedArray array, string table) => new(array.Name, new TextPlace($"{table}.{array.Name}", 0, 0), array.Source);
        return new([.. experiment.Parameters.Select(p => Of(p, "parameters"))], [.. experiment.Data.Select(d => Of(d, "data"))],
            new RuleNames(rules, []), inPlay, new HashSet<string>())
        {
            IsSingle = experiment.Method.Precision == Precision.Float || words.Contains(("method.precision", Words.Of(Precision.Float))),
        };
    }
}

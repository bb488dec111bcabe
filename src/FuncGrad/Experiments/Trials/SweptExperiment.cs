namespace FuncGrad;

/// <summary>Sweeps of experiments that a program has made: the same trials, ids and bytes as by a file.</summary>
public static class SweptExperiment
{
    /// <summary>How many values of an axis are looked at; of a grid all lie between its ends.</summary>
    private const int LookedAt = 1_000;

    /// <summary>The experiment with every combination of the values of some axes, the first slowest, in place of what it swept before.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="axes">Each key once.</param>
    /// <exception cref="ArgumentException">A key names no setting, or a value is none that it takes; the message names all of them.</exception>
    public static Experiment Over(this Experiment experiment, params SweepAxis[] axes)
    {
        var (declared, mistakes, resolved) = (Declared(Arguments.Given(experiment), Arguments.AllGiven(axes)), new List<string>(), new List<Axis>());
        foreach (var axis in axes)
            SweptSettings.Resolve(axis.Key, new TextPlace(axis.Key, 0, 0), declared).Match(
                setting => { if (Mistake(setting, axis) is { } mistake) mistakes.Add(mistake); else resolved.Add(new Axis(setting, axis.Values)); },
                errors => mistakes.AddRange(errors.Select(error => $"{error.Problem} {error.Hint}".TrimEnd())));
        mistakes.AddRange(axes.GroupBy(axis => axis.Key).Where(group => group.Count() > 1).Select(group => $"'{group.Key}' is swept twice."));
        var sweep = new Sweep(resolved, Enumerable.Range(0, resolved.Count));
        if (sweep.Size > long.MaxValue) mistakes.Add($"These are {sweep.Size} trials, more than 2^63 - 1.");
        return mistakes.Count == 0 ? experiment with { Sweep = sweep } : throw new ArgumentException(string.Join('\n', mistakes), nameof(axes));
    }

    private static string? Mistake(Setting setting, SweepAxis axis)
    {
        var (values, most) = (axis.Values, axis.Values.Count - 1);
        for (var i = 0L; i <= Math.Min(most, LookedAt); i++)
            if (!setting.Domain.Allows(values.At(i))) return $"{axis.Key} would be {values.At(i)}, but must be {setting.Domain.Expected}.";
        return setting.Domain.Allows(values.At(most)) ? null : $"{axis.Key} would be {values.At(most)}, but must be {setting.Domain.Expected}.";
    }

    private static Declared Declared(Experiment experiment, IReadOnlyList<SweepAxis> axes)
    {
        Rule[] rules = [experiment.Method.Rule, .. UpdateRules.All.Where(rule => rule.Name != experiment.Method.Rule.Name)];
        var words = axes.Where(axis => axis.Values is AxisValues.Listed).SelectMany(axis => ((AxisValues.Listed)axis.Values).Values.Select(value => (axis.Key, value.Word))).ToHashSet();
        Rule[] inPlay = [.. rules.Where(rule => rule == experiment.Method.Rule || words.Contains(("method.rule", rule.Name)))];
        Declaration Of(NamedArray array, string table) => new(array.Name, new TextPlace($"{table}.{array.Name}", 0, 0), array.Source);
        return new([.. experiment.Parameters.Select(p => Of(p, "parameters"))], [.. experiment.Data.Select(d => Of(d, "data"))], new RuleNames(rules, []), inPlay, new HashSet<string>())
        {
            IsSingle = experiment.Method.Precision == Precision.Float || words.Contains(("method.precision", Words.Of(Precision.Float))),
        };
    }
}

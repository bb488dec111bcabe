namespace FuncGrad;

/// <summary>The settings that every experiment has: one row for each plain key of a file.</summary>
internal static class Settings
{
    private static readonly Setting Rule = new("method.rule", RuleNamed(MethodTexts.Rules.Names), (e, _) => e);

    private static readonly Setting[] Table =
    [
        Method("method.steps", Domain.Whole(0), m => Number(m.Steps), (m, v) => m with { Steps = (long)v.Number }),
        new("method.epochs", Domain.Whole(0), (e, v) => (e with { Method = e.Method with { Epochs = (long)v.Number } }).WithSteps()),
        new("batch.size", Domain.Whole(1), (e, v) =>
            e.Batch is { } batch ? (e with { Batch = batch with { Size = (int)Math.Min(v.Number, int.MaxValue) } }).WithSteps()
                : e) { Get = e => Number(e.Batch?.Size) },
        new("batch.order", Domain.OneOf([.. Words.Of<BatchOrder>().Where(word => word != Words.Of(BatchOrder.Given))]), (e, v) =>
            e.Batch is { } batch ? e with { Batch = batch with { Order = v.As<BatchOrder>() } }
                : e) { Get = e => e.Batch is { } batch ? Word(batch.Order) : null },
        Method("method.gradient", Domain.OneOf<GradientKind>(), m => Word(m.Gradient),
            (m, v) => m with { Gradient = v.As<GradientKind>() }),
        Method("method.h", Domain.Positive, m => Number(m.DifferenceStep), (m, v) => m with { DifferenceStep = v.Number })
            with { Place = new LanePlace.Input(StepGraph.DifferenceStep) },
        Method("method.direction", Domain.OneOf<Direction>(), m => Word(m.Direction), (m, v) => m with { Direction = v.As<Direction>() }),
        Method("method.precision", Domain.OneOf<Precision>(), m => Word(m.Precision), (m, v) => m with { Precision = v.As<Precision>() }),
        Method("method.arithmetic", Domain.OneOf<Arithmetic>(), m => Word(m.Arithmetic),
            (m, v) => m with { Arithmetic = v.As<Arithmetic>() }),
        .. StopWords.Bounds.Select(Bound),
        Judge("judge.gradient_norm", j => j.GradientNorm, (j, v) => j with { GradientNorm = v }),
        Judge("judge.remaining_gain", j => j.RemainingGain, (j, v) => j with { RemainingGain = v }),
        new("log.every", Domain.Whole(0), (e, v) => e with { Log = e.Log with { Every = (long)v.Number } }),
        new("log.final_parameters", Domain.Whole(0), (e, v) => e with { Log = e.Log with { FinalParameters = (long)v.Number } }),
        new("keep.parameters", Domain.OneOf<KeptParameters>(), (e, v) => e with { Keep = v.As<KeptParameters>() }),
    ];

    /// <summary>Those that decide the outcome of a trial, and not only what is logged or kept of it.</summary>
    public static IEnumerable<Setting> OfTrials => Table.Where(row => !IsOfOutput(row.Key)).Append(Seed);

    /// <summary>Whether a key is of a table that says what is written down, the same for all trials.</summary>
    public static bool IsOfOutput(string key) => key.Split('.')[0] is "log" or "keep";

    /// <summary>All rows, the rule's too.</summary>
    public static IEnumerable<Setting> All => Table.Prepend(Rule);

    /// <summary>The seed of all draws: a key of [sweep] only.</summary>
    public static Setting Seed { get; } = new("seed", Domain.Whole(0), (e, v) => e with { Seed = (long)v.Number })
    {
        Get = e => Number(e.Seed),
        Place = new LanePlace.Seed(),
    };

    /// <summary>The plain keys of a table, without its name.</summary>
    /// <param name="prefix">The table and a dot: <c>method.</c></param>
    public static IEnumerable<string> Keys(string prefix) =>
        Table.Append(Rule).Select(row => row.Key).Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key => key[prefix.Length..]);

    /// <summary>The table that a plain key or a hyperparameter belongs to, by its own or another name; null if there is none.</summary>
    public static string? TableOf(string key) => PathOf(key) is { } path ? path[..path.IndexOf('.')] : null;

    /// <summary>The dotted path of a plain key or a hyperparameter, by its own or another name; null if there is none.</summary>
    public static string? PathOf(string key)
    {
        string[] method = [.. Keys("method."), .. UpdateRules.All.SelectMany(rule => rule.Hyperparameters).Select(h => h.Name)];
        return method.Contains(key) ? $"method.{key}"
            : OtherNames.Of(key, method) is { } other ? $"method.{other}"
            : Table.Select(row => row.Key).FirstOrDefault(row => row.EndsWith("." + key, StringComparison.Ordinal));
    }

    /// <summary>The row of a key, or null.</summary>
    public static Setting? Find(string key, Declared declared) =>
        key == Rule.Key ? RuleAmong(declared) : Table.FirstOrDefault(row => row.Key == key);

    /// <summary>There are too many to be told in a message.</summary>
    private static Domain RuleNamed(IReadOnlyList<string> names) =>
        Domain.OneOf(names) with { Expected = "the name of a rule (`funcgrad rules` lists them)" };

    private static Setting RuleAmong(Declared declared) => Method(
        Rule.Key,
        RuleNamed([.. declared.Names.All]),
        m => SettingValue.Of(m.Rule.Name),
        (m, v) => m with { Rule = declared.RulesInPlay.FirstOrDefault(rule =>
            rule.Name == v.Word && rule.Schedules.SequenceEqual(m.Rule.Schedules))
                ?? declared.RulesInPlay.First(rule => rule.Name == v.Word) });

    /// <summary>Which schedule a hyperparameter follows, of those that the file names; null if it follows none by name.</summary>
    public static Setting? ScheduleOf(string hyperparameter, Declared declared) =>
        declared.RulesInPlay.Any(rule => rule.Schedules.ContainsKey(hyperparameter)) ? Method(
            $"method.{hyperparameter}.schedule",
            Domain.OneOf(ScheduleReader.Names) with { Expected = "the name of a schedule (`funcgrad schedules` lists them)" },
            m => m.Rule.Schedules.TryGetValue(hyperparameter, out var schedule) ? SettingValue.Of(schedule) : null,
            (m, v) => m with { Rule = declared.RulesInPlay.FirstOrDefault(rule =>
                rule.Name == m.Rule.Name && rule.Schedules.SequenceEqual(m.Rule.Schedules.SetItem(hyperparameter, v.Word!))) ?? m.Rule })
                    : null;

    private static SettingValue? Number(double? number) => number is { } given ? new SettingValue(given) : null;

    private static SettingValue? Word<TEnum>(TEnum value) where TEnum : struct, Enum => SettingValue.Of(Words.Of(value));

    private static Setting Method(string key, Domain domain, Func<MethodSettings, SettingValue?> get,
        Func<MethodSettings, SettingValue, MethodSettings> put) =>
        new(key, domain, (e, v) => e with { Method = put(e.Method, v) }) { Get = e => get(e.Method) };

    private static Setting Bound(StopBound bound) =>
        new(bound.Name, DomainOf(bound.Range), (e, v) => e with { Stop = bound.Put(e.Stop, v.Number) })
        {
            Get = e => Number(bound.Of(e.Stop)),
            Place = new LanePlace.Input(bound.Name),
        };

    private static Domain DomainOf(StopRange range) => range switch
    {
        StopRange.NonNegative => Domain.NonNegative,
        StopRange.Positive => Domain.Positive,
        _ => Domain.Any,
    };

    private static Setting Judge(string key, Func<Tolerance, double?> get, Func<Tolerance, double, Tolerance> put) =>
        new(key, Domain.NonNegative, (e, v) => e with { Judge = put(e.Judge, v.Number) })
        {
            Get = e => Number(get(e.Judge)),
            Place = new LanePlace.Tolerance(put),
        };
}

namespace FuncGrad;

/// <summary>The settings that every experiment has: one row for each plain key of a file.</summary>
internal static class Settings
{
    private static readonly Setting Rule = new("method.rule", Domain.OneOf([.. UpdateRules.All.Select(rule => rule.Name)]), (e, _) => e);

    private static readonly Setting[] Table =
    [
        new("method.steps", Domain.Whole(0), Method((m, v) => m with { Steps = (long)v.Number })),
        new("method.gradient", Domain.OneOf<GradientKind>(), Method((m, v) => m with { Gradient = v.As<GradientKind>() })),
        new("method.h", Domain.Positive, Method((m, v) => m with { DifferenceStep = v.Number })),
        new("method.direction", Domain.OneOf<Direction>(), Method((m, v) => m with { Direction = v.As<Direction>() })),
        new("method.precision", Domain.OneOf<Precision>(), Method((m, v) => m with { Precision = v.As<Precision>() })),
        new("method.arithmetic", Domain.OneOf<Arithmetic>(), Method((m, v) => m with { Arithmetic = v.As<Arithmetic>() })),
        new("stop.gradient_norm", Domain.NonNegative, (e, v) => e with { Stop = e.Stop with { GradientNorm = v.Number } }),
        new("stop.loss", Domain.Any, (e, v) => e with { Stop = e.Stop with { Loss = v.Number } }),
        new("stop.diverged", Domain.Positive, (e, v) => e with { Stop = e.Stop with { Diverged = v.Number } }),
        new("judge.gradient_norm", Domain.NonNegative, (e, v) => e with { Judge = e.Judge with { GradientNorm = v.Number } }),
        new("judge.remaining_gain", Domain.NonNegative, (e, v) => e with { Judge = e.Judge with { RemainingGain = v.Number } }),
        new("log.every", Domain.Whole(0), (e, v) => e with { Log = e.Log with { Every = (long)v.Number } }),
    ];

    /// <summary>The seed of all draws: a key of [sweep] only.</summary>
    public static Setting Seed { get; } = new("seed", Domain.Whole(0), (e, v) => e with { Seed = (long)v.Number });

    /// <summary>The plain keys of a table, without its name.</summary>
    /// <param name="prefix">The table and a dot: <c>method.</c></param>
    public static IEnumerable<string> Keys(string prefix) =>
        Table.Append(Rule).Select(row => row.Key).Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Select(key => key[prefix.Length..]);

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
    public static Setting? Find(string key, IReadOnlyList<UpdateRule> rules) =>
        key == Rule.Key ? RuleAmong(rules) : Table.FirstOrDefault(row => row.Key == key);

    private static Setting RuleAmong(IReadOnlyList<UpdateRule> rules) => new(
        Rule.Key,
        Domain.OneOf([.. rules.Select(rule => rule.Name)]),
        Method((m, v) => m with { Rule = rules.First(rule => rule.Name == v.Word) }));

    private static Func<Experiment, SettingValue, Experiment> Method(Func<MethodSettings, SettingValue, MethodSettings> change) =>
        (experiment, value) => experiment with { Method = change(experiment.Method, value) };
}

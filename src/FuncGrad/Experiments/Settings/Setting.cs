using LanguageExt;

namespace FuncGrad;

/// <summary>A place in an experiment that a value can be put into: what a swept key names, and what a plain key of a file sets.</summary>
/// <param name="Key">The dotted path: <c>method.learning_rate</c>.</param>
/// <param name="Domain">What it takes.</param>
/// <param name="Put">The experiment with a value of the domain in this place.</param>
internal sealed record Setting(string Key, Domain Domain, Func<Experiment, SettingValue, Experiment> Put)
{
    /// <summary>What stands in this place; null if nothing does.</summary>
    public Func<Experiment, SettingValue?> Get { get; init; } = _ => null;

    /// <summary>Where its value goes in a lane; null: it decides about the graph.</summary>
    public LanePlace? Place { get; init; }
}

/// <summary>
/// A parameter or data as the file declares it; the source is null if it could not be read, which is reported where it stands.
/// </summary>
internal sealed record Declaration(string Name, TextPlace Place, ArraySource? Source);

/// <summary>All names that settings can refer to.</summary>
/// <param name="Parameters">Of [parameters], in order.</param>
/// <param name="Data">Of [data], in order.</param>
/// <param name="Names">The rules that the file may name.</param>
/// <param name="RulesInPlay">The rule of the file, and those it is swept over.</param>
/// <param name="BrokenKeys">Named in lines that could not be read.</param>
internal sealed record Declared(
    IReadOnlyList<Declaration> Parameters,
    IReadOnlyList<Declaration> Data,
    RuleNames Names,
    IReadOnlyList<Rule> RulesInPlay,
    IReadOnlySet<string> BrokenKeys)
{
    private Dictionary<string, Declaration>? _parameters, _data;

    /// <summary>The parameter of a name, or null.</summary>
    public Declaration? Parameter(string name) => (_parameters ??= ByName(Parameters)).GetValueOrDefault(name);

    /// <summary>The data of a name, or null.</summary>
    public Declaration? Datum(string name) => (_data ??= ByName(Data)).GetValueOrDefault(name);

    private static Dictionary<string, Declaration> ByName(IEnumerable<Declaration> arrays) =>
        arrays.DistinctBy(array => array.Name).ToDictionary(array => array.Name);

    /// <summary>The hyperparameters that are formulas of the step, or schedules with a mistake that is told elsewhere.</summary>
    public IReadOnlySet<string> Formulas { get; init; } = new System.Collections.Generic.HashSet<string>();

    /// <summary>What [sweep] may take as stop.when: formulas of what is observed.</summary>
    public Domain? StopCondition { get; init; }

    /// <summary>Whether any trial is computed in single precision.</summary>
    public bool IsSingle { get; init; }

    /// <summary>A setting with the domain that its numbers must fit into as they are computed with.</summary>
    public Setting Fitted(Setting setting) =>
        IsSingle && !setting.Key.StartsWith("judge.", StringComparison.Ordinal) ? setting with { Domain = setting.Domain.InSinglePrecision }
            : setting;

    /// <summary>The hyperparameters that the rules in play have under a name.</summary>
    public IEnumerable<Hyperparameter> Hyperparameters(string name) =>
        RulesInPlay.SelectMany(rule => rule.Hyperparameters).Where(h => h.Name == name);

    public IEnumerable<string> HyperparameterNames => RulesInPlay.SelectMany(rule => rule.Hyperparameters).Select(h => h.Name).Distinct();

    /// <summary>What all rules in play take for a hyperparameter that at least one of them has.</summary>
    public Domain DomainOf(string hyperparameter)
    {
        var high = Hyperparameters(hyperparameter).Min(h => h.High);
        var isExcluded = Hyperparameters(hyperparameter).Any(h => h.High == high && h.IsHighExcluded);
        var range = Domain.Between(Hyperparameters(hyperparameter).Max(h => h.Low), high, isExcluded);
        return (IsSingle ? range.InSinglePrecision : range) with
        {
            Hint = hyperparameter == "learning_rate"
                ? "To go uphill, write direction = \"maximise\"."
                : $"Elsewhere the formula of {RulesWith(RulesInPlay, hyperparameter)} is not defined: `funcgrad rules` shows it.",
        };
    }

    private static string RulesWith(IEnumerable<Rule> rules, string hyperparameter) =>
        string.Join(", ", rules.Where(rule => rule.Hyperparameters.Any(h => h.Name == hyperparameter)).Select(rule => rule.Name));

    public bool IsHyperparameter(string name) => Hyperparameters(name).Any();

    /// <summary>Whether a name may be a parameter: it is one, or the file does not say what is.</summary>
    public bool IsParameter(string name) => Parameter(name) is not null || BrokenKeys.Contains(name) || !HasParameters;

    /// <summary>Whether the file has [parameters]. If not, that is the mistake, and no name can be told to be none of them.</summary>
    public bool HasParameters { get; init; } = true;

    /// <summary>The mistake of a key of [method] that neither it nor a rule in play has.</summary>
    /// <param name="key">Without its table.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="path">What stands before a key there: <c>method.</c> in [sweep].</param>
    public InputError UnknownMethodKey(string key, TextPlace place, string path = "")
    {
        var owners = Names.Given.Where(rule => rule.Hyperparameters.Any(h => h.Name == key)).Select(rule => rule.Name).ToArray();
        var inPlay = string.Join(", ", RulesInPlay.Select(rule => rule.Name));
        if (Names.Chain is not null
            && HyperparameterNames.FirstOrDefault(known => known.EndsWith("." + key, StringComparison.Ordinal)) is { } ofLink)
            return place.Error($"'{path}{key}' belongs to no link of the chain.", path.Length > 0 ? $"Write {path}{ofLink}."
                : $"Write {ofLink[..ofLink.IndexOf('.', StringComparison.Ordinal)]} = {{ {key} = ... }}.");
        return owners.Length > 0
            ? place.Error($"'{key}' is not a hyperparameter of {inPlay}, which has: {string.Join(", ", HyperparameterNames)}.",
                $"It belongs to: {string.Join(", ", owners)}.")
            : place.Error($"[method] has no setting '{key}'.", Hint(path + key, path));
    }

    /// <summary>A setting of [method], or a hyperparameter that another rule has, or what there is.</summary>
    private string Hint(string key, string path)
    {
        string[] own = [.. HyperparameterNames.Concat(Settings.Keys("method.")).Select(name => path + name)];
        var elsewhere = OtherNames.Of(key, own) is null
            ? OtherNames.Of(key, [.. Names.Given.SelectMany(rule => rule.Hyperparameters).Select(h => path + h.Name)]) : null;
        return elsewhere is null
            ? NearestName.Hint(key, own, "It has")
            : $"Perhaps you meant `{elsewhere}`, which belongs to: {RulesWith(Names.Given, elsewhere[path.Length..])}.";
    }
}

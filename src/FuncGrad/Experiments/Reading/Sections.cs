using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>A change of an experiment: what a key of a file amounts to.</summary>
internal delegate Experiment Change(Experiment experiment);

/// <summary>The tables of plain settings: [method], [stop], [judge], [log].</summary>
internal static class Sections
{
    public static Validation<InputError, Unit> OnlyKeys(TomlTable table, IReadOnlyCollection<string> known, Func<string, string> problem,
        Func<string, string?>? hint = null) => table.Entries
        .Where(entry => !known.Contains(entry.Key))
        .Select(entry => Fail<InputError, Unit>(entry.Place.Error(problem(entry.Key), hint?.Invoke(entry.Key)
            ?? NearestName.Hint(entry.Key, known, "Known"))))
        .Collected().Map(_ => unit);

    /// <summary>Whether a part of a table is there under another name, so that it is not missing but misnamed, which is reported.</summary>
    public static bool IsMisnamed(TomlTable table, string name, params string[] known) =>
        table.Keys.Any(key => !known.Contains(key) && OtherNames.Of(key, known) == name);

    /// <summary>
    /// The changes that a table makes, all its keys being rows of <see cref="Settings"/> or known to <paramref name="other"/>.
    /// </summary>
    /// <param name="root">The file.</param>
    /// <param name="name">The table's name.</param>
    /// <param name="declared">The names in play.</param>
    /// <param name="other">What else a key can be; null if it cannot.</param>
    public static Validation<InputError, Change> Read(TomlTable root, string name, Declared declared,
        Func<TomlEntry, Validation<InputError, Change>?> other)
    {
        if (root[name] is not { } node) return Success<InputError, Change>(e => e);
        if (node is not TomlTable table) return NotATable(name, node);
        return table.Entries.Map(entry => Settings.Find($"{name}.{entry.Key}", declared) is { } setting
            ? declared.Fitted(setting).Domain.Read(setting.Key, entry.Value).Map<Change>(value => e => setting.Put(e, value))
            : other(entry) ?? entry.Place.Error($"[{name}] has no setting '{entry.Key}'.", NearestName.Hint(entry.Key, KeysOf(name),
                "It has")))
            .Collected().Map(Together);
    }

    private static IEnumerable<string> KeysOf(string table) => table switch
    {
        "log" => Settings.Keys("log.").Append("columns"),
        "stop" => Settings.Keys("stop.").Concat(ObserveReader.KeysOfStop),
        _ => Settings.Keys(table + "."),
    };

    public static InputError NotATable(string name, TomlNode node) =>
        node.Place.Error($"'{name}' is {node.Described}, but must be a table.",
            $"Write [{name}] on a line of its own and its settings below.");

    /// <summary>One change after the other.</summary>
    public static Change Together(params Change[] changes) => experiment => changes.Aggregate(experiment, (e, change) => change(e));

    // ---- what is no row of the table --------------------------------------------------------------------------------

    /// <summary>A hyperparameter: a number for all parameters, or a table of numbers for single ones.</summary>
    public static Validation<InputError, Change> Hyperparameter(TomlEntry entry, Declared declared) =>
        Hyperparameter(entry, entry.Key, declared);

    private static Validation<InputError, Change> Hyperparameter(TomlEntry entry, string name, Declared declared)
    {
        if (entry.Key == "chain" && declared.Names.Chain is { } chain)
            return Success<InputError, Change>(e => e with { Method = e.Method with { Rule = chain } });
        if (!declared.IsHyperparameter(name)) return Composed(entry, name, declared) ?? declared.UnknownMethodKey(name, entry.Place);
        var (key, domain) = ($"method.{name}", declared.DomainOf(name));
        if (entry.Value is not TomlTable table)
            return domain.Read(key, entry.Value)
                .Map<Change>(value => e => e with { Method = e.Method.With(name, h => h with { Everywhere = value.Number }) });
        return table.Entries.Map(own => PerParameter(key, name, own, domain, declared)).Collected().Map(Together);
    }

    /// <summary>
    /// The table of a link of a chain or the settings of a schedule, each a hyperparameter; a formula of the step, which has no settings.
    /// Null if it is none of these.
    /// </summary>
    private static Validation<InputError, Change>? Composed(TomlEntry entry, string name, Declared declared)
    {
        if (declared.Formulas.Contains(name)) return Success<InputError, Change>(e => e);
        if (entry.Value is not TomlTable table
            || !declared.HyperparameterNames.Concat(declared.Formulas).Any(known => known.StartsWith(name + ".", StringComparison.Ordinal)))
            return null;
        return table.Entries.Where(own => own.Key is not ("schedule" or "of" or "direction"))
            .Select(own => Hyperparameter(own, $"{name}.{own.Key}", declared)).Collected().Map(Together);
    }

    private static Validation<InputError, Change> PerParameter(string key, string name, TomlEntry own, Domain domain, Declared declared) =>
        declared.IsParameter(own.Key)
            ? domain.Read($"{key}.{own.Key}", own.Value)
                .Map<Change>(value => e => e with { Method = e.Method.With(name, h => h.With(own.Key, value.Number)) })
            : own.Place.Error($"{key} names '{own.Key}', which is not a parameter.", own.Key is "from" or "to" or "warmup"
                ? $"A schedule has a name: {name} = {{ schedule = \"cosine\", from = 0.1, to = 0.001 }}."
                : NearestName.Hint(own.Key, declared.Parameters.Select(p => p.Name), "Parameters"));

    /// <summary>The columns of the step log.</summary>
    public static Validation<InputError, Change>? Columns(TomlEntry entry)
    {
        if (entry.Key != "columns") return null;
        if (entry.Value is not TomlArray array)
            return entry.Value.Place.Error($"log.columns is {entry.Value.Described}, but must be an array of names.",
                "Write columns = [\"loss\", \"parameters\"].");
        var domain = Domain.OneOf<LogColumn>();
        return array.Items.Map((position, item) => domain.Read("log.columns", item).Bind(value => IsRepeated(array, position)
                ? item.Place.Error($"log.columns names {item.Described[9..]} twice.", "Remove one of them.")
                : Success<InputError, LogColumn>(value.As<LogColumn>())))
            .Collected().Map<Change>(columns => e => e with { Log = e.Log with { Columns = columns.ToArr() } });
    }

    /// <summary>Where a file does not say which columns it wants, the parameters of a large model are not logged.</summary>
    public static Change Thrifty(TomlTable root) => experiment =>
        root["log"] is TomlTable log && log.Find("columns") is not null ? experiment
            : experiment with { Log = experiment.Log.Thrifty(experiment.ElementCount) };

    private static bool IsRepeated(TomlArray array, int position) =>
        array.Items.Take(position).Any(earlier =>
            earlier is TomlText { Value: var text } && array.Items[position] is TomlText { Value: var other } && text == other);
}

using LanguageExt;

namespace FuncGrad;

/// <summary>
/// The setting that a dotted path names in [sweep]: one of the table, a hyperparameter, or something of a parameter or data.
/// </summary>
internal static class SweptSettings
{
    /// <summary>Elements of larger arrays are found when named, but not suggested.</summary>
    private const int MostSuggestedElements = 64;

    public static Validation<InputError, Setting> Resolve(string key, TextPlace place, Declared declared) =>
        key == Settings.Seed.Key ? Settings.Seed : Named(key, place, declared).Map(declared.Fitted);

    private static Validation<InputError, Setting> Named(string key, TextPlace place, Declared declared)
    {
        var parts = key.Split('.');
        if (parts[0] is "log" or "keep" or "title" or "loss")
            return place.Error($"'{key}' is the same for all trials and cannot be swept.",
                $"Set it outside [sweep], in {(parts[0] is "log" or "keep" ? $"[{parts[0]}]" : "the first lines")}.");
        if (Settings.Find(key, declared) is { } plain) return plain;
        if (key == "stop.when" && declared.StopCondition is { } condition) return StopCondition(key, condition);
        if (parts[0] == "parameters" && !declared.HasParameters) return Unreadable(key);
        if (declared.BrokenKeys.Contains(parts[^1]) || (parts.Length > 1 && declared.BrokenKeys.Contains(parts[1]))) return Unreadable(key);
        return (parts switch
        {
            ["method", .. var path, "schedule"] =>
                Schedule(key, string.Join('.', path), place, declared) ?? OfMethod(key, parts, place, declared),
            ["method", _, ..] => OfMethod(key, parts, place, declared),
            ["parameters", _, ..] => SweptArrays.Resolve(key, parts[1..], place, declared.Parameter,
                change => e => e with { Parameters = change(e.Parameters) }),
            ["data", _, ..] => SweptArrays.Resolve(key, parts[1..], place, declared.Datum, change => e => e with { Data = change(e.Data) }),
            _ => null,
        }) ?? Unknown(key, place, declared);
    }

    private static Setting StopCondition(string key, Domain condition) =>
        new(key, condition, (e, v) => e with { StopFormulas = e.StopFormulas with { When = v.Word } })
        {
            Get = e => e.StopFormulas.When is { } when ? SettingValue.Of(when) : null,
        };

    private static Validation<InputError, Setting>? Schedule(string key, string name, TextPlace place, Declared declared)
    {
        if (Settings.ScheduleOf(name, declared) is { } schedule) return schedule;
        if (!declared.IsHyperparameter(name) && !declared.Formulas.Contains(name)) return null;
        return place.Error($"'{key}' needs a list of schedules, and {name} as a table of their settings, or left out of [method].",
            $"Write {name} = {{ from = 0.1, to = 0.001 }}, and {key} = [\"cosine\", \"linear\"].");
    }

    /// <summary>A hyperparameter for all parameters or for one; null for what is neither, but is near a name that is known.</summary>
    private static Validation<InputError, Setting>? OfMethod(string key, string[] parts, TextPlace place, Declared declared)
    {
        var (name, above, last) = (string.Join('.', parts[1..]), string.Join('.', parts[1..^1]), parts[^1]);
        if (declared.IsHyperparameter(name)) return Hyperparameter(key, name, declared);
        if (declared.IsHyperparameter(above) && declared.IsParameter(last)) return PerParameter(key, above, last, declared);
        if (parts.Length == 2 && NearestName.Of(key, Keys(declared)) is null) return declared.UnknownMethodKey(name, place, "method.");
        return null;
    }

    /// <summary>A stand-in for a setting whose line could not be read, so that one mistake is reported once.</summary>
    public static Setting Unreadable(string key) => new(key, new Domain("a value", _ => true), (e, _) => e);

    private static Setting Hyperparameter(string key, string name, Declared declared) =>
        new(key, declared.DomainOf(name), (e, v) => e with { Method = e.Method.With(name, h => h with { Everywhere = v.Number }) })
        {
            Place = new LanePlace.Hyperparameter(name),
        };

    private static Setting PerParameter(string key, string name, string parameter, Declared declared) =>
        new(key, declared.DomainOf(name), (e, v) => e with { Method = e.Method.With(name, h => h.With(parameter, v.Number)) })
        {
            Place = new LanePlace.Hyperparameter(name, parameter),
        };

    private static Validation<InputError, Setting> Unknown(string key, TextPlace place, Declared declared)
    {
        var known = Keys(declared).ToArray();
        var nearest = known.FirstOrDefault(k => k == key + ".from") ?? OtherNames.Of(key, known) ?? NearestName.Of(key, known)
            ?? known.FirstOrDefault(k => k.EndsWith("." + key, StringComparison.Ordinal)) ?? OtherNames.Of("method." + key, known);
        return place.Error($"'{key}' names no setting of this experiment.", nearest is null
            ? $"A key is the dotted path of a setting: {string.Join(", ", known.Take(6))} ... or seed."
            : $"Perhaps you meant `{nearest}`.");
    }

    /// <summary>What could be swept.</summary>
    private static IEnumerable<string> Keys(Declared declared) =>
    [
        .. declared.HyperparameterNames.Select(name => $"method.{name}"),
        .. declared.RulesInPlay.SelectMany(rule => rule.Schedules.Keys).Distinct().Select(name => $"method.{name}.schedule"),
        .. Settings.Keys("").Where(key => !Settings.IsOfOutput(key)),
        .. SweptArrays.Keys("parameters", declared.Parameters, MostSuggestedElements),
        .. SweptArrays.Keys("data", declared.Data, MostSuggestedElements),
        "stop.when", "seed",
    ];
}

using LanguageExt;

namespace FuncGrad;

/// <summary>The setting that a dotted path names in [sweep]: one of the table, a hyperparameter, or something of a parameter or data.</summary>
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
            return place.Error($"'{key}' is the same for all trials and cannot be swept.", $"Set it outside [sweep], in {(parts[0] is "log" or "keep" ? $"[{parts[0]}]" : "the first lines")}.");
        if (Settings.Find(key, declared) is { } plain) return plain;
        if (key == "stop.when" && declared.StopCondition is { } condition)
            return new Setting(key, condition, (e, v) => e with { StopFormulas = e.StopFormulas with { When = v.Word } }) { Get = e => e.StopFormulas.When is { } when ? SettingValue.Of(when) : null };
        if (parts[0] == "parameters" && !declared.HasParameters) return Unreadable(key);
        if (declared.BrokenKeys.Contains(parts[^1]) || (parts.Length > 1 && declared.BrokenKeys.Contains(parts[1]))) return Unreadable(key);
        return parts switch
        {
            ["method", .. var path, "schedule"] when Settings.ScheduleOf(string.Join('.', path), declared) is { } schedule => schedule,
            ["method", .. var path, "schedule"] when string.Join('.', path) is var name && (declared.IsHyperparameter(name) || declared.Formulas.Contains(name)) => place.Error(
                $"'{key}' needs a list of schedules, and {name} as a table of their settings, or left out of [method].", $"Write {name} = {{ from = 0.1, to = 0.001 }}, and {key} = [\"cosine\", \"linear\"]."),
            ["method", .. var path] when declared.IsHyperparameter(string.Join('.', path)) => Hyperparameter(key, string.Join('.', path), declared),
            ["method", .. var path, var parameter] when declared.IsHyperparameter(string.Join('.', path)) && declared.IsParameter(parameter) => PerParameter(key, string.Join('.', path), parameter, declared),
            ["method", var name] when NearestName.Of(key, Keys(declared)) is null => declared.UnknownMethodKey(name, place, "method."),
            ["parameters", .. var path] when path.Length > 0 => SweptArrays.Resolve(key, path, place, declared.Parameter, change => e => e with { Parameters = change(e.Parameters) }) ?? Unknown(key, place, declared),
            ["data", .. var path] when path.Length > 0 => SweptArrays.Resolve(key, path, place, declared.Datum, change => e => e with { Data = change(e.Data) }) ?? Unknown(key, place, declared),
            _ => Unknown(key, place, declared),
        };
    }

    /// <summary>A stand-in for a setting whose line could not be read, so that one mistake is reported once.</summary>
    public static Setting Unreadable(string key) => new(key, new Domain("a value", _ => true), (e, _) => e);

    private static Setting Hyperparameter(string key, string name, Declared declared) =>
        new(key, declared.DomainOf(name), (e, v) => e with { Method = e.Method.With(name, h => h with { Everywhere = v.Number }) }) { Place = new LanePlace.Hyperparameter(name) };

    private static Setting PerParameter(string key, string name, string parameter, Declared declared) =>
        new(key, declared.DomainOf(name), (e, v) => e with { Method = e.Method.With(name, h => h.With(parameter, v.Number)) }) { Place = new LanePlace.Hyperparameter(name, parameter) };

    private static Validation<InputError, Setting> Unknown(string key, TextPlace place, Declared declared)
    {
        var known = Keys(declared).ToArray();
        var nearest = known.FirstOrDefault(k => k == key + ".from") ?? OtherNames.Of(key, known) ?? NearestName.Of(key, known)
            ?? known.FirstOrDefault(k => k.EndsWith("." + key, StringComparison.Ordinal)) ?? OtherNames.Of("method." + key, known);
        return place.Error(
            $"'{key}' names no setting of this experiment.",
            nearest is null ? $"A key is the dotted path of a setting: {string.Join(", ", known.Take(6))} ... or seed." : $"Perhaps you meant `{nearest}`.");
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

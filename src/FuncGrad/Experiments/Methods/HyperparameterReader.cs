namespace FuncGrad;

/// <summary>The hyperparameters of a rule, the settings of a schedule: a number each, or { default, from, to, below, meaning }.</summary>
internal static class HyperparameterReader
{
    private static readonly string[] Parts = ["default", "from", "to", "below", "meaning"];

    public static IReadOnlyList<Hyperparameter> Read(TomlNode? node, string key, List<InputError> errors)
    {
        if (node is TomlTable table)
            return [.. table.Entries.Where(entry => IsFree(entry, "hyperparameter", [], errors)).Select(entry => Read(entry, errors))
                .OfType<Hyperparameter>()];
        if (node is not null)
            errors.Add(node.Place.Error($"{key} is {node.Described}, but must be a table.", $"Write {key} = {{ learning_rate = 0.01 }}."));
        return [];
    }

    /// <summary>Whether a name can be one: no name that is known in every rule, or that a hyperparameter has.</summary>
    public static bool IsFree(TomlEntry entry, string kind, IReadOnlyList<Hyperparameter> others, List<InputError> errors)
    {
        var why = !Naming.IsName(entry.Key) ? "is not a name: a letter or _, then letters, digits or _"
            : RuleLines.Known.Contains(entry.Key) ? "is known to every rule"
            : kind == "hyperparameter" && RuleCheck.Taken.Contains(entry.Key) ? "is a setting of every method"
            : others.Any(other => other.Name == entry.Key) ? "is a hyperparameter already" : null;
        if (why is not null) errors.Add(entry.Place.Error($"The {kind} '{entry.Key}' {why}.", "Choose another name."));
        return why is null;
    }

    private static Hyperparameter? Read(TomlEntry entry, List<InputError> errors)
    {
        if (entry.Value is TomlNumber number)
            return Checked(entry, new(entry.Key, number.Value, double.NegativeInfinity, double.PositiveInfinity, ""), errors);
        if (entry.Value is not TomlTable table)
        {
            errors.Add(entry.Value.Place.Error(
                $"The hyperparameter {entry.Key} is {entry.Value.Described}, but must be a number or a table.",
                $"Write {entry.Key} = 0.9 or {entry.Key} = {{ default = 0.9, from = 0.0, to = 1.0 }}."));
            return null;
        }
        foreach (var other in table.Entries.Where(other => !Parts.Contains(other.Key)))
            errors.Add(other.Place.Error($"The hyperparameter {entry.Key} has no part '{other.Key}'.", NearestName.Hint(other.Key, Parts,
                "It has")));
        if (table["default"] is null)
            errors.Add(entry.Place.Error($"The hyperparameter {entry.Key} has no default.",
                $"Write {entry.Key} = {{ default = 0.9, from = 0.0, to = 1.0 }}."));
        double Bound(string part, double otherwise) => table[part] switch
        {
            null => otherwise,
            TomlNumber given => given.Value,
            var other => Wrong(other, part),
        };
        double Wrong(TomlNode other, string part)
        {
            errors.Add(other.Place.Error($"{part} of {entry.Key} is {other.Described}, but must be a number."));
            return 0;
        }
        var (low, high) = (Bound("from", double.NegativeInfinity), Bound("to", Bound("below", double.PositiveInfinity)));
        var made = new Hyperparameter(entry.Key, Bound("default", low), low, high, RuleReader.Text(table, "meaning",
            errors)) { IsHighExcluded = table["below"] is not null && table["to"] is null };
        return table["default"] is null ? made with { Default = double.IsFinite(low) ? low : 0 } : Checked(entry, made, errors);
    }

    private static Hyperparameter Checked(TomlEntry entry, Hyperparameter made, List<InputError> errors)
    {
        if (made.Allows(made.Default)) return made;
        errors.Add(entry.Place.Error(FormattableString.Invariant(
            $"The default {made.Default} of {entry.Key} is not in its range, {made.Range}."),
                "Widen the range or choose another default."));
        return made with { Low = double.NegativeInfinity, High = double.PositiveInfinity, Default = 0 };
    }
}

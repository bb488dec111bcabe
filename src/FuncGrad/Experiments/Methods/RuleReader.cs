using System.Globalization;

namespace FuncGrad;

/// <summary>A table [rule.NAME] ↦ the rule in text, with what is wrong with it.</summary>
internal static class RuleReader
{
    /// <summary>The parts of a rule.</summary>
    public static readonly string[] Keys = ["title", "source", "notes", "hyperparameters", "slots", "update", "matrix_slots",
        "matrix_update", "settled", "passes", "resets"];

    /// <summary>The rule that a table means; mistakes of its formulas are found where the shapes of parameters are known.</summary>
    public static RuleText Read(TomlEntry entry, List<InputError> errors)
    {
        if (entry.Value is not TomlTable table)
        {
            errors.Add(entry.Place.Error($"rule.{entry.Key} is {entry.Value.Described}, but must be a table.",
                $"Write [rule.{entry.Key}] on a line of its own and the rule below."));
            return new RuleText(entry.Key);
        }
        foreach (var other in table.Entries.Where(other => !Keys.Contains(other.Key)))
            errors.Add(other.Place.Error($"[rule.{entry.Key}] has no part '{other.Key}'.", NearestName.Hint(other.Key, Keys, "It has")));
        if (table["update"] is null && table["matrix_update"] is null
            && table.Keys.All(key => Keys.Contains(key) || NearestName.Of(key, Keys) != "update"))
            errors.Add(entry.Place.Error($"[rule.{entry.Key}] has no update: nothing would move.",
                "Write update = [\"x = x - learning_rate*g\"]."));
        var hyperparameters = HyperparameterReader.Read(table["hyperparameters"], "hyperparameters", errors);
        return new RuleText(entry.Key)
        {
            Title = Text(table, "title", errors), Source = Text(table, "source", errors), Notes = Text(table, "notes", errors),
            Hyperparameters = hyperparameters,
            Slots = Slots(table["slots"], "slots", hyperparameters, errors), Update = Lines(table["update"], "update", errors),
            MatrixSlots = Slots(table["matrix_slots"], "matrix_slots", hyperparameters, errors),
            MatrixUpdate = Lines(table["matrix_update"], "matrix_update", errors),
            Settled = Text(table, "settled", errors), Passes = Text(table, "passes", errors), Resets = Text(table, "resets", errors),
        };
    }

    /// <summary>What is wrong with the formulas of a rule for parameters of some shapes, each mistake once and where it stands.</summary>
    public static IEnumerable<InputError> Mistakes(RuleText rule, TomlEntry entry, IEnumerable<Shape> shapes)
    {
        var (seen, table) = (new HashSet<(string, int, string)>(), (TomlTable)entry.Value);
        foreach (var shape in shapes.DefaultIfEmpty(Shape.Scalar).Distinct())
            foreach (var mistake in RuleLines.Of(rule, shape).Mistakes
                .Where(mistake => mistake.Part != "update" || table["update"] is null or TomlArray))
                if (seen.Add((mistake.Part, mistake.Error.Column,
                    shape.Rank == 0 || mistake.Error.Column > 1 ? "" : mistake.Error.Problem)))
                    yield return mistake.Error.At(column => PlaceOf(table, entry, mistake.Part, column).ToString()) is var told
                        && shape.Rank > 0 && shapes.Distinct().Count() > 1
                        ? told with { Problem = $"{told.Problem.TrimEnd('.')} (for a parameter of shape {shape})." } : told;
    }

    /// <summary>Where a column of a formula stands: <c>update[1]</c>, <c>slots.v</c>, <c>passes</c>.</summary>
    private static TextPlace PlaceOf(TomlTable table, TomlEntry entry, string part, int column)
    {
        var (name, rest) = part.Split('[', '.') is [var first, var second, ..] ? (first, second.TrimEnd(']')) : (part, "");
        var node = (table[name], rest) switch
        {
            (TomlArray array, { Length: > 0 }) when int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var line)
                && line < array.Items.Count => array.Items[line],
            (TomlTable slots, { Length: > 0 }) => slots[rest] is TomlTable whole ? whole["initial"] ?? whole : slots[rest],
            var (found, _) => found,
        };
        return node is TomlText text ? text.PlaceOf(column - 1) : node?.Place ?? entry.Place;
    }

    public static string Text(TomlTable table, string key, List<InputError> errors)
    {
        if (table[key] is TomlText text) return text.Value;
        if (table[key] is { } other)
            errors.Add(other.Place.Error($"{key} is {other.Described}, but must be a text.", "Put it into quotes."));
        return "";
    }

    public static IReadOnlyList<string> Lines(TomlNode? node, string key, List<InputError> errors)
    {
        if (node is TomlArray array)
        {
            foreach (var item in array.Items.Where(item => item is not TomlText))
                errors.Add(item.Place.Error($"{key} holds {item.Described}, but must hold assignments in quotes.",
                    "For example: \"x = x - learning_rate*g\"."));
            return [.. array.Items.Select(item => (item as TomlText)?.Value ?? "x = x")];
        }
        if (node is not null)
            errors.Add(node.Place.Error($"{key} is {node.Described}, but must be an array of assignments.",
                $"Write {key} = [\"x = x - learning_rate*g\"]."));
        return [];
    }

    public static IReadOnlyList<SlotText> Slots(TomlNode? node, string key, IReadOnlyList<Hyperparameter> hyperparameters,
        List<InputError> errors)
    {
        if (node is TomlTable table)
            return [.. table.Entries.Where(entry => HyperparameterReader.IsFree(entry, "slot", hyperparameters, errors))
                .Select(entry => Slot(entry, errors))];
        if (node is not null)
            errors.Add(node.Place.Error($"{key} is {node.Described}, but must be a table.", $"Write {key} = {{ v = 0.0 }}."));
        return [];
    }

    private static SlotText Slot(TomlEntry entry, List<InputError> errors)
    {
        if (entry.Value is not TomlTable table) return new SlotText(entry.Key, Initial(entry.Key, entry.Value, errors));
        foreach (var other in table.Entries.Where(other => other.Key is not ("initial" or "shared")))
            errors.Add(other.Place.Error($"The slot {entry.Key} has no part '{other.Key}'.", NearestName.Hint(other.Key, ["initial",
                "shared"], "It has")));
        var isShared = table["shared"] is TomlOther { Text: "true" };
        if (table["shared"] is { } shared and not TomlOther { Text: "true" or "false" })
            errors.Add(shared.Place.Error($"shared is {shared.Described}, but must be true or false.", ""));
        return new SlotText(entry.Key, table["initial"] is { } initial ? Initial(entry.Key, initial, errors) : "0", isShared);
    }

    private static string Initial(string slot, TomlNode node, List<InputError> errors)
    {
        if (node is TomlText text) return text.Value;
        if (node is TomlNumber number)
            return number.Value.ToString("R", CultureInfo.InvariantCulture).Replace("Infinity", "inf", StringComparison.Ordinal)
                .Replace("NaN", "nan", StringComparison.Ordinal);
        errors.Add(node.Place.Error($"The slot {slot} begins with {node.Described}, but must begin with a number or a formula.",
            "Write v = 0.0, or v = { initial = 1.0, shared = true }."));
        return "0";
    }
}

using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>The tables [parameters] and [data]: names with the numbers they stand for.</summary>
internal static class ArraysReader
{
    private static readonly string[] Constants = ["pi", "e", "inf", "nan"];

    // Heads of columns beside which a parameter's own column stands.
    private static readonly string[] Columns = ["trial", "step", "loss", "gradient_norm", "learning_rate", "update_norm", "id", "verdict",
        "steps", "best_loss", "best_step", "note"];

    public static Validation<InputError, NamedArray>[] Read(TomlTable root, string table, FileArrays files, bool isSingle) =>
        root[table] switch
        {
            null => [],
            TomlTable arrays =>
                arrays.Entries.Select(entry =>
                    (Name(root, table, entry), ArraySourceReader.Read($"{table}.{entry.Key}", entry.Value, files, isSingle))
                        .Apply((name, source) => new NamedArray(name, source))).ToArray(),
            { } other => [Fail<InputError, NamedArray>(Sections.NotATable(table, other))],
        };

    /// <summary>What the table declares, read or not.</summary>
    public static IReadOnlyList<Declaration> Declarations(TomlTable root, string table, Validation<InputError, NamedArray>[] arrays) =>
        root[table] is TomlTable declared
            ? [.. declared.Entries.Select((entry, i) =>
                new Declaration(entry.Key, entry.Place, arrays[i].MatchUnsafe<ArraySource?>(array => array.Source, _ => null)))]
            : [];

    private static Validation<InputError, string> Name(TomlTable root, string table, TomlEntry entry)
    {
        var name = entry.Key;
        if (!Naming.IsName(name))
            return entry.Place.Error($"'{name}' is not a name: a name starts with a letter or _ and goes on with letters, digits or _.",
                Suggestion(name));
        if (FormulaFunctions.Find(name) is not null)
            return entry.Place.Error($"'{name}' is a function of the formula language and cannot name {table}.",
                $"Call it {name}_ or {name}0.");
        if (Constants.Contains(name))
            return entry.Place.Error($"'{name}' is a number of the formula language and cannot name {table}.",
                $"Call it {name}_ or {name}0.");
        if (table == "parameters" && Columns.Contains(name))
            return entry.Place.Error($"'{name}' is a column of the output and cannot name a parameter.", $"Call it {name}_ or {name}0.");
        if (table == "parameters" && name == "seed" && root["sweep"] is TomlTable { } sweep && sweep.Find(name) is { } seeds)
            return entry.Place.Error($"'seed' names a parameter here and the column of the swept seed at line {seeds.Place.Line}.",
                "Call it seed_ or seed0.");
        return table == "data" && (root["parameters"] as TomlTable)?.Find(name) is { } parameter
            ? entry.Place.Error($"'{name}' names data here and a parameter at line {parameter.Place.Line}.",
                "Give one of them another name.")
            : name;
    }

    /// <summary>Whether the output has a column of this name in any case.</summary>
    public static bool IsColumn(string name) => Columns.Contains(name);

    private static string Suggestion(string name)
    {
        var repaired = string.Concat(name.Select(c => c == '_' || char.IsLetterOrDigit(c) ? c : '_'));
        if (repaired.Length > 0 && char.IsDigit(repaired[0])) repaired = "_" + repaired;
        return Naming.IsName(repaired) ? $"Perhaps '{repaired}'." : "";
    }
}

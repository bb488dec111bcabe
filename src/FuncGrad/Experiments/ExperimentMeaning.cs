using System.Globalization;

namespace FuncGrad;

/// <summary>
/// What an experiment file means, as one line for each setting: comments, the title, line ends, quotes, the spelling of numbers and the
/// order of keys are left out, but for the order of those that become columns or axes.
/// </summary>
internal static class ExperimentMeaning
{
    private static readonly string[] Ordered = ["parameters", "sweep", "observe"];

    /// <summary>The settings by their dotted path, in the order of the paths.</summary>
    /// <param name="text">The content of the file.</param>
    /// <param name="overrides">What is set beside it; a setting means the same there and in the file.</param>
    public static SortedDictionary<string, string> Lines(string text, IEnumerable<string> overrides)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var root = Overrides.Apply(TomlReading.Of(text, "").Root, overrides).Root;
        foreach (var entry in root.Entries.Where(entry => entry.Key != "title")) Add(lines, entry.Key, entry.Value);
        foreach (var name in Ordered)
            if (root[name] is TomlTable { Entries.Count: > 1 } table)
                lines[$"order of [{name}]"] = string.Join(", ", Keys(table, "").Where(key => key is not ("zip" or "sample")));
        return lines;
    }

    private static void Add(SortedDictionary<string, string> lines, string path, TomlNode node)
    {
        if (node is not TomlTable table) lines[path] = Text(node);
        else if (table.Entries.Count == 0) lines[path] = "{}";
        else
            foreach (var entry in table.Entries) Add(lines, $"{path}.{entry.Key}", entry.Value);
    }

    private static string Text(TomlNode node) => node switch
    {
        TomlNumber number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        TomlText text => $"\"{text.Value}\"",
        TomlArray array => $"[{string.Join(", ", array.Items.Select(Text))}]",
        TomlTable table => $"{{ {string.Join(", ", Entries(table))} }}",
        _ => node.Described,
    };

    private static IEnumerable<string> Entries(TomlTable table) =>
        table.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key} = {Text(entry.Value)}");

    /// <summary>A key with dots in quotes is the same as a path of tables.</summary>
    private static IEnumerable<string> Keys(TomlTable table, string prefix) => table.Entries.SelectMany(entry =>
        entry.Value is TomlTable { IsInline: false } inner ? Keys(inner, $"{prefix}{entry.Key}.") : [prefix + entry.Key]);
}

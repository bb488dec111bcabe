using System.Text;

namespace FuncGrad;

/// <summary>The tree of a TOML file ↦ its text: values before tables, comments left out. Read again it is the same tree.</summary>
internal static class TomlWriting
{
    /// <summary>The text of a whole file.</summary>
    public static string Of(TomlTable root)
    {
        var text = new StringBuilder();
        Write(text, root, "");
        return text.ToString();
    }

    /// <summary>A key as it stands before the equals sign.</summary>
    public static string Key(string key) =>
        key.Length > 0 && key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') ? key : Quoted(key);

    private static void Write(StringBuilder text, TomlTable table, string path)
    {
        var (headed, values) = (table.Entries.Where(IsHeaded).ToArray(), table.Entries.Where(entry => !IsHeaded(entry)).ToArray());
        if (path.Length > 0 && (values.Length > 0 || headed.Length == 0)) text.Append($"{(text.Length > 0 ? "\n" : "")}[{path}]\n");
        foreach (var entry in values) text.Append($"{Key(entry.Key)} = {Value(entry.Value)}\n");
        foreach (var entry in headed) Write(text, (TomlTable)entry.Value, path.Length == 0 ? Key(entry.Key) : $"{path}.{Key(entry.Key)}");
    }

    private static bool IsHeaded(TomlEntry entry) => entry.Value is TomlTable { IsInline: false };

    private static string Value(TomlNode node) => node switch
    {
        TomlNumber number => number.Text,
        TomlText text => Quoted(text.Value),
        TomlArray array => $"[{string.Join(", ", array.Items.Select(Value))}]",
        TomlTable { Entries.Count: 0 } => "{}",
        TomlTable table => $"{{ {string.Join(", ", table.Entries.Select(entry => $"{Key(entry.Key)} = {Value(entry.Value)}"))} }}",
        TomlOther other => other.Text,
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                < ' ' or '\u007f' => $"\\u{(int)letter:x4}",
                _ => letter.ToString(),
            });
        return quoted.Append('"').ToString();
    }
}

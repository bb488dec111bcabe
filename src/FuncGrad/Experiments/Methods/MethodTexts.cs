using System.Text;

namespace FuncGrad;

/// <summary>
/// The texts that rules, links and schedules are made of, one after the other as a person reads them; each is read when it is asked for.
/// </summary>
internal sealed class MethodTexts
{
    private readonly Dictionary<string, string> _texts;
    private readonly string _kind;

    private MethodTexts(string kind, string resource)
    {
        _kind = kind;
        string[] parts = [.. TextOf(resource).Split($"\n[{kind}.").Skip(1)];
        Names = [.. parts.Select(part => part[..part.IndexOf(']', StringComparison.Ordinal)])];
        _texts = Names.Zip(parts, (name, part) => (name, text: $"[{kind}.{Whole(part)}"))
            .ToDictionary(of => of.name, of => of.text);
    }

    public static MethodTexts Rules { get; } = new("rule", "rules.toml");

    public static MethodTexts Links { get; } = new("rule", "links.toml");

    public static MethodTexts Schedules { get; } = new("schedule", "schedules.toml");

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The text of a name, as it can stand in a file; null if there is none.</summary>
    public string? Text(string name) => _texts.GetValueOrDefault(name);

    /// <summary>The table that a text is.</summary>
    public TomlEntry Table(string name)
    {
        var reading = TomlReading.Of(_texts[name], $"the catalogue, {name}");
        return reading.Errors.Count == 0 ? ((TomlTable)reading.Root[_kind]!).Find(name)!
            : throw new InvalidOperationException(string.Join('\n', reading.Errors));
    }

    /// <summary>A text without the heading of the next section.</summary>
    private static string Whole(string part)
    {
        var section = part.IndexOf("\n# ----", StringComparison.Ordinal);
        return (section < 0 ? part : part[..section]).TrimEnd() + "\n";
    }

    private static string TextOf(string resource)
    {
        using var stream = typeof(MethodTexts).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}

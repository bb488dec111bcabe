using System.Collections.Immutable;

namespace FuncGrad;

/// <summary>A value of a TOML file with its place.</summary>
internal abstract record TomlNode(TextPlace Place)
{
    /// <summary>What it is, for messages: <c>the text "abc"</c>.</summary>
    public abstract string Described { get; }

    protected static string Shortened(string text) => text.Length <= 40 ? text : text[..37] + "...";
}

/// <summary>A number; TOML's whole numbers and floats are one here, since <c>1</c> and <c>1.0</c> mean the same to a reader.</summary>
internal sealed record TomlNumber(TextPlace Place, double Value, string Text) : TomlNode(Place)
{
    public override string Described => $"the number {Shortened(Text)}";

    /// <summary>Whether the value is the number of the text and not only the nearest to it; known of whole numbers.</summary>
    public bool IsExact { get; init; } = true;
}

/// <summary>A text.</summary>
/// <param name="Place">Of its quotation mark.</param>
/// <param name="Value">Without the quotation marks, escapes resolved.</param>
/// <param name="PlaceOf">Where the letter at an index of the value stands.</param>
internal sealed record TomlText(TextPlace Place, string Value, Func<int, TextPlace> PlaceOf) : TomlNode(Place)
{
    public override string Described => $"the text \"{Shortened(Value)}\"";
}

/// <summary>A value of a kind that no setting takes: <c>true</c>, a date.</summary>
internal sealed record TomlOther(TextPlace Place, string Text) : TomlNode(Place)
{
    public override string Described => Shortened(Text);
}

/// <summary>An array.</summary>
internal sealed record TomlArray(TextPlace Place, IReadOnlyList<TomlNode> Items) : TomlNode(Place)
{
    public override string Described => "an array";
}

/// <summary>A key of a table with its value.</summary>
internal sealed record TomlEntry(string Key, TextPlace Place, TomlNode Value);

/// <summary>A table; entries in the order of the file, each key once.</summary>
/// <param name="Place">Of its header or brace.</param>
/// <param name="IsInline">Written in braces: a value, not a heading.</param>
internal sealed record TomlTable(TextPlace Place, bool IsInline = false) : TomlNode(Place)
{
    private ImmutableList<TomlEntry> _entries = [];

    // Whoever writes by a program may write many keys: each is found without looking at the others.
    private ImmutableDictionary<string, int> _positions = ImmutableDictionary<string, int>.Empty;

    public IReadOnlyList<TomlEntry> Entries => _entries;

    public override string Described => "a table";

    public IEnumerable<string> Keys => Entries.Select(entry => entry.Key);

    public TomlEntry? Find(string key) => _positions.TryGetValue(key, out var position) ? _entries[position] : null;

    public TomlNode? this[string key] => Find(key)?.Value;

    /// <summary>This table with one entry more, or another value for a key it has.</summary>
    public TomlTable With(TomlEntry entry) => _positions.TryGetValue(entry.Key, out var position)
        ? this with { _entries = _entries.SetItem(position, entry) }
        : this with { _entries = _entries.Add(entry), _positions = _positions.Add(entry.Key, _entries.Count) };
}

namespace FuncGrad;

/// <summary>
/// Settings given beside the file, as <c>method.steps=10</c>: they are put into its tree, so that they mean what they would mean there.
/// </summary>
internal static class Overrides
{
    /// <summary>The tree with all overrides, and what is wrong with them as such.</summary>
    public static (TomlTable Root, IReadOnlyList<InputError> Errors) Apply(TomlTable root, IEnumerable<string> overrides)
    {
        var errors = new List<InputError>();
        foreach (var text in overrides)
        {
            var place = new TextPlace($"--set {text}", 0, 0);
            var equals = text.IndexOf('=');
            var path = equals < 0 ? [] : text[..equals].Trim().Split('.').Select(part => part.Trim().Trim('"')).ToArray();
            if (path.Length == 0 || path.Any(part => part.Length == 0))
                errors.Add(place.Error("A setting is given as KEY=VALUE.", "For example: --set method.learning_rate=0.1"));
            else if (path[0] != "sweep" && IsSwept(root, string.Join('.', path)))
                errors.Add(place.Error($"'{string.Join('.', path)}' is swept, so that this value would have no effect.",
                    $"Set the sweep: --set \"sweep.{text[..equals].Trim()}=[{text[(equals + 1)..].Trim()}]\""));
            else
                root = path[0] == "sweep" && path.Length > 2 ? PutAxis(root, path, Value(text[(equals + 1)..], place), place)
                    : Put(root, path, Value(text[(equals + 1)..], place), place);
        }
        return (root, errors);
    }

    private static TomlTable Put(TomlTable table, ReadOnlySpan<string> path, TomlNode value, TextPlace place)
    {
        if (path.Length == 1) return table.With(new TomlEntry(path[0], table.Find(path[0])?.Place ?? place, value));
        var inner = table[path[0]] as TomlTable ?? new TomlTable(place);
        return table.With(new TomlEntry(path[0], table.Find(path[0])?.Place ?? place, Put(inner, path[1..], value, place)));
    }

    // A swept key may stand in quotes or as a path of tables; either is replaced, in its place among the axes.
    private static TomlTable PutAxis(TomlTable root, string[] path, TomlNode value, TextPlace place)
    {
        var key = string.Join('.', path[1..]);
        return root["sweep"] is TomlTable sweep && sweep.Find(key) is null && Inside(sweep, path.AsSpan(1))
            ? Put(root, path, value, place)
            : Put(root, ["sweep", key], value, place);
    }

    private static bool IsSwept(TomlTable root, string key) =>
        root["sweep"] is TomlTable sweep && (sweep.Find(key) is not null || Inside(sweep, key.Split('.')));

    private static bool Inside(TomlTable table, ReadOnlySpan<string> path) => table[path[0]] switch
    {
        null => false,
        _ when path.Length == 1 => true,
        TomlTable { IsInline: false } inner => Inside(inner, path[1..]),
        _ => false,
    };

    // What is no TOML value has lost its quotation marks to the command line: around words in brackets, or around the whole word or
    // formula.
    private static TomlNode Value(string text, TextPlace place) =>
        (Read(text) ?? Read(text.AsSpan().ContainsAny('[', '{') ? BareValue.Quoted(text) : "")) is { } node
            ? Moved(node, place)
            : new TomlText(place, text.Trim(), _ => place);

    private static TomlNode? Read(string value)
    {
        var reading = TomlReading.Of($"value = {value}", "");
        return reading.Errors.Count == 0 && reading.Root is { Entries.Count: 1 } root ? root["value"] : null;
    }

    private static TomlNode Moved(TomlNode node, TextPlace place) => node switch
    {
        TomlArray array => new TomlArray(place, [.. array.Items.Select(item => Moved(item, place))]),
        TomlTable table =>
            table.Entries.Aggregate(new TomlTable(place, table.IsInline),
                (moved, entry) => moved.With(new TomlEntry(entry.Key, place, Moved(entry.Value, place)))),
        TomlText text => text with { Place = place, PlaceOf = _ => place },
        _ => node with { Place = place },
    };
}

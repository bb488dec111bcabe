using Tomlyn.Syntax;

namespace FuncGrad;

/// <summary>
/// The syntax of a TOML document ↦ one tree of tables: headings and dotted keys are paths, and what is given twice is an error.
/// </summary>
internal sealed class TomlTree
{
    private const int LongestPath = 16;

    private readonly string _source;
    private readonly List<InputError> _errors = [];

    private TomlTree(string source) => _source = source;

    public static (TomlTable Root, IReadOnlyList<InputError> Errors) Of(DocumentSyntax document, string source)
    {
        var tree = new TomlTree(source);
        var root = tree.Filled(new TomlTable(new TextPlace(source, 1, 1)), document.KeyValues);
        foreach (var heading in document.Tables) root = tree.WithHeading(root, heading);
        return (root, tree._errors);
    }

    private TomlTable WithHeading(TomlTable root, TableSyntaxBase heading)
    {
        if (heading.Name is null || PathOf(heading.Name) is not { } path) return root;
        var place = At(heading);
        if (heading is TableArraySyntax)
        {
            _errors.Add(place.Error($"[[{string.Join('.', path)}]] is a list of tables, which no setting takes.",
                $"Write [{string.Join('.', path)}]."));
            return root;
        }
        if (Inside(root, path, 0) is TomlTable { Place: var first, Entries.Count: > 0 })
            _errors.Add(place.Error($"[{string.Join('.', path)}] stands here for the second time; it began at line {first.Line}.",
                "Put its settings into one place."));
        return Set(root, path, 0, place, old => Filled(old as TomlTable ?? new TomlTable(place), heading.Items));
    }

    private TomlTable Filled(TomlTable table, IEnumerable<KeyValueSyntax> items)
    {
        foreach (var item in items)
            if (item.Key is not null && item.Value is not null && PathOf(item.Key) is { } path)
                table = Set(table, path, 0, At(item.Key), _ => Value(item.Value));
        return table;
    }

    private static TomlNode? Inside(TomlNode? node, List<string> path, int depth) =>
        depth == path.Count || node is null ? node : Inside((node as TomlTable)?[path[depth]], path, depth + 1);

    private TomlTable Set(TomlTable table, List<string> path, int depth, TextPlace place, Func<TomlNode?, TomlNode> value)
    {
        var old = table.Find(path[depth]);
        var isLast = depth == path.Count - 1;
        var mayGrow = old?.Value is TomlTable { IsInline: false };
        if (old is not null && !mayGrow)
        {
            _errors.Add(place.Error($"'{string.Join('.', path[..(depth + 1)])}' is given twice; first at line {old.Place.Line}.",
                "Remove one of them."));
            return table;
        }
        var inner = isLast
            ? value(old?.Value)
            : Set(old?.Value as TomlTable ?? new TomlTable(place), path, depth + 1, place, value);
        if (isLast && mayGrow && !ReferenceEquals(inner, old!.Value) && inner is not TomlTable { IsInline: false })
        {
            _errors.Add(place.Error($"'{string.Join('.', path)}' is given twice; first at line {old.Place.Line}.", "Remove one of them."));
            return table;
        }
        return table.With(new TomlEntry(path[depth], old?.Place ?? place, inner));
    }

    private TomlNode Value(ValueSyntax syntax) => syntax switch
    {
        IntegerValueSyntax whole => Whole(At(whole), whole.Token?.Text ?? Text(whole)),
        FloatValueSyntax real => new TomlNumber(At(real), real.Value, Text(real)),
        StringValueSyntax text => TomlStrings.Text(text, At(text)),
        ArraySyntax array =>
            new TomlArray(At(array), [.. array.Items.Where(item => item.Value is not null).Select(item => Value(item.Value!))]),
        InlineTableSyntax table =>
            Filled(new TomlTable(At(table)), table.Items.Where(item => item.KeyValue is not null).Select(item => item.KeyValue!))
                with { IsInline = true },
        _ => new TomlOther(At(syntax), Text(syntax)),
    };

    // The parser takes 0xFFFFFFFFFFFFFFFF for -1.
    private TomlNumber Whole(TextPlace place, string text)
    {
        var value = TomlIntegers.Parse(text);
        if (value < long.MinValue || value > long.MaxValue)
            _errors.Add(place.Error($"{text} is not a whole number of TOML, which has 64 bits including the sign.",
                FormattableString.Invariant($"Write it with a dot or exponent, as {(double)value:E15}.")));
        var nearest = value < long.MinValue || value > long.MaxValue ? (double)value
            : (double)(long)value; // a BigInteger is cut, not rounded
        return new TomlNumber(place, value.IsZero && text.StartsWith('-') ? -0.0
            : nearest, text) { IsExact = new System.Numerics.BigInteger(nearest) == value };
    }

    private static string Text(SyntaxNode syntax) => syntax.ToString().Trim();

    /// <summary>
    /// The parts of a key between its dots; null if they are more than any setting has, which is reported: each part is a table in a table.
    /// </summary>
    private List<string>? PathOf(KeySyntax key)
    {
        List<string> path = [.. new[] { key.Key }.Concat(key.DotKeys.Select(dotted => dotted.Key)).Take(LongestPath + 1).Select(Name)];
        if (path.Count <= LongestPath) return path;
        _errors.Add(At(key).Error($"This key has more than {LongestPath} parts.", "No setting has so many."));
        return null;
    }

    private static string Name(BareKeyOrStringValueSyntax? key) => key switch
    {
        StringValueSyntax text => text.Value ?? "",
        BareKeySyntax bare => bare.Key?.Text ?? "",
        _ => "",
    };

    private TextPlace At(SyntaxNode node) => new(_source, node.Span.Start.Line + 1, node.Span.Start.Column + 1);
}

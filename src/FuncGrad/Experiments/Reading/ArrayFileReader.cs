using LanguageExt;
using static LanguageExt.Prelude;

namespace FuncGrad;

/// <summary>A table of an experiment file that names a file of numbers: <c>{ csv = "digits.csv", columns = "0:64" }</c>.</summary>
internal static class ArrayFileReader
{
    /// <summary>The keys that name a file, each of a kind.</summary>
    public static readonly string[] Kinds = ["csv", "idx", "npy", "npz"];

    public static readonly string[] OfResults = ["trial", "array", "resume"];

    /// <summary>Keys that go with every kind, and those that go with text.</summary>
    public static readonly string[] OfAll = ["rows", "columns", "standardise", "like", "split"];

    /// <inheritdoc cref="OfAll"/>
    public static readonly string[] OfText = ["delimiter", "header", "classes"];

    /// <summary>Whether a table names a file.</summary>
    public static bool Is(TomlTable table) => table.Find("from") is not null || Kinds.Any(kind => table.Find(kind) is not null);

    /// <summary>What a table asks of a file.</summary>
    /// <param name="key">As in messages: <c>data.X</c>.</param>
    /// <param name="table">The table.</param>
    public static Validation<InputError, ArrayFile> Read(string key, TomlTable table)
    {
        if (table.Find("from") is not null) return FromResults(key, table);
        var kind = Kinds.First(kind => table.Find(kind) is not null);
        string[] own = kind switch { "csv" => OfText, "npz" => ["array"], _ => [] };
        return (
            Sections.OnlyKeys(table, [kind, .. own, .. OfAll],
                name => Known(name) ? $"{key} has a part '{name}', which does not go with {kind}." : $"{key} has no part '{name}'."),
            Path(key, kind, table[kind]!),
            (Columns(key, table["columns"]), Rows(key, table["rows"])).Apply((columns, rows) => (columns, rows)),
            (Delimiter(key, table["delimiter"]), Truth($"{key}.header", table["header"]),
                Classes(key, table["classes"])).Apply((delimiter, header, classes) => (delimiter, header, classes)),
            Text($"{key}.array", table["array"], "weights"))
            .Apply((_, path, choice, form, member) => new ArrayFile(path)
            {
                Kind = Enum.Parse<ArrayFileKind>(kind, ignoreCase: true),
                Columns = choice.columns,
                Rows = choice.rows,
                Delimiter = form.delimiter.MatchUnsafe(one => one, () => (char?)null),
                HasHeader = form.header.MatchUnsafe(given => given, () => (bool?)null),
                Classes = form.classes,
                Member = member,
                Places = table.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Place),
            });
    }

    /// <summary>
    /// Parameters of a trial: <c>{ from = "results/digits", trial = 17 }</c>, those of the same name unless <c>array</c> says another.
    /// </summary>
    private static Validation<InputError, ArrayFile> FromResults(string key, TomlTable table) => (
        Sections.OnlyKeys(table, ["from",
            .. key.StartsWith("parameters.", StringComparison.Ordinal) ? OfResults : OfResults.Where(part => part != "resume")],
            name => name == "resume" ? $"{key} has a part 'resume', but only what is learned can be continued." : Known(name)
                ? $"{key} has a part '{name}', which does not go with from." : $"{key} has no part '{name}'."),
        table["from"] is TomlText folder ? Success<InputError, string>(folder.Value)
            : table["from"]!.Place.Error($"{key}.from is {table["from"]!.Described}, but must be a folder of results in quotes.",
                "Write { from = \"results/digits\", trial = 0 }."),
        table["trial"] is { } trial ? Domain.Whole(0).Read($"{key}.trial", trial).Map(number => (long)number.Number)
            : table.Place.Error($"{key} does not say which trial's parameters are meant.",
                "Write { from = \"results/digits\", trial = 0 }."),
        Text($"{key}.array", table["array"], "weights"),
        Truth($"{key}.resume", table["resume"]))
        .Apply((_, path, trial, array, _) => new ArrayFile(path)
        {
            Kind = ArrayFileKind.From,
            Trial = trial,
            Member = array.Length > 0 ? array : key[(key.IndexOf('.') + 1)..],
            Places = table.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Place),
        });

    private static bool Known(string name) => OfText.Contains(name) || OfAll.Contains(name) || name == "array" || Kinds.Contains(name);

    private static Validation<InputError, string> Path(string key, string kind, TomlNode node) => node is TomlText path
        ? path.Value
        : node.Place.Error($"{key}.{kind} is {node.Described}, but must be a path in quotes.", $"Write {{ {kind} = \"file.{kind}\" }}.");

    private static Validation<InputError, Arr<string>> Columns(string key, TomlNode? node) => node switch
    {
        null => Arr<string>.Empty,
        TomlText or TomlNumber => Column(key, node).Map(column => Array(column)),
        TomlArray { Items.Count: > 0 } array =>
            array.Items.Map(item => Column(key, item)).Collected().Map(columns => columns.ToArr()),
        _ => node.Place.Error($"{key}.columns is {node.Described}, but must name columns.", ColumnForms),
    };

    private const string ColumnForms = "Write a range columns = \"0:64\", or names of the header columns = [\"length\", \"width\"].";

    private static Validation<InputError, string> Column(string key, TomlNode node) => node switch
    {
        TomlText text => text.Value,
        TomlNumber { Text: var number } when IndexRange.Parse(number) is not null => number,
        _ => node.Place.Error($"{key}.columns has {node.Described}, but must name columns.", ColumnForms),
    };

    private static Validation<InputError, IndexRange> Rows(string key, TomlNode? node) => node switch
    {
        null => IndexRange.All,
        TomlText text when text.Value.Contains(':') && IndexRange.Parse(text.Value) is { } range => range,
        _ => node.Place.Error($"{key}.rows is {node.Described}, but must be a range of rows.",
            "Write rows = \"0:1500\"; rows are counted from 0, the end is not included."),
    };

    private static Validation<InputError, Option<char>> Delimiter(string key, TomlNode? node) => node switch
    {
        null => Option<char>.None,
        TomlText { Value: [var one] } when char.IsAscii(one) && !char.IsLetterOrDigit(one)
            && one is not ('"' or '.' or '-' or '+' or '\n' or '\r') => Some(one),
        _ => node.Place.Error($"{key}.delimiter is {node.Described}, but must be one character that stands between cells.",
            "Write delimiter = \";\" or \",\", \"\\t\", \"|\", \" \"."),
    };

    /// <summary>true or false; none if it is left out.</summary>
    public static Validation<InputError, Option<bool>> Truth(string key, TomlNode? node) => node switch
    {
        null => Option<bool>.None,
        TomlOther { Text: "true" } => Some(true),
        TomlOther { Text: "false" } => Some(false),
        _ => node.Place.Error($"{key} is {node.Described}, but must be true or false.", "Write it without quotation marks."),
    };

    /// <summary>A text; empty if it is left out.</summary>
    public static Validation<InputError, string> Text(string key, TomlNode? node, string example) => node switch
    {
        null => "",
        TomlText text => text.Value,
        _ => node.Place.Error($"{key} is {node.Described}, but must be a text.", $"Write \"{example}\"."),
    };

    private static Validation<InputError, Arr<string>> Classes(string key, TomlNode? node)
    {
        if (node is null) return Arr<string>.Empty;
        if (node is not TomlArray { Items.Count: > 0 } array || !array.Items.All(item => item is TomlText or TomlNumber))
            return node.Place.Error($"{key}.classes is {node.Described}, but must be an array of the words that stand in the column.",
                "Write classes = [\"no\", \"yes\"]: they become 0, 1 ... in this order.");
        string[] words = [.. array.Items.Select(item => item is TomlText text ? text.Value : ((TomlNumber)item).Text)];
        var repeated = Enumerable.Range(0, words.Length).FirstOrDefault(i => words.AsSpan(0, i).Contains(words[i]), -1);
        return repeated >= 0 ? array.Items[repeated].Place.Error($"{key}.classes names '{words[repeated]}' twice.", "Remove one of them.")
            : words.ToArr();
    }
}

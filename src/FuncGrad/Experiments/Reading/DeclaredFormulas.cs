using LanguageExt;

namespace FuncGrad;

/// <summary>What names and functions mean in the formulas of a file: its arrays and the table [define].</summary>
/// <param name="Scope">The meaning of each.</param>
/// <param name="Definitions">As they are written.</param>
/// <param name="Mistakes">Those of [define].</param>
internal sealed record DeclaredFormulas(FormulaScope Scope, Arr<Definition> Definitions, Seq<InputError> Mistakes)
{
    /// <summary>The arrays by name.</summary>
    public required IReadOnlyDictionary<string, Expr> Names { get; init; }

    /// <summary>The definitions with their places.</summary>
    public required IReadOnlyList<DefinedText> Texts { get; init; }

    /// <summary>What a step knows, which the formulas of [observe] and [stop] use.</summary>
    public static readonly string[] OfStep = ["loss", "gradient_norm", "step", "steps"];

    public static DeclaredFormulas Read(TomlTable root, Declared declared)
    {
        var mistakes = new List<InputError>();
        var texts = root["define"] switch
        {
            null => [],
            TomlTable table => table.Entries.Select(entry => Text("define", entry, mistakes)).OfType<DefinedText>().ToArray(),
            var other => Refused(mistakes, Sections.NotATable("define", other)),
        };
        var (names, unread) = (NamesOf(declared), Unread(declared, root));
        var definitions = FormulaDefinitions.Of(texts, names, all => new FormulaScope(names, all) { Unread = unread });
        mistakes.AddRange(definitions.Errors.Where(error => declared.HasParameters || !error.IsUnknownName)
            .Select(error => error.At(_ => "")));
        return new(
            new FormulaScope(names, definitions) { Unread = unread },
            texts.Select(text => new Definition(text.Head, text.Text)).ToArr(),
            mistakes.ToSeq().Strict())
        {
            Names = names,
            Texts = texts,
        };
    }

    /// <summary>A formula by name, or a number; null, with a mistake, if it is neither.</summary>
    public static DefinedText? Text(string table, TomlEntry entry, List<InputError> mistakes)
    {
        string Head(int column, Func<int, TextPlace> inside) => (column == 0 ? entry.Place : inside(column - 1)).ToString();
        switch (entry.Value)
        {
            case var _ when OfStep.Contains(entry.Key):
                mistakes.Add(entry.Place.Error($"'{entry.Key}' is what a step knows and cannot be the name of anything in [{table}].",
                    $"Call it {entry.Key}_ or {entry.Key}0."));
                return null;
            case TomlText text:
                return new(entry.Key, text.Value, column => Head(column, text.PlaceOf));
            case TomlNumber number:
                return new(entry.Key, FormulaNumbers.Text(number.Value), column => Head(column, _ => number.Place));
            default:
                mistakes.Add(entry.Value.Place.Error($"{table}.{entry.Key} is {entry.Value.Described}, but must be a formula in quotes.",
                    entry.Value is TomlArray ? "Arrays of numbers stand in [data]."
                        : $"Write {entry.Key} = \"2*x\"; a function of x is written \"{entry.Key}(x)\" = \"2*x\"."));
                return null;
        }
    }

    private static DefinedText[] Refused(List<InputError> mistakes, InputError mistake)
    {
        mistakes.Add(mistake);
        return [];
    }

    private static Dictionary<string, Expr> NamesOf(Declared declared) => declared.Parameters.Concat(declared.Data)
        .Where(array => array.Source is not null && Naming.IsName(array.Name)).DistinctBy(array => array.Name)
        .ToDictionary(array => array.Name, array => Expr.Symbol(array.Name, array.Source!.Shape));

    /// <summary>Names whose own line is wrong, which is reported there: here only what does not depend on them.</summary>
    private static System.Collections.Generic.HashSet<string> Unread(Declared declared, TomlTable root) =>
    [
        .. declared.Parameters.Concat(declared.Data).Where(array => array.Source is null).Select(array => array.Name),
        .. declared.BrokenKeys,
        .. root["define"] is TomlTable table
            ? table.Entries.Where(entry => entry.Value is not (TomlText or TomlNumber))
                .Select(entry => FormulaDefinitions.NameOf(entry.Key)) : [],
    ];
}

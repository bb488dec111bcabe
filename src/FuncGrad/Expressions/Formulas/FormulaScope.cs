namespace FuncGrad;

/// <summary>What names and functions mean in a formula.</summary>
/// <param name="names">What each name stands for.</param>
/// <param name="definitions">What is defined beside.</param>
internal sealed class FormulaScope(IReadOnlyDictionary<string, Expr> names, FormulaDefinitions definitions)
{
    public FormulaScope(IReadOnlyDictionary<string, Expr> names) : this(names, FormulaDefinitions.None) { }

    /// <summary>Functions of this scope beside those of the language.</summary>
    public IReadOnlyDictionary<string, FormulaFunction> Functions { get; init; } = new Dictionary<string, FormulaFunction>();

    /// <summary>Names that are known but stand for nothing that is known: what is built from them is left out silently.</summary>
    public IReadOnlySet<string> Unread { get; init; } = new HashSet<string>();

    /// <summary>
    /// The arguments of a function within its formula, which go before all other names; null where it is looked at by itself, without any.
    /// </summary>
    private IReadOnlyDictionary<string, Expr?> Arguments { get; init; } = new Dictionary<string, Expr?>();

    public FormulaDefinitions Definitions => definitions;

    /// <summary>This scope within the formula of a function.</summary>
    public FormulaScope Within(FormulaDefinition function, IReadOnlyList<Expr>? arguments) => new(names, definitions)
    {
        Functions = Functions,
        Unread = Unread,
        Arguments = function.Parameters!.Select((parameter, i) => (parameter, value: arguments?[i]))
            .ToDictionary(pair => pair.parameter, pair => pair.value),
    };

    /// <summary>Whether a name stands for something, though perhaps for nothing that could be read.</summary>
    public bool IsKnown(string name) =>
        Arguments.ContainsKey(name) || names.ContainsKey(name) || definitions.IsValue(name) || IsUnread(name);

    /// <summary>Whether a name was meant to stand for something that could not be read, which is told elsewhere.</summary>
    public bool IsUnread(string name) => Unread.Contains(name) || definitions.IsUnread(name);

    /// <summary>What a name stands for; null if that is not known.</summary>
    public Expr? Value(string name) =>
        Arguments.TryGetValue(name, out var argument) ? argument : names.GetValueOrDefault(name) ?? definitions.Value(name);

    /// <summary>A function by name, of the language, of this scope, or defined; null if there is none.</summary>
    public FormulaFunction? Function(string name) =>
        FormulaFunctions.Find(name) ?? Functions.GetValueOrDefault(name) ?? definitions.Function(name);

    public IEnumerable<string> Names => Arguments.Keys.Concat(names.Keys).Concat(definitions.Values).Distinct();

    public IEnumerable<string> FunctionNames =>
        definitions.FunctionNames.Concat(Functions.Keys).Concat(FormulaFunctions.All.Select(function => function.Name));}

namespace FuncGrad;

/// <summary>A definition as it is written.</summary>
/// <param name="Head">What is defined: <c>h</c> or <c>net(x)</c>.</param>
/// <param name="Text">Its formula.</param>
/// <param name="PlaceOf">A column of the formula ↦ where it stands; column 0 ↦ where the head stands.</param>
internal sealed record DefinedText(string Head, string Text, Func<int, string> PlaceOf);

/// <summary>
/// A formula by name, <c>h</c>, or a function, <c>net(x)</c>: a formula in which the names of its arguments stand for what it is applied
/// to.
/// </summary>
/// <param name="Name">Without arguments.</param>
/// <param name="Parameters">The names of its arguments; null if it is no function.</param>
/// <param name="Text">Its formula.</param>
/// <param name="PlaceOf">A column of the formula ↦ where it stands; column 0 ↦ where the name stands.</param>
internal sealed record FormulaDefinition(string Name, IReadOnlyList<string>? Parameters, string Text, Func<int, string> PlaceOf)
{
    public Lexeme[] Tokens { get; } = Text.Length > Formula.MaxLength ? [] : FormulaTokenizer.Tokens(Text);

    /// <summary>As it is called: <c>net(x)</c>, or the name.</summary>
    public string Signature => Parameters is null ? Name : $"{Name}({string.Join(", ", Parameters)})";

    /// <summary>What a text defines, or what is wrong with its head.</summary>
    public static (FormulaDefinition? Definition, FormulaError? Mistake) Of(DefinedText defined)
    {
        var (head, text, placeOf) = defined;
        var tokens = FormulaTokenizer.Tokens(head);
        if (tokens[0].Kind != FormulaToken.Name) return (null, NoHead(head));
        var name = tokens[0].Of(head).ToString();
        if (Reserved(name) is { } why)
            return (null, new(0, $"'{name}' is {why} of the formula language and cannot be defined.", $"Call it {name}_ or {name}0."));
        if (tokens.Length == 2) return (new(name, null, text, placeOf), null);
        if (tokens[1].Kind != FormulaToken.Open || tokens[^2].Kind != FormulaToken.Close) return (null, NoHead(head));
        if (tokens.Length == 4)
            return (null, new(0, $"'{FormulaNames.Short(head)}' has no arguments.", $"Write it without parentheses: {name} = \"...\"."));
        var arguments = new List<string>();
        for (var i = 2; i < tokens.Length - 2; i++)
        {
            if (tokens[i].Kind != (i % 2 == 0 ? FormulaToken.Name : FormulaToken.Comma)) return (null, NoHead(head));
            if (i % 2 == 0) arguments.Add(tokens[i].Of(head).ToString());
        }
        if (tokens.Length % 2 == 0) return (null, NoHead(head));
        return Wrong(name, arguments) is { } mistake ? (null, mistake) : (new(name, arguments, text, placeOf), null);
    }

    private static FormulaError? Wrong(string name, List<string> arguments)
    {
        foreach (var argument in arguments)
        {
            if (Reserved(argument) is { } why)
                return new(0, $"'{argument}' is {why} of the formula language and cannot name an argument of {name}.",
                    $"Call it {argument}_ or {argument}0.");
            if (arguments.Count(other => other == argument) > 1)
                return new(0, $"{name} has two arguments that are called '{argument}'.", "Give each a name of its own.");
        }
        return null;
    }

    private static string? Reserved(string name) =>
        FormulaFunctions.Find(name) is not null ? "a function" : FormulaNames.IsReserved(name) ? "a number" : null;

    private static FormulaError NoHead(string head) =>
        new(0, $"'{FormulaNames.Short(head)}' cannot be defined: it is neither a name nor a function with the names of its arguments.",
            "Write h = \"...\" for a formula and \"net(x)\" = \"...\" for a function of x.");
}

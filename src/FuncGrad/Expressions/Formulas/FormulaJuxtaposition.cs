namespace FuncGrad;

/// <summary>
/// What two operands without an operator between them were meant to be: a function without parentheses, a word of another language, or a
/// product.
/// </summary>
internal static class FormulaJuxtaposition
{
    /// <summary>What to write.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <param name="second">The position of the first token of the second operand.</param>
    public static string Hint(string text, Lexeme[] tokens, int second)
    {
        var (first, exponent) = Base(tokens, second - 1);
        var (isOpen, operand) = (tokens[second].Kind == FormulaToken.Open, Operand(text, tokens, second));
        if (FunctionAt(text, tokens, first) is { } function)
        {
            var call = Call(function, isOpen ? "x" : operand);
            return exponent.IsEmpty ? $"The argument stands in parentheses: {call}."
                : $"The exponent comes after: {call}^{exponent.Of(text, tokens)}.";
        }
        foreach (var position in (int[])[second, first])
            if (tokens[position].Kind == FormulaToken.Name && FormulaFunctions.Elsewhere(Word(text, tokens, position)) is { } instead
                && tokens[position].Length > 1)
                return instead;
        return $"For a product write `{Left(text, tokens, first, second)} * {(isOpen ? "(...)" : operand)}`.";
    }

    /// <summary>
    /// Where the argument of a function begins that has no parentheses, as in <c>sin x</c> and <c>sin²(x)</c>; null if the word is no
    /// function, or has none.
    /// </summary>
    public static int? ArgumentOf(string text, Lexeme[] tokens, int position)
    {
        if (FunctionAt(text, tokens, position) is null) return null;
        var next = tokens[position + 1].Kind == FormulaToken.Superscript ? position + 2
            : tokens[position + 1].Kind == FormulaToken.Power && tokens[position + 2].Kind == FormulaToken.Number ? position + 3
            : position + 1;
        return tokens[next].Kind is FormulaToken.Number or FormulaToken.Name or FormulaToken.QuotedName
            || (next > position + 1 && tokens[next].Kind == FormulaToken.Open) ? next : null;
    }

    /// <summary>
    /// Where the operand before a power begins, with what it is raised to: <c>sin</c> and 2 of <c>sin²</c> and <c>sin^2</c>.
    /// </summary>
    private static (int First, Power Exponent) Base(Lexeme[] tokens, int last)
    {
        if (tokens[last].Kind == FormulaToken.Superscript && last > 0) return (last - 1, new(last));
        return tokens[last].Kind == FormulaToken.Number && last > 1 && tokens[last - 1].Kind == FormulaToken.Power ? (last - 2, new(last))
            : (last, default);
    }

    private static string? FunctionAt(string text, Lexeme[] tokens, int position)
    {
        var word = tokens[position].Kind == FormulaToken.Name ? Word(text, tokens, position) : "";
        return FormulaFunctions.Find(word) is { Least: 1 }
            || (word.Length > 1 && OtherNames.Function(word)?.Contains("(x)", StringComparison.Ordinal) == true) ? word : null;
    }

    private static string Call(string function, string argument) =>
        OtherNames.Function(function)?.Replace("(x)", $"({argument})", StringComparison.Ordinal) ?? $"{function}({argument})";

    /// <summary>A token as an operand: a function with its parentheses.</summary>
    private static string Operand(string text, Lexeme[] tokens, int position) =>
        Word(text, tokens, position)
            + (tokens[position].Kind == FormulaToken.Name && tokens[position + 1].Kind == FormulaToken.Open ? "(...)" : "");

    private static string Left(string text, Lexeme[] tokens, int first, int second) =>
        tokens[second - 1].Kind is FormulaToken.Close or FormulaToken.CloseBracket
            ? $"(...){(tokens[second - 1].Kind == FormulaToken.CloseBracket ? "[...]" : "")}"
            : FormulaNames.Short(text.AsSpan(tokens[first].Start,
                tokens[second - 1].Start + tokens[second - 1].Length - tokens[first].Start));

    private static string Word(string text, Lexeme[] tokens, int position) => FormulaNames.Short(tokens[position].Of(text));

    /// <summary>The token of an exponent; none by default.</summary>
    private readonly record struct Power(int Position)
    {
        public bool IsEmpty => Position == 0;

        public string Of(string text, Lexeme[] tokens) =>
            tokens[Position].Kind == FormulaToken.Superscript ? FormulaNumbers.Plain(tokens[Position].Of(text))
                : tokens[Position].Of(text).ToString();
    }
}

namespace FuncGrad;

/// <summary>Signs that do not belong to the formula language, and what they were meant to be.</summary>
internal static class FormulaSigns
{
    /// <summary>Each strange sign; of a pair of bars the first.</summary>
    public static IEnumerable<FormulaError> Strange(string text, Lexeme[] tokens)
    {
        var closing = new HashSet<int>();
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Kind != FormulaToken.Unknown || closing.Contains(i)) continue;
            if (ClosingBar(text, tokens, i) is { } bar) closing.Add(bar);
            yield return new(tokens[i].Column,
                $"`{Formula.Visible(FormulaNames.Short(tokens[i].Of(text)))}` does not belong to the language.", Hint(text, tokens, i));
        }
    }

    private static string Hint(string text, Lexeme[] tokens, int position)
    {
        var sign = tokens[position].Of(text).ToString();
        if (ClosingBar(text, tokens, position) is { } bar)
            return $"Write {(sign == "|" ? "abs" : "norm")}({Between(text, tokens[position], tokens[bar])}).";
        if (sign is "&" or "|") return OtherNames.Instead(sign == "&" ? "and" : "or")!;
        if (sign == "!" && !IsAfterOperand(tokens, position)) return OtherNames.Instead("not")!;
        if (sign[0] == '.') return Dot(text, tokens, position);
        return OtherNames.Instead(sign) ?? OtherNames.Instead(sign[..1]) ?? sign[0] switch
        {
            '`' => "A name between backticks has no closing backtick.",
            '"' or '#' or ';' or '$' or '\\' => "A formula is one expression of numbers, names and functions.",
            _ => "",
        };
    }

    /// <summary>
    /// The second of two bars with something between them: |x| or ||x||. The first stands where a value begins, so that a || b is none.
    /// </summary>
    private static int? ClosingBar(string text, Lexeme[] tokens, int position)
    {
        var sign = tokens[position].Of(text).ToString();
        if (sign is not ("|" or "||" or "‖") || IsAfterOperand(tokens, position)) return null;
        var second = Array.FindIndex(tokens, position + 1, token => token.Of(text).SequenceEqual(sign));
        return second > position + 1 ? second : null;
    }

    private static string Between(string text, Lexeme open, Lexeme close) =>
        FormulaNames.Short(text[(open.Start + open.Length)..close.Start].Trim());

    /// <summary>A module's function, a transpose, or an operation element by element.</summary>
    private static string Dot(string text, Lexeme[] tokens, int position)
    {
        var next = tokens[position + 1];
        if (tokens[position].Of(text) is "..." or "…") return "Axes are named one by one: x[:, :, 0].";
        if (next.Kind != FormulaToken.Name) return "All operations are made element by element: write * / ^ without a dot.";
        var word = FormulaNames.Short(next.Of(text));
        return word is "T" or "t" ? $"Write transpose({(position > 0 ? FormulaNames.Short(tokens[position - 1].Of(text)) : "A")})."
            : $"Functions stand alone: {(tokens[position + 2].Kind == FormulaToken.Open ? $"{word}(...)" : word)}.";
    }

    private static bool IsAfterOperand(Lexeme[] tokens, int position) => position > 0 && tokens[position - 1].Kind
        is FormulaToken.Number or FormulaToken.Name or FormulaToken.QuotedName or FormulaToken.Superscript or FormulaToken.Close
            or FormulaToken.CloseBracket;
}

namespace FuncGrad;

/// <summary>
/// A name that a formula uses, and the least shape that its indices need: (3) for <c>x[0] + x[2]</c>, () without indices.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Column">Where it is first used, 1-based.</param>
/// <param name="Shape">The least extents with which every element and slice of it exists.</param>
public sealed record FormulaName(string Name, int Column, Shape Shape);

/// <summary>
/// The names of a formula. A name before <c>(</c> is a function and lives apart: <c>sum(sum)</c> is the sum of the variable sum.
/// </summary>
internal static class FormulaNames
{
    private static readonly Dictionary<string, Expr> Constants = new()
    {
        ["pi"] = Expr.Constant(Math.PI), ["π"] = Expr.Constant(Math.PI), ["e"] = Expr.Constant(Math.E),
    };

    // As reserved words these always mean the numbers, since constants are printed with them.
    private static readonly Dictionary<string, Expr> Numbers = new()
    {
        ["inf"] = Expr.Constant(double.PositiveInfinity), ["nan"] = Expr.Constant(double.NaN),
    };

    /// <summary>Whether a name can be written without backticks.</summary>
    public static bool IsPlain(string name) => Naming.IsName(name) && !Numbers.ContainsKey(name);

    /// <summary>
    /// What a name stands for, null if nothing, and whether it is a reserved word for a number. A name in scope goes before pi and e.
    /// </summary>
    public static (Expr? Value, bool IsNumber) Meaning(string text, Lexeme token, FormulaScope scope)
    {
        var name = NameOf(text, token);
        if (token.Kind == FormulaToken.Name && Numbers.TryGetValue(name, out var number)) return (number, true);
        return (scope.IsKnown(name) ? scope.Value(name) : Constants.GetValueOrDefault(name), false);
    }

    /// <summary>Whether a name is a number of the language.</summary>
    public static bool IsReserved(string name) => Numbers.ContainsKey(name) || Constants.ContainsKey(name);

    /// <summary>Every name and function of a formula, as often as it is used, with its column.</summary>
    public static IEnumerable<(string Name, int Column, bool IsFunction)> Uses(string text, Lexeme[] tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
            if (IsFunction(tokens, i) is var isFunction && (isFunction || IsVariable(tokens, i)))
                yield return (NameOf(text, tokens[i]), tokens[i].Column, isFunction);
    }

    /// <summary>A token's text for a message, cut if it is long.</summary>
    public static string Short(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..37]}...";

    /// <summary>The names in the order of their first use.</summary>
    public static IReadOnlyList<FormulaName> Of(string text, Lexeme[] tokens)
    {
        var found = new Dictionary<string, FormulaName>();
        for (var i = 0; i < tokens.Length; i++)
        {
            if (!IsVariable(tokens, i) || IsConstant(text, tokens[i])) continue;
            var (name, shape) = (NameOf(text, tokens[i]), Needed(text, tokens, i + 1));
            found[name] = found.TryGetValue(name, out var known) ? known with { Shape = Larger(known.Shape, shape) }
                : new(name, tokens[i].Column, shape);
        }
        return [.. found.Values.OrderBy(name => name.Column)];
    }

    /// <summary>Every name and function that is not known, each where it is first used.</summary>
    public static IEnumerable<FormulaError> Unknown(string text, Lexeme[] tokens, FormulaScope scope)
    {
        var reported = new HashSet<string>();
        for (var i = 0; i < tokens.Length; i++)
        {
            var isFunction = IsFunction(tokens, i);
            if (!isFunction && !IsVariable(tokens, i)) continue;
            var name = NameOf(text, tokens[i]);
            var isKnown = isFunction ? scope.Function(name) is not null || scope.IsUnread(name)
                : scope.IsKnown(name) || Meaning(text, tokens[i], scope).Value is not null;
            if (!isKnown && reported.Add(isFunction ? name + "(" : name))
                yield return isFunction ? UnknownFunction(name, tokens[i], scope) : UnknownName(text, tokens, i, scope);
        }
    }

    private static FormulaError UnknownFunction(string name, Lexeme token, FormulaScope scope) =>
        new(token.Column, $"`{Short(name)}` is not a function.",
            scope.IsKnown(name) || Constants.ContainsKey(name) ? $"For a product write {Short(name)} * (...)."
            : OverRun.Functions.ContainsKey(name) ? "Figures over a run are known in [observe] and [stop]."
            : FormulaFunctions.Hint(name, scope.FunctionNames));

    private static FormulaError UnknownName(string text, Lexeme[] tokens, int position, FormulaScope scope)
    {
        var (name, column) = (NameOf(text, tokens[position]), tokens[position].Column);
        var function = scope.Function(name);
        var problem = function is null ? $"The name `{Short(name)}` is not known."
            : $"`{name}` is a function and was found without arguments.";
        if (FormulaJuxtaposition.ArgumentOf(text, tokens, position) is { } argument)
            return new(column, problem, FormulaJuxtaposition.Hint(text, tokens, argument)) { Consequence = tokens[argument].Column };
        return new(column, problem, function is not null
            ? $"Write {function.Signature}."
            : FormulaFunctions.Elsewhere(name)
                ?? NearestName.Spelling(name, [.. scope.Names, "pi", "e"], "Known names")) { IsUnknownName = function is null
                    && FormulaFunctions.Elsewhere(name) is null };
    }

    private static bool IsFunction(Lexeme[] tokens, int i) =>
        tokens[i].Kind == FormulaToken.Name && tokens[i + 1].Kind == FormulaToken.Open;

    private static bool IsVariable(Lexeme[] tokens, int i) => tokens[i].Kind == FormulaToken.QuotedName
        || (tokens[i].Kind == FormulaToken.Name && !IsFunction(tokens, i)
            && !(tokens[i + 1].Kind == FormulaToken.Assign && i > 0 && tokens[i - 1].Kind is FormulaToken.Open or FormulaToken.Comma));

    private static bool IsConstant(string text, Lexeme token) => token.Kind == FormulaToken.Name
        && IsReserved(NameOf(text, token));

    private static string NameOf(string text, Lexeme token) => token.Kind == FormulaToken.QuotedName
        ? text.Substring(token.Start + 1, token.Length - 2).Replace("``", "`", StringComparison.Ordinal)
        : token.Of(text).ToString();

    private static Shape Needed(string text, Lexeme[] tokens, int position)
    {
        var entries = new List<IndexEntry>();
        if (tokens[position++].Kind != FormulaToken.OpenBracket || FormulaIndexing.Read(text, tokens, ref position, entries) is not null)
            return Shape.Scalar;
        var extents = entries.Take(FormulaCall.MaxRank).Select(entry => (long)entry.NeededExtent).ToArray();
        return extents.Aggregate(1.0, (product, extent) => product * extent) <= int.MaxValue
            ? Shape.Of([.. extents.Select(extent => (int)extent)]) : Shape.Scalar;
    }

    /// <summary>The extents of both, axis by axis from the first: W[2] and W[0, 4] need (3,5).</summary>
    private static Shape Larger(Shape a, Shape b)
    {
        var extents = Enumerable.Range(0, Math.Max(a.Rank, b.Rank))
            .Select(axis => Math.Max(axis < a.Rank ? a[axis] : 1, axis < b.Rank ? b[axis] : 1)).ToArray();
        return extents.Aggregate(1.0, (product, extent) => product * extent) <= int.MaxValue ? Shape.Of(extents) : a;
    }
}

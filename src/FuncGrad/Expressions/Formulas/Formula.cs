using System.Diagnostics.CodeAnalysis;
using LanguageExt;

namespace FuncGrad;

/// <summary>
/// The formula language: text to expression and back.
/// <code>
/// formula    = sum [ ("&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "==" | "!=") sum ]          comparisons give 1 or 0 and do not chain
/// sum        = product { ("+" | "-") product }
/// product    = signed { ("*" | "/" | "@") signed }                     @ is the matrix product
/// signed     = { "-" | "+" } power                                     -x^2 is -(x^2); -2 is one number
/// power      = element [ "^" signed ]                                  to the right: a^b^c is a^(b^c)
/// element    = atom { "[" position { "," position } "]" }
/// position   = whole number | [ whole number ] ":" [ whole number ]    0-based; negative counts from the end
/// atom       = number | name | function "(" arguments ")" | "(" formula ")" | "[" formula { "," formula } "]"
/// arguments  = formula { "," formula } { "," name "=" formula }         axis= or the names of the signature: padding=1
/// </code>
/// Numbers are <c>2</c>, <c>1.5</c>, <c>1e-7</c>, <c>inf</c>, <c>nan</c>; <c>pi</c> and <c>e</c> are constants unless a name in scope goes
/// before. A name is followed by <c>(</c> exactly if it is a function, so a variable may be called <c>sum</c>; backticks make any text a
/// name. Operands of different shapes are broadcast as in NumPy. <c>[1, 2]</c> is an array. Also read: <c>·</c> <c>×</c> <c>÷</c> <c>−</c>
/// <c>π</c> <c>≤</c> <c>≥</c> <c>≠</c> <c>x²</c>. An integer exponent that is written out means repeated multiplication
/// (<see cref="Expr.Pow(Expr,double)"/>). Functions: exp log sqrt abs sign sin cos tan sinh cosh tanh atan sigmoid relu softplus min max
/// sum mean prod norm dot transpose softmax log_softmax cross_entropy where; reductions take an axis, <c>sum(W, 0)</c> or <c>sum(W,
/// axis=0)</c>, of max and min only by name. For graphs made by machinery: stop_gradient fused_multiply_add fused_matrix_product broadcast
/// reshape slice embed replace concatenate gather scatter power integer_power empty, and the other elementwise operations by their names.
/// </summary>
public static class Formula
{
    /// <summary>The greatest length of a formula, in characters, read or written.</summary>
    public const int MaxLength = 10_000_000;

    /// <summary>The expression that a formula means, or all its mistakes, each with its column.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="names">What each name stands for: a symbol or any other expression.</param>
    public static Validation<InputError, Expr> Parse(string text, IReadOnlyDictionary<string, Expr> names)
    {
        var reading = Read(Arguments.Given(text), Arguments.Given(names));
        return reading.Expression is { } expression
            ? Validation<InputError, Expr>.Success(expression)
            : Validation<InputError, Expr>.Fail(new Seq<InputError>(reading.Errors.Select(error => error.At($"column {error.Column}"))));
    }

    /// <summary>
    /// The expression that a formula means with some definitions, or all mistakes of it and them, those of a definition at <c>net(x):
    /// column 8</c>.
    /// </summary>
    /// <param name="text">The formula.</param>
    /// <param name="names">What each name stands for: a symbol or any other expression.</param>
    /// <param name="definitions">What each further name stands for, <c>h</c> ↦ a formula, and each function, <c>net(x)</c> ↦ a formula of
    /// x, in any order; they may use each other and the names.</param>
    public static Validation<InputError, Expr> Parse(string text, IReadOnlyDictionary<string, Expr> names,
        IReadOnlyDictionary<string, string> definitions)
    {
        Arguments.Given(text);
        var texts = Arguments.Given(definitions).Select(pair =>
            new DefinedText(pair.Key, pair.Value,
                column => column == 0 ? pair.Key : FormattableString.Invariant($"{pair.Key}: column {column}")));
        var defined = FormulaDefinitions.Of(texts, Arguments.Given(names), all => new(names, all));
        var reading = Read(text, new FormulaScope(names, defined));
        InputError[] errors = [.. defined.Errors.Concat(reading.Errors).Select(error => error.At(column => $"column {column}"))];
        return errors.Length == 0 ? Validation<InputError, Expr>.Success(reading.Expression!)
            : Validation<InputError, Expr>.Fail(new Seq<InputError>(errors));
    }

    /// <summary>
    /// The expression that a formula means when each of its <see cref="Names"/> is an input of the least shape its indices need.
    /// </summary>
    public static Validation<InputError, Expr> Parse(string text) =>
        Parse(text, Names(text).ToDictionary(name => name.Name, name => Expr.Input(name.Name, name.Shape)));

    /// <summary>The expression that a formula means when its names stand for these, or all its mistakes, each with its column.</summary>
    public static bool TryParse(string text, IReadOnlyDictionary<string, Expr> names, [NotNullWhen(true)] out Expr? expression,
        out IReadOnlyList<InputError> mistakes)
    {
        (expression, mistakes) = Parse(text, names).Match<(Expr?, InputError[])>(one => (one, []), errors => (null, [.. errors]));
        return expression is not null;
    }

    /// <summary>
    /// The names that a formula uses beside functions, <c>pi</c>, <c>e</c>, <c>inf</c> and <c>nan</c>, in order of first use, also if it
    /// has mistakes.
    /// </summary>
    public static IReadOnlyList<FormulaName> Names(string text) =>
        Arguments.Given(text).Length > MaxLength ? [] : FormulaNames.Of(text, FormulaTokenizer.Tokens(text));

    /// <summary>
    /// The formula of an expression with the fewest parentheses. Read again with its inputs in scope under their names it gives the very
    /// same node. What a graph shares its text repeats. Beyond the language are arrays of more than 32 axes and two inputs of one name; a
    /// dropout without a number is another one each time it is read, until a loss numbers it.
    /// </summary>
    /// <exception cref="InvalidOperationException">The text would have more than <see cref="MaxLength"/> characters.</exception>
    public static string Print(Expr expression)
    {
        var text = FormulaPrinter.Write(Arguments.Given(expression), MaxLength);
        return text.Length <= MaxLength ? text.ToString() : throw new InvalidOperationException(
            $"The formula of this expression would have more than {MaxLength} characters, since it repeats what the graph shares. "
                + "ToString gives its beginning.");
    }

    /// <summary>
    /// The line of a formula that holds a column, and beneath it a caret under that column; long lines are shown in part.
    /// </summary>
    /// <param name="text">The formula.</param>
    /// <param name="column">1-based, as in an error; one past the end is the end.</param>
    public static string Caret(string text, int column)
    {
        var at = Math.Clamp(column - 1, 0, Arguments.Given(text).Length);
        var start = at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
        var end = text.IndexOf('\n', at) is var next && next < 0 ? text.Length : next;
        var (from, to) = (Math.Max(start, at - CaretMargin), Math.Min(end, at + CaretMargin));
        var (before, after) = (from > start ? "..." : "", to < end ? "..." : "");
        return $"{before}{Visible(text[from..to])}{after}\n{new string(' ', before.Length + at - from)}^";
    }

    private const int CaretMargin = 36;

    /// <summary>
    /// As <see cref="Parse(string,IReadOnlyDictionary{string,Expr})"/>, with columns as numbers for a reader that knows where the formula
    /// itself stands.
    /// </summary>
    internal static FormulaReading Read(string text, IReadOnlyDictionary<string, Expr> names) => Read(text, new FormulaScope(names));

    /// <inheritdoc cref="Read(string,IReadOnlyDictionary{string,Expr})"/>
    internal static FormulaReading Read(string text, FormulaScope scope)
    {
        if (text.Length > MaxLength)
            return FormulaReading.Failed([
                new(1, $"The formula has {text.Length} characters.", $"It may have {MaxLength}; put large arrays into data.")]);
        var tokens = FormulaTokenizer.Tokens(text);
        FormulaError[] unknown = [
            .. FormulaNames.Unknown(text, tokens, scope).Concat(FormulaSigns.Strange(text, tokens)).Take(FormulaReading.MaxErrors)];
        if (tokens.Any(token => token.Kind == FormulaToken.Unknown)) return FormulaReading.Failed(unknown);
        var reading = FormulaParser.Read(text, tokens, scope);
        var consequences = unknown.Select(error => error.Consequence).ToHashSet();
        return unknown.Length == 0 ? reading
            : FormulaReading.Failed(reading.Errors.Where(error => error.PlaceOf is not null || !consequences.Contains(error.Column))
                .Concat(unknown).DistinctBy(error => (error.PlaceOf, error.Column)));
    }

    internal static string Visible(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
}

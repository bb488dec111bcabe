using Superpower;
using Superpower.Model;

namespace FuncGrad;

internal enum FormulaToken
{
    Unknown, Number, Name, QuotedName, Superscript, Plus, Minus, Times, Divide, MatrixTimes, Power,
    Less, LessOrEqual, Greater, GreaterOrEqual, EqualTo, NotEqualTo, Assign,
    Open, Close, OpenBracket, CloseBracket, Comma, Colon, End,
}

/// <summary>A token and where its characters stand: from <paramref name="Start"/>, 0-based.</summary>
internal readonly record struct Lexeme(FormulaToken Kind, int Start, int Length)
{
    /// <summary>The 1-based column of the first character.</summary>
    public int Column => Start + 1;

    public ReadOnlySpan<char> Of(string text) => text.AsSpan(Start, Length);
}

/// <summary>
/// Cuts a formula into tokens. Every character belongs to a token or is blank: what the language does not know becomes
/// <see cref="FormulaToken.Unknown"/>, so that one strange character does not hide the other mistakes.
/// </summary>
internal sealed class FormulaTokenizer : Tokenizer<FormulaToken>
{
    private static readonly FormulaTokenizer Instance = new();

    /// <summary>The tokens of <paramref name="text"/>, ending with <see cref="FormulaToken.End"/>.</summary>
    public static Lexeme[] Tokens(string text) =>
    [
        .. Instance.Tokenize(text).Select(token => new Lexeme(token.Kind, token.Position.Absolute, token.Span.Length)),
        new Lexeme(FormulaToken.End, text.Length, 0),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Result<FormulaToken>> Tokenize(TextSpan span)
    {
        var (text, rest) = (span.Source!, span);
        for (var start = 0; start < text.Length;)
        {
            if (char.IsWhiteSpace(text[start]))
            {
                (start, rest) = (start + 1, rest.Skip(1));
                continue;
            }
            var (kind, length) = At(text, start);
            var after = rest.Skip(length);
            yield return Result.Value(kind, rest, after);
            (start, rest) = (start + length, after);
        }
    }

    private static (FormulaToken Kind, int Length) At(string text, int start)
    {
        var c = text[start];
        if (char.IsAsciiDigit(c) || (c == '.' && IsDigit(text, start + 1))) return (FormulaToken.Number, NumberLength(text, start));
        if (IsNameStart(c)) return (FormulaToken.Name, Run(text, start, d => IsNameStart(d) || char.IsAsciiDigit(d)));
        if (Superscripts.Contains(c)) return (FormulaToken.Superscript, Run(text, start, Superscripts.Contains));
        if (c == '`') return Quoted(text, start);
        var (kind, length) = Sign(c, start + 1 < text.Length ? text[start + 1] : ' ');
        return kind == FormulaToken.Unknown ? (kind, Run(text, start, IsUnknown)) : (kind, length);
    }

    /// <summary>The superscript digits, in order.</summary>
    internal const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private static (FormulaToken Kind, int Length) Sign(char c, char next) => (c, next) switch
    {
        ('<', '=') => (FormulaToken.LessOrEqual, 2),
        ('>', '=') => (FormulaToken.GreaterOrEqual, 2),
        ('=', '=') => (FormulaToken.EqualTo, 2),
        ('!', '=') => (FormulaToken.NotEqualTo, 2),
        _ => (Sign(c), 1),
    };

    private static FormulaToken Sign(char c) => c switch
    {
        '+' => FormulaToken.Plus,
        '-' or '−' => FormulaToken.Minus,
        '*' or '·' or '×' => FormulaToken.Times,
        '/' or '÷' => FormulaToken.Divide,
        '@' => FormulaToken.MatrixTimes,
        '^' => FormulaToken.Power,
        '<' => FormulaToken.Less,
        '>' => FormulaToken.Greater,
        '≤' => FormulaToken.LessOrEqual,
        '≥' => FormulaToken.GreaterOrEqual,
        '≠' => FormulaToken.NotEqualTo,
        '=' => FormulaToken.Assign,
        '(' => FormulaToken.Open,
        ')' => FormulaToken.Close,
        '[' => FormulaToken.OpenBracket,
        ']' => FormulaToken.CloseBracket,
        ',' => FormulaToken.Comma,
        ':' => FormulaToken.Colon,
        _ => FormulaToken.Unknown,
    };

    private static bool IsUnknown(char c) => !char.IsWhiteSpace(c) && !char.IsAsciiDigit(c) && !IsNameStart(c)
        && !Superscripts.Contains(c) && c != '`' && Sign(c) == FormulaToken.Unknown;

    /// <summary>A name between backticks, where any text may be a name; a backtick within is written twice.</summary>
    private static (FormulaToken Kind, int Length) Quoted(string text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] != '`') continue;
            if (i + 1 == text.Length || text[i + 1] != '`') return (FormulaToken.QuotedName, i + 1 - start);
            i++;
        }
        return (FormulaToken.Unknown, 1);
    }

    /// <summary>
    /// <c>12</c>, <c>1.5</c>, <c>.5</c>, <c>2.</c>, <c>1e-3</c>; <c>0x7ff8000000000001</c> gives the 64 bits of a double.
    /// </summary>
    private static int NumberLength(string text, int start)
    {
        if (text[start] == '0' && start + 1 < text.Length && text[start + 1] == 'x') return 2 + Run(text, start + 2, char.IsAsciiHexDigit);
        var end = start + Run(text, start, char.IsAsciiDigit);
        if (end < text.Length && text[end] == '.') end += 1 + Run(text, end + 1, char.IsAsciiDigit);
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var digits = end + 1 < text.Length && text[end + 1] is '+' or '-' or '−' ? end + 2 : end + 1;
            if (IsDigit(text, digits)) end = digits + Run(text, digits, char.IsAsciiDigit);
        }
        return end - start;
    }

    private static bool IsDigit(string text, int position) => position < text.Length && char.IsAsciiDigit(text[position]);

    private static bool IsNameStart(char c) => c == '_' || char.IsLetter(c);

    private static int Run(string text, int start, Func<char, bool> belongs)
    {
        var end = start;
        while (end < text.Length && belongs(text[end])) end++;
        return end - start;
    }
}

using Tomlyn.Syntax;

namespace FuncGrad;

/// <summary>What could be read of a TOML text.</summary>
/// <param name="Root">The settings outside the broken lines.</param>
/// <param name="Errors">One for each broken line and each setting given twice.</param>
/// <param name="BrokenKeys">The last part of each key on a broken line: it is named, only its value is not known.</param>
internal sealed record TomlReading(TomlTable Root, IReadOnlyList<InputError> Errors, IReadOnlySet<string> BrokenKeys)
{
    private const int MostSyntaxErrors = 20;
    private const int DeepestNesting = 48;

    /// <summary>Whether a line could not be read, so that what seems to be missing may stand there.</summary>
    public bool HasBrokenLines { get; private init; }

    /// <summary>
    /// Reads a text. A syntax error confuses a parser about all that follows; so the statement around the first error is blanked and the
    /// text is read again, until it is whole. Each mistake is then reported once, and the settings around it are checked all the same.
    /// </summary>
    public static TomlReading Of(string text, string source)
    {
        if (TooDeep(text) is { } depth)
            return Broken(source, new TextPlace(source, depth.Line, depth.Column).Error(
                $"Brackets are nested more than {DeepestNesting} deep.", "Close them."));
        var lines = new TomlLines(text);
        var errors = new List<InputError>();
        while (true)
        {
            var (document, failure) = TomlSyntax.Of(lines.Text, source);
            if (document is null) return Broken(source, [.. errors, failure!]);
            // The parser's come before those of the letters that it read, wherever they stand.
            if (document.Diagnostics.Where(d => d.Kind == DiagnosticMessageKind.Error).MinBy(d => d.Span.Start.Offset) is not { } first)
            {
                var (root, doubles) = TomlTree.Of(document, source);
                return new TomlReading(root, [.. errors, .. doubles], lines.BrokenKeys) { HasBrokenLines = errors.Count > 0 };
            }
            errors.Add(Recognised(lines.Line(first.Span.Start.Line), source, first.Span.Start.Line + 1) ?? Describe(first, source));
            if (errors.Count == MostSyntaxErrors || !lines.Blank(document, first.Span.Start.Line))
                return Broken(source, [.. errors]);
        }
    }

    /// <summary>
    /// Whether a text has no mistake. Nobody asks what may have been meant, which would be to ask the same again for each part of the text.
    /// </summary>
    public static bool IsWhole(string text) =>
        TooDeep(text) is null && TomlSyntax.Of(text, "").Document is { HasErrors: false } document
            && TomlTree.Of(document, "").Errors.Count == 0;

    /// <summary>A value as in other countries or languages.</summary>
    private static InputError? Recognised(string line, string source, int number) =>
        DecimalComma.In(line)?.Error(source, number) ?? BareValue.In(line)?.Error(source, number);

    private static TomlReading Broken(string source, params InputError[] errors) =>
        new(new TomlTable(new TextPlace(source, 1, 1)), errors, new HashSet<string>()) { HasBrokenLines = true };

    private static InputError Describe(DiagnosticMessage diagnostic, string source)
    {
        var place = new TextPlace(source, diagnostic.Span.Start.Line + 1, diagnostic.Span.Start.Column + 1);
        var problem = diagnostic.Message.Replace("␤", "the end of the line").TrimEnd('.', ' ');
        var hint = problem switch
        {
            _ when problem.Contains("for a value") || problem.Contains("expecting a value") =>
                "A value is a number as 0.5, a text in quotes, an array as [1, 2] or a table as { from = 0, to = 1, count = 3 }.",
            _ when problem.Contains("Expecting `=`") || problem.Contains("[=]") => "A setting is written: key = value, one on each line.",
            _ when problem.Contains("newline in a string") || problem.Contains("End-Of-File found on string") =>
                "Close the text with a quotation mark.",
            _ when problem.Contains("closing `]`") || problem.Contains("closebracket") => "Close the bracket with ].",
            _ when problem.Contains("newline") => "A setting is written: key = value, one on each line.",
            _ when problem.Contains("Invalid size of") || problem.Contains("Unable to parse integer") => BareValue.WholeNumbers,
            _ when problem.Contains("leading zero") => "Write the number without the zeros in front.",
            _ when problem.Contains("digit after the float") => "Write a digit after the dot, as 1.0.",
            _ => "See https://toml.io for how such a file is written.",
        };
        return place.Error($"This is not TOML: {problem}.", hint);
    }

    // The parser calls itself for each bracket: too many would end the process and not only the reading.
    private static (int Line, int Column)? TooDeep(string text)
    {
        var (depth, line, lineStart) = (0, 1, 0);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '[' or '{' when ++depth > DeepestNesting: return (line, i - lineStart + 1);
                case ']' or '}': depth = Math.Max(0, depth - 1); break;
                case '\n': (line, lineStart) = (line + 1, i + 1); break;
                case '#': i = LastBefore('\n', i); break;
                case '"' or '\'': i = EndOfText(i); break;
            }
        }
        return null;

        int LastBefore(char c, int from) => text.IndexOf(c, from) is var at && at < 0 ? text.Length : at - 1;

        // Only texts that end on their line are passed over; brackets inside longer ones are counted, which can only be too careful.
        int EndOfText(int start)
        {
            for (var i = start + 1; i < text.Length && text[i] != '\n'; i++)
            {
                if (text[i] == '\\' && text[start] == '"') i++;
                else if (text[i] == text[start]) return i;
            }
            return start;
        }
    }
}

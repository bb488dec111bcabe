using Tomlyn.Syntax;

namespace FuncGrad;

/// <summary>Where each letter of a TOML text stands in the file, so that an error inside a formula points at its column there.</summary>
internal static class TomlStrings
{
    public static TomlText Text(StringValueSyntax syntax, TextPlace place)
    {
        var raw = syntax.Token?.Text ?? "";
        var value = syntax.Value ?? "";
        return new TomlText(place, value, index => PlaceOf(raw, place, index));
    }

    private static TextPlace PlaceOf(string raw, TextPlace start, int index)
    {
        var isMultiline = raw.StartsWith("\"\"\"", StringComparison.Ordinal) || raw.StartsWith("'''", StringComparison.Ordinal);
        var at = isMultiline ? 3 : 1;
        if (isMultiline) at += NewlineLength(raw, at);
        at = AfterContinuation(raw, at);
        for (var letter = 0; letter < index && at < raw.Length; letter++) at = AfterContinuation(raw, at + LengthOf(raw, at));
        var before = raw.AsSpan(0, Math.Min(at, raw.Length));
        var lastBreak = before.LastIndexOf('\n');
        return lastBreak < 0
            ? start with { Column = start.Column + before.Length }
            : start with { Line = start.Line + before.Count('\n'), Column = before.Length - lastBreak };
    }

    private static int NewlineLength(string raw, int at) =>
        raw.AsSpan(at).StartsWith("\r\n") ? 2 : raw.AsSpan(at).StartsWith("\n") ? 1 : 0;

    // A backslash at the end of a line and all the space after it belong to no letter.
    private static int AfterContinuation(string raw, int at)
    {
        if (raw[0] == '\'' || at + 1 >= raw.Length || raw[at] != '\\' || !char.IsWhiteSpace(raw[at + 1])) return at;
        at++;
        while (at < raw.Length && char.IsWhiteSpace(raw[at])) at++;
        return AfterContinuation(raw, at);
    }

    // How much of the file one letter of the value takes: an escape is one letter.
    private static int LengthOf(string raw, int at) => raw[at] != '\\' || raw[0] == '\'' || at + 1 >= raw.Length ? 1 : raw[at + 1] switch
    {
        'x' => 4,
        'u' => 6,
        'U' => 10,
        _ => 2,
    };
}

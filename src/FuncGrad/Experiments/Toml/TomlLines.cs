using Tomlyn.Syntax;

namespace FuncGrad;

/// <summary>A text of which broken statements are blanked out; every other letter keeps its line and column.</summary>
internal sealed class TomlLines(string text)
{
    private readonly string[] _lines = text.Split('\n');
    private readonly HashSet<string> _brokenKeys = [];

    public string Text { get; private set; } = text;

    public IReadOnlySet<string> BrokenKeys => _brokenKeys;

    /// <summary>A line without its end, 0-based; the last one for any behind it.</summary>
    public string Line(int line) => _lines[Math.Min(line, _lines.Length - 1)].TrimEnd('\r');

    /// <summary>
    /// Blanks the statement an error belongs to: its line, or if the statement began further up, all from there to before it.
    /// </summary>
    /// <returns>Whether anything was changed.</returns>
    public bool Blank(DocumentSyntax document, int line)
    {
        line = Math.Min(line, _lines.Length - 1);
        var first = StartOfStatement(document, line);
        var last = first < line && LooksLikeStatement(_lines[line]) ? line - 1 : line;
        var changed = false;
        for (var i = first; i <= last; i++)
        {
            var repaired = i == first ? Repaired(_lines[i]) : "";
            if (repaired.Length == 0 && KeyOf(_lines[i]) is { } key) _brokenKeys.Add(key);
            changed |= _lines[i].Trim().Length > 0 && repaired != _lines[i];
            _lines[i] = repaired;
        }
        Text = string.Join('\n', _lines);
        return changed;
    }

    // The statement above that has not ended yet where the error was noticed: an array or a text whose end is missing.
    private static int StartOfStatement(DocumentSyntax document, int line) => document.KeyValues
        .Concat(document.Tables.SelectMany(table => table.Items))
        .Where(item => item.Key is not null && item.Span.Start.Line < line && item.Span.End.Line >= line - 1
            && item.Value is ArraySyntax { CloseBracket: null } or InlineTableSyntax { CloseBrace: null })
        .Select(item => item.Span.Start.Line)
        .DefaultIfEmpty(line)
        .Max();

    private static bool LooksLikeStatement(string line) => KeyOf(line) is not null || line.TrimStart().StartsWith('[');

    // A heading whose bracket is not closed still names its table.
    private static string Repaired(string line)
    {
        var trimmed = line.Trim();
        if (!trimmed.StartsWith('[')) return "";
        var name = new string([.. trimmed.TrimStart('[', ' ').TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.')]).Trim('.');
        var heading = $"[{name}]";
        return name.Length > 0 && trimmed != heading ? heading : "";
    }

    private static string? KeyOf(string line)
    {
        var equals = line.IndexOf('=');
        var key = (equals < 0 ? line : line[..equals]).Trim().Trim('"', '\'');
        var last = key[(key.LastIndexOf('.') + 1)..].Trim();
        return last.Length > 0 && last.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '[' or ']')
            && (equals > 0 || Naming.IsName(last)) ? last : null;
    }
}

namespace FuncGrad.Lab;

/// <summary>Prose in the width of a terminal: broken between words, never within one.</summary>
internal static class Paragraph
{
    /// <summary>
    /// The lines of a text; those after the first begin with <paramref name="indent"/> blanks. What is one long word stays one.
    /// </summary>
    /// <param name="text">The text; line ends in it stay.</param>
    /// <param name="width">Letters in a line; null: as many as there are.</param>
    /// <param name="indent">Blanks before what is continued.</param>
    public static IEnumerable<string> Lines(string text, int? width, int indent = 0) =>
        text.Split('\n').SelectMany(line => Folded(line, width ?? int.MaxValue, indent));

    /// <summary>The text with its lines broken.</summary>
    public static string Fold(string text, int? width, int indent = 0) => string.Join('\n', Lines(text, width, indent));

    private static IEnumerable<string> Folded(string line, int width, int indent)
    {
        var margin = "";
        while (margin.Length + line.Length > width && BreakIn(line, width - margin.Length) is > 0 and var at)
        {
            yield return margin + line[..at].TrimEnd();
            (line, margin) = (line[at..].TrimStart(), new string(' ', indent));
        }
        yield return margin + line;
    }

    /// <summary>
    /// Where the last word begins that does not fit, or, if the first is too long already, the second; 0 if there is none. Blanks before
    /// the first word are its own.
    /// </summary>
    private static int BreakIn(string line, int width)
    {
        var first = line.Length - line.TrimStart().Length;
        var last = line.LastIndexOf(' ', Math.Clamp(width, 0, line.Length - 1));
        if (last <= first) last = line.IndexOf(' ', first);
        return last < 0 || line.AsSpan(last).Trim().IsEmpty ? 0 : last + 1;
    }
}

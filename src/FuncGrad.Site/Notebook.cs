namespace FuncGrad.Site;

/// <summary>
/// A script as a page, by the signs of FSharp.Formatting: comments that begin with two stars are text in Markdown, what is between them are
/// cells. What a cell prints stands in the text below it, so that no script need run to be read; a test runs it.
/// </summary>
internal static class Notebook
{
    private const string TextBegins = "(**", TextEnds = "*)";

    /// <summary>The whole script as Markdown.</summary>
    public static string ToMarkdown(string script) =>
        string.Join("\n\n", script.Split(TextBegins, StringSplitOptions.RemoveEmptyEntries).Select(Part));

    /// <summary>A text with the cell behind it.</summary>
    private static string Part(string part)
    {
        var end = part.IndexOf(TextEnds, StringComparison.Ordinal);
        var (text, cell) = (part[..end].Trim('\n'), part[(end + TextEnds.Length)..].Trim('\n'));
        return cell.Length == 0 ? text : $"{text}\n\n```fsharp\n{cell}\n```";
    }
}

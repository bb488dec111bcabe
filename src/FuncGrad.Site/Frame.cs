using static System.Net.WebUtility;

namespace FuncGrad.Site;

/// <summary>What all pages have around them: style, navigation, title.</summary>
internal static class Frame
{
    /// <summary>A page as it is written.</summary>
    /// <param name="path">Its place in the site.</param>
    /// <param name="title">Of the window.</param>
    /// <param name="body">What it says, as HTML.</param>
    public static string Around(string path, string title, string body) => $"""
        <!DOCTYPE html>
        <html lang="{(path.Contains(".ja.", StringComparison.Ordinal) ? "ja" : "en")}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{HtmlEncode(title)}</title>
        <link rel="stylesheet" href="{Places.Between(path, "site.css")}">
        </head>
        <body>
        <nav>{Link(path, "index.html", "FuncGrad", "home")} {Search(path)} <a class="skip" href="#contents">Contents</a></nav>
        <main>
        {body.TrimEnd()}
        </main>
        <aside id="contents">
        {string.Join('\n', Contents.Parts.Select(part => Part(path, part.Part, part.Chapters)))}
        </aside>
        </body>
        </html>

        """;

    /// <summary>A row of a table for each of some things.</summary>
    public static string Rows<T>(IEnumerable<T> things, params Func<T, string>[] cells) =>
        string.Join('\n', things.Select(thing => $"<tr>{string.Concat(cells.Select(cell => $"<td>{cell(thing)}</td>"))}</tr>"));

    /// <summary>A relative link.</summary>
    public static string Link(string from, string to, string text, string? kind = null) =>
        $"<a{(kind is null ? "" : $" class=\"{kind}\"")} href=\"{Places.Between(from, to)}\">{HtmlEncode(text)}</a>";

    private static string Search(string path) =>
        $"<form action=\"{Places.Between(path, SearchPage.Path)}\">"
        + "<input type=\"search\" name=\"q\" placeholder=\"Search\" aria-label=\"Search\"></form>";

    private static string Part(string path, string name, IReadOnlyList<Chapter> chapters)
    {
        var items = chapters.Select(chapter =>
            $"<li{(chapter.Path == path ? " class=\"here\"" : "")}>{Link(path, chapter.Path, chapter.Name)}</li>");
        return $"<h2>{HtmlEncode(name)}</h2>\n<ul>{string.Concat(items)}</ul>";
    }
}

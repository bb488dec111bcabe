using static System.Net.WebUtility;

namespace FuncGrad.Site;

/// <summary>Something that can be found.</summary>
/// <param name="Url">Its place in the site.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Where">The page or part that it belongs to.</param>
/// <param name="Text">What it says.</param>
internal sealed record Entry(string Url, string Name, string Where, string Text);

/// <summary>
/// All headings, methods, types and members on one page, among which a script shows those with some words; without scripts a browser's own
/// search finds them.
/// </summary>
internal static class SearchPage
{
    /// <summary>Where it is in the site; the form of every page leads to it.</summary>
    public const string Path = "search.html";

    private const int LongestText = 200;

    /// <summary>The page.</summary>
    public static MadePage Of(IEnumerable<Entry> entries) => new(Path, "Search", $"""
        <h1>Search</h1>
        <p><input id="query" type="search" aria-label="Words" autofocus></p>
        <ul id="found">
        {string.Join('\n', entries.Select(Item))}
        </ul>
        <script>
        {Script}
        </script>
        """);

    private static string Item(Entry entry) =>
        $"<li><a href=\"{HtmlEncode(entry.Url)}\">{HtmlEncode(entry.Name)}</a> <small>{HtmlEncode(entry.Where)}</small> "
        + $"{HtmlEncode(Short(entry.Text))}{Rest(entry.Text)}</li>";

    /// <summary>The only script of the site.</summary>
    public static string Script { get; } = Site.Resource("search.js").TrimEnd();

    /// <summary>What is searched and not shown.</summary>
    private static string Rest(string text) => text.Length <= LongestText ? "" : $"<span hidden>{HtmlEncode(text)}</span>";

    private static string Short(string text) =>
        text.Length <= LongestText ? text
            : string.Concat(text.AsSpan(0, text.LastIndexOf(' ', LongestText) is var end and > 0 ? end : LongestText), " …");
}

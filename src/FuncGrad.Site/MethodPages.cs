using System.Text.RegularExpressions;
using static System.Net.WebUtility;

namespace FuncGrad.Site;

/// <summary>A page that is made of data.</summary>
internal sealed record MadePage(string Path, string Title, string Body);

/// <summary>
/// A page for each rule, link and schedule of the catalogue: its text, where it comes from, how it differs, and what it does in a valley;
/// and their index.
/// </summary>
internal static partial class MethodPages
{
    private static readonly MethodFamily[] Kinds =
    [
        new("rules", "Rules", "Update rules: how the gradient moves the point.", MethodTexts.Rules, [
            .. UpdateRules.All.Select(rule => rule.Text!)]),
        new("links", "Links of chains", "What stands before or behind a rule in a chain and changes the gradient or the point.",
            MethodTexts.Links, [.. UpdateRules.Links.Select(rule => rule.Text!)]),
        new("schedules", "Schedules", "How a learning rate, or another hyperparameter, changes with the steps.", MethodTexts.Schedules, [
            .. ScheduleReader.Names.Select(ScheduleReader.Described)]),
    ];

    /// <summary>All of them; their pictures are drawn into the folder of the site.</summary>
    public static IEnumerable<MadePage> All(string folder)
    {
        using var pictures = new MethodPictures(folder);
        var pages = Kinds.SelectMany(kind => kind.Methods.Select(method => Page(kind, method, pictures))).ToArray();
        return pages.Prepend(Index());
    }

    /// <summary>Each method with its page.</summary>
    public static IEnumerable<(string Name, string Page)> Places =>
        Kinds.SelectMany(kind => kind.Methods.Select(method => (method.Name, Place(kind, method))));

    private static MadePage Index() => new(Contents.Methods.Path, Contents.Methods.Name, $"""
        <h1>{Contents.Methods.Name}</h1>
        <p>Each as the text that it is made of, ready to be copied into an experiment file and changed:
        <a href="../experiments/REFERENCE.html#rules-of-your-own">rules of your own</a>.
        <code>funcgrad rules NAME</code> and <code>funcgrad schedules NAME</code> print the same.</p>
        {string.Join('\n', Kinds.Select(List))}
        """);

    private static string List(MethodFamily kind) => $"""
        <h2 id="{kind.Folder}">{kind.Title}</h2>
        <p>{kind.About}</p>
        <table><tr><th>name</th><th>what it is</th><th>source</th></tr>
        {Frame.Rows(kind.Methods, method => Frame.Link(Contents.Methods.Path, Place(kind, method), method.Name),
            method => HtmlEncode(method.Title), method => Cited(method.Source))}
        </table>
        """;

    private static MadePage Page(MethodFamily kind, RuleText method, MethodPictures pictures) => new(Place(kind, method), method.Title, $"""
        <h1>{HtmlEncode(method.Title)}</h1>
        <p><code>{method.Name}</code>,
        {Frame.Link(Place(kind, method), Contents.Methods.Path, kind.Title.ToLowerInvariant())}{Source(method)}</p>
        {(method.Notes.Length > 0 ? $"<p>{Cited(method.Notes)}</p>" : "")}
        {Settings(method)}
        <h2>Its text</h2>
        <p>{(IsOfSchedules(kind) ? "k is the number of the step, n how many are to be made."
            : "x is the parameter, g its gradient; the slots are what is remembered.")}
        Copied into an experiment file under another name it can be changed;
        <a href="../../experiments/REFERENCE.html#{(IsOfSchedules(kind) ? "schedules" : "rules-of-your-own")}">the reference</a>
        lists all that such a text can say.</p>
        <pre><code>{HtmlEncode(kind.Texts.Text(method.Name))}</code></pre>
        {pictures.Of(kind, method)}
        """);

    private static bool IsOfSchedules(MethodFamily kind) => kind.Folder == "schedules";

    private static string Source(RuleText method) => method.Source.Length > 0 ? $". Source: {Cited(method.Source)}" : "";

    private static string Settings(RuleText method) => method.Hyperparameters.Count == 0 ? "" : $"""
        <table><tr><th>setting</th><th>default</th><th>what it is</th></tr>
        {Frame.Rows(method.Hyperparameters, one => $"<code>{one.Name}</code>", one => NumberText.Exact(one.Default),
            one => HtmlEncode(one.Meaning))}
        </table>
        """;

    private static string Place(MethodFamily kind, RuleText method) => $"methods/{kind.Folder}/{method.Name}.html";

    /// <summary>A text whose papers are links.</summary>
    private static string Cited(string text) => Paper().Replace(HtmlEncode(text), paper =>
        paper.Value.StartsWith("arXiv:", StringComparison.Ordinal)
            ? $"<a href=\"https://arxiv.org/abs/{paper.Value[6..]}\">{paper.Value}</a>"
            : $"<a href=\"https://doi.org/{paper.Value[4..]}\">{paper.Value}</a>");

    [GeneratedRegex(@"arXiv:\d{4}\.\d{4,5}|doi:10\.[^\s;,]*[^\s;,.]")]
    private static partial Regex Paper();
}

/// <summary>A part of the catalogue.</summary>
internal sealed record MethodFamily(string Folder, string Title, string About, MethodTexts Texts, IReadOnlyList<RuleText> Methods);

using System.Net;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>The site as <c>scripts/site.sh</c> makes it, in a folder of its own.</summary>
public sealed class BuiltSite : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BuiltSite()
    {
        Site.Site.Write(SourceCode.Root, _folder.Path);
        Pages = Directory.EnumerateFiles(_folder.Path, "*.html", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/'), File.ReadAllText);
    }

    /// <summary>Path in the site ↦ the page.</summary>
    internal IReadOnlyDictionary<string, string> Pages { get; }

    internal bool Has(string path) => File.Exists(_folder[path]);

    internal string this[string path] => _folder[path];

    public void Dispose() => _folder.Dispose();
}

/// <summary>The site has no dead link, asks no network, and answers within three clicks.</summary>
public sealed partial class SiteTests(BuiltSite site) : IClassFixture<BuiltSite>
{
    [Fact]
    public void Every_link_and_every_anchor_leads_somewhere()
    {
        string[] dead = [.. site.Pages.SelectMany(page => Links(page.Key).Where(link => !Leads(link)).Select(link => $"{page.Key}: {link.Path}#{link.Anchor}"))];
        Assert.Empty(dead);
    }

    [Fact]
    public void No_page_asks_the_network_for_anything() => Assert.All(site.Pages, page =>
    {
        Assert.DoesNotMatch(Loads(), page.Value.Replace($"<script>\n{Site.SearchPage.Script}\n</script>", "", StringComparison.Ordinal));
        Assert.DoesNotMatch(@"@import|url\(|<script", page.Value.Split("<main>")[0]);
    });

    [Fact]
    public void What_is_said_far_below_a_heading_can_be_found_too() =>
        Assert.Contains("--on slurm", WebUtility.HtmlDecode(Main(Site.SearchPage.Path)), StringComparison.Ordinal);

    [Fact]
    public void The_script_that_searches_asks_the_network_for_nothing() =>
        Assert.DoesNotMatch("fetch|XMLHttp|import|http|WebSocket|sendBeacon|EventSource|//[^ ]|src|innerHTML|eval", Site.SearchPage.Script);

    [Fact]
    public void Every_public_type_has_a_page_with_all_its_members()
    {
        foreach (var type in PublicApiTests.PublicTypes())
        {
            var text = WebUtility.HtmlDecode(Tag().Replace(Main($"api/csharp/{Site.ApiLibrary.NameOf(type)}.html"), ""));
            foreach (var member in PublicApiTests.Members(type).Where(member => member.Name != ".ctor")) Assert.Contains(Said(member), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_function_for_FSharp_is_shown_as_its_source_writes_it()
    {
        var written = SourceCode.Files("src/FuncGrad.FSharp", "*.fs").SelectMany(file => Function().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).ToArray();
        Assert.True(written.Length > 50);
        var pages = string.Concat(site.Pages.Keys.Where(page => page.StartsWith("api/fsharp/", StringComparison.Ordinal)).Select(page => WebUtility.HtmlDecode(Tag().Replace(Main(page), ""))));
        Assert.All(written, name => Assert.Contains($"{name}: ", pages, StringComparison.Ordinal));
        Assert.Contains("scanFrom: start: seq<string * Tensor> -> descent: Descent -> seq<Step>", pages, StringComparison.Ordinal);
        Assert.Contains("valueAndGradient: loss: Loss -> float array -> struct (float * float array)", pages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("experiments/REFERENCE.html", "<a href=\"../methods/rules/adam.html\"><code>adam</code></a>")]
    [InlineData("experiments/REFERENCE.html", "<a href=\"../methods/schedules/cosine.html\"><code>cosine</code></a>")]
    [InlineData("experiments/REFERENCE.html", "<a href=\"../api/csharp/Loss.html#Compile\"><code>Loss.Compile</code></a>")]
    [InlineData("experiments/ravine.html", "measured 0.9048")]
    public void A_page_leads_to_those_of_what_it_names(string page, string link) => Assert.Contains(link, site.Pages[page], StringComparison.Ordinal);

    [Fact]
    public void The_style_asks_the_network_for_nothing() => Assert.DoesNotMatch(@"@import|url\(|//", File.ReadAllText(site["site.css"]));

    [Fact]
    public void Every_page_is_three_clicks_from_the_front_at_most() => Assert.Equal(site.Pages.Keys.Order(StringComparer.Ordinal), Reached(3).Keys.Order(StringComparer.Ordinal));

    /// <summary>What a new user asks, and words of the answer; each in fewer clicks than are allowed.</summary>
    [Theory]
    [InlineData("How do I try my own rule?", 1, "[rule.mine]")]
    [InlineData("Why does it say saddle?", 1, "no gradient, but curvature -2.000 mostly along y")]
    [InlineData("How do I run this on Slurm?", 1, "funcgrad submit FILE --on slurm")]
    [InlineData("What does Adam do?", 2, "Kingma & Ba 2015")]
    public void A_question_is_answered_within_clicks(string question, int clicks, string answer) =>
        Assert.True(Reached(clicks).Keys.Any(page => WebUtility.HtmlDecode(Main(page)).Contains(answer, StringComparison.Ordinal)), question);

    [Fact]
    public void Every_method_has_a_page_with_its_text_and_a_picture()
    {
        foreach (var (folder, texts) in (IEnumerable<(string, MethodTexts)>)[("rules", MethodTexts.Rules), ("links", MethodTexts.Links), ("schedules", MethodTexts.Schedules)])
            foreach (var name in texts.Names)
            {
                Assert.Contains(WebUtility.HtmlEncode(texts.Text(name)!), site.Pages[$"methods/{folder}/{name}.html"], StringComparison.Ordinal);
                Assert.True(site.Has($"methods/{folder}/{name}.svg"), name);
            }
    }

    /// <summary>How a member is called: an operator by its sign, a conversion by where it leads.</summary>
    private static string Said(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.Conversion } ? "implicit operator"
        : member is IPropertySymbol { IsIndexer: true } ? "this[" : member.Name.StartsWith("op_", StringComparison.Ordinal) ? "operator " : member.Name;

    private string Main(string page) => site.Pages[page] is var text ? text[text.IndexOf("<main>", StringComparison.Ordinal)..text.IndexOf("</main>", StringComparison.Ordinal)] : "";

    /// <summary>The pages that so many clicks lead to, with the fewest that do.</summary>
    private Dictionary<string, int> Reached(int clicks)
    {
        var reached = new Dictionary<string, int> { ["index.html"] = 0 };
        for (var click = 1; click <= clicks; click++)
            foreach (var link in reached.Keys.ToArray().SelectMany(Links).Where(link => site.Pages.ContainsKey(link.Path)))
                reached.TryAdd(link.Path, click);
        return reached;
    }

    /// <summary>What a page leads to or shows within the site.</summary>
    private IEnumerable<(string Path, string Anchor)> Links(string page) => Reference().Matches(site.Pages[page])
        .Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Where(link => !link.StartsWith("http", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal))
        .Select(link => link.Split('#') is [var path, .. var anchor] ? (path.Length == 0 ? page : Site.Places.From(page, Uri.UnescapeDataString(path)), Uri.UnescapeDataString(string.Concat(anchor))) : default);

    private bool Leads((string Path, string Anchor) link) => site.Has(link.Path)
        && (link.Anchor.Length == 0 || site.Pages[link.Path].Contains($"id=\"{link.Anchor}\"", StringComparison.Ordinal));

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^    let (?:inline )?(?!private)(\w+|\([^)]*\)) ", RegexOptions.Multiline)]
    private static partial Regex Function();

    [GeneratedRegex(" (?:href|src|action)=\"([^\"]*)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("<script|<iframe|<object|<embed| src(?:set)?=\"(?:https?:)?//|<link[^>]* href=\"(?:https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex Loads();
}

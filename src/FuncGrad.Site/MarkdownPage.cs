using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FuncGrad.Site;

/// <summary>Markdown ↦ HTML whose links lead to pages of the site: with headings named as GitHub names them, and no HTML of its own.</summary>
internal sealed class MarkdownPage
{
    private const string Repository = "https://github.com/funcgrad/funcgrad/blob/main/";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).DisableHtml().Build();

    private readonly Chapter _chapter;
    private readonly string _root;
    private readonly MarkdownDocument _document;
    private readonly HashSet<string> _files = [];

    public MarkdownPage(string root, Chapter chapter)
    {
        (_root, _chapter) = (root, chapter);
        _document = Markdown.Parse(File.ReadAllText(Path.Combine(root, chapter.Source)), Pipeline);
        foreach (var link in _document.Descendants<LinkInline>()) link.Url = Target(link.Url ?? "", link.IsImage);
        Html = Rendered();
    }

    /// <summary>What stands between the frame.</summary>
    public string Html { get; }

    /// <summary>The files of the repository that it leads to or shows and that are no pages, from the root.</summary>
    public IReadOnlySet<string> Files => _files;

    private string Rendered()
    {
        using var text = new StringWriter();
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.Render(_document);
        return text.ToString();
    }

    /// <summary>Where a link leads in the site; what leads out of the repository stays as it is.</summary>
    private string Target(string url, bool isImage)
    {
        var isOwn = url.StartsWith(Repository, StringComparison.Ordinal);
        if (!isOwn && (url.StartsWith('#') || url.Contains(':', StringComparison.Ordinal))) return url;
        var (path, anchor) = url.IndexOf('#', StringComparison.Ordinal) is var at and >= 0 ? (url[..at], url[at..]) : (url, "");
        return Places.Between(_chapter.Path, Place(FromRoot(isOwn ? path[Repository.Length..] : Places.From(_chapter.Source, path)), isImage)) + anchor;
    }

    private string FromRoot(string path) => Directory.Exists(Path.Combine(_root, path)) ? path.TrimEnd('/') + "/README.md" : path;

    private string Place(string file, bool isImage)
    {
        if (Contents.Written.FirstOrDefault(chapter => chapter.Source == file) is { } page) return page.Path;
        if (!File.Exists(Path.Combine(_root, file))) throw new FileNotFoundException($"{_chapter.Source} leads to {file}, which is not there.");
        _files.Add(file);
        return isImage || Places.IsPicture(file) ? file : file + ".html";
    }
}

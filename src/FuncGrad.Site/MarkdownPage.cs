using System.Reflection;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace FuncGrad.Site;

/// <summary>
/// Markdown ↦ HTML whose links lead to pages of the site: with headings named as GitHub names them, and no HTML of its own.
/// </summary>
internal sealed class MarkdownPage
{
    /// <summary>Where the packages say that the repository is.</summary>
    private static readonly string Repository =
        typeof(MarkdownPage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(one => one.Key == "RepositoryUrl").Value
            + "/blob/main/";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub).DisableHtml().Build();

    private readonly string _root;
    private readonly MarkdownDocument _document;
    private readonly HashSet<string> _files = [];

    /// <param name="root">The repository.</param>
    /// <param name="chapter">What is read.</param>
    /// <param name="names">What is named in it and has a page.</param>
    public MarkdownPage(string root, Chapter chapter, KnownNames names)
    {
        (_root, Chapter) = (root, chapter);
        _document = Markdown.Parse(Text(Path.Combine(root, chapter.Source)), Pipeline);
        foreach (var link in _document.Descendants<LinkInline>()) link.Url = Target(link.Url ?? "", link.IsImage);
        names.Link(_document, chapter.Path);
        Html = Rendered();
    }

    /// <summary>What it is made of.</summary>
    public Chapter Chapter { get; }

    /// <summary>What stands between the frame.</summary>
    public string Html { get; }

    /// <summary>The files of the repository that it leads to or shows and that are no pages, from the root.</summary>
    public IReadOnlySet<string> Files => _files;

    /// <summary>Its headings, with the text below each.</summary>
    public IEnumerable<Entry> Headings =>
        _document.Descendants<HeadingBlock>()
            .Select(heading => new Entry($"{Chapter.Path}#{heading.GetAttributes().Id}", Text(heading), Chapter.Name, Below(heading)));

    /// <summary>All the text up to the next heading.</summary>
    private string Below(HeadingBlock heading) =>
        string.Join(' ', _document.Descendants<LeafBlock>().SkipWhile(block => block != heading).Skip(1)
            .TakeWhile(block => block is not HeadingBlock)
            .Select(block => block is CodeBlock code ? code.Lines.ToString() : Text(block)));

    private static string Text(LeafBlock block) => string.Concat((block.Inline?.Descendants() ?? []).Select(part => part switch
    {
        LiteralInline text => text.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        _ => "",
    }));

    private static string Text(string file) =>
        Path.GetExtension(file) == ".fsx" ? Notebook.ToMarkdown(File.ReadAllText(file)) : File.ReadAllText(file);

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
        return Places.Between(Chapter.Path, Place(FromRoot(isOwn ? path[Repository.Length..] : Places.From(Chapter.Source, path)), isImage))
            + anchor;
    }

    private string FromRoot(string path) => Directory.Exists(Path.Combine(_root, path)) ? path.TrimEnd('/') + "/README.md" : path;

    private string Place(string file, bool isImage)
    {
        if (Contents.Written.FirstOrDefault(chapter => chapter.Source == file) is { } page) return page.Path;
        if (!File.Exists(Path.Combine(_root, file)))
            throw new FileNotFoundException($"{Chapter.Source} leads to {file}, which is not there.");
        _files.Add(file);
        return isImage || Places.IsPicture(file) ? file : file + ".html";
    }
}

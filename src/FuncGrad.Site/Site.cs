using System.Reflection;
using Microsoft.CodeAnalysis;
using static System.Net.WebUtility;

namespace FuncGrad.Site;

/// <summary>The site: chapters, the files that they lead to, and a page for each rule, link and schedule.</summary>
internal static class Site
{
    /// <summary>As this program was built, so was the library for F#.</summary>
    private static readonly string Configuration =
        typeof(Site).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>Writes all of it; how many pages there are.</summary>
    /// <param name="root">The repository, whose library for F# is built.</param>
    /// <param name="folder">Where the site goes.</param>
    public static int Write(string root, string folder)
    {
        var api = new ApiLibrary(typeof(Expr).Assembly.Location, "api/csharp");
        var pipes = new ApiLibrary(Path.Combine(root, "src", "FuncGrad.FSharp", "bin", Configuration, "net10.0", "FuncGrad.FSharp.dll"),
            "api/fsharp", api);
        var names = new KnownNames(api);
        var chapters = Contents.Written.Select(chapter => new MarkdownPage(root, chapter, names)).ToArray();
        MadePage[] made = [.. MethodPages.All(folder), .. CSharpPages.All(root, api), .. FSharpPages.All(pipes)];
        string[] files = [.. chapters.SelectMany(page => page.Files).Distinct()];
        foreach (var page in chapters) Put(folder, page.Chapter.Path, Frame.Around(page.Chapter.Path, page.Chapter.Name, page.Html));
        foreach (var file in files) Copy(root, folder, file);
        foreach (var page in made.Append(SearchPage.Of(Entries(chapters, made, api, pipes))))
            Put(folder, page.Path, Frame.Around(page.Path, page.Title, page.Body));
        Put(folder, "site.css", Resource("site.css"));
        return chapters.Length + made.Length + 1 + files.Count(file => !Places.IsPicture(file));
    }

    /// <summary>A text that this program brings along.</summary>
    public static string Resource(string name)
    {
        using var text = new StreamReader(typeof(Site).Assembly.GetManifestResourceStream(name)!);
        return text.ReadToEnd();
    }

    private static IEnumerable<Entry> Entries(MarkdownPage[] chapters, MadePage[] made, ApiLibrary api, ApiLibrary pipes) =>
    [
        .. chapters.SelectMany(page => page.Headings),
        .. made.Where(page => page.Path.StartsWith("methods/", StringComparison.Ordinal))
            .Select(page => new Entry(page.Path, page.Title, Contents.Methods.Name, Path.GetFileNameWithoutExtension(page.Path))),
        .. Entries(api, Contents.CSharp, ApiLibrary.NameOf), .. Entries(pipes, Contents.FSharp, type => type.Name),
    ];

    private static IEnumerable<Entry> Entries(ApiLibrary library, Chapter index, Func<INamedTypeSymbol, string> name) =>
        library.Types.Where(type => index != Contents.FSharp || FSharpPages.IsModule(type)).SelectMany(type =>
            ApiLibrary.Members(type).Select(member =>
                new Entry(library.Find(member)!.From(""), library.Find(member)!.Name, index.Name, library.Summary(member)))
                .Prepend(new Entry(library.PageOf(type), name(type), index.Name, library.Summary(type))));

    /// <summary>A picture as it is; a text within a page, since browsers would offer it as a download.</summary>
    private static void Copy(string root, string folder, string file)
    {
        var source = Path.Combine(root, file);
        if (!Places.IsPicture(file))
        {
            var page = file + ".html";
            Put(folder, page, Frame.Around(page, file,
                $"<h1>{HtmlEncode(file)}</h1>\n<pre><code>{HtmlEncode(File.ReadAllText(source))}</code></pre>"));
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
        File.Copy(source, Path.Combine(folder, file), overwrite: true);
    }

    private static void Put(string folder, string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
        File.WriteAllText(Path.Combine(folder, path), text);
    }
}

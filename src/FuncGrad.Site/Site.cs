using static System.Net.WebUtility;

namespace FuncGrad.Site;

/// <summary>The site: chapters, the files that they lead to, and a page for each rule, link and schedule.</summary>
internal static class Site
{
    /// <summary>Writes all of it; how many pages there are.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="folder">Where the site goes.</param>
    public static int Write(string root, string folder)
    {
        var chapters = Contents.Written.Select(chapter => (chapter, page: new MarkdownPage(root, chapter))).ToArray();
        var files = chapters.SelectMany(one => one.page.Files).Distinct().ToArray();
        foreach (var (chapter, page) in chapters) Put(folder, chapter.Path, Frame.Around(chapter.Path, chapter.Name, page.Html));
        foreach (var file in files) Copy(root, folder, file);
        var methods = MethodPages.All(folder).ToArray();
        foreach (var page in methods) Put(folder, page.Path, Frame.Around(page.Path, page.Title, page.Body));
        using var style = new StreamReader(typeof(Site).Assembly.GetManifestResourceStream("site.css")!);
        Put(folder, "site.css", style.ReadToEnd());
        return chapters.Length + methods.Length + files.Count(file => !Places.IsPicture(file));
    }

    /// <summary>A picture as it is; a text within a page, since browsers would offer it as a download.</summary>
    private static void Copy(string root, string folder, string file)
    {
        var source = Path.Combine(root, file);
        if (!Places.IsPicture(file))
        {
            var page = file + ".html";
            Put(folder, page, Frame.Around(page, file, $"<h1>{HtmlEncode(file)}</h1>\n<pre><code>{HtmlEncode(File.ReadAllText(source))}</code></pre>"));
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

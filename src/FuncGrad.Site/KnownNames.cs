using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Markdig.Extensions.Tables;

namespace FuncGrad.Site;

/// <summary>
/// What pages name and the site has a page for: a method of the catalogue in the first column of a table, and a type or member of the
/// library, <c>Loss.Compile</c>. The pages of the repository cannot lead there themselves, since elsewhere there is no site.
/// </summary>
internal sealed class KnownNames
{
    private readonly Dictionary<string, string> _methods = [];
    private readonly Dictionary<string, ApiPlace> _api = [];

    public KnownNames(ApiLibrary library)
    {
        foreach (var (name, page) in MethodPages.Places) _methods.TryAdd(name, page);
        foreach (var type in library.Types)
            foreach (var symbol in ApiLibrary.Members(type).Prepend<Microsoft.CodeAnalysis.ISymbol>(type))
                if (library.Find(symbol) is { } place) _api.TryAdd(place.Name, place);
    }

    /// <summary>Makes links of the names on a page that are code and no links yet.</summary>
    public void Link(MarkdownDocument document, string page)
    {
        foreach (var code in document.Descendants<CodeInline>().Where(code => !IsLinked(code)).ToArray())
        {
            if (Place(code, page) is not { } place) continue;
            var link = new LinkInline(place, "");
            code.ReplaceBy(link);
            link.AppendChild(code);
        }
    }

    private string? Place(CodeInline code, string page) => _api.TryGetValue(code.Content, out var place) ? place.From(page)
        : _methods.TryGetValue(code.Content, out var method) && IsFirstOfRow(code) ? Places.Between(page, method) : null;

    private static bool IsLinked(Inline inline) => inline.Parent is { } parent && (parent is LinkInline || IsLinked(parent));

    private static bool IsFirstOfRow(CodeInline code)
    {
        Inline outer = code;
        while (outer.Parent is { } parent) outer = parent;
        return outer is ContainerInline { ParentBlock.Parent: TableCell { Parent: TableRow row } cell } && row[0] == cell;
    }
}

using Microsoft.CodeAnalysis;
using static System.Net.WebUtility;

namespace FuncGrad.Site;

/// <summary>The library for F#: a page for each module with all its functions, as F# writes their types, and their index.</summary>
internal static class FSharpPages
{
    /// <summary>All of them.</summary>
    public static IEnumerable<MadePage> All(ApiLibrary library)
    {
        INamedTypeSymbol[] modules = [.. library.Types.Where(IsModule)];
        return modules.Select(module => Page(library, module)).Prepend(Index(library, modules));
    }

    private static MadePage Index(ApiLibrary library, INamedTypeSymbol[] modules) => new(Contents.FSharp.Path, Contents.FSharp.Name, $"""
        <h1>{Contents.FSharp.Name}</h1>
        <p>The package <code>FuncGrad.FSharp</code>: <code>open FuncGrad</code> and <code>open FuncGrad.FSharp</code>.
        These are the functions for pipes; the types that they take and give are those of the
        {Frame.Link(Contents.FSharp.Path, Contents.CSharp.Path, Contents.CSharp.Name)}.</p>
        <table><tr><th>module</th><th>what it is</th><th>functions</th></tr>
        {Frame.Rows(modules, module => Frame.Link(Contents.FSharp.Path, library.PageOf(module), module.Name),
            module => HtmlEncode(library.Summary(module)), module => Functions(library, module))}
        </table>
        """);

    private static string Functions(ApiLibrary library, INamedTypeSymbol module) =>
        string.Join(" ", ApiLibrary.Members(module).Select(function =>
            $"<a href=\"{library.Find(function)!.From(Contents.FSharp.Path)}\">"
                + $"<code>{HtmlEncode(FSharpSignature.NameOf(function))}</code></a>"));

    private static MadePage Page(ApiLibrary library, INamedTypeSymbol module)
    {
        var page = library.PageOf(module);
        var text = new ApiText(library, page);
        return new(page, $"{module.Name} (F#)", $"""
            <h1>{module.Name}</h1>
            <p><code>module {module.Name}</code>{(Has(module, "AutoOpenAttribute") ? ", opened with <code>FuncGrad.FSharp</code>" : "")},
            {Frame.Link(page, Contents.FSharp.Path, Contents.FSharp.Name)}</p>
            {text.Of(module)}{string.Concat(ApiLibrary.Members(module).Select(Function))}
            """);

        string Function(ISymbol function) =>
            $"<h3 id=\"{library.Find(function)!.Anchor}\" "
                + $"class=\"api\"><code>{new FSharpSignature(library, page).Of(function)}</code></h3>\n{text.Of(function)}";
    }

    /// <summary>What is hidden from completion, and what is within a module, has no page.</summary>
    public static bool IsModule(INamedTypeSymbol type) =>
        type is { IsStatic: true, ContainingType: null } && !Has(type, "EditorBrowsableAttribute");

    private static bool Has(INamedTypeSymbol type, string attribute) =>
        type.GetAttributes().Any(one => one.AttributeClass?.Name == attribute);
}

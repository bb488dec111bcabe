using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using static System.Net.WebUtility;

namespace FuncGrad.Site;

/// <summary>The library for C#: a page for each public type with all its members, and their index by layers.</summary>
internal static partial class CSharpPages
{
    /// <summary>The layers in the order in which one meets them.</summary>
    private static readonly string[] Layers = ["Descent", "Experiments", "Results", "Expressions", "Calculus", "Compilation", "Arithmetic",
        "Pictures"];

    private static readonly (string Title, Func<ISymbol, bool> Has)[] Sections =
    [
        ("Constructors", member => member is IMethodSymbol { MethodKind: MethodKind.Constructor }),
        ("Values", member => member is IFieldSymbol),
        ("Properties", member => member is IPropertySymbol),
        ("Methods", member => member is IMethodSymbol { MethodKind: MethodKind.Ordinary }),
        ("Operators", member => member is IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion }),
    ];

    /// <summary>A member as C# declares it.</summary>
    internal static readonly SymbolDisplayFormat Signature = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeConstantValue,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>All of them.</summary>
    public static IEnumerable<MadePage> All(string root, ApiLibrary library) =>
        library.Types.Select(type => Page(library, type)).Prepend(Index(root, library));

    private static MadePage Index(string root, ApiLibrary library)
    {
        var layers = LayersOf(Path.Combine(root, "src", "FuncGrad"));
        string Layer(INamedTypeSymbol type) => layers.GetValueOrDefault((type.ContainingType ?? type).Name, "Descent");
        var tables = Layers.Select(layer => Table(library, layer, [.. library.Types.Where(type => Layer(type) == layer)]));
        var inPrograms = Places.Between(Contents.CSharp.Path, "experiments/REFERENCE.html") + "#in-programs";
        return new(Contents.CSharp.Path, Contents.CSharp.Name, $"""
            <h1>{Contents.CSharp.Name}</h1>
            <p>The package <code>FuncGrad.Core</code>: <code>using FuncGrad;</code> brings all of it.
            The doors are {Door(library, "Loss")}, {Door(library, "Descent")} and, for many runs,
            {Door(library, "Experiment")} and {Door(library, "Batch")}; <a href="{inPrograms}">in programs</a> shows them at work.</p>
            {string.Join('\n', tables.Where(table => table.Length > 0))}
            """);
    }

    private static string Door(ApiLibrary library, string name) =>
        $"<a href=\"{Places.Between(Contents.CSharp.Path, $"{library.Folder}/{name}.html")}\"><code>{name}</code></a>";

    private static string Table(ApiLibrary library, string layer, INamedTypeSymbol[] types) => types.Length == 0 ? "" : $"""
        <h2 id="{layer.ToLowerInvariant()}">{layer}</h2>
        <table><tr><th>type</th><th>what it is</th></tr>
        {Frame.Rows(types, type => Frame.Link(Contents.CSharp.Path, library.PageOf(type), ApiLibrary.NameOf(type)),
            type => HtmlEncode(library.Summary(type)))}
        </table>
        """;

    private static MadePage Page(ApiLibrary library, INamedTypeSymbol type)
    {
        var (page, members) = (library.PageOf(type), ApiLibrary.Members(type).ToArray());
        var text = new ApiText(library, page);
        return new(page, ApiLibrary.NameOf(type), $"""
            <h1>{HtmlEncode(ApiLibrary.NameOf(type))}</h1>
            <p><code>{Kind(type)} {HtmlEncode(type.ToDisplayString(Signature))}</code>,
            {Frame.Link(page, Contents.CSharp.Path, Contents.CSharp.Name)}</p>
            {text.Of(type)}{string.Concat(Sections.Select(section => Section(section.Title, [.. members.Where(section.Has)])))}
            """);

        string Section(string title, ISymbol[] those) =>
            those.Length == 0 ? ""
                : $"<h2>{title}</h2>\n{string.Concat(those.OrderBy(member => member.Name, StringComparer.Ordinal).Select(Member))}";
        string Member(ISymbol member) =>
            $"<h3 id=\"{library.Find(member)!.Anchor}\" class=\"api\"><code>{Linked(library, page, member)}</code></h3>\n{text.Of(member)}";
    }

    /// <summary>The signature, in which each type of the library leads to its page.</summary>
    private static string Linked(ApiLibrary library, string page, ISymbol member) =>
        string.Concat(member.ToDisplayParts(Signature).Select(part =>
            part.Symbol is INamedTypeSymbol named && library.Find(named) is { } place && place.Page != page
                ? $"<a href=\"{place.From(page)}\">{HtmlEncode(part.ToString())}</a>" : HtmlEncode(part.ToString())));

    private static string Kind(INamedTypeSymbol type) =>
        (type.TypeKind == TypeKind.Class ? type.IsStatic ? "static " : type.IsAbstract ? "abstract " : "sealed " : "")
            + (type.IsRecord ? type.IsValueType ? "record struct" : "record" : type.TypeKind.ToString().ToLowerInvariant());

    /// <summary>Which layer a type is of: the folder that it is written in.</summary>
    private static Dictionary<string, string> LayersOf(string folder)
    {
        var layers = new Dictionary<string, string>();
        foreach (var layer in Layers)
            foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, layer), "*.cs", SearchOption.AllDirectories))
                foreach (Match declared in Declared().Matches(File.ReadAllText(file))) layers[declared.Groups[1].Value] = layer;
        return layers;
    }

    [GeneratedRegex(@"^public (?:\w+ )*?(?:class|struct|record struct|record|enum|interface) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declared();
}

using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FuncGrad.Site;

/// <summary>An assembly as a user's compiler reads it: its public types and members with what is written of them.</summary>
internal sealed class ApiLibrary
{
    private readonly Dictionary<string, ApiPlace> _places = [];
    private readonly Dictionary<string, XElement> _documentation;

    /// <param name="assembly">The file, beside which lies its documentation.</param>
    /// <param name="folder">Where its pages are in the site.</param>
    /// <param name="others">The libraries to whose pages it may lead, too.</param>
    public ApiLibrary(string assembly, string folder, params ApiLibrary[] others)
    {
        if (!File.Exists(assembly))
            throw new FileNotFoundException($"{assembly} is not there: build it first, as scripts/site.sh does.", assembly);
        Folder = folder;
        var own = MetadataReference.CreateFromFile(assembly);
        _documentation = XDocument.Load(Path.ChangeExtension(assembly, ".xml"), LoadOptions.PreserveWhitespace).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value);
        var compilation = CSharpCompilation.Create("api", references: [
            .. Others(assembly).Select(file => MetadataReference.CreateFromFile(file)), own]);
        Types = [.. Public(((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(own)!).GlobalNamespace)
            .OrderBy(NameOf, StringComparer.Ordinal)];
        foreach (var other in others)
            foreach (var (id, place) in other._places) _places.Add(id, place);
        foreach (var type in Types) Add(type);
    }

    /// <summary>Where its pages are in the site.</summary>
    public string Folder { get; }

    /// <summary>The public types, with those nested in them.</summary>
    public IReadOnlyList<INamedTypeSymbol> Types { get; }

    /// <summary>Where something is documented; null if it is none of these libraries'.</summary>
    /// <param name="id">As XML documentation writes it, <c>T:FuncGrad.Expr</c>.</param>
    public ApiPlace? Find(string id) => _places.GetValueOrDefault(id);

    /// <summary>Where a symbol is documented.</summary>
    public ApiPlace? Find(ISymbol symbol) => symbol.OriginalDefinition.GetDocumentationCommentId() is { } id ? Find(id) : null;

    /// <summary>The page of a type.</summary>
    public string PageOf(INamedTypeSymbol type) => $"{Folder}/{NameOf(type)}.html";

    /// <summary>The name of a type, with that of the type around it.</summary>
    public static string NameOf(INamedTypeSymbol type) => type.ContainingType is { } outer ? $"{NameOf(outer)}.{type.Name}" : type.Name;

    /// <summary>
    /// What a user can name, but for accessors (their property speaks for them) and what the compiler adds to every record.
    /// </summary>
    public static IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.GetMembers().Where(member => member is not INamedTypeSymbol
        && member.DeclaredAccessibility == Accessibility.Public && !member.IsImplicitlyDeclared && !IsMade(member)
        && !member.Name.Contains('$', StringComparison.Ordinal)
        && member is not IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet }
        && !(type.TypeKind == TypeKind.Enum && member is not IFieldSymbol { IsConst: true }));

    /// <summary>What is written of a symbol.</summary>
    public XElement? Documentation(ISymbol symbol) =>
        symbol.GetDocumentationCommentId() is { } id ? _documentation.GetValueOrDefault(id) : null;

    /// <summary>The first sentence of what is written of a symbol, without marks, for lists.</summary>
    public string Summary(ISymbol symbol)
    {
        var text = Documentation(symbol)?.Element("summary") is { } summary ? ApiText.Plain(summary) : "";
        return text.IndexOf(". ", StringComparison.Ordinal) is var end and > 0 ? text[..(end + 1)] : text;
    }

    private static IEnumerable<string> Others(string assembly)
    {
        var given = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return given.Concat(Directory.EnumerateFiles(Path.GetDirectoryName(assembly)!, "*.dll")).DistinctBy(Path.GetFileName)
            .Where(file => Path.GetFileName(file) != Path.GetFileName(assembly));
    }

    private static IEnumerable<INamedTypeSymbol> Public(INamespaceSymbol space) =>
        space.GetTypeMembers().SelectMany(WithNested).Concat(space.GetNamespaceMembers().SelectMany(Public));

    private static IEnumerable<INamedTypeSymbol> WithNested(INamedTypeSymbol type) =>
        type.DeclaredAccessibility != Accessibility.Public || IsMade(type) ? [] : [type, .. type.GetTypeMembers().SelectMany(WithNested)];

    private static bool IsMade(ISymbol symbol) =>
        symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute");

    private void Add(INamedTypeSymbol type)
    {
        _places[type.GetDocumentationCommentId()!] = new(PageOf(type), "", NameOf(type));
        var used = new Dictionary<string, int>();
        foreach (var member in Members(type))
        {
            var name = Anchor(member);
            var times = used[name] = used.GetValueOrDefault(name) + 1;
            _places[member.GetDocumentationCommentId()!] =
                new(PageOf(type), times == 1 ? name : $"{name}-{times}", $"{NameOf(type)}.{ShortName(member)}");
        }
    }

    private static string Anchor(ISymbol member) =>
        member is IPropertySymbol { IsIndexer: true } ? "item" : member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? "new"
            : string.Concat(member.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' ? letter : '-'));

    /// <summary>As one would say it: the type for its constructor, the sign for an operator.</summary>
    private static string ShortName(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } => "new",
        IPropertySymbol { IsIndexer: true } => "[]",
        IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } => member.Name["op_".Length..],
        _ => member.Name,
    };
}

/// <summary>Where a type or member is documented.</summary>
/// <param name="Page">Its page in the site.</param>
/// <param name="Anchor">Its place on the page; empty for a type.</param>
/// <param name="Name">What it is called in a text.</param>
internal sealed record ApiPlace(string Page, string Anchor, string Name)
{
    /// <summary>The relative link to it.</summary>
    public string From(string page) => Places.Between(page, Page) + (Anchor.Length > 0 ? "#" + Anchor : "");
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FuncGrad.Tests;

/// <summary>A place in the sources where a symbol is named.</summary>
/// <param name="File">Path below <c>src/</c>, with <c>/</c>.</param>
internal sealed record SymbolUse(string File, int Line, string Word, ISymbol Symbol)
{
    /// <summary>The outermost type the symbol is or belongs to.</summary>
    public INamedTypeSymbol? Type
    {
        get
        {
            var type = Symbol as INamedTypeSymbol ?? Symbol.ContainingType;
            while (type?.ContainingType is { } outer) type = outer;
            return type?.OriginalDefinition;
        }
    }

    public override string ToString() => $"{File}:{Line} {Word}";
}

/// <summary>
/// The sources of the library, bound by the C# compiler. An assembly check would miss what the sources say
/// (<c>System.IO.File</c> lives in the core assembly), a text check would confuse a property with a type of the same name.
/// </summary>
internal static class SourceCode
{
    private static readonly Lazy<CSharpCompilation> Bound = new(Bind);
    private static readonly Lazy<IReadOnlyList<SymbolUse>> AllUses = new(() => [.. Bound.Value.SyntaxTrees.AsParallel().AsOrdered().SelectMany(UsesIn)]);

    /// <summary>The folder that holds <c>FuncGrad.sln</c>.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The library <c>src/FuncGrad</c> as the compiler sees it.</summary>
    public static CSharpCompilation Library => Bound.Value;

    /// <summary>Every name in <c>src/FuncGrad</c> that is bound to a symbol.</summary>
    public static IReadOnlyList<SymbolUse> Uses => AllUses.Value;

    /// <summary>The source files of a project below <c>src/</c>, with what the build writes left out.</summary>
    public static IEnumerable<string> Files(string folder, string pattern = "*.cs") => Directory
        .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
        .Order(StringComparer.Ordinal);

    /// <summary>The folder below <c>src/FuncGrad</c> a file lies in: its layer.</summary>
    public static string Layer(string file) => file.Split('/')[1];

    /// <summary>The folder below <c>src/FuncGrad</c> that a file of the disk lies in, in a room of it or not.</summary>
    public static string TopFolder(string file) => Path.GetRelativePath(Path.Combine(Root, "src/FuncGrad"), file).Split(Path.DirectorySeparatorChar)[0];

    /// <summary>The folder within its layer that a file lies in: <c>Programs</c> for <c>FuncGrad/Compilation/Programs/View.cs</c>; empty for the layer's own.</summary>
    public static string Room(string file) => file.Split('/') is { Length: > 3 } parts ? parts[2] : "";

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "FuncGrad.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("FuncGrad.sln"));

    private static CSharpCompilation Bind()
    {
        var parse = new CSharpParseOptions(LanguageVersion.Preview);
        var trees = Files("src/FuncGrad").Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), parse, BelowSources(file)));
        var usings = CSharpSyntaxTree.ParseText(
            "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;", parse, "FuncGrad/ImplicitUsings");
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("FuncGrad", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create("FuncGrad", [.. trees, usings], references, options);
    }

    public static string BelowSources(string file) => Path.GetRelativePath(Path.Combine(Root, "src"), file).Replace('\\', '/');

    private static IEnumerable<SymbolUse> UsesIn(SyntaxTree tree)
    {
        var model = Bound.Value.GetSemanticModel(tree);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.SimpleNameSyntax>())
            if (model.GetSymbolInfo(name).Symbol is { } symbol and not INamespaceSymbol)
                yield return new SymbolUse(tree.FilePath, tree.GetLineSpan(name.Span).StartLinePosition.Line + 1, name.ToString(), symbol);
    }
}

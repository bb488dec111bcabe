using FuncGrad.Site;
using Microsoft.CodeAnalysis;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>
/// What users may name is written down in <c>PublicApi.txt</c>, so that a change of it is a decision. After one, write the file anew with
/// <c>FUNCGRAD_WRITE_PUBLIC_API=1 dotnet test --project tests/FuncGrad.Tests -- --filter-class "*PublicApiTests"</c>.
/// </summary>
public sealed class PublicApiTests
{
    private const string WriteVariable = "FUNCGRAD_WRITE_PUBLIC_API";

    /// <summary>As the site shows members, and of which kind a type is.</summary>
    private static readonly SymbolDisplayFormat Signature = CSharpPages.Signature.AddKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword);

    [Fact]
    public void The_public_API_is_the_one_written_down()
    {
        var file = Path.Combine(SourceCode.Root, "tests", "FuncGrad.Tests", "House", "PublicApi.txt");
        var lines = PublicTypes().OrderBy(type => type.ToDisplayString(), StringComparer.Ordinal).SelectMany(Lines).ToArray();
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1") File.WriteAllText(file, string.Join('\n', lines) + "\n");
        Assert.Equal(File.ReadAllLines(file), lines);
    }

    [Fact]
    public void Every_public_member_says_what_it_is()
    {
        string[] silent = [.. PublicTypes().SelectMany(type => (IEnumerable<ISymbol>)[type, .. Members(type)])
            .Where(symbol => string.IsNullOrEmpty(symbol.GetDocumentationCommentXml()) && !IsPlain(symbol))
            .Select(symbol => symbol.ToDisplayString())];
        Assert.Empty(silent);
    }

    /// <summary>The public types, with those nested in them.</summary>
    public static IEnumerable<INamedTypeSymbol> PublicTypes() => WithNested(
        Namespaces(SourceCode.Library.Assembly.GlobalNamespace).SelectMany(space => space.GetTypeMembers()));

    private static IEnumerable<INamespaceSymbol> Namespaces(INamespaceSymbol space) => [space, .. space.GetNamespaceMembers().SelectMany(Namespaces)];

    private static IEnumerable<INamedTypeSymbol> WithNested(IEnumerable<INamedTypeSymbol> types) => types
        .Where(type => type.DeclaredAccessibility == Accessibility.Public)
        .SelectMany(type => (IEnumerable<INamedTypeSymbol>)[type, .. WithNested(type.GetTypeMembers())]);

    private static IEnumerable<string> Lines(INamedTypeSymbol type) => [
        Kind(type) + type.ToDisplayString(Signature), .. Members(type).Select(member => "    " + member.ToDisplayString(Signature)).Order(StringComparer.Ordinal)];

    private static string Kind(INamedTypeSymbol type) =>
        type.TypeKind != TypeKind.Class ? "" : type.IsStatic ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";

    /// <summary>The members a user can name, but for accessors (their property speaks for them) and what the compiler adds to every record.</summary>
    public static IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.GetMembers().Where(member =>
        member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected &&
        member is not INamedTypeSymbol and not IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet } &&
        !(member.IsImplicitlyDeclared && !IsPositional(member)));

    /// <summary>The constructor and the properties that come from the parameter list of a record.</summary>
    private static bool IsPositional(ISymbol member) => member is IPropertySymbol { Name: not "EqualityContract" };

    /// <summary>Members whose meaning is their name in every type: they need no sentence of their own.</summary>
    private static bool IsPlain(ISymbol symbol) => symbol.IsOverride || symbol.Name is "Equals" or "GetHashCode" or "ToString" or ".ctor" ||
        symbol.ContainingType?.TypeKind == TypeKind.Enum || symbol is IPropertySymbol { ContainingType.IsRecord: true };
}

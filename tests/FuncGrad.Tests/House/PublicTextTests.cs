using Microsoft.CodeAnalysis;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>What one meets in an interactive window says in one line what it is, and records that hold lists are equal by what is in them.</summary>
public sealed class PublicTextTests
{
    /// <summary>Their functions are compared as references, and so are they.</summary>
    private static readonly string[] HoldFunctions = ["Rule", "UpdateRule"];

    /// <summary>Their expressions are nodes of one graph, compared as references.</summary>
    private static readonly string[] HoldGraphs = ["Move", "Settled", "Experiment"];

    public static TheoryData<string> Types => [.. PublicApiTests.PublicTypes().Where(IsMet).Select(type => type.ToDisplayString())];

    [Theory]
    [MemberData(nameof(Types))]
    public void Its_text_is_its_own_or_made_of_parts_that_have_one(string name)
    {
        var type = Find(name);
        if (type.GetMembers("ToString").Any(member => member is { IsOverride: true, IsImplicitlyDeclared: false }) || IsException(type)) return;
        Assert.True(type.IsRecord, $"{name} has no text.");
        Assert.All(Held(type), property => Assert.True(HasText(property.Type), $"{name}.{property.Name} has no text."));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void It_is_equal_by_what_its_lists_hold(string name)
    {
        var type = Find(name);
        if (!type.IsRecord || HoldFunctions.Contains(name.Split('.')[^1]) || HoldGraphs.Contains(name.Split('.')[^1])) return;
        if (type.GetMembers("Equals").Any(member => !member.IsImplicitlyDeclared)) return;
        Assert.All(Held(type).Where(IsStored), property => Assert.False(IsList(property.Type), $"{name}.{property.Name} is compared as a reference."));
    }

    private static bool IsMet(INamedTypeSymbol type) => type is { IsStatic: false, TypeKind: TypeKind.Class or TypeKind.Struct } && !(type.IsAbstract && type.IsRecord);

    private static bool IsException(ITypeSymbol type) => type.BaseType is { } parent && (parent.Name == "Exception" || IsException(parent));

    private static INamedTypeSymbol Find(string name) => PublicApiTests.PublicTypes().First(type => type.ToDisplayString() == name);

    private static IEnumerable<IPropertySymbol> Held(INamedTypeSymbol type) => type.GetMembers().OfType<IPropertySymbol>()
        .Where(property => property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, Name: not "EqualityContract" });

    /// <summary>Whether it is more than a view of the others.</summary>
    private static bool IsStored(IPropertySymbol property) => property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private static bool IsList(ITypeSymbol type) => type is IArrayTypeSymbol || type.Name is "IReadOnlyList" or "IReadOnlyDictionary" or "IEnumerable" or "List" or "Dictionary";

    /// <summary>Numbers, words, the library's own types and LanguageExt's lists.</summary>
    private static bool HasText(ITypeSymbol type) => !IsList(type) && type.TypeKind != TypeKind.Delegate && type.TypeKind != TypeKind.Interface;
}

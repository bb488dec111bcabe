using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>A folder of <c>src/FuncGrad</c> is a layer, and uses only itself and the layers before it.</summary>
public sealed class LayeringTests
{
    private static readonly string[] Layers = ["Arithmetic", "Expressions", "Calculus", "Compilation", "Descent", "Experiments", "Results", "Pictures"];

    [Fact]
    public void The_sources_bind_without_error_so_that_the_house_tests_see_every_name() => Assert.Empty(SourceCode.Library
        .GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()));

    [Fact]
    public void Every_folder_is_a_known_layer() => Assert.Equal(
        Layers.Order(), SourceCode.Files("src/FuncGrad").Select(SourceCode.TopFolder).Distinct().Order());

    [Fact]
    public void No_layer_names_a_type_of_a_later_layer()
    {
        SymbolUse[] upward = [.. SourceCode.Uses.Where(use => LayersOf(use.Type).Any(layer => layer > Array.IndexOf(Layers, SourceCode.Layer(use.File))))];
        Assert.Empty(upward);
    }

    /// <summary>The rooms of a layer, each of which uses only itself and the rooms before it; what lies in the layer's own folder may use all of them.</summary>
    [Theory]
    [InlineData("Compilation", "Runtime", "Programs", "Interpreting", "Emitting", "Registers", "Arrays")]
    [InlineData("Experiments", "Sampling", "Toml", "Methods", "Settings", "Trials", "Reading")]
    public void No_room_names_a_type_of_a_later_room(string layer, params string[] rooms)
    {
        Assert.Equal(rooms.Order(), SourceCode.Files("src/FuncGrad/" + layer).Select(SourceCode.BelowSources).Select(SourceCode.Room).Where(room => room.Length > 0).Distinct().Order());
        SymbolUse[] upward = [.. SourceCode.Uses.Where(use => SourceCode.Layer(use.File) == layer && SourceCode.Room(use.File) is { Length: > 0 } own
            && RoomsOf(use.Type, layer).Any(room => Array.IndexOf(rooms, room) > Array.IndexOf(rooms, own)))];
        if (upward.Length > 0) Assert.Fail(string.Join('\n', upward.Select(use => use.ToString())));
    }

    /// <summary>
    /// The rooms of the command, each of which uses only itself and the rooms before it. Names are read without being bound: those that are also names of members are
    /// left out, since they say nothing of where they lead.
    /// </summary>
    [Fact]
    public void No_room_of_the_command_names_a_type_of_a_later_room()
    {
        string[] rooms = ["Text", "Inputs", "Output", "Pictures", "Running", "Reports", "Commands", "Cluster", ""];
        var files = SourceCode.Files("src/FuncGrad.Lab").Select(file => (Room: Room(file), Name: Path.GetFileName(file), Root: CSharpSyntaxTree.ParseText(File.ReadAllText(file),
            new CSharpParseOptions(LanguageVersion.Preview)).GetRoot())).ToArray();
        Assert.Equal(rooms.Order(), files.Select(file => file.Room).Distinct().Order());
        var members = files.SelectMany(file => file.Root.DescendantNodes()).Select(node => node switch
        {
            PropertyDeclarationSyntax property => property.Identifier.Text,
            MethodDeclarationSyntax method => method.Identifier.Text,
            ParameterSyntax parameter => parameter.Identifier.Text,
            VariableDeclaratorSyntax variable => variable.Identifier.Text,
            EnumMemberDeclarationSyntax member => member.Identifier.Text,
            _ => "",
        }).ToHashSet();
        var types = files.SelectMany(file => file.Root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(type => type.Parent is BaseNamespaceDeclarationSyntax && !members.Contains(type.Identifier.Text))
            .Select(type => (type.Identifier.Text, file.Room))).GroupBy(type => type.Text).ToDictionary(group => group.Key, group => group.First().Room);
        string[] upward = [.. from file in files
                              from name in file.Root.DescendantNodes(node => node is not UsingDirectiveSyntax).OfType<SimpleNameSyntax>().Where(IsFirst)
                                  .Select(name => name.Identifier.Text).Distinct()
                              where types.TryGetValue(name, out var room) && Array.IndexOf(rooms, room) > Array.IndexOf(rooms, file.Room)
                              select $"{file.Room}/{file.Name} names {name} of {types[name]}"];
        if (upward.Length > 0) Assert.Fail(string.Join('\n', upward));

        static bool IsFirst(SimpleNameSyntax name) => (name.Parent as MemberAccessExpressionSyntax)?.Name != name && (name.Parent as QualifiedNameSyntax)?.Right != name;

        static string Room(string file) => Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(SourceCode.Root, "src/FuncGrad.Lab"), file))!;
    }

    private static IEnumerable<string> RoomsOf(INamedTypeSymbol? type, string layer) => type is null ? [] : type.DeclaringSyntaxReferences
        .Select(reference => reference.SyntaxTree.FilePath).Where(file => SourceCode.Layer(file) == layer).Select(SourceCode.Room);

    [Fact]
    public void Every_public_type_lives_in_the_one_namespace() => Assert.All(
        PublicApiTests.PublicTypes(), type => Assert.Equal("FuncGrad", type.ContainingNamespace.ToDisplayString()));

    [Fact]
    public void Only_the_shell_and_the_tests_depend_on_packages_for_files_terminals_and_pictures()
    {
        string[] ofTheShell = ["CsvHelper", "System.CommandLine", "ScottPlot"];
        foreach (var project in (string[])["src/FuncGrad/FuncGrad.csproj", "src/FuncGrad.FSharp/FuncGrad.FSharp.fsproj"])
        {
            var text = File.ReadAllText(Path.Combine(SourceCode.Root, project));
            Assert.All(ofTheShell, package => Assert.DoesNotContain(package, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_csharp_project_refers_to_the_fsharp_leaf() => Assert.All(
        SourceCode.Files(".", "*.csproj"), project => Assert.DoesNotContain("FuncGrad.FSharp", File.ReadAllText(project), StringComparison.Ordinal));

    /// <summary>The layers that declare a type; none if it comes from elsewhere.</summary>
    private static IEnumerable<int> LayersOf(INamedTypeSymbol? type) => type is null ? [] : type.DeclaringSyntaxReferences
        .Select(reference => Array.IndexOf(Layers, SourceCode.Layer(reference.SyntaxTree.FilePath)));
}

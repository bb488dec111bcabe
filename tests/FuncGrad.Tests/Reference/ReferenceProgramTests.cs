using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>The blocks of C# in the reference are one program, which compiles without a warning and prints what stands below each.</summary>
public sealed class ReferenceProgramTests
{
    /// <summary>A console of the program's own, for that of the process belongs to all tests.</summary>
    private const string Console = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;
        public static class Console
        {
            public static readonly StringWriter Written = new() { NewLine = "\n" };
            public static void WriteLine(object? value) => Written.WriteLine(FormattableString.Invariant($"{value}"));
        }
        """;

    [Fact]
    public void The_blocks_of_a_page_print_what_stands_below_them()
    {
        string[] parts = [.. File.ReadAllText(Path.Combine(SourceCode.Root, "experiments", "REFERENCE.md")).Split("```csharp\n").Skip(1)];
        Assert.True(parts.Length >= 4);
        var program = string.Concat(parts.Select(part => part.Split("```")[0]));
        var promised = string.Concat(parts.Select(part => new Readme(part).BlockAfter("prints")));
        Assert.Equal(promised, Output(program));
    }

    private static string Output(string program)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("program", [CSharpSyntaxTree.ParseText(program), CSharpSyntaxTree.ParseText(Console)], platform.Select(file => MetadataReference.CreateFromFile(file)), options);
        using var assembly = new MemoryStream();
        Assert.Empty(compilation.Emit(assembly).Diagnostics.Where(one => one.Severity >= DiagnosticSeverity.Warning));
        assembly.Position = 0;
        var loaded = new AssemblyLoadContext("program", isCollectible: true).LoadFromStream(assembly);
        loaded.EntryPoint!.Invoke(null, [Array.Empty<string>()]);
        return loaded.GetType("Console")!.GetField("Written", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!.ToString()!;
    }
}

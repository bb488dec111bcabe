using System.Text.RegularExpressions;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>The library computes and does nothing else: no files, console, clock, threads or ambient randomness, and LanguageExt only where data is read.</summary>
public sealed class PurityTests
{
    /// <summary>What would make a result depend on where, when or beside what it is computed, or leave a trace behind.</summary>
    private static readonly Regex Ambient = new(
        @"^System\.(IO\.(?!Stream$|MemoryStream|EndOfStreamException|Compression\.Zip|Hashing\.|InvalidDataException|StringReader|StringWriter|TextReader|TextWriter)|Net\.|Diagnostics\.(?!CodeAnalysis|Debug|UnreachableException)|" +
        @"Console|Environment|AppContext|Random\b|Guid\b|DateTime|DateTimeOffset|TimeProvider|TimeZoneInfo|Activator|" +
        @"Security\.Cryptography\.(?!SHA256\b)|Threading\.(?!Lock\b|Interlocked\b|CancellationToken\b))",
        RegexOptions.Compiled);

    /// <summary>Where values that carry errors and small immutable collections are worth their cost; the step loop and the calculus use plain ones.</summary>
    private static readonly string[] MayUseLanguageExt = ["Expressions/Formulas/Formula.cs", "Expressions/Formulas/InputError.cs", "Experiments/"];

    [Fact]
    public void The_library_touches_no_file_console_clock_thread_or_ambient_randomness()
    {
        SymbolUse[] ambient = [.. SourceCode.Uses.Where(use => use.Type is { } type && Ambient.IsMatch(type.ToDisplayString()))];
        Assert.Empty(ambient);
    }

    [Theory]
    [InlineData("System.IO.File", true)]
    [InlineData("System.IO.StringReader", false)]
    [InlineData("System.Console", true)]
    [InlineData("System.Environment", true)]
    [InlineData("System.DateTime", true)]
    [InlineData("System.Diagnostics.Stopwatch", true)]
    [InlineData("System.Threading.Thread", true)]
    [InlineData("System.Threading.Tasks.Parallel", true)]
    [InlineData("System.Threading.Lock", false)]
    [InlineData("System.Random", true)]
    [InlineData("System.Security.Cryptography.RandomNumberGenerator", true)]
    [InlineData("System.Security.Cryptography.SHA256", false)]
    [InlineData("System.Math", false)]
    public void Ambient_is_what_it_says(string type, bool isAmbient) => Assert.Equal(isAmbient, Ambient.IsMatch(type));

    [Fact]
    public void LanguageExt_stays_where_files_and_formulas_are_read()
    {
        SymbolUse[] elsewhere = [.. SourceCode.Uses
            .Where(use => use.Type?.ContainingAssembly?.Name.StartsWith("LanguageExt", StringComparison.Ordinal) == true)
            .Where(use => !MayUseLanguageExt.Any(place => use.File.StartsWith("FuncGrad/" + place, StringComparison.Ordinal)))];
        Assert.Empty(elsewhere);
    }

    [Fact]
    public void The_shell_neither_differentiates_nor_compiles() => Assert.All(SourceCode.Files("src/FuncGrad.Lab"), file =>
        Assert.DoesNotMatch(@"\b(KernelCompiler|Linearization|StepGraph|Directional|Differentiation|CentralDifference|Simplification|Substitution)\b", File.ReadAllText(file)));
}

using Xunit;

namespace FuncGrad.Tests;

/// <summary>A file can be read in one go.</summary>
public sealed class SourceFileTests
{
    private const int MostLines = 250;

    public static TheoryData<string> Projects => ["src/FuncGrad", "src/FuncGrad.FSharp", "src/FuncGrad.Lab", "src/FuncGrad.Site", "tests/FuncGrad.Tests", "tests/FuncGrad.FSharp.Tests", "tests/FuncGrad.Benchmarks"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_file_is_longer_than_the_limit(string project)
    {
        string[] tooLong = [.. Sources(project).Where(file => File.ReadLines(file).Count() > MostLines)];
        Assert.Empty(tooLong);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Sources_have_unix_line_ends_no_tabs_and_one_final_newline(string project) => Assert.All(Sources(project), file =>
    {
        var text = File.ReadAllText(file);
        Assert.DoesNotContain("\r", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\t", text, StringComparison.Ordinal);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.False(text.EndsWith("\n\n", StringComparison.Ordinal), file);
    });

    private static IEnumerable<string> Sources(string project) => SourceCode.Files(project, "*.cs").Concat(SourceCode.Files(project, "*.fs"));
}

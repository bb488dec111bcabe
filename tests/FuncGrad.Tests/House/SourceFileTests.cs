using Xunit;

namespace FuncGrad.Tests;

/// <summary>A file can be read in one go.</summary>
public sealed class SourceFileTests
{
    private const int MostLines = 250, MostColumns = 140;

    public static TheoryData<string> Projects => ["src/FuncGrad", "src/FuncGrad.FSharp", "src/FuncGrad.Lab", "src/FuncGrad.Site", "tests/FuncGrad.Tests", "tests/FuncGrad.FSharp.Tests", "tests/FuncGrad.Benchmarks"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_file_is_longer_than_the_limit(string project)
    {
        string[] tooLong = [.. Sources(project).Where(file => File.ReadLines(file).Count() > MostLines)];
        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_line_of_a_source_is_longer_than_the_limit() => Assert.All(SourceCode.Files("src"), file =>
        Assert.All(File.ReadLines(file), (line, number) =>
            Assert.True(line.Length <= MostColumns, $"{SourceCode.BelowSources(file)}, line {number + 1}: {line.Length} characters")));

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

    /// <summary>A deterministic build, as on GitHub's runners, puts <c>/_/</c> in place of the folder: what is found by the path of a source is found only on the machine of its author.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void No_file_is_found_by_the_path_of_a_source(string project)
    {
        string[] words = ["[Caller" + "FilePath]", "__SOURCE" + "_DIRECTORY__", "__SOURCE" + "_FILE__"];
        Assert.All(Sources(project), file => Assert.DoesNotContain(words, word => File.ReadAllText(file).Contains(word, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Sources(string project) => SourceCode.Files(project, "*.cs").Concat(SourceCode.Files(project, "*.fs"));
}

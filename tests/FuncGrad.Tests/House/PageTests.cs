using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>The pages at the top say what is true: their samples, links and versions.</summary>
public sealed partial class PageTests
{
    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(SourceCode.Root, "*.md").Select(page => Path.GetFileName(page)!)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_file(string page)
    {
        foreach (var link in Link().Matches(Text(page)).Select(match => match.Groups[1].Value.Split('#')[0]).Where(link => !link.StartsWith("http", StringComparison.Ordinal) && link.Length > 0))
            Assert.True(File.Exists(Path.Combine(SourceCode.Root, link)) || Directory.Exists(Path.Combine(SourceCode.Root, link)), $"{page}: {link}");
    }

    [Fact]
    public void Commands_and_outputs_of_the_Japanese_README_are_those_of_the_English_one_which_are_run()
    {
        var (blocks, english) = (Blocks(Text("README.ja.md")), Text("README.md"));
        Assert.True(blocks.Length >= 7);
        Assert.All(blocks, block => Assert.Contains(block, english, StringComparison.Ordinal));
    }

    [Fact]
    public void The_rule_that_contributors_begin_with_runs()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.toml"], Readme.At("CONTRIBUTING.md").Sample("toml"));
        Assert.Equal((0, ""), (Shell.Run("run", folder["a.toml"], "-o", folder["out"]) is var run ? (run.ExitCode, run.Errors) : default));
    }

    [Theory]
    [InlineData("CITATION.cff", "version: {0}\n")]
    [InlineData("src/FuncGrad/README.md", "@{0}\n")]
    [InlineData("src/FuncGrad.FSharp/README.md", ", {0}\"")]
    public void The_version_is_the_one_of_the_packages(string page, string form) =>
        Assert.Contains(form.Replace("{0}", PackageFeed.Declared, StringComparison.Ordinal), Text(page), StringComparison.Ordinal);

    /// <summary>Where the repository is, the packages say; what says it too follows them.</summary>
    [Theory]
    [InlineData("CITATION.cff")]
    [InlineData("src/FuncGrad/README.md")]
    [InlineData("src/FuncGrad.FSharp/README.md")]
    [InlineData("src/FuncGrad.Lab/README.md")]
    [InlineData("src/FuncGrad.Lab/Commands/NewCommand.cs")]
    public void The_address_of_the_repository_is_the_one_of_the_packages(string file)
    {
        var address = XDocument.Load(Path.Combine(SourceCode.Root, "Directory.Build.props")).Descendants("RepositoryUrl").Single().Value;
        var found = Address().Matches(Text(file)).Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(found);
        Assert.All(found, path => Assert.Equal(new Uri(address).AbsolutePath, path));
    }

    private static string Text(string page) => File.ReadAllText(Path.Combine(SourceCode.Root, page));

    /// <summary>What is indented or fenced, each block whole.</summary>
    private static string[] Blocks(string text) => [.. Block().Matches(text).Select(match => match.Value)];

    [GeneratedRegex(@"https://(?:raw\.githubusercontent|github)\.com(/[\w.-]+/[\w-]+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"\]\(([^)\s]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```(?:.|\n)*?^```$|(?:^    .*\n)+", RegexOptions.Multiline)]
    private static partial Regex Block();
}

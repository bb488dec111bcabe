using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>The packages say what they are, hold what they should, and do what their own READMEs show.</summary>
[Collection(nameof(Scripts))]
public sealed partial class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    private const int LargestTool = 5_000_000;

    public static TheoryData<string> Ids => [.. PackageFeed.Ids];

    [Fact]
    public void Packing_says_nothing() => Assert.Equal((0, "", ""), (feed.Packing.ExitCode, feed.Packing.Output.Trim(), feed.Packing.Errors.Trim()));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_package_says_what_it_is(string id)
    {
        using var package = feed.Open(id);
        var about = XDocument.Parse(Text(package, $"{id}.nuspec")).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName);
        Assert.Equal((id, feed.Version, "MIT", "README.md", "icon.png"), (about["id"].Value, about["version"].Value, about["license"].Value, about["readme"].Value, about["icon"].Value));
        Assert.True(about["description"].Value.Length > 100 && about["tags"].Value.Contains("gradient-descent", StringComparison.Ordinal));
        Assert.Equal(about["repository"].Attribute("url")!.Value, about["projectUrl"].Value);
        Assert.StartsWith(about["projectUrl"].Value, about["releaseNotes"].Value, StringComparison.Ordinal);
        Assert.NotNull(package.GetEntry("icon.png"));
        Assert.All(Link().Matches(Text(package, "README.md")), link => Assert.StartsWith("https://", link.Groups[1].Value, StringComparison.Ordinal));
        using var symbols = feed.Open(id, "snupkg");
        Assert.Contains(symbols.Entries, entry => entry.Name.EndsWith(".pdb", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("FuncGrad.Core", "LanguageExt.Core System.IO.Hashing Superpower Tomlyn")]
    [InlineData("FuncGrad.FSharp", "FSharp.Core FuncGrad.Core")]
    [InlineData("funcgrad", "")]
    public void A_package_depends_on_nothing_but(string id, string others)
    {
        using var package = feed.Open(id);
        var dependencies = XDocument.Parse(Text(package, $"{id}.nuspec")).Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value);
        Assert.Equal(others.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), dependencies.Order());
    }

    [Fact]
    public void Libraries_bring_their_documentation_and_the_command_is_small_without()
    {
        foreach (var id in PackageFeed.Ids)
        {
            using var package = feed.Open(id);
            Assert.Equal(id != "funcgrad", package.Entries.Any(entry => entry.Name.StartsWith("FuncGrad", StringComparison.Ordinal) && entry.Name.EndsWith(".xml", StringComparison.Ordinal)));
            Assert.True(id != "funcgrad" || package.Entries.Sum(entry => entry.CompressedLength) < LargestTool);
        }
    }

    [Theory]
    [InlineData("build")]
    [InlineData("buildTransitive")]
    public void The_library_lets_programs_of_one_file_make_code(string folder)
    {
        using var package = feed.Open("FuncGrad.Core");
        Assert.Contains("DynamicCodeSupport", Text(package, $"{folder}/FuncGrad.Core.props"), StringComparison.Ordinal);
    }

    [Fact]
    public void Links_of_the_READMEs_lead_to_files_that_are_there()
    {
        foreach (var id in PackageFeed.Ids)
        {
            using var package = feed.Open(id);
            foreach (var link in Link().Matches(Text(package, "README.md")).Select(match => match.Groups[1].Value))
                Assert.True(Path.GetFileName(link) is var name && PackageFeed.Ids.Contains(name) || File.Exists(Path.Combine(SourceCode.Root, link.Split("/blob/main/")[1])), link);
        }
    }

    [Fact]
    public void The_sample_of_FuncGrad_Core_runs_as_a_program_of_one_file() => Prints("FuncGrad.Core", "csharp", "sample.cs", "run");

    [Fact]
    public void The_sample_of_FuncGrad_FSharp_runs_as_a_script() => Prints("FuncGrad.FSharp", "fsharp", "sample.fsx", "fsi");

    [Fact]
    public void The_command_runs_from_a_feed_with_nothing_installed()
    {
        using var package = feed.Open("funcgrad");
        var readme = new Readme(Text(package, "README.md"));
        string[] command = ShellWords.Of(readme.BlockAfter("nothing installed").Trim());
        Assert.Equal(["dnx", "funcgrad"], command[..2]);
        var finished = feed.Dotnet(["dnx", $"funcgrad@{feed.Version}", "--yes", "--", .. command[2..]]);
        Assert.Equal((0, readme.BlockAfter("prints")), (finished.ExitCode, finished.Output.TrimEnd('\n') + "\n"));
    }

    private void Prints(string id, string language, string file, string verb)
    {
        using var package = feed.Open(id);
        var readme = new Readme(Text(package, "README.md"));
        Assert.Contains($"{PackageFeed.Declared}", readme.Sample(language), StringComparison.Ordinal);
        var finished = feed.Dotnet(verb, feed.Written(file, readme.Sample(language)));
        Assert.Equal((0, "", readme.OutputOf(language)), (finished.ExitCode, finished.Errors, finished.Output));
    }

    private static string Text(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\]\(([^)]*)\)")]
    private static partial Regex Link();
}

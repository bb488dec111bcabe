using System.Text.RegularExpressions;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>
/// The pictures of the README and of the experiments are those that the commands above them draw. After a change of pictures draw them anew
/// with
/// <c>FUNCGRAD_WRITE_PICTURES=1 dotnet test --project tests/FuncGrad.Tests -- --filter-class "*DrawnAgainTests"</c>, and look at them.
/// </summary>
public sealed partial class DrawnAgainTests(ExperimentRuns runs)
{
    private const string WriteVariable = "FUNCGRAD_WRITE_PICTURES";

    private static string Experiments => Path.Combine(SourceCode.Root, "experiments");

    /// <summary>The command and the picture below it.</summary>
    public static TheoryData<string,
        string> Pictures => [.. Commands().Matches(File.ReadAllText(Path.Combine(Experiments, "README.md")))
        .Select(match => (match.Groups["command"].Value, match.Groups["file"].Value))];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_is_what_the_command_above_it_draws(string command, string file)
    {
        using var folder = new TemporaryFolder();
        var words = command.Split(' ');
        var finished = Shell.Run(["plot", runs[words[0]].Folder, .. words[1..], "-o", folder["a.svg"]]);
        Assert.Equal((0, ""), (finished.ExitCode, finished.Errors));
        var (drawn, kept) = (File.ReadAllText(folder["a.svg"]), Path.Combine(Experiments, file));
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1") File.WriteAllText(kept, drawn);
        Assert.True(File.Exists(kept), kept);
        Assert.Equal(File.ReadAllText(kept), drawn);
    }

    [Fact]
    public void Every_picture_is_shown_and_the_README_shows_the_one_that_its_command_draws()
    {
        var shown = Pictures.Select(row => row.Data).ToArray();
        Assert.Equal(Directory.EnumerateFiles(Path.Combine(Experiments, "pictures")).Select(path => "pictures/" + Path.GetFileName(path))
            .Order(StringComparer.Ordinal), shown.Select(picture => picture.Item2).Order(StringComparer.Ordinal));
        var readme = File.ReadAllText(Path.Combine(SourceCode.Root, "README.md"));
        var match = Regex.Match(readme, @"-- plot results/(?<command>[^\n]+)\n[^!]*!\[[^\]]+\]\(experiments/(?<file>[^)]+)\)");
        Assert.Contains((match.Groups["command"].Value, match.Groups["file"].Value), shown);
    }

    [GeneratedRegex(@"`funcgrad plot results/(?<command>[^`]+)`\n\n!\[[^\]]+\]\((?<file>[^)]+)\)")]
    private static partial Regex Commands();
}

using System.Text.RegularExpressions;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>The map of the house, <c>src/README.md</c>, names what there is, and all of it.</summary>
public sealed partial class MapTests
{
    private static readonly string Map = File.ReadAllText(Path.Combine(SourceCode.Root, "src/README.md"));

    private static readonly string[] Sources = [.. SourceCode.Files("src")];

    /// <summary>From where a path of the map may be meant, before the place that the same line named last.</summary>
    private static readonly string[] Starts = ["", "src", "src/FuncGrad", "src/FuncGrad.Lab", "src/FuncGrad/Compilation"];

    public static TheoryData<string> Lines => [.. Map.Split('\n').Where(line => line.Contains('`', StringComparison.Ordinal))];

    [Fact]
    public void Every_folder_is_on_the_map()
    {
        string[] library = [.. Folders("src/FuncGrad")], shell = [.. Folders("src/FuncGrad.Lab").Where(folder => !folder.Contains('/'))];
        Assert.All(library.Concat(shell).Where(folder => folder.Length > 0), folder => Assert.Matches($"(`|/){Regex.Escape(folder.Split('/')[^1])}`", Map));
    }

    /// <summary>Words with a slash or an end like <c>.cs</c> are paths, words with a capital are folders or types; others say what a user writes.</summary>
    [Theory]
    [MemberData(nameof(Lines))]
    public void Every_file_folder_and_type_on_the_map_exists(string line)
    {
        var here = "";
        foreach (var word in Code().Matches(line).Select(match => match.Groups[1].Value))
        {
            if (Place(word, here) is { } place) here = Directory.Exists(place) ? place : Path.GetDirectoryName(place)!;
            else if (FilePath().IsMatch(word)) Assert.Fail($"{word} is nowhere");
            else if (Capital().IsMatch(word)) Assert.True(Types.Value.Contains(word), $"{word} is no folder and no type");
        }
        Assert.All(Link().Matches(line), link => Assert.True(File.Exists(Path.Combine(SourceCode.Root, "src", link.Groups[1].Value)), link.Value));
    }

    /// <summary>What happens in a file happens there only: its statement stands in no other.</summary>
    [Theory]
    [InlineData("Experiments/Trials/LaneBlocks.cs", "case LanePlace.Hyperparameter ")]
    [InlineData("Experiments/Settings/LanePlace.cs", "record LanePlace")]
    [InlineData("Descent/Steps/RuleStep.cs", ".Named(StepGraph.Method")]
    [InlineData("Descent/Rules/ScheduledRule.cs", " == hyperparameter ? value.Next[0]")]
    [InlineData("Experiments/Experiment.cs", "DifferenceStep { get; init; } = ")]
    [InlineData("LogSettings.cs", "long Every { get; init; } = ")]
    [InlineData("Experiments/Trials/TrialCost.cs", "int BlockSize(long trials")]
    [InlineData("Compilation/Registers/LaneKernel.cs", "int Copies(")]
    [InlineData("Compilation/Arrays/LoopKernel.cs", "static int LanesOfPack(bool")]
    [InlineData("Descent/Judging/Judge.cs", " Notes.Converged()")]
    [InlineData("JudgeNotes.cs", "Judgement Converged() => new(Verdict.Converged")]
    [InlineData("VerdictWords.cs", "new(Verdict.Converged, \"converged\"")]
    [InlineData("FuncGrad.Lab/Running/TrialRows.cs", "WriteField(figures.Loss)")]
    [InlineData("Results/StepCsv.cs", " CsvText.Line(to, rows.Figures(row)")]
    public void What_the_map_says_happens_in_a_file_happens_there_and_nowhere_else(string file, string statement)
    {
        var happens = Map.Split("## Where things happen\n")[1].Split("\n## ")[0];
        Assert.Contains($"`{file}`", happens, StringComparison.Ordinal);
        var found = Assert.Single(Sources, source => File.ReadAllText(source).Contains(statement, StringComparison.Ordinal));
        Assert.EndsWith("/" + file, found.Replace('\\', '/'), StringComparison.Ordinal);
    }

    private static readonly Lazy<HashSet<string>> Types = new(() =>
        [.. Sources.SelectMany(source => Declaration().Matches(File.ReadAllText(source)).Select(match => match.Groups[1].Value))]);

    private static string? Place(string word, string here)
    {
        if (word.Contains(' ', StringComparison.Ordinal)) return null;
        var places = Starts.Select(start => Path.Combine(SourceCode.Root, start, word)).Append(Path.Combine(here, word));
        return places.FirstOrDefault(place => File.Exists(place) || (Directory.Exists(place) && char.IsUpper(word[0])));
    }

    private static IEnumerable<string> Folders(string project) => SourceCode.Files(project)
        .Select(file => Path.GetRelativePath(Path.Combine(SourceCode.Root, project), Path.GetDirectoryName(file)!)).Select(folder => folder == "." ? "" : folder).Distinct();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^[\w./-]+\.(cs|toml|py|sh|fs|csproj)$|^[A-Z][\w.]*(/[\w.]+)+$")]
    private static partial Regex FilePath();

    [GeneratedRegex(@"^[A-Z]\w*$")]
    private static partial Regex Capital();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record) ([A-Z]\w*)")]
    private static partial Regex Declaration();
}

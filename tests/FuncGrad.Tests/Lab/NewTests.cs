using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>New experiment files can be run at once, and nothing is written over.</summary>
public sealed class NewTests
{
    public static TheoryData<string> Kinds => [.. NewCommand.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_new_file_runs_at_once_without_a_notice_and_its_trials_are_judged(string kind)
    {
        using var folder = new TemporaryFolder();
        var path = folder["begun.toml"];
        Assert.Equal((0, ""), (Shell.Run("new", kind, path) is var made ? (made.ExitCode, made.Errors) : default));
        Assert.StartsWith("#:schema https://", File.ReadAllText(path), StringComparison.Ordinal);
        var run = Shell.Run("run", path, "-o", folder["results"]);
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("notice", run.Errors, StringComparison.Ordinal);
        var verdicts = Rows(folder["results"]).Select(row => row["verdict"]).ToArray();
        Assert.NotEmpty(verdicts);
        Assert.DoesNotContain("failed", verdicts);
    }

    [Fact]
    public void Each_kind_is_told_by_its_first_line()
    {
        var told = Shell.Run("new");
        Assert.Equal(0, told.ExitCode);
        Assert.All(NewCommand.Kinds, kind => Assert.Contains($"{kind} ", told.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kept.toml")]
    [InlineData("kept")]
    public void What_is_there_stays_as_it_is(string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["kept.toml"], "mine");
        Assert.Equal(2, Shell.Run("new", "sweep", folder[name]).ExitCode);
        Assert.Equal("mine", File.ReadAllText(folder["kept.toml"]));
    }

    [Fact]
    public void A_link_that_leads_nowhere_counts_as_something_that_is_there()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder["link.toml"], folder["elsewhere.toml"]);
        Assert.Equal(2, Shell.Run("new", "fit", folder["link"]).ExitCode);
        Assert.False(File.Exists(folder["elsewhere.toml"]));
    }

    [Theory]
    [InlineData("swep", "Perhaps you meant `sweep`.")]
    [InlineData("fit", "is not a file name", ".toml")]
    public void What_is_no_kind_and_no_name_is_told(string kind, string told, params string[] more)
    {
        var finished = Shell.Run(["new", kind, .. more]);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(told, finished.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[sweep]\n\"method.learning_rate\" = [0.1, 0.3]\nseed = { from = 3, count = 2 }\n", 2)]
    [InlineData("[sweep]\n\"method.rule\" = [\"momentum\", \"adam\"]\n\"method.momentum\" = [0.5, 0.9]\n[method]\nbeta1 = 0.8\n", 3)]
    [InlineData("[sweep]\nmethod.learning_rate = [0.1, 0.3]\n\"parameters.w[1]\" = { from = -1.0, to = 1.0, count = 3 }\n", 4)]
    [InlineData("[sweep]\n\"method.learning_rate\" = [0.1, 0.2]\n\"data.c\" = [1.0, 2.0]\nzip = [[\"method.learning_rate\", \"data.c\"]]\n", 1)]
    public void The_file_of_a_trial_has_its_numbers_and_unless_the_sweep_gave_it_what_its_rule_has_not_its_id(string sweep, int trial)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.toml"], $"loss = \"sum((w - [1, 2])^2) + c*u^2\"\nparameters.w = [0.5, -1.0]\nparameters.u = {{ shape = [], normal = {{}} }}\ndata.c = 0.5\n{sweep}");
        Assert.Equal(0, Shell.Run("run", folder["a.toml"], "-o", folder["all"], "--set", "method.steps=20").ExitCode);
        Assert.Equal(0, Shell.Run("new", "--from", $"{folder["all"]}/{trial}", folder["one"]).ExitCode);
        Assert.Equal(0, Shell.Run("run", folder["one.toml"], "-o", folder["one"]).ExitCode);
        var (whole, own) = (Row(folder["all"], trial), Row(folder["one"], 0));
        foreach (var column in (string[])[.. sweep.Contains("method.rule", StringComparison.Ordinal) ? (string[])[] : ["id"], "verdict", "steps", "loss", "gradient_norm", "w[0]", "w[1]", "u", "note"]) Assert.Equal(whole[column], own[column]);
    }

    [Fact]
    public void Data_of_a_trial_is_found_where_the_results_keep_it()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["points.csv"], "1\n2\n4\n");
        File.WriteAllText(folder["a.toml"], "loss = \"mean((x - t)^2)\"\nparameters.x = 0.0\ndata.t = { csv = \"points.csv\" }\n[sweep]\n\"method.learning_rate\" = [0.1, 0.2]\n");
        Assert.Equal(0, Shell.Run("run", folder["a.toml"], "-o", folder["all"]).ExitCode);
        File.Delete(folder["points.csv"]);
        Assert.Equal(0, Shell.Run("new", "--from", $"{folder["all"]}/1", folder["one"]).ExitCode);
        Assert.Equal(0, Shell.Run("run", folder["one.toml"], "-o", folder["one"]).ExitCode);
        Assert.Equal(Row(folder["all"], 1)["x"], Row(folder["one"], 0)["x"]);
    }

    [Theory]
    [InlineData("results")]
    [InlineData("results/first")]
    [InlineData("results/-1")]
    public void What_is_no_trial_is_told(string from) => Assert.Equal(2, Shell.Run("new", "--from", from).ExitCode);

    private static Dictionary<string, string> Row(string folder, int index) => Rows(folder)[index];

    private static Dictionary<string, string>[] Rows(string folder)
    {
        using var file = File.OpenRead(Path.Combine(folder, "trials.csv"));
        var records = CsvRecords.Of(file);
        return [.. records.Skip(1).Select(row => Enumerable.Range(0, row.Length).ToDictionary(i => records[0][i], i => row[i]))];
    }
}

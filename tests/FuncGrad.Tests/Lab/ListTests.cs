using System.Text.RegularExpressions;
using Xunit;

namespace FuncGrad.Tests;

/// <summary><c>funcgrad rules</c>, <c>functions</c> and <c>plan</c>.</summary>
public sealed class ListTests
{
    [Fact]
    public void Rules_tells_every_rule_and_link_on_a_line_with_its_source()
    {
        var lines = Shell.Run("rules").Output.Split('\n');
        foreach (var rule in UpdateRules.All.Concat(UpdateRules.Links))
            Assert.Contains(lines, line => line.StartsWith(rule.Name + " ", StringComparison.Ordinal) && line.Contains(rule.Text!.Title, StringComparison.Ordinal));
    }

    [Fact]
    public void One_rule_is_a_block_that_means_the_same_in_a_file()
    {
        foreach (var rule in UpdateRules.All.Concat(UpdateRules.Links))
        {
            var block = Shell.Run("rules", rule.Name).Output;
            var own = ExampleFiles.Experiment($"loss = \"sum(x^2)\"\n[parameters]\nx = [[1.0, 2.0], [3.0, 4.0]]\n[method]\nrule = \"mine\"\n{block.Replace($"[rule.{rule.Name}]", "[rule.mine]", StringComparison.Ordinal)}").Method.Rule;
            Assert.Equal(rule.Hyperparameters, own.Hyperparameters);
            Assert.Equal(rule.Text!.Update.Concat(rule.Text.MatrixUpdate), own.Text!.Update.Concat(own.Text.MatrixUpdate));
            Assert.Equal(rule.Text.Slots.Concat(rule.Text.MatrixSlots), own.Text.Slots.Concat(own.Text.MatrixSlots));
            Assert.Equal(rule.Text.Source, own.Text.Source);
        }
    }

    [Fact]
    public void Schedules_tells_every_schedule_with_its_settings()
    {
        var lines = Shell.Run("schedules").Output.Split('\n');
        Assert.All(ScheduleReader.Names, name => Assert.Contains(lines, line => line.StartsWith(name + " ", StringComparison.Ordinal)));
        Assert.StartsWith("[schedule.cosine]", Shell.Run("schedules", "cosine").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_tells_every_test_function_on_a_line_with_its_best_value()
    {
        var lines = Shell.Run("functions").Output.Split('\n');
        Assert.Equal(TestFunctions.All.Count + 5, lines.Length);
        foreach (var (function, line) in TestFunctions.All.Zip(lines.Skip(2)))
        {
            Assert.StartsWith(function.Name + " ", line, StringComparison.Ordinal);
            Assert.EndsWith("  " + function.Formula, line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("functions", "himmelblu", "Perhaps you meant `himmelblau`.")]
    [InlineData("rules", "adma", "Perhaps you meant `adam`.")]
    [InlineData("functions", "xyzzy", "There are: sphere,")]
    public void What_is_not_in_a_list_is_refused_with_what_is_near(string command, string name, string hint)
    {
        var finished = Shell.Run(command, name);
        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.Contains(hint, finished.Errors, StringComparison.Ordinal);
    }

    public static TheoryData<string> Functions => [.. TestFunctions.All.Select(function => function.Name)];

    [Theory, MemberData(nameof(Functions))]
    public void One_function_is_an_experiment_file_with_all_that_is_known_in_full(string name)
    {
        var (function, text) = (TestFunctions.Find(name)!, Shell.Run("functions", name).Output);
        var experiment = ExampleFiles.Experiment(text);
        Assert.Equal((function.Formula, function.Direction), (experiment.Formula, experiment.Method.Direction));
        Assert.Equal(function.Parameters.Concat(function.Data).Select(array => (array.Name, string.Join(' ', array.Value.ToArray()))),
            experiment.Parameters.Concat(experiment.Data).Select(array => (array.Name, string.Join(' ', array.Source.Values(0, "").ToArray()))));
        Assert.All(text.Split('\n').Where(line => line.StartsWith('#')), line => Assert.InRange(line.Length, 1, 80));
        var known = text.Replace("\n#     ", " ", StringComparison.Ordinal).Split('\n').Where(line => Regex.IsMatch(line, "^# (minimum|maximum|saddle) "));
        Assert.Equal(function.Points.Select(point => (NumberText.Exact(point.Value), string.Join(' ', point.At))), known.Select(line => ValueAndPoint(line, text)));
    }

    /// <summary>Of a line <c># minimum 0 at x = 3, y = 2 where ...</c>, with the point written below [parameters].</summary>
    private static (string Value, string At) ValueAndPoint(string line, string experiment)
    {
        var (words, parts) = (line.Split(" at "), experiment.Split("[parameters]\n"));
        var point = string.Join('\n', Regex.Split(words[1].Split(" where ")[0], ", (?=[a-z])"));
        var moved = ExampleFiles.Experiment($"{parts[0]}[parameters]\n{point}{parts[1][parts[1].IndexOf("\n\n", StringComparison.Ordinal)..]}");
        return (words[0].Split(' ')[2], string.Join(' ', moved.Start().SelectMany(value => value.ToArray())));
    }

    [Fact]
    public void Plan_lists_the_trials_as_they_will_stand_in_the_table()
    {
        var path = ExperimentRuns.PathOf("optimizer-paths");
        Assert.Equal("4\n", Shell.Run("plan", path, "--count").Output);
        var lines = Shell.Run("plan", path, "--csv").Output.Split('\n');
        Assert.Equal(6, lines.Length);
        Assert.Equal("trial,id,method.rule,method.learning_rate", lines[0]);
        Assert.EndsWith(",gradient_descent,0.95", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",book_adam,0.3", lines[4], StringComparison.Ordinal);
        Assert.EndsWith("\n4 trials\n", Shell.Run("plan", path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_of_a_million_million_trials_is_counted_at_once_and_shows_the_first()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["many.toml"], """
            loss = "x^2"
            [parameters]
            x = 1.0
            [sweep]
            "method.learning_rate" = { from = 0.0, to = 1.0, count = 1000000 }
            seed = { from = 0, count = 1000000 }
            """);
        Assert.Equal("1000000000000\n", Shell.Run("plan", folder["many.toml"], "--count").Output);
        var lines = Shell.Run("plan", folder["many.toml"]).Output.TrimEnd('\n').Split('\n');
        Assert.Equal("1,000,000,000,000 trials, the first 24 shown; --csv shows all", lines[^1]);
        Assert.Equal("in all of these: learning_rate 0", lines[0]);
        Assert.Equal(24 + 4, lines.Length);
        var refused = Shell.Run("run", folder["many.toml"], "-o", folder["results"]);
        Assert.Contains("1,000,000,000,000 trials", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("--shard", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(2, refused.ExitCode);
    }

    [Fact]
    public void A_plan_without_end_ends_when_its_reader_has_gone()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["many.toml"], "loss = \"x^2\"\n[parameters]\nx = 1.0\n[sweep]\nseed = { from = 0, count = 1000000000000 }\n");
        var finished = Child.Run("bash", folder.Path, ["-c", $"dotnet '{AppContext.BaseDirectory}FuncGrad.Lab.dll' plan many.toml --csv | head -n 2"]);
        Assert.Equal(("trial,id,seed", ""), (finished.Output.Split('\n')[0], finished.Errors));
    }

    [Fact]
    public void Commands_that_share_a_file_for_their_output_write_one_behind_the_other()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        var funcgrad = $"dotnet '{AppContext.BaseDirectory}FuncGrad.Lab.dll'";
        Child.Run("bash", folder.Path, ["-c", $"({funcgrad} show x^2; echo between; {funcgrad} show y^2; {funcgrad} show z^2) > all.txt"]);
        Assert.Equal("f = x^2\n∂f/∂x = 2 * x\nbetween\nf = y^2\n∂f/∂y = 2 * y\nf = z^2\n∂f/∂z = 2 * z\n", File.ReadAllText(folder["all.txt"]));
    }

    [Fact]
    public void A_full_disk_behind_stdout_is_an_output_failure()
    {
        if (!File.Exists("/dev/full")) return;
        var finished = Child.Run("bash", Path.GetTempPath(), ["-c", $"dotnet '{AppContext.BaseDirectory}FuncGrad.Lab.dll' rules > /dev/full"]);
        Assert.Equal(4, finished.ExitCode);
        Assert.Contains("No space left", finished.Errors, StringComparison.Ordinal);
    }
}

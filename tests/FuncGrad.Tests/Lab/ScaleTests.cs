using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>A plan of 10¹² trials is counted, not laid out; one machine refuses it, a shard of it runs.</summary>
public sealed class ScaleTests
{
    private const string Huge = """
        loss = "x0^2"
        [parameters]
        x0 = 1.0
        [method]
        steps = 2
        [sweep]
        "method.learning_rate" = { from = 0.1, to = 0.2, count = 1000000 }
        "parameters.x0" = { from = 0.1, to = 0.2, count = 1000000 }
        [log]
        every = 0

        """;

    [Fact]
    public void The_trials_of_a_huge_plan_are_counted_and_its_size_is_named_when_one_machine_is_to_run_it()
    {
        using var folder = new BatchFolder(Huge);
        Assert.Equal("1000000000000\n", Child.FuncGrad(folder.Path, "plan", "experiment.toml", "--count").Output);
        var refused = Child.FuncGrad(folder.Path, "run", "experiment.toml", "-o", "o");
        Assert.Equal(ExitCode.BadInput, refused.ExitCode);
        Assert.Contains("1,000,000,000,000 trials", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("--shard I/N", refused.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["o"]));
    }

    [Fact]
    public void A_shard_that_does_not_fit_the_disk_leaves_no_folder()
    {
        using var folder = new BatchFolder(Huge.Replace("count = 1000000 }", "count = 1000000000 }", StringComparison.Ordinal));
        var refused = Shell.Run("run", folder["experiment.toml"], "-o", folder["o"], "--shard", "1/2");
        Assert.Equal(ExitCode.OutputFailure, refused.ExitCode);
        Assert.Contains("will not fit", refused.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["o"]));
    }

    [Fact]
    public void A_small_shard_of_a_huge_plan_runs_in_a_few_files()
    {
        using var folder = new BatchFolder(Huge);
        var shard = Child.FuncGrad(folder.Path, "run", "experiment.toml", "-o", "o", "--shard", "61035156/61035156");
        Assert.True(shard.ExitCode == ExitCode.Done, shard.Errors);
        Assert.Equal(["journal", "trials.csv"], Directory.GetFiles(folder["o/parts-61035156-of-61035156"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(16_384, File.ReadLines(folder["o/parts-61035156-of-61035156/trials.csv"]).Count());
        Assert.Contains("unfinished: 16,384 of 1,000,000,000,000 trials", Child.FuncGrad(folder.Path, "status", "o").Output, StringComparison.Ordinal);
    }

    /// <summary>Every point is a function of its index alone: one by one, backwards, or a block from the middle, in which other trials are not asked for.</summary>
    [Theory]
    [InlineData("random")]
    [InlineData("sobol")]
    [InlineData("latin_hypercube")]
    public void Sampled_trials_depend_on_their_index_alone(string by)
    {
        var text = $$"""
            loss = "x0^2 + x1^2"
            [parameters]
            x0 = 1.0
            x1 = 1.0
            [method]
            steps = 2
            [sweep]
            sample = { count = 200, by = "{{by}}", seed = 7 }
            "method.learning_rate" = { from = 1e-3, to = 1.0, scale = "log" }
            "parameters.x0" = { from = -1.0, to = 1.0 }
            "parameters.x1" = { from = -1.0, to = 1.0 }
            [log]
            every = 0
            """;
        var forward = new Batch(ExampleFiles.Experiment(text)).Run(0, 200, () => long.MaxValue >> 2)!.Select(Row).ToArray();
        var trials = new Trials(ExampleFiles.Experiment(text));
        Assert.Equal(forward.Select(row => row.Id).Reverse(), Enumerable.Range(0, 200).Reverse().Select(index => trials[index].Id));
        Assert.Equal(forward[150..163], new Batch(ExampleFiles.Experiment(text)).Run(150, 13, () => long.MaxValue >> 2)!.Select(Row));
        Assert.Equal(200, forward.Distinct().Count());
    }

    private static (string Id, double Loss, string Values) Row(TrialRecord record) => (record.Id, record.Loss, string.Join(' ', record.Swept));
}

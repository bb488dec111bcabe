using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Folders that are not for a run are refused with the reason, and left as they are.</summary>
public sealed class ResultFolderTests
{
    private const string Tiny = """
        loss = "x0^2"
        [parameters]
        x0 = 1.0
        [method]
        steps = 3

        """;

    [Fact]
    public void Another_experiment_is_refused_with_what_differs()
    {
        using var folder = new BatchFolder(Tiny);
        folder.RunToItsEnd("o");
        var before = Bytes(folder["o"]);
        File.WriteAllText(folder["experiment.toml"], Tiny.Replace("steps = 3", "steps = 4", StringComparison.Ordinal));
        var refused = Run(folder, "o", "--set", "method.learning_rate=0.5");
        Assert.Equal((ExitCode.BadInput, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("method.steps: there 3, here 4", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("method.learning_rate: there nothing, here 0.5", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(before, Bytes(folder["o"]));
        Assert.Equal(ExitCode.Done, Run(folder, "o", "--fresh").ExitCode);
    }

    [Fact]
    public void What_a_newer_version_wrote_is_refused()
    {
        using var folder = new BatchFolder(Tiny);
        folder.RunToItsEnd("o");
        var manifest = Path.Combine(folder["o"], Manifest.FileName);
        (Manifest.ReadFile(folder["o"])! with { Version = "99.0.0" }).Write(folder["o"], "test");
        var refused = Run(folder, "o");
        Assert.Equal(ExitCode.BadInput, refused.ExitCode);
        Assert.Contains("was written by funcgrad 99.0.0", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_s_own_tables_are_not_touched()
    {
        using var folder = new BatchFolder(Tiny);
        Directory.CreateDirectory(folder["o"]);
        File.WriteAllText(Path.Combine(folder["o"], "trials.csv"), "mine");
        Assert.Equal(ExitCode.BadInput, Run(folder, "o").ExitCode);
        Assert.Equal(ExitCode.Done, Run(folder, "shards", "--shard", "1/2").ExitCode);
        Assert.Equal(ExitCode.Done, Run(folder, "shards", "--shard", "2/2").ExitCode);
        using (var merge = BatchProcess.Start(folder.Path, "merge", "shards", "-o", "o")) Assert.Equal(ExitCode.BadInput, merge.Wait().ExitCode);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder["o"], "trials.csv")));
    }

    [Fact]
    public void Start_over_deletes_what_funcgrad_wrote_and_nothing_else()
    {
        using var folder = new BatchFolder(Tiny);
        folder.RunToItsEnd("o");
        foreach (var mine in (string[])["notes.txt", "trials-sorted.csv", "stepsize.csv"]) File.WriteAllText(Path.Combine(folder["o"], mine), "mine");
        folder.RunToItsEnd("o", "--fresh");
        Assert.Equal(["experiment.toml", "journal", "manifest.json", "notes.txt", "steps.csv", "stepsize.csv", "trials-sorted.csv", "trials.csv"], Directory.GetFiles(folder["o"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData]
    [InlineData("--shard", "2/3")]
    public void The_second_process_is_refused_with_the_first_s_host_and_number_and_a_dead_one_s_lock_taken_over(params string[] shard)
    {
        using var folder = new BatchFolder(BatchFolder.Himmelblau.Replace("steps = 200", "steps = 20000", StringComparison.Ordinal));
        using var first = folder.Run("o", ["--json", .. shard]);
        first.UntilStarted();
        var second = Run(folder, "o", shard);
        Assert.Equal(ExitCode.BadInput, second.ExitCode);
        Assert.Contains($"in use by host {Environment.MachineName} process {first.Id} ", second.Errors, StringComparison.Ordinal);
        var fresh = Run(folder, "o", ["--fresh", .. shard]);
        Assert.Equal(ExitCode.BadInput, fresh.ExitCode);
        first.Signal(BatchProcess.Killed);
        Assert.Equal(128 + BatchProcess.Killed, first.Wait().ExitCode);
        using var third = folder.Run("o", ["--json", .. shard]);
        third.UntilStarted();
        third.Signal(BatchProcess.Killed);
        Assert.Contains($"Took over from host {Environment.MachineName} process {first.Id} ", third.Wait().Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trials.csv")]
    [InlineData("steps.csv")]
    [InlineData("manifest.json")]
    [InlineData("experiment.toml")]
    [InlineData("parts")]
    public void What_stands_where_the_results_belong_is_named_before_anything_is_computed(string name)
    {
        using var folder = new BatchFolder(Tiny);
        var wrong = Path.Combine(folder["o"], name);
        Directory.CreateDirectory(name == "parts" ? folder["o"] : wrong);
        if (name == "parts") File.WriteAllText(wrong, "");
        foreach (var arguments in (string[][])[[], ["--fresh"]])
        {
            var refused = Run(folder, "o", arguments);
            Assert.Equal((ExitCode.BadInput, ""), (refused.ExitCode, refused.Output));
            Assert.Contains($"{Path.Combine("o", name)} is a {(name == "parts" ? "file" : "folder")}, but must be a", refused.Errors.Replace(folder["o"], "o", StringComparison.Ordinal), StringComparison.Ordinal);
        }
        Assert.Equal([wrong], Directory.GetFileSystemEntries(folder["o"]));
    }

    [Fact]
    public void Shards_and_a_whole_run_do_not_mix()
    {
        using var folder = new BatchFolder(BatchFolder.Himmelblau.Replace("count = 60", "count = 4", StringComparison.Ordinal));
        folder.RunToItsEnd("o", "--shard", "1/2");
        Assert.Equal(ExitCode.BadInput, Run(folder, "o").ExitCode);
        Assert.Equal(ExitCode.BadInput, Run(folder, "o", "--shard", "1/3").ExitCode);
        folder.RunToItsEnd("o", "--shard", "2/2");
        var status = Child.FuncGrad(folder.Path, "status", "o");
        Assert.Contains("unfinished: 200 of 200 trials", status.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Child.FuncGrad(folder.Path, "merge", "o").ExitCode);
        Assert.Equal(["experiment.toml", "journal", "manifest.json", "steps.csv", "trials.csv"], Directory.EnumerateFileSystemEntries(folder["o"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("finished: 200 of 200 trials", Child.FuncGrad(folder.Path, "status", "o").Output, StringComparison.Ordinal);
    }

    private static Finished Run(BatchFolder folder, string output, params string[] arguments)
    {
        using var run = folder.Run(output, arguments);
        return run.Wait();
    }

    private static string[] Bytes(string folder) => [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(file => Convert.ToHexString(File.ReadAllBytes(file)))];
}

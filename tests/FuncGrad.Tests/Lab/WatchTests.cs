using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary><c>funcgrad watch</c> and <c>run --report</c>: a run seen from its folder alone.</summary>
public sealed class WatchTests
{
    private const string Bowl = """
        title = "A bowl"
        loss = "x^2/20 + y^2"
        [parameters]
        x = -7.0
        y = 2.0
        [method]
        steps = 30
        [sweep]
        method.learning_rate = { from = 0.01, to = 1.5, count = 640 }
        """;

    [Fact]
    public void A_finished_run_is_told_and_watching_it_ends()
    {
        using var folder = new ReportedFolder(Bowl);
        foreach (var arguments in (string[][])[["watch", folder.Results], ["watch", folder.Results, "--once"]])
        {
            var finished = Shell.Run(arguments);
            Assert.Equal((0, ""), (finished.ExitCode, finished.Errors));
            Assert.Contains("100 % 640 of 640 trials", finished.Output, StringComparison.Ordinal);
            Assert.EndsWith("; finished\n", finished.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_unfinished_run_is_counted_from_the_disk_and_its_page_is_drawn()
    {
        using var folder = Unfinished(out var done);
        var finished = Shell.Run("watch", folder["out"], "--once");
        Assert.Equal(75, finished.ExitCode);
        Assert.Contains($"{done} of 640 trials", finished.Output, StringComparison.Ordinal);
        Assert.Contains("nobody computes now", finished.Output, StringComparison.Ordinal);
        LiveReport.WriteStopped(folder["out"]);
        var page = File.ReadAllText(LiveReport.PathIn(folder["out"]));
        Assert.Contains($"stopped: {done} of 640 trials are done", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv=\"refresh\"", page, StringComparison.Ordinal);
        Assert.Equal(done, ReportedFolder.Column(ReportedFolder.Data(page).GetProperty("runs")[0], "loss").Length);
        Assert.Equal(0, Shell.Run("run", folder["a.toml"], "-o", folder["out"], "--report").ExitCode);
        page = File.ReadAllText(LiveReport.PathIn(folder["out"]));
        Assert.Equal(640, ReportedFolder.Column(ReportedFolder.Data(page).GetProperty("runs")[0], "loss").Length);
        Assert.DoesNotContain("stopped:", page, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_there_are_a_bar_of_verdicts_and_the_best_loss_within_its_width()
    {
        using var folder = new ReportedFolder(Bowl);
        var run = WatchedRun.Read(folder.Results)!;
        var pace = new Pace(30);
        pace.Add(run, DateTime.UnixEpoch);
        string[] lines = [.. WatchView.Lines(run, pace.Line(run), 80, hasColours: false)];
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
        Assert.Contains(lines, line => line.Length == 79 && line.All(letter => "C.s~x-|UDF".Contains(letter, StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith("best loss so far", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Any(letter => letter is > '\u2800' and < '\u2900'));
    }

    [Fact]
    public void The_pace_is_that_of_the_looks()
    {
        using var folder = Unfinished(out var done);
        var run = WatchedRun.Read(folder["out"])!;
        var pace = new Pace(30);
        pace.Add(run with { Tally = new Tally() }, DateTime.UnixEpoch);
        pace.Add(run, DateTime.UnixEpoch.AddSeconds(10));
        Assert.Equal(done / 10.0, pace.Line(run).TrialsPerSecond);
        Assert.Equal((640 - done) / (done / 10.0), pace.Line(run).Left!.Value.TotalSeconds, 1e-6);
    }

    [Theory]
    [InlineData("missing", "not a folder of results")]
    [InlineData("results --every 0", "--every 0")]
    public void What_cannot_be_watched_is_told(string arguments, string problem)
    {
        using var folder = new ReportedFolder(Bowl);
        var finished = Shell.Run(["watch", .. arguments.Split(' ').Select(word => word is "results" or "missing" ? folder[word] : word)]);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(problem, finished.Errors, StringComparison.Ordinal);
    }

    /// <summary>A run as a kill leaves it: its parts with the first blocks.</summary>
    private static TemporaryFolder Unfinished(out int done)
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.toml"], Bowl);
        Assert.Equal(0, Shell.Run("run", folder["a.toml"], "-o", folder["out"]).ExitCode);
        var (parts, journal) = (Directory.CreateDirectory(folder["out/parts"]).FullName, File.ReadAllLines(folder["out/journal"]));
        foreach (var table in (string[])["trials.csv", "steps.csv"]) File.Move(folder[$"out/{table}"], Path.Combine(parts, table));
        var entries = Journal.In(folder["out"]).Entries.Take(3).ToArray();
        File.WriteAllLines(Path.Combine(parts, "journal"), journal.Take(2 + entries.Length));
        File.Delete(folder["out/journal"]);
        (Manifest.ReadFile(folder["out"])! with { Status = Manifest.Running, Files = [] }).Write(folder["out"], "test");
        done = (int)entries.Sum(entry => entry.Tally.Trials);
        // Behind the rows of the last whole block stand those of one that was being written.
        Cut(Path.Combine(parts, "trials.csv"), entries.Sum(entry => entry.Trials.Bytes), 40);
        Cut(Path.Combine(parts, "steps.csv"), entries.Sum(entry => entry.Steps.Bytes), 25);
        return folder;
    }

    private static void Cut(string path, long rows, int more)
    {
        var header = File.ReadLines(path).First().Length + 1;
        using var file = File.OpenWrite(path);
        file.SetLength(header + rows + more);
    }
}

using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>A single long trial saves its state and goes on from there, bit for bit.</summary>
public sealed class LongTrialTests
{
    /// <summary>Adam, since its rule keeps the most between steps; so many rows that they go to the disk on the way, of which many workers may each keep few in memory.</summary>
    private const string Rosenbrock = """
        loss = "100*(x1 - x0^2)^2 + (1 - x0)^2"
        [parameters]
        x0 = -1.2
        x1 = 1.0
        [method]
        rule = "adam"
        learning_rate = 0.001
        steps = 3000000
        [log]
        every = 10

        """;

    [Fact]
    public void A_long_trial_that_is_killed_and_stopped_ends_with_the_same_bytes()
    {
        using var folder = new BatchFolder(Rosenbrock);
        folder.RunToItsEnd("whole", "--workers", "64");
        var (kills, state) = (0, Path.Combine(folder["o"], "parts", "trial-0.state"));
        while (true)
        {
            using var run = folder.Run("o", "--json", "--workers", "64");
            var before = File.Exists(state) ? File.ReadAllBytes(state) : null;
            if (!IsSavedAgain(run, state, before)) break;
            run.Signal(kills % 2 == 0 ? BatchProcess.Killed : BatchProcess.Terminate);
            run.Wait();
            Assert.True(++kills < 100);
        }
        Assert.True(kills >= 2, $"{kills} kills");
        folder.RunToItsEnd("o", "--workers", "64");
        BatchFolder.AssertSame(folder["whole"], folder["o"]);
    }

    /// <summary>Waits for a state other than before; false if the run ended instead.</summary>
    private static bool IsSavedAgain(BatchProcess run, string state, byte[]? before)
    {
        while (!run.HasExited)
        {
            if (File.Exists(state) && !File.ReadAllBytes(state).AsSpan().SequenceEqual(before)) return true;
            Thread.Sleep(1);
        }
        return false;
    }

    [Fact]
    public void Status_tells_how_many_steps_of_an_unfinished_trial_are_saved()
    {
        using var folder = new BatchFolder(Rosenbrock);
        using (var run = folder.Run("o", "--workers", "64"))
        {
            Assert.True(IsSavedAgain(run, Path.Combine(folder["o"], "parts", "trial-0.state"), null));
            run.Signal(BatchProcess.Killed);
            run.Wait();
        }
        var steps = Assert.Single(LongTrial.Saved(Path.Combine(folder["o"], "parts"))).Steps;
        Assert.True(steps > 0);
        Assert.Contains($"trial 0: {Numbers.Grouped(steps)} steps are done and saved\n", Shell.Run("status", folder["o"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_torn_state_or_torn_rows_are_as_good_as_none()
    {
        using var folder = new TemporaryFolder();
        var progress = new SavedProgress(5, 1, true, [[1.5, double.NaN], [-0.0]], [[2.5]], 4);
        var rows = new StepRows([0, 1, 2], 3);
        foreach (var (damaged, isKept) in new[] { ("", true), ("state", false), ("rows", false) })
        {
            using (var before = new LongTrial(folder.Path, 7, "identity", hasLog: true)) before.Keep(progress, rows, isStopping: true);
            if (damaged.Length > 0) File.WriteAllBytes(folder[$"trial-7.{damaged}"], [.. File.ReadAllBytes(folder[$"trial-7.{damaged}"]).SkipLast(1)]);
            using var after = new LongTrial(folder.Path, 7, "identity", hasLog: true);
            var found = after.Resume();
            Assert.Equal(isKept, found is not null);
            if (!isKept) continue;
            Assert.Equal((5, 1, true, 4), (found!.Iteration, found.Running, found.IsLate, found.LastLoggedStep));
            Assert.Equal(progress.State.SelectMany(x => x).Select(BitConverter.DoubleToInt64Bits), found.State.SelectMany(x => x).Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Theory]
    [InlineData(3, "every = 0", 1)]
    [InlineData(100_000_000, "every = 0", 1)]
    public void The_only_trial_is_a_block_of_its_own(long steps, string log, int blockSize) =>
        Assert.Equal(blockSize, new Batch(ExampleFiles.Experiment(Rosenbrock.Replace("3000000", $"{steps}", StringComparison.Ordinal).Replace("every = 10", log, StringComparison.Ordinal))).BlockSize);

    [Fact]
    public void The_longest_of_trials_of_several_lengths_decides_how_many_make_a_block()
    {
        const string swept = "\n[sweep]\n\"method.steps\" = [10, 1000000000, 20]\n";
        Assert.Equal(1, new Batch(ExampleFiles.Experiment(Rosenbrock.Replace("every = 10", "every = 0", StringComparison.Ordinal) + swept)).BlockSize);
    }

    /// <summary>A hundred trials of a loss over 10⁵ data points are no block for one worker.</summary>
    [Fact]
    public void Trials_of_an_expensive_loss_make_small_blocks()
    {
        var batch = new Batch(ExampleFiles.Experiment("""
            loss = "mean((x * w + b - t)^2)"
            [parameters]
            w = 0.0
            b = 0.0
            [data]
            x = { shape = [100000], normal = { mean = 0.0, std = 1.0 } }
            t = { shape = [100000], normal = { mean = 0.0, std = 1.0 } }
            [method]
            steps = 10000
            [sweep]
            "method.learning_rate" = { from = 0.1, to = 0.2, count = 100 }
            [log]
            every = 0
            """));
        Assert.Equal(1, batch.BlockSize);
    }
}

using Xunit;

namespace FuncGrad.Tests;

/// <summary>
/// A real Slurm of several hosts, by a script that FUNCGRAD_CLUSTER names: <c>up N</c>, <c>exec COMMAND</c>, <c>kill HOST</c>, <c>start HOST</c>, <c>down</c>. It takes
/// minutes, and so runs only when it is asked for.
/// </summary>
public sealed class SlurmClusterTests
{
    private const string Experiment = """
        loss = "(x^2 + y - 11)^2 + (x + y^2 - 7)^2"
        [parameters]
        x = { shape = [], uniform = { low = -5, high = 5 } }
        y = { shape = [], uniform = { low = -5, high = 5 } }
        [method]
        rule = "momentum"
        steps = 20_000
        [sweep]
        method.learning_rate = { from = 1e-4, to = 1e-1, count = 200, scale = "log" }
        method.momentum = { from = 0.0, to = 0.99, count = 100 }
        seed = { count = 25 }
        [log]
        every = 0
        """;

    private static readonly string? Cluster = Environment.GetEnvironmentVariable("FUNCGRAD_CLUSTER");

    [Fact]
    public void A_node_that_dies_leaves_no_trace_in_the_bytes()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Cluster), "FUNCGRAD_CLUSTER names no script that brings a Slurm cluster up.");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["sweep.toml"], Experiment);
        Assert.Equal(0, Shell.Run("run", folder["sweep.toml"], "-o", folder["whole"], "--no-picture").ExitCode);
        Assert.Equal(0, Call(folder, "up", "2").ExitCode);
        try
        {
            var submitted = Call(folder, "exec", Path.Combine(AppContext.BaseDirectory, "FuncGrad.Lab"), "submit", "sweep.toml", "--on", "slurm", "--shards", "8", "-o", "many");
            Assert.True(submitted.ExitCode == 0, submitted.Errors);
            Until(() => Shell.Run("status", folder["many"]).Output.Contains("host node1 process", StringComparison.Ordinal));
            Call(folder, "kill", "node1");
            Until(() => Call(folder, "exec", "squeue", "--noheader", "--states=RUNNING", "--nodelist=node1").Output.Trim().Length == 0);
            Call(folder, "start", "node1");
            Until(() => File.Exists(Path.Combine(folder["many"], "trials.csv")));
        }
        finally { Call(folder, "down"); }
        Assert.Contains(Directory.GetFiles(Path.Combine(folder["many"], "logs")), log => File.ReadAllText(log).Contains("Took over from host node1"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder["whole"], "trials.csv")), File.ReadAllBytes(Path.Combine(folder["many"], "trials.csv")));
    }

    private static Finished Call(TemporaryFolder folder, params string[] words) => Child.Run("bash", folder.Path, [Cluster!, .. words]);

    private static void Until(Func<bool> condition)
    {
        for (var second = 0; second < 240; second++)
        {
            if (condition()) return;
            Thread.Sleep(1000);
        }
        throw new TimeoutException("The cluster did not come so far within four minutes.");
    }
}

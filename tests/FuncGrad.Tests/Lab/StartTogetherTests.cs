using Xunit;

namespace FuncGrad.Tests;

/// <summary>Shards that begin at the same moment in a folder that is not there yet, as a cluster lets them.</summary>
public class StartTogetherTests
{
    private const int Shards = 6, Rounds = 15;

    [Fact]
    public void None_takes_what_another_just_wrote_for_a_strangers()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["sweep.toml"], "loss = \"x0^2\"\nparameters = { x0 = 1.0 }\nmethod = { steps = 3 }\nsweep = { method.learning_rate = { from = 0.1, to = 0.5, count = 12 } }\nlog = { every = 0 }\n");
        for (var round = 0; round < Rounds; round++)
        {
            var results = folder[$"round-{round}"];
            var ended = new Finished[Shards];
            using var start = new Barrier(Shards);
            Thread[] threads = [.. Enumerable.Range(0, Shards).Select(shard => new Thread(() =>
            {
                start.SignalAndWait();
                ended[shard] = Shell.Run("run", folder["sweep.toml"], "-o", results, "--shard", $"{shard + 1}/{Shards}", "--workers", "1");
            }))];
            foreach (var thread in threads) thread.Start();
            foreach (var thread in threads) thread.Join();
            Assert.All(ended, run => Assert.True(run.ExitCode == 0, run.Errors));
        }
    }
}

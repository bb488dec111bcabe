using System.Globalization;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>
/// A batch whose process is killed at random moments and started again ends with the files of an undisturbed one. The moments are random in time, what is asserted
/// does not depend on them. <c>scripts/torture.sh</c> runs the same with many more kills.
/// </summary>
public sealed class KillTests
{
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("FUNCGRAD_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 3;

    private static BatchFolder Batch => BatchFolder.Undisturbed;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_killed_batch_goes_on_to_the_same_bytes(int workers)
    {
        var (moments, killed) = (new Random(workers), 0);
        while (killed < Kills)
        {
            var output = Batch[$"killed-{workers}"];
            while (KilledRun(output, moments, Kills - killed, "--workers", $"{workers}")) killed++;
            BatchFolder.AssertSame(Batch["whole"], output);
            Directory.Delete(output, recursive: true);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Killed_shards_merge_to_the_same_bytes(int shards)
    {
        var (moments, killed) = (new Random(100 + shards), 0);
        while (killed < Kills)
        {
            string[] outputs = [.. Enumerable.Range(1, shards).Select(shard => Batch[$"shard-{shard % 2}-of-{shards}"])];
            for (var shard = 1; shard <= shards; shard++)
                while (KilledRun(outputs[shard - 1], moments, Math.Min(Kills - killed, (Kills / shards) + 1), "--shard", $"{shard}/{shards}", "--workers", "2")) killed++;
            var merged = Merged([.. outputs.Distinct()], Batch[$"merged-{shards}"], shards);
            BatchFolder.AssertSame(Batch["whole"], merged);
            foreach (var folder in outputs.Append(merged).Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>One run, killed on its way if there is a kill left; true if it was. What the journal says is done is found by the next run.</summary>
    private static bool KilledRun(string output, Random moments, int killsLeft, params string[] arguments)
    {
        var done = BlocksDone(output, arguments);
        using var run = Batch.Run(output, ["--json", .. arguments]);
        if (killsLeft > 0 && run.IsKilledAfter(TimeSpan.FromMilliseconds(moments.Next(2_000)))) return true;
        var finished = run.Wait();
        Assert.True(finished.ExitCode == 0, finished.Errors);
        if (done > 0) Assert.Contains($"\"blocks_done\":{done},", finished.Output, StringComparison.Ordinal);
        return false;
    }

    private static int BlocksDone(string output, string[] arguments)
    {
        var shard = arguments[0] == "--shard" ? Shard.Parse(arguments[1])! : Shard.Whole;
        var parts = ResultFolder.PartsPath(output, shard);
        return Journal.Read(Path.Combine(parts, Journal.FileName)).Entries.Concat(Ahead.Entries(parts)).DistinctBy(entry => entry.Block).Count();
    }

    private static string Merged(string[] folders, string target, int shards)
    {
        if (shards == 1) return folders[0];
        using var merge = BatchProcess.Start(Batch.Path, ["merge", .. folders, "-o", target]);
        var finished = merge.Wait();
        Assert.True(finished.ExitCode == 0, finished.Errors);
        return target;
    }
}

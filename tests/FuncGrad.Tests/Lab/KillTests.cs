using System.Globalization;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>
/// A batch whose process is killed or stopped at random moments and started again ends with the files of an undisturbed one. The moments are random in time, what is
/// asserted does not depend on them. <c>scripts/torture.sh</c> runs the same with many more moments.
/// </summary>
public sealed class KillTests
{
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("FUNCGRAD_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 2;

    private static BatchFolder Batch => BatchFolder.Undisturbed;

    public static TheoryData<int, int> Signals(int[] counts)
    {
        var data = new TheoryData<int, int>();
        foreach (var signal in (int[])[BatchProcess.Killed, BatchProcess.Terminate])
            foreach (var count in counts) data.Add(signal, count);
        return data;
    }

    [Theory]
    [MemberData(nameof(Signals), new[] { 1, 2, 5 })]
    public void A_disturbed_batch_goes_on_to_the_same_bytes(int signal, int workers)
    {
        var (moments, killed) = (new Random((100 * signal) + workers), 0);
        while (killed < Kills)
        {
            var output = Batch[$"disturbed-{signal}-{workers}"];
            while (IsDisturbed(output, signal, moments, Kills - killed, "--workers", $"{workers}")) killed++;
            BatchFolder.AssertSame(Batch["whole"], output);
            Assert.Equal(3_000, Manifest.Read(output)!.Tally.Trials);
            Directory.Delete(output, recursive: true);
        }
    }

    /// <summary>The long form also tries three.</summary>
    public static TheoryData<int, int> Shards => Signals(Kills > 2 ? [1, 3, 7] : [1, 7]);

    [Theory]
    [MemberData(nameof(Shards))]
    public void Disturbed_shards_merge_to_the_same_bytes(int signal, int shards)
    {
        var (moments, killed) = (new Random((1000 * signal) + shards), 0);
        while (killed < Kills)
        {
            string[] outputs = [.. Enumerable.Range(1, shards).Select(shard => Batch[$"shard-{signal}-{shard % 2}-of-{shards}"])];
            for (var shard = 1; shard <= shards; shard++)
                while (IsDisturbed(outputs[shard - 1], signal, moments, Math.Min(Kills - killed, (Kills / shards) + 1), "--shard", $"{shard}/{shards}", "--workers", "2")) killed++;
            var merged = Merged([.. outputs.Distinct()], Batch[$"merged-{signal}-{shards}"], shards);
            BatchFolder.AssertSame(Batch["whole"], merged);
            foreach (var folder in outputs.Append(merged).Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>One run, ended by the signal on its way if there is one left; true if it was. What the journal says is done is found by the next run.</summary>
    private static bool IsDisturbed(string output, int signal, Random moments, int killsLeft, params string[] arguments)
    {
        var done = BlocksDone(output, arguments);
        using var run = Batch.Run(output, ["--json", .. arguments]);
        if (killsLeft > 0 && run.IsEndedAfter(TimeSpan.FromMilliseconds(moments.Next(2_000)), signal)) return true;
        var finished = run.Wait();
        Assert.True(finished.ExitCode == 0, finished.Errors);
        // Ended after its last block, when only its parts were left to delete, a batch has nothing to start and computes nothing.
        if (done > 0 && finished.Output.Contains("\"event\":\"started\"", StringComparison.Ordinal)) Assert.Contains($"\"blocks_done\":{done},", finished.Output, StringComparison.Ordinal);
        return false;
    }

    private static int BlocksDone(string output, string[] arguments)
    {
        var shard = arguments[0] == "--shard" ? Shard.Parse(arguments[1])! : Shard.Whole;
        var parts = Claims.PartsPath(output, shard);
        return Journal.In(parts).Entries.Concat(Ahead.Entries(parts)).DistinctBy(entry => entry.Block).Count();
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

using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>No block that is on the disk is ever computed again, counted.</summary>
public sealed class ResumeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Each_block_is_computed_once_however_often_the_batch_is_stopped(int workers)
    {
        using var batch = new SmallBatch();
        var all = new List<long>();
        for (var last = 1; last < SmallBatch.Blocks; last += 2) all.AddRange(batch.Run("o", block => block < last, workers));
        all.AddRange(batch.Run("o", workers: workers));
        Assert.Equal(Enumerable.Range(0, SmallBatch.Blocks).Select(block => (long)block), all);
        Assert.Equal(SmallBatch.Blocks, Manifest.Read(batch["o"])!.Sessions.Sum(session => session.BlocksComputed));
        batch.AssertWhole("o");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Blocks_that_are_done_before_an_earlier_one_are_kept(int workers)
    {
        using var batch = new SmallBatch();
        using var others = new CountdownEvent(SmallBatch.Blocks - 1);
        var computed = batch.Run("o", block => block == 0 ? !others.Wait(TimeSpan.FromMinutes(5)) : others.Signal() || block > 0, workers);
        Assert.Equal(SmallBatch.Blocks - 1, computed.Count);
        Assert.Equal([0], batch.Run("o", workers: workers));
        batch.AssertWhole("o");
    }

    [Fact]
    public void A_block_that_was_damaged_among_those_kept_ahead_is_computed_again()
    {
        using var batch = new SmallBatch();
        using var others = new CountdownEvent(SmallBatch.Blocks - 1);
        batch.Run("o", block => block == 0 ? !others.Wait(TimeSpan.FromMinutes(5)) : others.Signal() || block > 0);
        var rows = Path.Combine(batch.Parts("o"), "ahead", "steps.csv");
        var bytes = File.ReadAllBytes(rows);
        bytes[100] ^= 1;
        File.WriteAllBytes(rows, bytes);
        Assert.Equal(2, batch.Run("o").Count);
        batch.AssertWhole("o");
    }

    /// <summary>The second worker has done all others while block 0 is still being computed: they are on the disk before it ends.</summary>
    [Fact]
    public void Blocks_do_not_wait_in_memory_for_a_long_one()
    {
        using var batch = new SmallBatch();
        bool AreKept() => Ahead.Entries(batch.Parts("o")).Count() == SmallBatch.Blocks - 1;
        batch.Run("o", block => block != 0 || !SpinWait.SpinUntil(AreKept, TimeSpan.FromMinutes(5)));
        Assert.True(AreKept());
        Assert.Equal([0], batch.Run("o"));
        batch.AssertWhole("o");
    }

    [Fact]
    public void A_finished_folder_is_left_as_it_is()
    {
        using var batch = new SmallBatch();
        var before = Directory.GetFiles(batch["whole"]).Select(File.GetLastWriteTimeUtc).ToArray();
        Assert.Empty(batch.Run("whole"));
        Assert.Equal(before, Directory.GetFiles(batch["whole"]).Select(File.GetLastWriteTimeUtc));
        Assert.Equal(SmallBatch.Blocks, batch.Run("whole", fresh: true).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(20)]
    public void Shards_of_any_number_in_folders_of_their_own_or_in_one_merge_to_the_whole(int shards)
    {
        using var batch = new SmallBatch();
        for (var shard = 1; shard <= shards; shard++)
        {
            batch.Run("one", shard: new Shard(shard, shards));
            batch.Run($"own-{shard}", shard: new Shard(shard, shards));
        }
        if (shards == 1) return;
        Assert.Equal(ExitCode.Done, batch.Merge("one", "one"));
        batch.AssertWhole("one");
        Assert.Equal(ExitCode.Done, batch.Merge("merged", [.. Enumerable.Range(1, shards).Select(shard => $"own-{shard}"), "own-1"]));
        batch.AssertWhole("merged");
        Assert.Equal(ExitCode.Done, batch.Merge("merged", "own-1"));
        Assert.Empty(batch.Run("merged"));
    }
}

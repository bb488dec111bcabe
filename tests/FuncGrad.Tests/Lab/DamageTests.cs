using CsCheck;
using FuncGrad.Lab;
using Xunit;
using static FuncGrad.Tests.DamagedFiles;

namespace FuncGrad.Tests;

/// <summary>Six of ten blocks are there, something is damaged by hand, and the next run computes what that cost and nothing else.</summary>
public sealed class DamageTests
{
    private const int Done = 6;

    private static readonly long[] Missing = [6, 7, 8, 9];

    /// <summary>Damage, and the blocks that must be computed again for it.</summary>
    private static readonly Dictionary<string, (Action<string> Damage, long[] Lost)> Cases = new()
    {
        ["nothing"] = (_ => { }, []),
        ["a torn tail of steps"] = (parts => Cut(Last(parts), 10), [5]),
        ["a torn tail of trials"] = (parts => Cut(In(parts, "trials.csv"), 1), [5]),
        ["rows without a line in the journal"] = (parts => Append(Last(parts), "640,0,1,2,3"), []),
        ["more rows without a line than are to come"] = (parts => Append(Last(parts), string.Concat(Enumerable.Repeat("640,0,1,2,3\n", 50_000))), []),
        ["a torn journal"] = (parts => Cut(In(parts, "journal"), 3), []),
        ["a journal torn in its last block"] = (parts => Cut(In(parts, "journal"), File.ReadLines(In(parts, "journal")).Last().Length + 4), [5]),
        ["a journal without its first line"] = (parts => Flip(In(parts, "journal"), 20), []),
        ["a journal without its second line"] = (parts => Flip(In(parts, "journal"), LineStart(In(parts, "journal"), 1) + 20), []),
        ["rubbish behind the journal"] = (parts => Append(In(parts, "journal"), "6 64 1"), []),
        ["a flipped byte in the journal"] = (parts => Flip(In(parts, "journal"), LineStart(In(parts, "journal"), 3) + 5), []),
        ["a flipped end of line in the journal"] = (parts => Flip(In(parts, "journal"), LineStart(In(parts, "journal"), 5) - 1), []),
        ["two flipped bytes in a line of the journal"] = (parts => { Flip(In(parts, "journal"), LineStart(In(parts, "journal"), 5) + 5); Flip(In(parts, "journal"), LineStart(In(parts, "journal"), 5) + 9); }, [3]),
        ["lines of the journal that are lost"] = (parts => SpoilLines(parts, 3, 2), [1, 2]),
        ["a lost line of the first block"] = (parts => SpoilLines(parts, 2, 1), [0]),
        ["a lost line of the last block"] = (parts => SpoilLines(parts, 7, 1), [5]),
        ["all lines of blocks but the last"] = (parts => SpoilLines(parts, 2, 5), [0, 1, 2, 3, 4]),
        ["lines of the journal that are lost in two places"] = (parts => { SpoilLines(parts, 3, 1); SpoilLines(parts, 5, 2); }, [1, 3, 4]),
        ["a lost line and a row of its block"] = (parts => { SpoilLines(parts, 4, 1); Flip(In(parts, "steps-0003.csv"), 500); }, [2]),
        ["a lost line and a row of a block before it"] = (parts => { SpoilLines(parts, 4, 1); Flip(In(parts, "steps.csv"), 500); }, [0, 2]),
        ["a lost line and a row of the block behind it"] = (parts => { SpoilLines(parts, 4, 1); Flip(In(parts, "steps-0004.csv"), 500); }, [2, 3, 4, 5]),
        ["a lost line and a file of steps"] = (parts => { SpoilLines(parts, 4, 1); File.Delete(In(parts, "steps-0003.csv")); }, [2, 3, 4, 5]),
        ["a flipped byte in the first block"] = (parts => Flip(In(parts, "steps.csv"), 500), [0]),
        ["a flipped byte in the middle"] = (parts => Flip(In(parts, "steps-0003.csv"), 500), [2]),
        ["a flipped byte in the last block"] = (parts => Flip(Last(parts), -20), [5]),
        ["a flipped byte in trials"] = (parts => Flip(In(parts, "trials.csv"), 20_000), [1]),
        ["two flipped bytes"] = (parts => { Flip(In(parts, "steps-0002.csv"), 500); Flip(In(parts, "steps-0004.csv"), 500); }, [1, 3]),
        ["a flipped byte in a header"] = (parts => { Flip(In(parts, "steps-0002.csv"), 3); Flip(In(parts, "trials.csv"), 3); }, []),
        ["a deleted first file of steps"] = (parts => File.Delete(In(parts, "steps.csv")), [0, 1]),
        ["a deleted file of steps in the middle"] = (parts => File.Delete(In(parts, "steps-0003.csv")), [2, 3]),
        ["a deleted last file of steps"] = (parts => File.Delete(Last(parts)), [4, 5]),
        ["deleted trials"] = (parts => File.Delete(In(parts, "trials.csv")), [0, 1, 2, 3, 4, 5]),
        ["a deleted journal"] = (parts => File.Delete(In(parts, "journal")), [0, 1, 2, 3, 4, 5]),
        ["rubbish behind a full file"] = (parts => Append(In(parts, "steps-0002.csv"), "1,2,3\n"), []),
        ["a later file of nobody's"] = (parts => File.WriteAllText(In(parts, "steps-0009.csv"), "1,2,3\n"), []),
        ["a deleted folder of parts"] = (parts => Directory.Delete(parts, recursive: true), [0, 1, 2, 3, 4, 5]),
        ["a deleted manifest"] = (parts => File.Delete(In(parts, "../manifest.json")), []),
        ["a torn manifest"] = (parts => Cut(In(parts, "../manifest.json"), 20), []),
        ["a deleted experiment"] = (parts => File.Delete(In(parts, "../experiment.toml")), []),
        ["a lock that was left"] = (parts => File.WriteAllText(In(parts, "lock"), $"host {Environment.MachineName} process {int.MaxValue} since 2001-01-01 00:00:00 UTC\n"), []),
        ["a file half written"] = (parts => File.WriteAllText(In(parts, $"../.manifest.json.{Manifest.Read(In(parts, ".."))!.Owner}-parts.0123456789abcdef.tmp"), "{"), []),
    };

    /// <summary>Lines of the journal, with the ends between them; the second is that of block 0.</summary>
    private static void SpoilLines(string parts, int first, int count) =>
        Spoil(In(parts, "journal"), LineStart(In(parts, "journal"), first), LineStart(In(parts, "journal"), first + count) - 1);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_was_damaged_and_what_was_missing_is_computed_and_nothing_else(string name)
    {
        using var batch = new SmallBatch();
        Assert.Equal([0, 1, 2, 3, 4, 5], batch.Run("o", block => block < Done));
        Cases[name].Damage(batch.Parts("o"));
        Assert.Equal([.. Cases[name].Lost, .. Missing], batch.Run("o"));
        batch.AssertWhole("o");
        Assert.Empty(batch.Run("o"));
        batch.AssertWhole("o");
    }

    [Fact]
    public void Lost_blocks_come_back_one_by_one_and_stay()
    {
        using var batch = new SmallBatch();
        batch.Run("o", block => block < Done);
        SpoilLines(batch.Parts("o"), 3, 2);
        Assert.Equal([2], batch.Run("o", block => block == 2));
        Assert.Equal([1], batch.Run("o", block => block == 1));
        Assert.Equal(Missing, batch.Run("o"));
        batch.AssertWhole("o");
    }

    /// <summary>A line that no block needs, and one that a block does.</summary>
    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 2)]
    public void What_stands_behind_a_damaged_line_counts_wherever_blocks_are_counted(bool isOfBlock, int blocks)
    {
        using var batch = new SmallBatch();
        var shard = new Shard(2, 3);
        batch.Run("o", block => block < 4, shard: shard);
        batch.Run("o", shard: shard);
        batch.Run("others", shard: new(1, 3));
        batch.Run("others", shard: new(3, 3));
        var lines = File.ReadAllLines(In(batch.Parts("o", shard), "journal"));
        SpoilLines(batch.Parts("o", shard), Array.FindIndex(lines, line => isOfBlock ? line.StartsWith("1 ", StringComparison.Ordinal) : line.StartsWith("session", StringComparison.Ordinal)), 1);
        Assert.Contains($"unfinished: {blocks * 64} of 640 trials", Shell.Run("status", batch["o"]).Output, StringComparison.Ordinal);
        Assert.Equal(blocks * 64, WatchedRun.Read(batch["o"])!.Tally.Trials);
        Assert.Equal(isOfBlock ? [] : [2], batch.MissingIn("o").Complete);
        Assert.Equal(isOfBlock ? ExitCode.BadInput : ExitCode.Done, batch.Merge("merged", new MergeRequest(), "o", "others"));
    }

    [Fact]
    public void A_lost_block_of_a_shard_comes_back()
    {
        using var batch = new SmallBatch();
        var shard = new Shard(2, 3);
        Assert.Equal([1, 4, 7], batch.Run("o", shard: shard));
        SpoilLines(batch.Parts("o", shard), 3, 1);
        Assert.Equal([4], batch.Run("o", shard: shard));
        Assert.Empty(batch.Run("o", shard: shard));
    }

    [Fact]
    public void One_changed_byte_of_a_line_of_the_journal_is_put_right()
    {
        using var batch = new SmallBatch();
        batch.Run("o", block => block < Done);
        var whole = File.ReadAllBytes(In(batch.Parts("o"), "journal"));
        var first = LineStart(In(batch.Parts("o"), "journal"), 2);
        Gen.Select(Gen.Int[first, whole.Length - 2], Gen.OneOf(Gen.Byte, Gen.Const((byte)'\n'), Gen.Const((byte)'#'))).Sample((at, to) =>
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] = to;
            return JournalMending.Mended(damaged).SequenceEqual(whole);
        }, iter: 100);
        Assert.Same(whole, JournalMending.Mended(whole));
    }

    [Fact]
    public void What_is_dropped_is_said()
    {
        using var batch = new SmallBatch();
        batch.Run("o", block => block < Done);
        Flip(In(batch.Parts("o"), "steps.csv"), 500);
        Cut(Last(batch.Parts("o")), 10);
        Append(In(batch.Parts("o"), "journal"), "6 64 1");
        batch.Run("o");
        Assert.Contains(batch.Said, line => line.Contains("ends in a torn line", StringComparison.Ordinal));
        Assert.Contains(batch.Said, line => line.Contains("1 block(s) at the end", StringComparison.Ordinal));
        Assert.Contains(batch.Said, line => line.Contains("1 damaged block(s)", StringComparison.Ordinal) && line.Contains("computed again: 0", StringComparison.Ordinal));
    }

    [Fact]
    public void What_a_process_left_that_was_killed_behind_its_last_write_goes()
    {
        using var batch = new SmallBatch();
        batch.Run("o");
        Directory.CreateDirectory(batch.Parts("o"));
        File.WriteAllText(In(batch.Parts("o"), "lock"), $"host {Environment.MachineName} process {int.MaxValue} since 2001-01-01 00:00:00 UTC\n");
        Assert.Empty(batch.Run("o"));
        batch.AssertWhole("o");
    }

    /// <summary>The moments between the last block and the end: the journal says that all is written, some tables have left the parts.</summary>
    [Theory]
    [InlineData]
    [InlineData("trials.csv")]
    [InlineData("trials.csv", "steps.csv", "steps-0005.csv")]
    public void A_kill_while_the_tables_leave_the_parts_costs_no_block(params string[] outside)
    {
        using var batch = new SmallBatch();
        batch.Run("o");
        Directory.CreateDirectory(batch.Parts("o"));
        foreach (var file in Directory.GetFiles(batch["o"]).Select(Path.GetFileName).Where(name => name is not ("manifest.json" or "experiment.toml") && !outside.Contains(name)))
            File.Move(In(batch["o"], file!), In(batch.Parts("o"), file!));
        (Manifest.ReadFile(batch["o"])! with { Status = Manifest.Running, Files = [] }).Write(batch["o"], "test");
        Assert.Empty(batch.Run("o"));
        batch.AssertWhole("o");
    }

    [Fact]
    public void Damage_in_the_parts_of_a_shard_is_computed_again()
    {
        using var batch = new SmallBatch();
        Shard first = new(1, 2), second = new(2, 2);
        batch.Run("o", shard: second);
        batch.Run("o", block => block < 4, shard: first);
        Flip(In(batch.Parts("o", first), "steps.csv"), 500);
        Assert.Equal(ExitCode.BadInput, batch.Merge("o", "o"));
        Assert.Contains(batch.Said, line => line.Contains("trials 0 to 63, 256 to 319, 384 to 447, 512 to 575 are missing; run --shard 1/2", StringComparison.Ordinal));
        Assert.Equal([0, 4, 6, 8], batch.Run("o", shard: first));
        Assert.Equal(ExitCode.Done, batch.Merge("o", "o"));
        batch.AssertWhole("o");
    }
}

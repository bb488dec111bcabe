using FuncGrad.Lab;
using Xunit;
using static FuncGrad.Tests.DamagedFiles;

namespace FuncGrad.Tests;

/// <summary>What a merge takes, refuses and leaves.</summary>
public sealed class MergeTests
{
    private static readonly Shard[] Halves = [new(1, 2), new(2, 2)];

    [Fact]
    public void Shards_of_different_builds_are_refused_with_their_commits_unless_that_is_wanted()
    {
        using var batch = Sharded();
        var journal = In(batch.Parts("o", Halves[1]), "journal");
        var lines = File.ReadAllLines(journal);
        var session = ManifestText.Session(lines[^1]["session ".Length..lines[^1].LastIndexOf(" #", StringComparison.Ordinal)]);
        File.WriteAllLines(journal, lines[..^1]);
        File.AppendAllText(journal, System.Text.Encoding.UTF8.GetString(Journal.SessionLine(session with { Build = "0.1.0+0123456789abcdef" })));
        Assert.Equal(ExitCode.BadInput, batch.Merge("o", "o"));
        Assert.Contains(batch.Said, said => said.Contains("0.1.0+0123456789abcdef: 2/2", StringComparison.Ordinal) && said.Contains($"{Machine.Build}: 1/2", StringComparison.Ordinal) && said.Contains("--mixed", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Done, batch.Merge("o", new MergeRequest(MixesBuilds: true), "o"));
        batch.AssertWhole("o");
    }

    /// <summary>A kill behind the last write: the tables are there, of the shards one is deleted, one half, one not at all.</summary>
    [Theory]
    [InlineData("run")]
    [InlineData("merge")]
    public void What_a_killed_merge_leaves_goes_with_the_next_command(string command)
    {
        using var batch = Sharded();
        FolderCopies.Copy(batch["o"], batch["before"]);
        Assert.Equal(ExitCode.Done, batch.Merge("o", "o"));
        foreach (var shard in Halves) FolderCopies.Copy(batch.Parts("before", shard), batch.Parts("o", shard));
        File.Delete(In(batch.Parts("o", Halves[0]), "trials.csv"));
        Assert.Equal(ExitCode.Done, command == "run" ? batch.Attempt("o") : batch.Merge("o", "o"));
        batch.AssertWhole("o");
    }

    /// <summary>A kill while the last manifest is written under another name; found by killing a merge at each of its writes.</summary>
    [Theory]
    [InlineData("run")]
    [InlineData("merge")]
    public void What_a_killed_writer_of_a_manifest_leaves_goes_with_the_next_command(string command)
    {
        using var batch = Sharded();
        Assert.Equal(ExitCode.Done, batch.Merge("o", "o"));
        var owner = Manifest.Read(batch["o"])!.Owner;
        string[] left = [.. new[] { "merge", "parts", "parts-1-of-2" }.Select(writer => In(batch["o"], $".manifest.json.{owner}-{writer}.0123456789abcdef.tmp"))];
        var ofOthers = In(batch["o"], ".manifest.json.somebody-merge.0123456789abcdef.tmp");
        foreach (var path in left.Append(ofOthers)) File.WriteAllText(path, "{");
        Assert.Equal(ExitCode.Done, command == "run" ? batch.Attempt("o") : batch.Merge("o", "o"));
        Assert.All(left, path => Assert.False(File.Exists(path)));
        Assert.True(File.Exists(ofOthers));
    }

    /// <summary>A kill while the first journal is written under another name; found by killing a merge at each of its renames.</summary>
    [Fact]
    public void What_a_merge_left_that_was_killed_before_it_had_a_journal_goes_with_the_next()
    {
        using var batch = Sharded();
        var left = In(batch.Parts("o"), $".journal.{Manifest.Read(batch["o"])!.Owner}.0123456789abcdef.tmp");
        Directory.CreateDirectory(batch.Parts("o"));
        File.WriteAllText(left, "{");
        Assert.Equal(ExitCode.Done, batch.Merge("o", "o"));
        Assert.False(File.Exists(left));
        batch.AssertWhole("o");
    }

    [Fact]
    public void The_blocks_that_are_there_are_looked_at_and_not_all_there_should_be()
    {
        var header = new JournalHeader("identity", 1_000_000_000_000_000_000, 16_384, new Shard(1, 61_035_156));
        var entry = new JournalEntry(3, new RowSpan(0, [0], 0), new RowSpan(0, [0], 0), new Tally());
        var batch = new Manifest { Status = Manifest.Running, Version = "", ExperimentFile = "", Identity = "identity" };
        var missing = new ShardSources(batch, header, [], new Dictionary<long, FoundBlock> { [3] = new("", entry, []) }, []).Missing();
        Assert.StartsWith("trials 0 to 49151, 65536 to 999999999999999999 are missing; run --shard 1/61035156, --shard 2/61035156, --shard 3/61035156, --shard 5/61035156,", missing, StringComparison.Ordinal);
    }

    private static SmallBatch Sharded()
    {
        var batch = new SmallBatch();
        foreach (var shard in Halves) batch.Run("o", shard: shard);
        return batch;
    }
}

using FuncGrad.Lab;
using Xunit;
using static FuncGrad.Tests.DamagedFiles;

namespace FuncGrad.Tests;

/// <summary>Damage in a folder that is finished is noticed by the next command that uses it, named, and made good.</summary>
public sealed class FinishedFolderTests
{
    /// <summary>640 trials of ten rows of one length from the hundredth on: files of 1,000 rows that differ in nothing but what stands in them.</summary>
    private const string EqualLengths = """
        loss = "0*x0"
        [parameters]
        x0 = 1.0
        [method]
        steps = 9
        [sweep]
        seed = { from = 0, count = 640 }
        [log]
        every = 1
        columns = ["loss"]

        """;

    /// <summary>Damage, what is said of it, and the blocks that are computed again for it.</summary>
    private static readonly Dictionary<string, (Action<string> Damage, string Said, long[] Lost)> Cases = new()
    {
        ["a flipped byte in trials"] = (folder => Flip(In(folder, "trials.csv"), 12_000), "trials.csv holds other bytes than were written in", [1]),
        ["a flipped byte in a header"] = (folder => Flip(In(folder, "steps-0002.csv"), 3), "steps-0002.csv holds other bytes than were written in", []),
        ["a flipped last byte"] = (folder => Flip(In(folder, "steps-0007.csv"), -1), "steps-0007.csv holds other bytes than were written in", [9]),
        ["a flipped byte that nobody dated"] = (folder => Undated(In(folder, "steps.csv"), path => Flip(path, 500)), "steps.csv holds other bytes than were written in", [0]),
        ["a byte cut off"] = (folder => Cut(In(folder, "trials.csv"), 1), "trials.csv has ", [9]),
        ["a byte appended"] = (folder => Append(In(folder, "steps-0003.csv"), "1"), "steps-0003.csv has ", []),
        ["two files of equal length swapped"] = (folder => Swap(In(folder, "steps-0003.csv"), In(folder, "steps-0004.csv")), "steps-0003.csv holds other bytes than were written, steps-0004.csv holds other bytes than were written in", [3, 4, 5, 6]),
        ["a deleted file of steps"] = (folder => File.Delete(In(folder, "steps-0004.csv")), "steps-0004.csv is missing in", [4, 5, 6]),
        ["deleted trials"] = (folder => File.Delete(In(folder, "trials.csv")), "trials.csv is missing in", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ["an emptied file"] = (folder => File.WriteAllText(In(folder, "steps.csv"), ""), "steps.csv has 0 bytes instead of ", [0, 1]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Damage_is_named_by_status_and_by_run_which_restores_the_bytes(string name)
    {
        using var batch = new SmallBatch(EqualLengths);
        batch.Run("o");
        Cases[name].Damage(batch["o"]);
        var status = Shell.Run("status", batch["o"]);
        Assert.Equal(ExitCode.OutputFailure, status.ExitCode);
        Assert.Contains($"damaged: {Cases[name].Said}", status.Output, StringComparison.Ordinal);
        Assert.Equal(Cases[name].Lost, batch.Run("o"));
        Assert.StartsWith(Cases[name].Said, batch.Said.First(), StringComparison.Ordinal);
        batch.AssertWhole("o");
        Assert.Equal(ExitCode.Done, Shell.Run("status", batch["o"]).ExitCode);
        Assert.Empty(batch.Run("o"));
    }

    [Fact]
    public void Damage_is_restored_also_if_the_run_that_does_so_is_interrupted()
    {
        using var batch = new SmallBatch();
        batch.Run("o");
        foreach (var table in (string[])["steps.csv", "steps-0005.csv", "steps-0009.csv"]) Flip(In(batch["o"], table), 500);
        Assert.Equal([0], batch.Run("o", block => block < 4));
        Assert.Equal([4], batch.Run("o", block => block < 7));
        Assert.Equal([9], batch.Run("o"));
        batch.AssertWhole("o");
    }

    [Fact]
    public void A_copy_is_as_good_as_the_folder_whatever_the_times_of_its_files()
    {
        using var batch = new SmallBatch();
        Directory.CreateDirectory(batch["copy"]);
        foreach (var file in Directory.GetFiles(batch["whole"]))
        {
            var copy = In(batch["copy"], Path.GetFileName(file));
            File.WriteAllBytes(copy, File.ReadAllBytes(file));
            File.SetLastWriteTimeUtc(copy, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        }
        Assert.Empty(batch.Run("copy"));
        Assert.Equal(ExitCode.Done, Shell.Run("status", batch["copy"]).ExitCode);
    }

    [Fact]
    public void A_table_that_was_moved_to_another_disk_and_linked_is_still_there()
    {
        using var batch = new SmallBatch();
        var (table, elsewhere) = (In(batch["whole"], "steps.csv"), batch["elsewhere.csv"]);
        File.Move(table, elsewhere);
        File.CreateSymbolicLink(table, elsewhere);
        Assert.Empty(batch.Run("whole"));
        Flip(elsewhere, 500);
        Assert.NotEmpty(batch.Run("whole"));
    }

    /// <summary>What <c>status</c> says that <c>run</c> mends, it mends, however large the file is.</summary>
    [Fact]
    public void A_large_file_is_read_whatever_its_time_says()
    {
        using var folder = new TemporaryFolder();
        var bytes = new byte[(32 << 20) + 1];
        File.WriteAllBytes(folder["steps.csv"], bytes);
        var file = new OutputFile("steps.csv", bytes.Length, 1) { Checksum = Checksum.Of(bytes) };
        Assert.Null(file.Damage(folder.Path));
        Undated(folder["steps.csv"], path => Flip(path, 77));
        Assert.NotNull(file.Damage(folder.Path));
    }

    [Fact]
    public void A_damaged_copy_of_the_experiment_is_written_again()
    {
        using var batch = new SmallBatch();
        foreach (var damage in (Action<string>[])[File.Delete, path => Flip(path, 3)])
        {
            batch.Run("o");
            damage(In(batch["o"], "experiment.toml"));
            Assert.Empty(batch.Run("o"));
            batch.AssertWhole("o");
        }
    }

    [Fact]
    public void Merging_and_exporting_do_not_take_damaged_files_for_finished_ones()
    {
        using var batch = new SmallBatch();
        foreach (var shard in (Shard[])[new(1, 2), new(2, 2)]) batch.Run("shards", shard: shard);
        Assert.Equal(ExitCode.Done, batch.Merge("o", "shards"));
        Flip(In(batch["o"], "trials.csv"), 500);
        Assert.Contains("trials.csv holds other bytes", Shell.Run("export", batch["o"], "--for", "excel").Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(In(batch["o"], "excel")));
        Assert.Equal(ExitCode.Done, batch.Merge("o", "shards"));
        batch.AssertWhole("o");
    }

    /// <summary>A program of before: without checksums the lengths decide.</summary>
    [Fact]
    public void A_manifest_without_checksums_is_read()
    {
        using var batch = new SmallBatch();
        var manifest = Manifest.Read(batch["whole"])!;
        (manifest with { Files = [.. manifest.Files.Select(file => new OutputFile(file.Name, file.Bytes, file.Rows))] }).Write(batch["whole"], "test");
        File.Delete(In(batch["whole"], "journal"));
        Assert.Empty(batch.Run("whole"));
        Append(In(batch["whole"], "trials.csv"), "1");
        Assert.NotEmpty(batch.Run("whole"));
        Assert.All(Manifest.Read(batch["whole"])!.Files, file => Assert.NotNull(file.Checksum));
    }

    [Fact]
    public void The_checksum_is_that_of_the_file_whoever_wrote_its_parts()
    {
        using var batch = new SmallBatch();
        batch.Run("o", block => block < 4);
        batch.Run("o");
        foreach (var folder in (string[])["whole", "o"])
            Assert.All(Manifest.Read(batch[folder])!.Files, file => Assert.Equal(Checksum.Of(File.ReadAllBytes(In(batch[folder], file.Name))), file.Checksum));
    }

    private static void Undated(string path, Action<string> damage)
    {
        var time = File.GetLastWriteTimeUtc(path);
        damage(path);
        File.SetLastWriteTimeUtc(path, time);
    }
}

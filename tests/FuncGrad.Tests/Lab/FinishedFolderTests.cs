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

    /// <summary>Damage, and what is said of it.</summary>
    private static readonly Dictionary<string, (Action<string> Damage, string Said)> Cases = new()
    {
        ["a flipped byte in trials"] = (folder => Flip(In(folder, "trials.csv"), 5_000), "trials.csv holds other bytes than were written in"),
        ["a flipped byte in a header"] = (folder => Flip(In(folder, "steps-0002.csv"), 3), "steps-0002.csv holds other bytes than were written in"),
        ["a flipped last byte"] = (folder => Flip(In(folder, "steps-0007.csv"), -1), "steps-0007.csv holds other bytes than were written in"),
        ["a flipped byte that nobody dated"] = (folder => Undated(In(folder, "steps.csv"), path => Flip(path, 500)), "steps.csv holds other bytes than were written in"),
        ["a byte cut off"] = (folder => Cut(In(folder, "trials.csv"), 1), "trials.csv has "),
        ["a byte appended"] = (folder => Append(In(folder, "steps-0003.csv"), "1"), "steps-0003.csv has "),
        ["two files of equal length swapped"] = (folder => Swap(In(folder, "steps-0003.csv"), In(folder, "steps-0004.csv")), "steps-0003.csv holds other bytes than were written, steps-0004.csv holds other bytes than were written in"),
        ["a deleted file of steps"] = (folder => File.Delete(In(folder, "steps-0004.csv")), "steps-0004.csv is missing in"),
        ["deleted trials"] = (folder => File.Delete(In(folder, "trials.csv")), "trials.csv is missing in"),
        ["an emptied file"] = (folder => File.WriteAllText(In(folder, "steps.csv"), ""), "steps.csv has 0 bytes instead of "),
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
        Assert.NotEmpty(batch.Run("o"));
        Assert.StartsWith(Cases[name].Said, Assert.Single(batch.Said), StringComparison.Ordinal);
        batch.AssertWhole("o");
        Assert.Equal(ExitCode.Done, Shell.Run("status", batch["o"]).ExitCode);
        Assert.Empty(batch.Run("o"));
    }

    [Fact]
    public void Damage_is_restored_also_if_the_run_that_does_so_is_interrupted()
    {
        using var batch = new SmallBatch();
        batch.Run("o");
        Flip(In(batch["o"], "steps-0002.csv"), 500);
        batch.Run("o", block => block < 4);
        batch.Run("o", block => block < 7);
        Assert.Equal([7, 8, 9], batch.Run("o"));
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

    /// <summary>What a run costs that finds a large folder finished: a look at its time. Whoever wants to know for sure asks for the status.</summary>
    [Fact]
    public void A_large_file_is_read_if_its_time_is_another_or_if_asked()
    {
        using var folder = new TemporaryFolder();
        var bytes = new byte[OutputFile.QuicklyRead + 1];
        File.WriteAllBytes(folder["steps.csv"], bytes);
        var file = new OutputFile("steps.csv", bytes.Length, 1) { Checksum = Checksum.Of(bytes), Modified = File.GetLastWriteTimeUtc(folder["steps.csv"]) };
        Assert.Null(file.Damage(folder.Path, trustTime: true));
        Undated(folder["steps.csv"], path => Flip(path, 77));
        Assert.Null(file.Damage(folder.Path, trustTime: true));
        Assert.NotNull(file.Damage(folder.Path, trustTime: false));
        File.SetLastWriteTimeUtc(folder["steps.csv"], file.Modified.Value.AddTicks(1));
        Assert.NotNull(file.Damage(folder.Path, trustTime: true));
        Flip(folder["steps.csv"], 77);
        Assert.Null(file.Damage(folder.Path, trustTime: true));
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
        (manifest with { Files = [.. manifest.Files.Select(file => new OutputFile(file.Name, file.Bytes, file.Rows))] }).Write(batch["whole"]);
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

using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Where nothing more can be written the run ends with exit code 4 and a message, and goes on when there is room.</summary>
public sealed class DiskTests
{
    /// <summary>A stop condition that never strikes: the output may be smaller than estimated, so the run is tried.</summary>
    private const string MayStopEarly = BatchFolder.Himmelblau + "\n[stop]\nloss = -1.0\n";

    [Fact]
    public void A_full_disk_ends_a_run_that_goes_on_to_the_same_bytes_with_more_room()
    {
        using var folder = new BatchFolder(MayStopEarly);
        using var disk = new SmallDisk(folder["disk"], "size=20m");
        folder.RunToItsEnd("whole");
        for (var megabytes = 20; ; megabytes += 15)
        {
            disk.Resize($"size={megabytes}m");
            using var run = folder.Run("disk/o");
            var ended = run.Wait();
            if (ended.ExitCode == ExitCode.Done) break;
            Assert.Equal(ExitCode.OutputFailure, ended.ExitCode);
            Assert.Contains("No space left for", ended.Errors, StringComparison.Ordinal);
            Assert.Matches("about [0-9.]+ MB are still needed", ended.Errors);
            Assert.True(megabytes < 200, ended.Errors);
        }
        BatchFolder.AssertSame(folder["whole"], folder["disk/o"]);
        var sessions = Manifest.Read(folder["disk/o"])!.Sessions;
        Assert.True(sessions[^1].BlocksFound > 0);
    }

    [Fact]
    public void What_cannot_fit_is_refused_before_it_begins()
    {
        using var folder = new BatchFolder(BatchFolder.Himmelblau);
        using var disk = new SmallDisk(folder["disk"], "size=20m");
        var ended = Child.FuncGrad(folder.Path, "run", "experiment.toml", "-o", "disk/o");
        Assert.Equal(ExitCode.OutputFailure, ended.ExitCode);
        Assert.Matches("The output will not fit: about [0-9.]+ MB are needed in disk/o, [0-9.]+ MB are free", ended.Errors);
        Assert.DoesNotContain(Directory.GetFiles(folder["disk"], "*.csv", SearchOption.AllDirectories), file => new FileInfo(file).Length > 1_000);
    }

    [Fact]
    public void A_disk_without_a_free_byte_is_not_taken_for_a_folder_in_use()
    {
        using var folder = new BatchFolder(MayStopEarly);
        using var disk = new SmallDisk(folder["disk"], "size=64k");
        Directory.CreateDirectory(folder["disk/o"]);
        Assert.ThrowsAny<IOException>(() => File.WriteAllBytes(folder["disk/full"], new byte[1 << 20]));
        var ended = Child.FuncGrad(folder.Path, "run", "experiment.toml", "-o", "disk/o");
        Assert.Equal(ExitCode.OutputFailure, ended.ExitCode);
        Assert.Contains("No space left for disk/o: 0 bytes are free", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_only_disk_is_named()
    {
        using var folder = new BatchFolder(BatchFolder.Himmelblau);
        using var disk = new SmallDisk(folder["disk"], "ro");
        var ended = Child.FuncGrad(folder.Path, "run", "experiment.toml", "-o", "disk/o");
        Assert.Equal(ExitCode.OutputFailure, ended.ExitCode);
        Assert.Contains("disk/o is on a read-only file system. Choose another folder with -o.", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_size_limit_ends_a_run_that_goes_on_to_the_same_bytes_without_it()
    {
        var (batch, output) = (BatchFolder.Undisturbed, BatchFolder.Undisturbed["limited"]);
        using (var run = BatchProcess.StartUnder("ulimit -f 20000; exec \"$@\"", batch.Path, "run", "experiment.toml", "-o", output))
        {
            var ended = run.Wait();
            Assert.Equal(ExitCode.OutputFailure, ended.ExitCode);
            Assert.Contains("may not become larger", ended.Errors, StringComparison.Ordinal);
        }
        batch.RunToItsEnd(output);
        Assert.True(Manifest.Read(output)!.Sessions[^1].BlocksFound > 0);
        BatchFolder.AssertSame(batch["whole"], output);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        using var folder = new BatchFolder(BatchFolder.Himmelblau);
        foreach (var (impossible, code) in ((string, int)[])[("/proc/results", ExitCode.OutputFailure), ("experiment.toml/results", ExitCode.BadInput), ("experiment.toml", ExitCode.BadInput)])
        {
            var ended = Child.FuncGrad(folder.Path, "run", "experiment.toml", "-o", impossible);
            Assert.Equal(code, ended.ExitCode);
            Assert.Contains(impossible, ended.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("Unexpected", ended.Errors, StringComparison.Ordinal);
        }
    }

    /// <summary>A file system in memory of a size of its own, where the system lets the tests mount one.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly string _path;

        public SmallDisk(string path, string options)
        {
            Directory.CreateDirectory(_path = path);
            var mount = Mount("-t", "tmpfs", "-o", options, "tmpfs", path);
            if (mount.ExitCode != 0) Assert.Skip($"This needs a small tmpfs, and mounting one is not permitted here: {mount.Errors.Trim()}");
        }

        public void Resize(string options) => Assert.Equal(0, Mount("-o", $"remount,{options}", _path).ExitCode);

        public void Dispose() => Child.Run("umount", "/", [_path]);

        private static Finished Mount(params string[] arguments) => Child.Run("mount", "/", arguments);
    }
}

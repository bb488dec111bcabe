using System.Globalization;
using FuncGrad.Lab;
using Xunit;
using static FuncGrad.Tests.DamagedFiles;

namespace FuncGrad.Tests;

/// <summary>
/// Every file that is kept, changed in one byte: the next command finds it, mends it or refuses, and no table is ever other than it was. <c>scripts/torture.sh</c>
/// takes every byte, the tests some.
/// </summary>
public sealed class TamperTests
{
    /// <summary>130 trials in three blocks.</summary>
    private const string Small = """
        loss = "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2"
        [parameters]
        x0 = 0.5
        x1 = 0.0
        [method]
        steps = 2
        [sweep]
        "method.learning_rate" = { from = 1e-4, to = 0.05, count = 130 }

        """;

    private static readonly int Places = int.TryParse(Environment.GetEnvironmentVariable("FUNCGRAD_TAMPERED_BYTES"), CultureInfo.InvariantCulture, out var places) ? places : 6;

    private static readonly int[] Allowed = [ExitCode.Done, ExitCode.BadInput];

    [Fact]
    public void A_finished_folder_is_mended()
    {
        using var batch = new SmallBatch(Small);
        ForEveryByte(batch, "whole", () =>
        {
            Assert.Contains(Shell.Run("status", batch["o"]).ExitCode, (int[])[ExitCode.Done, ExitCode.OutputFailure]);
            Assert.Equal(ExitCode.Done, batch.Attempt("o"));
            batch.AssertWhole("o");
        });
    }

    [Fact]
    public void An_unfinished_folder_goes_on_to_the_same_bytes_or_is_refused()
    {
        using var batch = new SmallBatch(Small);
        batch.Run("unfinished", block => block != 1);
        ForEveryByte(batch, "unfinished", () => Assert.Equal(ExitCode.Done, batch.Attempt("o")), () => batch.AssertWhole("o"));
    }

    [Fact]
    public void Shards_merge_to_the_same_bytes_or_not_at_all()
    {
        using var batch = new SmallBatch(Small);
        foreach (var shard in (Shard[])[new(1, 2), new(2, 2)]) batch.Run("shards", shard: shard);
        ForEveryByte(batch, "shards", () =>
        {
            if (Directory.Exists(batch["merged"])) Directory.Delete(batch["merged"], recursive: true);
            var code = batch.AttemptMerge("merged", "o");
            Assert.Contains(code, Allowed);
            if (code == ExitCode.Done) batch.AssertWhole("merged");
        });
    }

    [Fact]
    public void An_exported_folder_is_exported_again_or_refused()
    {
        using var batch = new SmallBatch(Small);
        Shell.Run("export", batch["whole"], "--for", "excel");
        FolderCopies.Copy(batch["whole"], batch["exported"]);
        ForEveryByte(batch, "exported", () => Assert.Contains(Shell.Run("export", batch["o"], "--for", "excel").ExitCode, Allowed), only: "excel");
    }

    /// <summary>Locks that no program of this version wrote are nobody's to take; a name or a number that was changed is another process's.</summary>
    [Fact]
    public void A_lock_of_an_ended_process_is_taken_over_or_told()
    {
        using var batch = new SmallBatch(Small);
        batch.Run("unfinished", block => block < 1);
        File.WriteAllText(In(batch.Parts("unfinished"), "lock"), $"host {Environment.MachineName} process {int.MaxValue} since 2001-01-01 00:00:00 UTC\nstarted 1 boot - space - mark -\n");
        ForEveryByte(batch, "unfinished", () =>
        {
            if (batch.Attempt("o") != ExitCode.Done) File.Delete(In(batch.Parts("o"), "lock"));
            Assert.Equal(ExitCode.Done, batch.Attempt("o"));
            batch.AssertWhole("o");
        }, only: "lock");
    }

    private static void ForEveryByte(SmallBatch batch, string original, Action check, Action? then = null, string only = "")
    {
        foreach (var file in FolderCopies.Files(batch[original]).Where(file => file.Contains(only, StringComparison.Ordinal)))
            foreach (var (position, mask) in Changes(new FileInfo(In(batch[original], file)).Length))
            {
                FolderCopies.Copy(batch[original], batch["o"]);
                var bytes = File.ReadAllBytes(In(batch["o"], file));
                bytes[position] ^= mask;
                File.WriteAllBytes(In(batch["o"], file), bytes);
                try
                {
                    check();
                    then?.Invoke();
                }
                catch (Exception error) { throw new InvalidOperationException($"{file}, byte {position} changed by {mask}: {error.Message} {string.Join(" | ", batch.Said.TakeLast(3))}", error); }
            }
    }

    /// <summary>Places all over a file, each with another bit turned.</summary>
    private static IEnumerable<(long Position, byte Mask)> Changes(long length)
    {
        var step = Math.Max(1, (length + Places - 1) / Places);
        for (var position = 0L; position < length; position += step) yield return (position, (byte)(1 << (int)(position % 8)));
    }
}

using System.Globalization;
using FuncGrad.Lab;
using Xunit;
using static FuncGrad.Tests.DamagedFiles;

namespace FuncGrad.Tests;

/// <summary>One process works on a folder, with the system's file locks and without; and states, builds and other hosts' locks are known for what they are.</summary>
public sealed class LockTests
{
    private const string Endless = """
        loss = "(x0^2 + x1 - 11)^2 + (x0 + x1^2 - 7)^2"
        [parameters]
        x0 = 0.0
        x1 = 0.0
        [method]
        steps = 20000000
        [sweep]
        "method.learning_rate" = { from = 1e-4, to = 0.05, count = 6400 }
        [log]
        every = 0

        """;

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public void A_second_run_is_refused_also_where_files_cannot_be_locked(string disabled)
    {
        using var folder = new BatchFolder(Endless);
        using var first = BatchProcess.StartUnder($"export DOTNET_SYSTEM_IO_DISABLEFILELOCKING={disabled}; exec \"$@\"", folder.Path, "run", "experiment.toml", "-o", "o", "--json");
        first.UntilStarted();
        var second = Child.Run("dotnet", folder.Path, [Path.Combine(AppContext.BaseDirectory, "FuncGrad.Lab.dll"), "run", "experiment.toml", "-o", "o", "--unlock"], ("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", disabled));
        Assert.Equal(ExitCode.BadInput, second.ExitCode);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"in use by host {Environment.MachineName} process {first.Id} "), second.Errors, StringComparison.Ordinal);
        Assert.False(first.HasExited);
    }

    [Fact]
    public void The_lock_of_another_host_is_taken_over_when_that_is_said()
    {
        using var batch = new SmallBatch();
        batch.Run("o", block => block < 3);
        File.WriteAllText(In(batch.Parts("o"), "lock"), "host nowhere process 1 since 2026-01-01 00:00:00 UTC\nstarted 1 boot - space - mark -\n");
        Assert.Equal(ExitCode.BadInput, batch.Attempt("o"));
        Assert.Contains("host nowhere process 1 since 2026-01-01 00:00:00 UTC, which cannot be asked from here. If it has ended, take the folder over with --unlock.", batch.Said.Last(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, batch.Attempt("o", unlocks: true));
        batch.AssertWhole("o");
    }

    [Fact]
    public void Whoever_lost_the_lock_ends_before_the_next_commit()
    {
        using var batch = new SmallBatch();
        Assert.Equal(ExitCode.BadInput, batch.Attempt("o", before: block =>
        {
            if (block != 4) return;
            File.Delete(In(batch.Parts("o"), "lock"));
            File.WriteAllText(In(batch.Parts("o"), "lock"), "host nowhere process 1 since 2026-01-01 00:00:00 UTC\n");
        }));
        Assert.Contains("no longer belongs to this run: host nowhere process 1", batch.Said.Last(), StringComparison.Ordinal);
    }
}

using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>The first signal ends a run where it can go on, the second at once.</summary>
public sealed class SignalTests
{
    /// <summary>Hours of steps, so that no signal can come too late.</summary>
    private const string Endless = """
        loss = "x0^2 + x1^2"
        [parameters]
        x0 = 1.0
        x1 = 1.0
        [method]
        learning_rate = 1e-15
        steps = 1000000000000
        [log]
        every = 0

        """;

    [Theory]
    [InlineData(BatchProcess.Interrupt)]
    [InlineData(BatchProcess.Terminate)]
    [InlineData(BatchProcess.Hangup)]
    public void The_first_signal_is_answered_and_leaves_a_folder_that_goes_on(int signal)
    {
        BatchProcess.SkipIfIgnored(signal);
        using var folder = new BatchFolder(Endless);
        for (var round = 0; round < 2; round++)
        {
            using var run = folder.Run("o", "--json");
            run.UntilStarted();
            run.Signal(signal);
            var ended = run.Wait();
            Assert.Equal(ExitCode.StoppedEarly, ended.ExitCode);
            Assert.Contains("Stopping: what is done is kept", ended.Errors, StringComparison.Ordinal);
            Assert.Contains("the same command goes on from there", ended.Errors, StringComparison.Ordinal);
            Assert.Contains("\"event\":\"stopped\",\"exit_code\":75", ended.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>A loss whose graph takes seconds to compile: the signal comes then, or a little later, and is answered alike.</summary>
    [Fact]
    public void A_signal_is_answered_while_a_loss_is_compiled()
    {
        BatchProcess.SkipIfIgnored(BatchProcess.Interrupt);
        var terms = string.Join(" + ", Enumerable.Range(0, 1500).Select(i => FormattableString.Invariant($"sin(x[{i}]*cos(x[{(i + 1) % 1500}] + {i}))*exp(-x[{(i + 7) % 1500}]^2)")));
        using var folder = new BatchFolder($"loss = \"{terms}\"\n[parameters]\nx = {{ shape = [1500], fill = 0.5 }}\n[method]\nsteps = 1000000000\n[log]\nevery = 0\n");
        using var run = folder.Run("o", "--json");
        run.UntilStarted();
        run.Signal(BatchProcess.Interrupt);
        Assert.Equal(ExitCode.StoppedEarly, run.Wait().ExitCode);
    }

    [Fact]
    public void The_second_signal_ends_it_at_once()
    {
        BatchProcess.SkipIfIgnored(BatchProcess.Interrupt);
        using var folder = new BatchFolder(Endless);
        // A run may have ended by the first signal before the second one comes: then it is tried again.
        var code = Enumerable.Range(0, 20).Select(_ => SignalledTwice(folder)).FirstOrDefault(code => code != ExitCode.StoppedEarly, ExitCode.StoppedEarly);
        Assert.Contains(code, (int[])[ExitCode.Killed(BatchProcess.Terminate), ExitCode.Killed(BatchProcess.Interrupt)]);
        using var again = folder.Run("o", "--json");
        again.UntilStarted();
    }

    private static int SignalledTwice(BatchFolder folder)
    {
        using var run = folder.Run("o", "--json");
        run.UntilStarted();
        run.Signal(BatchProcess.Terminate);
        run.Signal(BatchProcess.Interrupt);
        return run.Wait().ExitCode;
    }

    /// <summary>As GNU <c>timeout</c> does, which signals the process and then its whole group.</summary>
    [Fact]
    public void A_signal_that_a_program_sends_twice_at_once_is_one()
    {
        using var folder = new BatchFolder(Endless);
        using var run = folder.Run("o", "--json");
        run.UntilStarted();
        run.Signal(BatchProcess.Terminate);
        run.Signal(BatchProcess.Hangup);
        run.Signal(BatchProcess.Terminate);
        Assert.Equal(ExitCode.StoppedEarly, run.Wait().ExitCode);
    }

    [Fact]
    public void A_hangup_that_is_to_be_ignored_is()
    {
        using var folder = new BatchFolder(BatchFolder.Himmelblau);
        using var run = BatchProcess.StartUnder("trap '' HUP; exec \"$@\"", folder.Path, "run", "experiment.toml", "-o", "o", "--json");
        run.UntilStarted();
        run.Signal(BatchProcess.Hangup);
        var ended = run.Wait();
        Assert.Equal((ExitCode.Done, ""), (ended.ExitCode, ended.Errors));
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Xunit;

namespace FuncGrad.Tests;

/// <summary><c>funcgrad</c> at work, to be disturbed: killed, told to stop, waited for.</summary>
internal sealed partial class BatchProcess : IDisposable
{
    public const int Hangup = 1, Interrupt = 2, Killed = 9, Terminate = 15;

    private const int MostMinutes = 5;

    private readonly Process _process;
    private readonly Timer _limit;
    private readonly Task<string> _errors;
    private readonly List<string> _events = [];
    private Finished? _finished;
    private volatile bool _wasEnded;

    private BatchProcess(Process process)
    {
        _process = process;
        _limit = new Timer(_ => KillAtTheLimit(), null, TimeSpan.FromMinutes(MostMinutes), Timeout.InfiniteTimeSpan);
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Skips a test where this process was told to ignore a signal, which those that it starts do too: as under nohup, or behind a shell that runs it in the background.</summary>
    public static void SkipIfIgnored(int signal)
    {
        var mask = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        Assert.SkipWhen(mask is not null && ((Convert.ToUInt64(mask["SigIgn:".Length..].Trim(), 16) >> (signal - 1)) & 1) != 0, $"These tests were started so that signal {signal} is ignored.");
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static BatchProcess Start(string folder, params string[] arguments) =>
        Start(folder, "dotnet", [Path.Combine(AppContext.BaseDirectory, "FuncGrad.Lab.dll"), .. arguments]);

    /// <summary>The same under a shell that prepares the process, as in <c>ulimit -f 1000; exec "$@"</c>.</summary>
    public static BatchProcess StartUnder(string shell, string folder, params string[] arguments) =>
        Start(folder, "bash", ["-c", shell, "funcgrad", "dotnet", Path.Combine(AppContext.BaseDirectory, "FuncGrad.Lab.dll"), .. arguments]);

    /// <summary>Waits until the blocks are being computed: for the first event of <c>run --json</c>.</summary>
    public JsonElement UntilStarted() => StartsOrEnds() ?? throw new InvalidOperationException($"It never started: {_errors.Result}");

    /// <summary>The event with which the blocks begin, or null if the run ended without computing.</summary>
    public JsonElement? StartsOrEnds()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            _events.Add(line);
            var found = JsonDocument.Parse(line).RootElement;
            if (found.GetProperty("event").GetString() == "started") return found;
        }
        return null;
    }

    public void Signal(int signal) => _ = Kill(_process.Id, signal);

    /// <summary>Sends it a signal after some time; false if it had ended before.</summary>
    public bool IsEndedAfter(TimeSpan time, int signal)
    {
        if (!_process.WaitForExit(time)) Signal(signal);
        return Wait().ExitCode is var code && (code == 128 + signal || code == Lab.ExitCode.StoppedEarly);
    }

    /// <summary>How it ended, as often as it is asked.</summary>
    public Finished Wait() => _finished ??= Ended();

    private Finished Ended()
    {
        var output = string.Concat(_events.Select(line => line + "\n")) + _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        if (_wasEnded) throw new TimeoutException($"funcgrad did not end within {MostMinutes} minutes.");
        return new(_process.ExitCode, output, _errors.Result);
    }

    /// <summary>Whoever reads its output waits no longer then.</summary>
    private void KillAtTheLimit()
    {
        _wasEnded = true;
        _process.Kill(entireProcessTree: true);
    }

    public void Dispose()
    {
        _limit.Dispose();
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private static BatchProcess Start(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        return new(Process.Start(start)!);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

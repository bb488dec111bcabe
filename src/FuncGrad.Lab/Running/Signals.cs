using System.Runtime.InteropServices;

namespace FuncGrad.Lab;

/// <summary>The first Ctrl-C, SIGTERM or SIGHUP asks the run to stop where it can go on later; the second ends the process at once.</summary>
internal sealed class Signals : IDisposable
{
    /// <summary>A write beyond the file size limit; without this the process would be killed instead of being told.</summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _received;

    public Signals(Action<string> say)
    {
        Say = say;
        Watch(PosixSignal.SIGINT, 2);
        Watch(PosixSignal.SIGTERM, 15);
        if (!IsIgnored(1)) Watch(PosixSignal.SIGHUP, 1);
        if (OperatingSystem.IsLinux()) _registrations.Add(PosixSignalRegistration.Create(FileTooLarge, context => context.Cancel = true));
    }

    /// <summary>Where the first signal is answered.</summary>
    public Action<string> Say { get; set; }

    public CancellationToken Stop => _stop.Token;

    /// <summary>The source of <see cref="Stop"/> is left to itself: a signal may be in hand, and it holds nothing that must be given back.</summary>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    /// <summary>Whether whoever started this process asked that it shall not hear of a signal, as <c>nohup</c> does of the terminal's end.</summary>
    private static bool IsIgnored(int signal)
    {
        const string Status = "/proc/self/status", Ignored = "SigIgn:";
        var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(text => text.StartsWith(Ignored, StringComparison.Ordinal)) : null;
        return line is not null && (Convert.ToUInt64(line[Ignored.Length..].Trim(), 16) >> (signal - 1) & 1) == 1;
    }

    private void Watch(PosixSignal signal, int number) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _received) > 1) Environment.Exit(ExitCode.Killed(number));
        Say("Stopping: what is done is kept, the same command goes on from there. Once more to end at once.");
        _stop.Cancel();
    }));
}

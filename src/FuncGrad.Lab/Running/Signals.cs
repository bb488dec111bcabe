using System.Runtime.InteropServices;

namespace FuncGrad.Lab;

/// <summary>The first Ctrl-C, SIGTERM or SIGHUP asks the run to stop where it can go on later; the second ends the process at once.</summary>
internal sealed class Signals : IDisposable
{
    /// <summary>A write beyond the file size limit; without this the process would be killed instead of being told.</summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Action<string> _say;
    private int _received;

    public Signals(Action<string> say)
    {
        _say = say;
        Watch(PosixSignal.SIGINT, 2);
        Watch(PosixSignal.SIGTERM, 15);
        Watch(PosixSignal.SIGHUP, 1);
        if (OperatingSystem.IsLinux()) _registrations.Add(PosixSignalRegistration.Create(FileTooLarge, context => context.Cancel = true));
    }

    public CancellationToken Stop => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void Watch(PosixSignal signal, int number) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _received) > 1) Environment.Exit(ExitCode.Killed(number));
        _say("Stopping: what is done is kept, the same command goes on from there. Once more to end at once.");
        _stop.Cancel();
    }));
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FuncGrad.Lab;

/// <summary>
/// The first Ctrl-C, SIGTERM or SIGHUP asks the run to stop where it can go on later; the second ends the process at once. A SIGHUP that is
/// to be ignored, as under <c>nohup</c>, .NET leaves ignored.
/// </summary>
internal sealed class Signals : IDisposable
{
    /// <summary>A write beyond the file size limit.</summary>
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    /// <summary>
    /// Until the process ends: without it a write would kill the process instead of failing, and what is left in buffers is written after a
    /// run has ended.
    /// </summary>
    private static PosixSignalRegistration? _failsInsteadOfKilling;

    private const int MillisecondsToSay = 200;

    /// <summary>
    /// Programs send one order twice: <c>timeout</c> to the process and to its group, a shell that closes a hangup of its own. Only people
    /// press keys twice.
    /// </summary>
    private static readonly TimeSpan Doubled = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private long _first;

    public Signals(Action<string> say)
    {
        Say = say;
        Watch(PosixSignal.SIGINT, 2);
        Watch(PosixSignal.SIGTERM, 15);
        Watch(PosixSignal.SIGHUP, 1);
        if (OperatingSystem.IsLinux())
            _failsInsteadOfKilling ??= PosixSignalRegistration.Create(FileTooLarge, context => context.Cancel = true);
    }

    /// <summary>Where the first signal is answered.</summary>
    public Action<string> Say { get; set; }

    public CancellationToken Stop => _stop.Token;

    /// <summary>
    /// The source of <see cref="Stop"/> is left to itself: a signal may be in hand, and it holds nothing that must be given back.
    /// </summary>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void Watch(PosixSignal signal, int number) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        var first = Interlocked.CompareExchange(ref _first, Stopwatch.GetTimestamp(), 0);
        if (first != 0)
        {
            if (signal == PosixSignal.SIGINT || Stopwatch.GetElapsedTime(first) > Doubled) EndAtOnce(number);
            return;
        }
        Say("Stopping: what is done is kept, the same command goes on from there. Once more to end at once.");
        _stop.Cancel();
    }));

    // A terminal that takes no more letters must not keep the process from ending.
    private void EndAtOnce(int number)
    {
        Task.Run(() => Say("Ended at once: what was recorded as done is kept.")).Wait(MillisecondsToSay);
        Environment.Exit(ExitCode.Killed(number));
    }
}

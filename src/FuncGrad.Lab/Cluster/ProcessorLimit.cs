using System.Diagnostics;

namespace FuncGrad.Lab;

/// <summary>
/// Calls work off that has taken enough of the processor's time: on a loaded machine it is let go on for longer, but not for ever.
/// </summary>
internal sealed class ProcessorLimit : IDisposable
{
    private const double Most = 2 * BlockSample.Seconds, MostByTheClock = 10 * Most;

    private const int Milliseconds = 50;

    private readonly CancellationTokenSource _stop = new();
    private readonly Timer _timer;
    private readonly double _start = Seconds();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public ProcessorLimit() => _timer = new(_ => Look(), null, Milliseconds, Milliseconds);

    public CancellationToken Stop => _stop.Token;

    /// <summary>Processor time of this program so far.</summary>
    public static double Seconds() => Environment.CpuUsage.TotalTime.TotalSeconds;

    public void Dispose()
    {
        using var ended = new ManualResetEvent(false);
        if (_timer.Dispose(ended)) ended.WaitOne();
        _stop.Dispose();
    }

    private void Look()
    {
        if (Seconds() - _start > Most || _clock.Elapsed.TotalSeconds > MostByTheClock) _stop.Cancel();
    }
}

using System.Diagnostics;
using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>
/// Shows how far a batch is: a bar on a terminal, else a plain line every 30 seconds, both on stderr; or, if asked for, an event per line on stdout.
/// </summary>
internal sealed class Progress : IProgress<Tally>, IDisposable
{
    private const int BarMilliseconds = 200, LineMilliseconds = 30_000, EventMilliseconds = 1_000;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private readonly long _total;
    private readonly long _trialsBefore;
    private readonly long _stepsBefore;
    private readonly bool _asEvents;
    private readonly bool _asBar;
    private readonly Timer _timer;
    private Tally _tally;
    private bool _hasBar;

    public Progress(long total, Tally before, bool asEvents)
    {
        (_total, _tally, _trialsBefore, _stepsBefore) = (total, before, before.Trials, before.Steps);
        (_asEvents, _asBar) = (asEvents, !asEvents && !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb");
        var period = asEvents ? EventMilliseconds : _asBar ? BarMilliseconds : LineMilliseconds;
        _timer = new Timer(_ => Show(), null, period, period);
    }

    /// <summary>How far long trials are.</summary>
    public StepsInHand InHand { get; init; } = new();

    public long StepsPerTrial { get; init; } = 1;

    public void Report(Tally value)
    {
        lock (_gate) _tally = value;
    }

    /// <summary>A line that stays, above the bar.</summary>
    public void Say(string message)
    {
        lock (_gate)
        {
            ClearBar();
            StandardError.Say(message);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate) ClearBar();
    }

    public ProgressLine Now()
    {
        lock (_gate)
            return new(_tally.Trials, _total, _tally.Trials - _trialsBefore, _tally.Steps - _stepsBefore + InHand.MadeHere, _clock.Elapsed, _tally)
            {
                InHand = Math.Min(_total - _tally.Trials, (double)InHand.Total / StepsPerTrial),
                InHandNow = (double)InHand.MadeHere / StepsPerTrial,
            };
    }

    private void Show()
    {
        var line = Now();
        lock (_gate)
        {
            if (_asEvents) Events.Write("progress", writer => Write(writer, line));
            else if (_asBar) ShowBar(line.Bar());
            else StandardError.Say(line.ToString());
        }
    }

    private void ShowBar(string bar)
    {
        var width = Math.Max(20, Console.BufferWidth - 1);
        StandardError.Write($"\r{(bar.Length > width ? bar[..width] : bar.PadRight(width))}");
        _hasBar = true;
    }

    private void ClearBar()
    {
        if (!_hasBar) return;
        StandardError.Write($"\r{new string(' ', Math.Max(20, Console.BufferWidth - 1))}\r");
        _hasBar = false;
    }

    private static void Write(Utf8JsonWriter writer, ProgressLine line)
    {
        writer.WriteNumber("trials_done", line.Done);
        writer.WriteNumber("trials_total", line.Total);
        writer.WriteNumber("share_done", line.Share);
        writer.WriteNumber("trials_per_second", line.TrialsPerSecond);
        writer.WriteNumber("steps_per_second", line.StepsPerSecond);
        if (line.Left is { } left) writer.WriteNumber("seconds_left", left.TotalSeconds);
        Events.WriteVerdicts(writer, line.Tally);
    }
}

/// <summary>One JSON object per line on stdout.</summary>
internal static class Events
{
    private static readonly Lock Gate = new();

    public static void Write(string name, Action<Utf8JsonWriter> content)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory))
        {
            writer.WriteStartObject();
            writer.WriteString("event", name);
            content(writer);
            writer.WriteEndObject();
        }
        memory.WriteByte((byte)'\n');
        lock (Gate)
        {
            using var output = Console.OpenStandardOutput();
            output.Write(memory.GetBuffer().AsSpan(0, (int)memory.Length));
        }
    }

    public static void WriteVerdicts(Utf8JsonWriter writer, Tally tally)
    {
        writer.WriteStartObject("verdicts");
        for (var i = 0; i < Tally.VerdictNames.Count; i++)
            if (i < Tally.VerdictNames.Count - 1 || tally.FailedTrials > 0) writer.WriteNumber(Tally.VerdictNames[i], tally.Verdicts[i]);
        writer.WriteEndObject();
    }
}

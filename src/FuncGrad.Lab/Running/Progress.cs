using System.Diagnostics;
using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>
/// Shows how far a batch is: a bar on a terminal, else a plain line every 30 seconds, both on stderr; or, if asked for, an event per line
/// on stdout.
/// </summary>
internal sealed class Progress : IProgress<Tally>, IDisposable
{
    private const int BarMilliseconds = 200, LineMilliseconds = 30_000, EventMilliseconds = 1_000;

    private const int NarrowestBar = 10, LettersOfInterrupt = 2;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _gate = new();
    private readonly long _total;
    private readonly long _trialsBefore;
    private readonly long _stepsBefore;
    private readonly bool _asEvents;
    private readonly bool _asBar;
    private readonly Timer _timer;
    private Tally _tally;
    private int _barLength;
    private bool _isOver;

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
        lock (_gate)
        {
            ClearBar();
            _isOver = true;
        }
    }

    public ProgressLine Now()
    {
        lock (_gate)
            return new(_tally.Trials, _total, _tally.Trials - _trialsBefore, _tally.Steps - _stepsBefore + InHand.MadeHere,
                _clock.Elapsed, _tally)
            {
                InHand = Math.Min(_total - _tally.Trials, InHand.Total / StepsPerTrial),
                InHandNow = InHand.MadeHere / StepsPerTrial,
            };
    }

    private void Show()
    {
        var line = Now();
        lock (_gate)
        {
            if (_isOver) return;
            if (_asEvents) Events.Write("progress", writer => Write(writer, line));
            else if (_asBar) ShowBar(line);
            else StandardError.Say(line.ToString());
        }
    }

    // The cursor is left behind the text, and with room to spare, so that the terminal can show the ^C of an interrupt without breaking the
    // line.
    private void ShowBar(ProgressLine line)
    {
        var width = Math.Max(NarrowestBar, Console.BufferWidth - LettersOfInterrupt - 1);
        var text = line.Bar(width);
        var rest = Math.Max(0, Math.Min(_barLength, width) - text.Length);
        StandardError.Write($"\r{text}{new string(' ', rest)}{new string('\b', rest)}");
        _barLength = text.Length;
    }

    private void ClearBar()
    {
        if (_barLength == 0) return;
        StandardError.Write($"\r{new string(' ', _barLength + LettersOfInterrupt)}\r");
        _barLength = 0;
    }

    private static void Write(Utf8JsonWriter writer, ProgressLine line)
    {
        writer.WriteNumber("trials_done", line.Done);
        writer.WriteNumber("trials_total", line.Total);
        writer.WriteNumber("share_done", line.Share);
        writer.WriteNumber("trials_per_second", line.TrialsPerSecond);
        writer.WriteNumber("steps_per_second", line.StepsPerSecond);
        if (line.Left is { } left) writer.WriteNumber("seconds_left", left.TotalSeconds);
        line.Tally.WriteVerdicts(writer);
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
}

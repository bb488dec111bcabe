using System.CommandLine;

namespace FuncGrad.Lab;

/// <summary><c>funcgrad watch</c>: a run as it goes on, from its folder alone.</summary>
internal static class WatchCommand
{
    private const double OnTerminal = 1, InPipe = 30, Least = 0.2;

    public static Command Of(Streams streams)
    {
        var folder = Given.Folder();
        var once = new Option<bool>("--once") { Description = "tell how it stands now and end: exit code 0 if it is finished, 75 if not" };
        var every = new Option<double?>("--every")
        {
            Description = "seconds between two looks: 1 on a terminal, else 30",
            HelpName = "SECONDS",
        };
        var command = new ExampledCommand("watch", "a run as it goes on, from its folder alone",
            "funcgrad watch results/learning-rates",
            "funcgrad watch results/learning-rates --once") { folder, once, every };
        command.SetAction(result => Run(result.GetValue(folder)!, result.GetValue(once), result.GetValue(every), streams));
        return command;
    }

    private static int Run(string folder, bool once, double? every, Streams streams)
    {
        if (every is { } seconds && !(seconds >= Least && seconds <= 86_400))
            return streams.Refuse(FormattableString.Invariant($"--every {seconds}: it takes {Least} to 86400 seconds."));
        if (WatchedRun.Read(folder) is not { } run)
            return streams.Refuse($"{folder} is not a folder of results: it has no readable {Manifest.FileName}.");
        var (pace, view) = (new Pace(StepsOf(folder, run)), new Screen(streams));
        pace.Add(run, DateTime.UtcNow);
        // Without a session that began from nothing only a second look tells a pace.
        if (once && !run.IsFinished && run is not { BeganFromNothing: true, Since: not null })
        {
            Thread.Sleep(TimeSpan.FromSeconds(OnTerminal));
            run = Next(run, pace);
        }
        while (!once && !run.IsFinished)
        {
            view.Show(run, pace.Line(run));
            Thread.Sleep(TimeSpan.FromSeconds(every ?? (streams.Width is null ? InPipe : OnTerminal)));
            run = Next(run, pace);
        }
        view.Show(run, pace.Line(run));
        return run.IsFinished ? ExitCode.Done : ExitCode.StoppedEarly;
    }

    /// <summary>Between two renames there may be nothing to read.</summary>
    private static WatchedRun Next(WatchedRun before, Pace pace)
    {
        var run = WatchedRun.Read(before.Folder) ?? before;
        pace.Add(run, DateTime.UtcNow);
        return run;
    }

    /// <summary>How many updates a trial makes.</summary>
    private static long StepsOf(string folder, WatchedRun run)
    {
        using var nobody = new StringWriter();
        var data = run.Manifest.DataHashes.ToDictionary(data => data.Key, data => KeptData.Find(folder, data.Key, data.Value));
        return data.Values.All(path => path is not null)
            && ExperimentFile.Read(Path.Combine(folder, ResultFolder.ExperimentFile), run.Manifest.Overrides, MemoryBound.OfMachine,
                new Streams(nobody, nobody), name => data[name]!) is { } file ? Math.Max(1, file.Experiment.Method.Steps) : 1;
    }
}

/// <summary>What looks one after the other tell of a pace: over the last minute, or since the run began.</summary>
internal sealed class Pace(long stepsPerTrial)
{
    private const double Window = 60;

    private readonly Queue<(DateTime Time, double Trials, double Steps)> _looks = new();

    public void Add(WatchedRun run, DateTime now)
    {
        if (_looks.Count == 0 && run is { BeganFromNothing: true, Since: { } since } && since < now) _looks.Enqueue((since, 0, 0));
        _looks.Enqueue((now, run.Tally.Trials + InHand(run), run.Tally.Steps + run.Saved.Sum(saved => (double)saved.Steps)));
        while (_looks.Count > 2 && (now - _looks.Peek().Time).TotalSeconds > Window) _looks.Dequeue();
    }

    public ProgressLine Line(WatchedRun run)
    {
        if (run.IsFinished)
            return new(run.Tally.Trials, run.Manifest.Trials, run.Tally.Trials, run.Tally.Steps,
                TimeSpan.FromSeconds(run.Manifest.Sessions.Sum(session => session.Seconds)), run.Tally);
        var (first, last) = (_looks.First(), _looks.Last());
        return new(run.Tally.Trials, run.Manifest.Trials, 0, Math.Max(0, last.Steps - first.Steps), last.Time - first.Time, run.Tally)
        {
            InHand = InHand(run),
            InHandNow = Math.Max(0, last.Trials - first.Trials),
        };
    }

    private double InHand(WatchedRun run) => run.Saved.Sum(saved => Math.Min(1, saved.Steps / (double)stepsPerTrial));
}

/// <summary>Where looks are shown: on a terminal each in the place of the one before, else a line for each.</summary>
internal sealed class Screen(Streams streams)
{
    private int _lines;

    public void Show(WatchedRun run, ProgressLine progress)
    {
        if (streams.Width is not { } width)
        {
            streams.Output.WriteLine(
                $"{progress}{(run.IsFinished ? "; finished" : run.Holders.Count == 0 ? "; nobody computes now" : "")}");
            return;
        }
        string[] lines = [.. WatchView.Lines(run, progress, Math.Min(width, 120), streams.HasColours)];
        if (_lines > 0 && streams.HasColours) streams.Drawing.Write($"\e[{_lines}A\e[J");
        foreach (var line in lines) streams.Drawing.Write($"{line}\n");
        _lines = lines.Length;
    }
}

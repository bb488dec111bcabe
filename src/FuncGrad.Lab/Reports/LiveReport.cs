using System.Diagnostics;

namespace FuncGrad.Lab;

/// <summary>
/// The page of a run while it goes on, written again and again from what is on the disk, and once more when it is over. A browser that
/// shows it reads it again by itself. Writing takes one part in a hundred of the time at most, so that nobody computes slower for it.
/// </summary>
internal sealed class LiveReport : IDisposable
{
    private const int RefreshSeconds = 5, TimesAsLong = 100;

    private static readonly TimeSpan Least = TimeSpan.FromSeconds(RefreshSeconds);

    /// <summary>
    /// What a page is expected to cost, if the last did not take longer: a start, and so much for each byte of the tables that are read for
    /// it.
    /// </summary>
    private const double SecondsToStart = 0.05, SecondsForByte = 1 / 20e6;

    private readonly string _folder;
    private readonly ManualResetEventSlim _isOver = new();
    private readonly Thread _thread;

    private LiveReport(string folder)
    {
        _folder = folder;
        _thread = new Thread(Write) { IsBackground = true, Name = "report", Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>Where the page is.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, Report.DefaultName);

    public static LiveReport Begin(string folder) => new(folder);

    /// <summary>Ends the writing; the last page may say that the run still goes on.</summary>
    public void Dispose()
    {
        _isOver.Set();
        _thread.Join();
        _isOver.Dispose();
    }

    /// <summary>What is there of a run that was stopped.</summary>
    public static void WriteStopped(string folder) => WriteNow(folder, refresh: 0, "stopped");

    private void Write()
    {
        var (last, seconds, clock) = (TimeSpan.Zero, 0.0, Stopwatch.StartNew());
        while (!_isOver.Wait(Least))
        {
            var began = clock.Elapsed;
            if ((began - last).TotalSeconds < TimesAsLong * Math.Max(seconds, ExpectedSeconds())) continue;
            WriteNow(_folder, RefreshSeconds, "running");
            (last, seconds) = (clock.Elapsed, (clock.Elapsed - began).TotalSeconds);
        }
    }

    private double ExpectedSeconds()
    {
        try
        {
            return SecondsToStart
                + (SecondsForByte * new DirectoryInfo(_folder).EnumerateFiles("*.csv", SearchOption.AllDirectories)
                    .Sum(file => (double)file.Length));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { return double.PositiveInfinity; }
    }

    /// <summary>A page that cannot be written now is written the next time; the run does not end for it.</summary>
    private static void WriteNow(string folder, int refresh, string word)
    {
        try
        {
            using var nobody = new StringWriter();
            if (OpenedResults.ReadUnfinished(folder, new Streams(nobody, nobody)) is not { } run) return;
            var (done, total) = (run.Manifest.Tally.Trials, run.Manifest.Trials);
            Report.Write(PathIn(folder), Report.PageOf([run], null, refresh,
                $"{word}: {NumberText.Count(done)} of {NumberText.Count(total)} trials are done").Html());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OutputFailure or InvalidDataException) { }
    }
}

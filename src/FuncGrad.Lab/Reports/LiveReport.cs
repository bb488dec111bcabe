using System.Diagnostics;

namespace FuncGrad.Lab;

/// <summary>
/// The page of a run while it goes on, written again and again from what is on the disk, and once more when it is over. A browser that shows it reads it again by
/// itself. Writing takes one part in a hundred of the time at most, so that nobody computes slower for it.
/// </summary>
internal sealed class LiveReport : IDisposable
{
    private const int RefreshSeconds = 5, TimesAsLong = 100;

    private static readonly TimeSpan Least = TimeSpan.FromSeconds(RefreshSeconds);

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
        var pause = Least;
        while (!_isOver.Wait(pause))
        {
            var clock = Stopwatch.StartNew();
            WriteNow(_folder, RefreshSeconds, "running");
            pause = clock.Elapsed * TimesAsLong > Least ? clock.Elapsed * TimesAsLong : Least;
        }
    }

    /// <summary>A page that cannot be written now is written the next time; the run does not end for it.</summary>
    private static void WriteNow(string folder, int refresh, string word)
    {
        try
        {
            using var nobody = new StringWriter();
            if (OpenedResults.ReadUnfinished(folder, new Streams(nobody, nobody)) is not { } run) return;
            var (done, total) = (run.Manifest.Tally.Trials, run.Manifest.Trials);
            Report.Write(PathIn(folder), Report.PageOf([run], null, refresh, $"{word}: {NumberText.Count(done)} of {NumberText.Count(total)} trials are done").Html());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OutputFailure or InvalidDataException) { }
    }
}

using System.Globalization;
using System.Text;

namespace FuncGrad.Lab;

/// <summary>A run as it stands, as lines of text: how far it is, at what pace, the verdicts as a bar, and the best loss so far.</summary>
internal static class WatchView
{
    private const int PointsOfCurve = 400, RowsOfCurve = 9;

    /// <summary>A table of more bytes is not read again and again for a curve.</summary>
    private const long MostBytes = 64 << 20;

    /// <summary>The lines.</summary>
    /// <param name="run">As it stands.</param>
    /// <param name="progress">With its pace.</param>
    /// <param name="width">Of the terminal.</param>
    /// <param name="hasColours">Whether it has some.</param>
    public static IEnumerable<string> Lines(WatchedRun run, ProgressLine progress, int width, bool hasColours)
    {
        var title = run.Manifest.Title.Length > 0 ? run.Manifest.Title : run.Manifest.ExperimentFile;
        yield return Palette.Heading(Visible.Text(title), hasColours);
        yield return Standing(run);
        yield return progress.Bar(width - 1);
        if (run.Tally.Trials > 0) yield return VerdictBar(run.Tally, width - 1, hasColours);
        foreach (var entry in Legend(run.Tally, width - 1, hasColours)) yield return entry;
        foreach (var (trial, steps) in run.Saved) yield return $"trial {trial}: {Numbers.Grouped(steps)} steps are done and saved";
        if (RunningBest(run) is not { } chart) yield break;
        foreach (var line in ChartText.Lines(chart, width - 1, hasColours, RowsOfCurve).SelectMany(line => line.Split('\n'))
            .SkipWhile(line => line.Length == 0))
            yield return line;
    }

    public static string Standing(WatchedRun run) => run switch
    {
        { IsFinished: true } => "finished",
        { Holders.Count: 0 } => "nobody computes now; the same `funcgrad run` goes on",
        _ => $"computed by {string.Join("; ", run.Holders.Select(Visible.Text))}",
    };

    /// <summary>A line as long as the terminal is wide, in which each verdict has its share, and at least a place.</summary>
    public static string VerdictBar(Tally tally, int width, bool hasColours)
    {
        var (text, left, rest) = (new StringBuilder(), width, tally.Trials);
        foreach (var (word, colour, letter) in Found(tally))
        {
            var count = tally.Of(word);
            var share = Math.Clamp((int)Math.Round(left * (double)count / rest), 1, Math.Max(1, left));
            (left, rest) = (left - share, rest - count);
            text.Append(hasColours ? $"{Background(colour)}{new string(' ', share)}\e[0m" : new string(letter, share));
        }
        return text.ToString();
    }

    private static IEnumerable<string> Legend(Tally tally, int width, bool hasColours)
    {
        var (line, length) = (new StringBuilder(), 0);
        foreach (var (word, colour, letter) in Found(tally))
        {
            var words = $"{word} {NumberText.Count(tally.Of(word))}";
            if (length > 0 && length + words.Length + 4 > width)
            {
                yield return line.ToString();
                (line, length) = (new(), 0);
            }
            line.Append(length > 0 ? "  " : "").Append(hasColours ? $"{Background(colour)} \e[0m " : $"{letter} ").Append(words);
            length += words.Length + (length > 0 ? 4 : 2);
        }
        if (length > 0) yield return line.ToString();
    }

    private static IEnumerable<(string Word, Colour Colour, char Letter)> Found(Tally tally) =>
        FuncGrad.Palette.Verdicts.Where(verdict => tally.Of(verdict.Word) > 0);

    private static string Background(Colour colour) =>
        string.Create(CultureInfo.InvariantCulture, $"\e[48;2;{colour.Red};{colour.Green};{colour.Blue}m");

    /// <summary>The best last loss of the trials so far, trial by trial; null where there is little to see.</summary>
    private static Chart? RunningBest(WatchedRun run)
    {
        if (run.Tally.Trials < 8 || Opened(run) is not { } opened
            || new FileInfo(TableOf(run)) is not { Exists: true, Length: <= MostBytes })
            return null;
        var (trials, direction) = (opened.Tables.Trials, opened.Tables.Experiment.Method.Direction);
        var (best, least, bests) = (double.NaN, double.PositiveInfinity, new List<double>());
        foreach (var (loss, verdict) in trials.Numbers("loss").Zip(trials.Words("verdict")))
        {
            if (VerdictWords.Score(verdict, loss, direction) is var score && score < least) (best, least) = (loss, score);
            bests.Add(best);
        }
        if (bests.All(double.IsNaN)) return null;
        int[] at = [.. Enumerable.Range(0, PointsOfCurve).Select(i => (int)(i * (bests.Count - 1L) / (PointsOfCurve - 1))).Distinct()];
        double[] x = [.. at.Select(i => (double)i)], y = [.. at.Select(i => bests[i])];
        return new Chart
        {
            Title = "",
            Subtitle = $"best loss so far: {NumberText.InTable(best)}, by trial",
            X = new("trial", Scale.Linear(0, Math.Max(1, run.Manifest.Trials - 1))),
            Y = new("loss", Scale.For(NumberSpan.Of(y))),
            Layers = [new Layer.Curve(x, y, FuncGrad.Palette.Of(Verdict.Converged))],
        };
    }

    private static OpenedRun? Opened(WatchedRun run)
    {
        using var nobody = new StringWriter();
        var silent = new Streams(nobody, nobody);
        return run.IsFinished ? OpenedResults.Read(run.Folder, silent) : OpenedResults.ReadUnfinished(run.Folder, silent);
    }

    private static string TableOf(WatchedRun run) =>
        Path.Combine(run.IsFinished ? run.Folder
            : Claims.PartsPath(run.Folder, Shard.Whole), RowFiles.FileName(ResultFolder.TrialsTable, 0));
}

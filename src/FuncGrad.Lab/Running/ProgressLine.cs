using System.Globalization;

namespace FuncGrad.Lab;

/// <summary>How far a batch is, as one line of text: a pure function of numbers.</summary>
/// <param name="Done">Trials that are done.</param>
/// <param name="Total">Trials in all.</param>
/// <param name="DoneNow">Trials done since this process began; the pace is theirs.</param>
/// <param name="StepsNow">Updates made in them.</param>
/// <param name="Elapsed">Since this process began.</param>
/// <param name="Tally">What the trials came to.</param>
internal sealed record ProgressLine(long Done, long Total, long DoneNow, double StepsNow, TimeSpan Elapsed, Tally Tally)
{
    private const int BarWidth = 20;

    /// <summary>How many trials' worth of steps is made in trials that are not done.</summary>
    public double InHand { get; init; }

    /// <summary>How much of that since this process began.</summary>
    public double InHandNow { get; init; }

    /// <summary>0 to 1.</summary>
    public double Share => Total == 0 ? 1 : (Done + InHand) / Total;

    public double TrialsPerSecond => Elapsed > TimeSpan.Zero ? (DoneNow + InHandNow) / Elapsed.TotalSeconds : 0;

    public double StepsPerSecond => Elapsed > TimeSpan.Zero ? StepsNow / Elapsed.TotalSeconds : 0;

    /// <summary>At the pace so far; null before the first trial is done.</summary>
    public TimeSpan? Left =>
        TrialsPerSecond > 0 && (Total - Done - InHand) / TrialsPerSecond is var seconds && seconds < TimeSpan.MaxValue.TotalSeconds / 2
            ? TimeSpan.FromSeconds(seconds) : null;

    public override string ToString() => Figures + Verdicts(int.MaxValue);

    /// <summary>
    /// As much as fits into a line of a terminal, always in whole words: first the drawing goes, then verdicts, the rarest first, then
    /// figures.
    /// </summary>
    public string Bar(int width)
    {
        var filled = (int)(BarWidth * Share);
        string[] lines =
        [
            $"[{new string('#', filled)}{new string('-', BarWidth - filled)}] {this}",
            ToString(),
            .. Enumerable.Range(1, Tally.VerdictNames.Count).Reverse().Select(shown => Figures + Verdicts(shown)),
            Figures,
            string.Create(CultureInfo.InvariantCulture, $"{Percent} {Done:#,0} of {Total:#,0} trials, {TimeLeft}"),
            $"{Percent} {TimeLeft}",
            Percent,
        ];
        return lines.FirstOrDefault(line => line.Length <= width) ?? "";
    }

    /// <summary><c>4 s</c>, <c>12:05 min</c>, <c>3:04:05 h</c>, <c>12 d 03:04 h</c>.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s"),
        { TotalHours: < 1 } => time.ToString(@"m\:ss", CultureInfo.InvariantCulture) + " min",
        { TotalDays: < 1 } => time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) + " h",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalDays:#,0} d {time.Hours:00}:{time.Minutes:00} h"),
    };

    private string Percent => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(100 * Share):0} %");

    private string Figures => string.Create(CultureInfo.InvariantCulture,
        $"{Percent} {Done:#,0} of {Total:#,0} trials, {Pace(TrialsPerSecond)} trials/s, {Pace(StepsPerSecond)} steps/s, {TimeLeft}");

    private string TimeLeft => Left is { } left ? Duration(left) + " left" : "time left unknown";

    /// <summary>The verdicts there are, or so many of them, the most frequent ones.</summary>
    private string Verdicts(int shown)
    {
        var there = Tally.VerdictNames.Select((name, i) => (name, count: Tally.Verdicts[i])).Where(verdict => verdict.count > 0).ToArray();
        var least = there.Select(verdict => verdict.count).OrderDescending().Take(shown).DefaultIfEmpty().Last();
        var most = there.Where(verdict => verdict.count >= least).Take(shown).ToArray();
        return string.Concat(most.Select((v, i) =>
            string.Create(CultureInfo.InvariantCulture, $"{(i == 0 ? "; " : ", ")}{v.name} {v.count:#,0}")))
                + (most.Length < there.Length ? ", ..." : "");
    }

    private static string Pace(double perSecond) => perSecond switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e9:0.0} G"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e6:0.0} M"),
        >= 1e4 => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1e3:0} k"),
        >= 10 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:0}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{perSecond:0.##}"),
    };
}

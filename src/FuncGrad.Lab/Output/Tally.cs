using System.Globalization;
using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>
/// What some trials came to, in numbers: enough for progress, for the summary and for the manifest, however many there are.
/// </summary>
internal sealed class Tally
{
    public const int BestKept = 5;

    private const string Nothing = "-";

    /// <summary>What the counts of tallies stand for that were written before they said it.</summary>
    private static readonly string[] UnsaidVerdicts =
        "diverged unbounded converged saddle flat stopped oscillating too_slow unfinished failed".Split(' ');

    /// <inheritdoc cref="UnsaidVerdicts"/>
    private static readonly string[] UnsaidStops = "gradient_norm loss diverged when patience".Split(' ');

    public static IReadOnlyList<string> VerdictNames { get; } = [.. VerdictWords.Counted.Select(row => row.Word)];

    public static IReadOnlyList<string> StopNames { get; } = [.. StopWords.All.Select(row => row.Key)];

    public long[] Verdicts { get; } = new long[VerdictNames.Count];

    public long[] Stops { get; } = new long[StopNames.Count];

    /// <summary>Updates made in all trials.</summary>
    public long Steps { get; set; }

    /// <summary>The trials with the best last loss; the smaller score is the better one, of equals the first.</summary>
    public List<(long Trial, double Score)> Best { get; } = [];

    public long Trials => Verdicts.Sum();

    public long FailedTrials => Of(VerdictWords.Failed.Word);

    /// <summary>How many trials came to a verdict.</summary>
    public long Of(string verdict) => Verdicts[Position(VerdictNames, verdict)];

    /// <summary>As a property of an object of JSON.</summary>
    public void WriteVerdicts(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("verdicts");
        foreach (var row in VerdictWords.Counted)
            if (row != VerdictWords.Failed || FailedTrials > 0) writer.WriteNumber(row.Word, Of(row.Word));
        writer.WriteEndObject();
    }

    /// <param name="verdict">What a trial came to.</param>
    /// <param name="stops">What ended it.</param>
    /// <param name="steps">How many updates it made.</param>
    /// <param name="trial">Its number.</param>
    /// <param name="score">Its <see cref="VerdictWords.Score(string, double, Direction)"/>.</param>
    public void Add(VerdictWord verdict, IReadOnlyList<StopReason> stops, long steps, long trial, double score)
    {
        Verdicts[verdict.Position]++;
        for (var i = 0; i < stops.Count; i++) Stops[(int)stops[i]]++;
        Steps += steps;
        Offer(trial, score);
    }

    public static Tally Sum(IEnumerable<Tally> tallies)
    {
        var sum = new Tally();
        foreach (var tally in tallies) sum.Add(tally);
        return sum;
    }

    public void Add(Tally other)
    {
        for (var i = 0; i < Verdicts.Length; i++) Verdicts[i] += other.Verdicts[i];
        for (var i = 0; i < Stops.Length; i++) Stops[i] += other.Stops[i];
        Steps += other.Steps;
        foreach (var (trial, score) in other.Best) Offer(trial, score);
    }

    public override string ToString() => string.Join(' ',
        Text(VerdictNames, Verdicts), Text(StopNames, Stops), Steps.ToString(CultureInfo.InvariantCulture),
        Best.Count == 0 ? Nothing : string.Join(';', Best.Select(best => FormattableString.Invariant($"{best.Trial}:{best.Score:R}"))));

    /// <summary>Reads what <see cref="ToString"/> wrote, from its four words.</summary>
    /// <exception cref="FormatException">It counts what this program does not know.</exception>
    public static Tally Parse(ReadOnlySpan<string> words)
    {
        var tally = new Tally { Steps = long.Parse(words[2], CultureInfo.InvariantCulture) };
        Read(words[0], VerdictNames, UnsaidVerdicts, tally.Verdicts);
        Read(words[1], StopNames, UnsaidStops, tally.Stops);
        if (words[3] == Nothing) return tally;
        foreach (var best in words[3].Split(';'))
        {
            var (trial, score) = Pair(best);
            tally.Best.Add((long.Parse(trial, CultureInfo.InvariantCulture), double.Parse(score, CultureInfo.InvariantCulture)));
        }
        return tally;
    }

    /// <summary>The counts that are not 0, each with its name.</summary>
    private static string Text(IReadOnlyList<string> names, long[] counts) =>
        counts.All(count => count == 0) ? Nothing
        : string.Join(',', from i in Enumerable.Range(0, counts.Length)
                           where counts[i] > 0
                           select FormattableString.Invariant($"{names[i]}:{counts[i]}"));

    private static void Read(string text, IReadOnlyList<string> names, string[] unsaid, long[] counts)
    {
        if (text == Nothing) return;
        var parts = text.Split(',');
        var saysNames = text.Contains(':', StringComparison.Ordinal);
        if (!saysNames && parts.Length != unsaid.Length) throw new FormatException($"{text} are not {unsaid.Length} counts.");
        for (var i = 0; i < parts.Length; i++)
        {
            var (name, count) = saysNames ? Pair(parts[i]) : (unsaid[i], parts[i]);
            counts[Position(names, name)] = long.Parse(count, CultureInfo.InvariantCulture);
        }
    }

    private static (string Name, string Value) Pair(string text) =>
        text.Split(':') is [var name, var value] ? (name, value) : throw new FormatException($"{text} is no pair.");

    private void Offer(long trial, double score)
    {
        if (double.IsNaN(score)
            || (Best.Count == BestKept && score >= Best[^1].Score && (score > Best[^1].Score || trial > Best[^1].Trial)))
            return;
        var place = Best.FindIndex(best => score < best.Score || (score == best.Score && trial < best.Trial));
        Best.Insert(place < 0 ? Best.Count : place, (trial, score));
        if (Best.Count > BestKept) Best.RemoveAt(BestKept);
    }

    private static int Position(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
            if (names[i] == name) return i;
        throw new FormatException($"There is no '{name}' among {string.Join(", ", names)}.");
    }
}

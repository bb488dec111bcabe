using System.Globalization;
using System.Text.Json;

namespace FuncGrad.Lab;

/// <summary>
/// What some trials came to, in numbers: enough for progress, for the summary and for the manifest, however many there are.
/// </summary>
internal sealed class Tally
{
    public const int BestKept = 5;

    public static IReadOnlyList<string> VerdictNames { get; } = [.. VerdictWords.Counted.Select(row => row.Word)];

    public static IReadOnlyList<string> StopNames { get; } = [.. StopWords.All.Select(row => row.Key)];

    public long[] Verdicts { get; } = new long[VerdictNames.Count];

    public long[] Stops { get; } = new long[StopNames.Count];

    /// <summary>Updates made in all trials.</summary>
    public long Steps { get; set; }

    /// <summary>The trials with the best last loss; the smaller score is the better one.</summary>
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

    public void Add(string verdict, IReadOnlyList<StopReason> stops, long steps, long trial, double score)
    {
        Verdicts[Position(VerdictNames, verdict)]++;
        foreach (var stop in stops) Stops[(int)stop]++;
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
        string.Join(',', Verdicts), string.Join(',', Stops), Steps.ToString(CultureInfo.InvariantCulture),
        Best.Count == 0 ? "-" : string.Join(';', Best.Select(best => FormattableString.Invariant($"{best.Trial}:{best.Score:R}"))));

    /// <summary>Reads what <see cref="ToString"/> wrote, from its four words.</summary>
    public static Tally Parse(ReadOnlySpan<string> words)
    {
        var tally = new Tally { Steps = long.Parse(words[2], CultureInfo.InvariantCulture) };
        Numbers(words[0]).CopyTo(tally.Verdicts, 0);
        Numbers(words[1]).CopyTo(tally.Stops, 0);
        if (words[3] == "-") return tally;
        foreach (var best in words[3].Split(';'))
        {
            var colon = best.IndexOf(':', StringComparison.Ordinal);
            tally.Best.Add((long.Parse(best.AsSpan(0, colon), CultureInfo.InvariantCulture),
                double.Parse(best.AsSpan(colon + 1), CultureInfo.InvariantCulture)));
        }
        return tally;
    }

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
        throw new ArgumentException($"There is no '{name}' among {string.Join(", ", names)}.");
    }

    private static long[] Numbers(string text) => [.. text.Split(',').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
}

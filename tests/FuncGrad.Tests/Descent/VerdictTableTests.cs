using FuncGrad.Tests.Experiments;
using FuncGrad.Tests.Golden;
using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>Small experiments whose truth is decided by mathematics: the verdict must be one of those that state it, and the note must lead on.</summary>
public sealed class VerdictTableTests
{
    private const int MostWords = 20;

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (var row in GoldenFile.Rows("verdicts.csv").Concat(GoldenFile.Rows("further_verdicts.csv"))) cases.Add(row[0], row[1], row[2]);
        return cases;
    }

    private static TrialRecord Record(string experiment) => new Batch(BatchTests.Parse(experiment)).Run(0, 1, () => long.MaxValue / 2)![0];

    [Theory, MemberData(nameof(Cases))]
    public void The_verdict_states_the_truth(string name, string expected, string experiment)
    {
        var record = Record(experiment);
        Assert.True(expected.Split('|').Contains(record.Verdict), $"{name}: {record.Verdict} instead of {expected}; {record.Note}");
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_note_is_short_and_says_what_to_do_next(string name, string expected, string experiment)
    {
        var record = Record(experiment);
        var advice = record.Note.Split("; ")[1..];
        Assert.True(record.Note.Length is > 0 and < 160, $"{name} ({expected}): {record.Note}");
        Assert.True(record.Verdict is "stopped" or "unbounded" || advice.Length > 0 || record.Note.Contains("more steps", StringComparison.Ordinal), record.Note);
        Assert.All(advice, part => Assert.True(part.Split(' ').Length <= MostWords, part));
    }

    [Fact]
    public void Every_verdict_occurs_in_the_tables() => Assert.Equal(
        Enum.GetValues<Verdict>().Select(verdict => Words.Of(verdict)).Order(),
        Cases().SelectMany(row => row.Data.Item2.Split('|')).Distinct().Order());

    [Theory]
    [InlineData("reverses in every step, falls by little", "below 1, such as 0.5")]
    [InlineData("period 2: x^2, rate 1", "oscillat", true)]
    public void What_reverses_in_every_step_is_not_sent_to_larger_rates(string name, string fragment, bool isVerdict = false)
    {
        var experiment = Cases().First(row => row.Data.Item1 == name).Data.Item3;
        var record = Record(experiment);
        Assert.Contains(fragment, isVerdict ? record.Verdict : record.Note, StringComparison.Ordinal);
        Assert.DoesNotContain("larger learning rate", record.Note, StringComparison.Ordinal);
    }
}

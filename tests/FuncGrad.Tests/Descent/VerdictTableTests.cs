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

    /// <summary>A rate that a note names is one that the run did not have; made with it, or for as long as it says, the run comes farther.</summary>
    [Theory]
    [InlineData("abs(x)^1.5 + y^2", "momentum", 0.9, 200, "such as 0.09")]
    [InlineData("abs(x) + abs(y - 0.3)", "gradient_descent", 0.3, 200, "such as 0.03")]
    [InlineData("x^2 + 50*y^2", "gradient_descent", 0.3, 200, "such as 0.01")]
    public void A_note_names_another_rate(string loss, string rule, double rate, int steps, string advice) => Assert.Contains(advice,
        Record(FormattableString.Invariant($"loss = \"{loss}\"\n[parameters]\nx = 1.0\ny = 1.0\n[method]\nrule = \"{rule}\"\nlearning_rate = {rate}\nsteps = {steps}\n")).Note,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("x^4 + y^4", "gradient_descent", 0.1)]
    [InlineData("x^4 + y^2", "gradient_descent", 0.3)]
    [InlineData("log(cosh(x)) + log(cosh(y - 1))", "momentum", 0.6)]
    [InlineData("x^2 + y^2", "momentum", 1.0)]
    public void The_steps_that_a_note_says_are_missing_are_about_those(string loss, string rule, double rate)
    {
        TrialRecord Run(long steps) => Record(FormattableString.Invariant(
            $"loss = \"{loss}\"\n[parameters]\nx = 1.0\ny = 1.0\n[method]\nrule = \"{rule}\"\nlearning_rate = {rate}\nsteps = {steps}\n"));
        var note = Run(200).Note;
        var words = note.Split(' ');
        var missing = long.Parse(words[Array.IndexOf(words, "about") + 1], System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
        var there = Run(200 + (missing * 3 / 2) + 2);
        Assert.True(there.Verdict == "converged", $"{note}: {there.Verdict}, {there.Note}");
    }
}

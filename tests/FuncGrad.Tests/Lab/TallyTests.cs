using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>What trials came to, as journals and manifests keep it.</summary>
public sealed class TallyTests
{
    private static Tally Some()
    {
        var tally = new Tally();
        (string Verdict, double Loss)[] trials =
            [("converged", 0.5), ("diverged", -4), ("too_slow", 0.25), ("unbounded", double.NegativeInfinity), ("failed", double.NaN), ("saddle", 0.25), ("stopped", double.NaN)];
        for (var trial = 0; trial < trials.Length; trial++)
            tally.Add(VerdictWords.Find(trials[trial].Verdict)!, [StopReason.Patience], 10, trial, VerdictWords.Score(trials[trial].Verdict, trials[trial].Loss, Direction.Minimise));
        return tally;
    }

    [Fact]
    public void A_text_says_what_it_counts()
    {
        const string text = "diverged:1,unbounded:1,converged:1,saddle:1,stopped:1,too_slow:1,failed:1 patience:7 70 2:0.25;5:0.25;0:0.5";
        Assert.Equal(text, Some().ToString());
        Assert.Equal(text, Tally.Parse(text.Split(' ')).ToString());
        Assert.Equal("- - 0 -", Tally.Parse(new Tally().ToString().Split(' ')).ToString());
    }

    [Fact]
    public void A_loss_that_ran_away_or_is_none_is_never_the_best_and_of_equal_ones_the_first_trial_is()
    {
        Assert.Equal([(2, 0.25), (5, 0.25), (0, 0.5)], Some().Best);
        Assert.Equal(-3, VerdictWords.Score("converged", 3, Direction.Maximise));
        Assert.Equal(3, VerdictWords.Score("a word of a later program", 3, Direction.Minimise));
    }

    /// <summary>Before, texts counted by position.</summary>
    [Fact]
    public void Counts_of_earlier_programs_are_those_of_their_words()
    {
        var tally = Tally.Parse("1,2,3,4,5,6,7,8,9,10 1,2,3,4,5 120 7:-0.5".Split(' '));
        string[] verdicts = ["diverged", "unbounded", "converged", "saddle", "flat", "stopped", "oscillating", "too_slow", "unfinished", "failed"];
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], verdicts.Select(tally.Of));
        Assert.Equal("gradient_norm:1,loss:2,diverged:3,when:4,patience:5 120 7:-0.5", tally.ToString().Split(' ', 2)[1]);
    }

    [Theory]
    [InlineData("1,2,3,4,5,6,7,8,9 1,2,3,4,5 120 -")]
    [InlineData("1,2,3,4,5,6,7,8,9,10,11 1,2,3,4,5 120 -")]
    [InlineData("converged:3,wandering:1 - 120 -")]
    [InlineData("converged:3 lateness:1 120 -")]
    public void Counts_of_what_is_not_known_are_damage(string text)
    {
        Assert.Throws<FormatException>(() => Tally.Parse(text.Split(' ')));
        Assert.Throws<FormatException>(() => JournalEntry.Parse($"3 64 100 0badcafe 0 0 00000000 {text}"));
    }
}

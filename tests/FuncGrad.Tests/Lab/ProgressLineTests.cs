using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

public sealed class ProgressLineTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.2, "1 s")]
    [InlineData(59, "59 s")]
    [InlineData(60, "1:00 min")]
    [InlineData(3_599, "59:59 min")]
    [InlineData(3_600, "1:00:00 h")]
    [InlineData(86_399, "23:59:59 h")]
    [InlineData(86_400, "1 d 00:00 h")]
    [InlineData(100_000, "1 d 03:46 h")]
    [InlineData(1e9, "11,574 d 01:46 h")]
    public void Durations_read_as_people_write_them(double seconds, string text) => Assert.Equal(text, ProgressLine.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void More_than_a_day_and_a_thousand_million_trials_print_rightly()
    {
        var line = new ProgressLine(1_234_567_890, 5_000_000_000, 1_000_000_000, 200_000_000_000, TimeSpan.FromHours(30), Counts(converged: 1_234_567_000, diverged: 890));
        Assert.Equal("24 % 1,234,567,890 of 5,000,000,000 trials, 9259 trials/s, 1.9 M steps/s, 4 d 16:57 h left; diverged 890, converged 1,234,567,000", line.ToString());
        Assert.Equal("[####----------------] " + line, line.Bar(200));
    }

    [Fact]
    public void Nothing_done_has_no_time_left() =>
        Assert.Equal("0 % 0 of 1,000,000,000,000 trials, 0 trials/s, 0 steps/s, time left unknown", new ProgressLine(0, 1_000_000_000_000, 0, 0, TimeSpan.FromSeconds(5), new Tally()).ToString());

    [Fact]
    public void All_done_is_a_full_bar() =>
        Assert.StartsWith("[####################] 100 % 3 of 3 trials, 3 trials/s, 300 steps/s, 0 s left; too_slow 3", new ProgressLine(3, 3, 3, 300, TimeSpan.FromSeconds(1), Counts(tooSlow: 3)).Bar(200), StringComparison.Ordinal);

    [Fact]
    public void A_long_trial_moves_the_bar_before_it_ends()
    {
        var line = new ProgressLine(0, 1, 0, 50_000_000, TimeSpan.FromSeconds(100), new Tally()) { InHand = 0.5, InHandNow = 0.25 };
        Assert.Equal("[##########----------] 50 % 0 of 1 trials, 0 trials/s, 500 k steps/s, 3:20 min left", line.Bar(200));
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-9)]
    public void A_pace_of_next_to_nothing_leaves_a_time_or_none(double inHand) =>
        Assert.NotEmpty(new ProgressLine(0, long.MaxValue, 0, 0, TimeSpan.FromDays(400), new Tally()) { InHand = inHand, InHandNow = inHand }.ToString());

    [Theory]
    [InlineData(200, "[##########----------] 50 % 500,000 of 1,000,000 trials, 50 k trials/s, 20.0 M steps/s, 10 s left; diverged 100,000, converged 399,999, too_slow 1")]
    [InlineData(130, "50 % 500,000 of 1,000,000 trials, 50 k trials/s, 20.0 M steps/s, 10 s left; diverged 100,000, converged 399,999, too_slow 1")]
    [InlineData(119, "50 % 500,000 of 1,000,000 trials, 50 k trials/s, 20.0 M steps/s, 10 s left; diverged 100,000, converged 399,999, ...")]
    [InlineData(100, "50 % 500,000 of 1,000,000 trials, 50 k trials/s, 20.0 M steps/s, 10 s left; converged 399,999, ...")]
    [InlineData(80, "50 % 500,000 of 1,000,000 trials, 50 k trials/s, 20.0 M steps/s, 10 s left")]
    [InlineData(50, "50 % 500,000 of 1,000,000 trials, 10 s left")]
    [InlineData(20, "50 % 10 s left")]
    [InlineData(8, "50 %")]
    [InlineData(2, "")]
    public void A_narrow_terminal_shows_whole_words_and_what_matters_most(int width, string bar) => Assert.Equal(bar,
        new ProgressLine(500_000, 1_000_000, 500_000, 200_000_000, TimeSpan.FromSeconds(10), Counts(diverged: 100_000, converged: 399_999, tooSlow: 1)).Bar(width));

    private static Tally Counts(long diverged = 0, long converged = 0, long tooSlow = 0)
    {
        var tally = new Tally();
        (tally.Verdicts[At("diverged")], tally.Verdicts[At("converged")], tally.Verdicts[At("too_slow")]) = (diverged, converged, tooSlow);
        return tally;

        static int At(string verdict) => Array.IndexOf([.. Tally.VerdictNames], verdict);
    }
}

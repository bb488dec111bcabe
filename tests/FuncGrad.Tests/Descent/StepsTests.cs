using Xunit;

namespace FuncGrad.Tests.Descents;

public sealed class StepsTests
{
    private static readonly Descent Halving = new(Loss.Of(x => Expr.Pow(x[0], 2), 1), UpdateRules.GradientDescent(0.25));

    [Fact]
    public void A_scan_is_lazy_and_endless() => Assert.Equal([8, 4, 2, 1], Halving.Scan(8).Take(4).Select(step => step[0]));

    [Fact]
    public void Thinning_keeps_the_first_each_kth_and_the_last() =>
        Assert.Equal([0, 3, 6, 7], Halving.Scan(8).Take(8).Every(3).Select(step => step.Iteration));

    [Fact]
    public void Stopping_keeps_the_step_at_which_the_condition_first_holds() =>
        Assert.Equal(4, Halving.Scan(8).UntilStopped(new Stopping(Loss: 0.25)).Last().Iteration);

    [Fact]
    public void A_condition_of_ones_own_stops_as_well() => Assert.Equal(2, Halving.Scan(8).Until(step => step[0] < 3).Last().Iteration);

    [Fact]
    public void Every_stop_reason_that_holds_is_named()
    {
        var last = Halving.Scan(8).ElementAt(3);
        Assert.Equal([StopReason.GradientNorm, StopReason.Loss], new Stopping(GradientNorm: 2, Loss: 1, Diverged: 100).Reasons(last));
    }

    [Fact]
    public void A_start_of_the_wrong_length_says_what_was_expected() =>
        Assert.Contains("1 parameter elements, but 2", Assert.Throws<ArgumentException>(() => Halving.Scan(1, 2)).Message, StringComparison.Ordinal);
}

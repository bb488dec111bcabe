using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>How long one computes before one looks whether to stop, by a clock of the test's own.</summary>
public sealed class SegmentsTests
{
    private const double MostMilliseconds = 1000;

    /// <summary>Whatever an update takes, no segment takes a second; and short ones become long.</summary>
    [Theory]
    [InlineData(900)]
    [InlineData(40)]
    [InlineData(3)]
    [InlineData(0.01)]
    public void A_stop_is_obeyed_within_a_second(double millisecondsOfUpdate)
    {
        var now = 0.0;
        var segments = new Segments(Segments.Shortest, CancellationToken.None, clock: () => (long)now);
        for (var call = 0; call < 100; call++)
        {
            var took = segments.Next() * millisecondsOfUpdate;
            Assert.InRange(took, 0, MostMilliseconds);
            now += took;
        }
        Assert.InRange(segments.Next() * millisecondsOfUpdate, 50, MostMilliseconds);
    }

    [Fact]
    public void Updates_that_become_slow_are_fewer_at_once_after_one_segment()
    {
        var now = 0L;
        var segments = new Segments(64, CancellationToken.None, clock: () => now);
        segments.Next();
        now += 10_000;
        Assert.Equal(1, segments.Next());
        Assert.Equal(1, segments.Again);
    }

    [Fact]
    public void After_a_stop_nothing_is_computed() => Assert.Equal(0, new Segments(64, new CancellationToken(canceled: true)).Next());
}

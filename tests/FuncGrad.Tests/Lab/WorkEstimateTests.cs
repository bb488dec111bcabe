using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>What <c>submit</c> thinks a batch will take, by a clock of the test's own.</summary>
public sealed class WorkEstimateTests
{
    private const double OfBlock = 0.01;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    [InlineData(100_000)]
    public void What_others_do_to_a_machine_is_not_in_the_estimate(long blocks)
    {
        var (now, computed, random) = (0.0, 0, new Random(7));
        var estimate = BlockSample.SecondsOfAll(blocks, Compute, () => now);
        Assert.Equal(1, estimate!.Value / blocks / OfBlock, 0.1);

        bool Compute(long block)
        {
            now += OfBlock * (computed++ == 0 ? 100 : 1 + (random.Next(3) == 0 ? random.NextDouble() * 5 : 0));
            return true;
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(50_021)]
    public void Blocks_from_all_over_the_batch_are_measured(long blocks)
    {
        var now = 0.0;
        var estimate = BlockSample.SecondsOfAll(blocks, Compute, () => now);
        Assert.Equal(1, estimate!.Value / (OfBlock * blocks), 0.1);

        bool Compute(long block)
        {
            now += 2 * OfBlock * (block + 0.5) / blocks;
            return true;
        }
    }

    [Fact]
    public void Work_that_is_called_off_at_once_has_no_estimate() => Assert.Null(BlockSample.SecondsOfAll(10, _ => false, () => 0));

    [Theory]
    [InlineData(3.0)]
    [InlineData(0.0)]
    public void Fewer_steps_tell_the_costs_of_a_step_from_all_others(double constant) =>
        Assert.Equal(constant + 20_000, WorkEstimate.Extrapolated(50, constant + 50, 200, constant + 200, 20_000), 1e-9);
}

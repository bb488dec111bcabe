using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Threads for one large trial: every part once, and not a bit of difference.</summary>
public sealed class ElementThreadsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 7)]
    [InlineData(5, 2)]
    public void Every_part_of_every_call_is_done_once(int threads, int parts)
    {
        var (pool, done) = (new ElementThreads(threads), new int[parts]);
        for (var call = 1; call <= 2000; call++)
        {
            pool.For(parts, part => done[part]++);
            Assert.All(done, times => Assert.Equal(call, times));
        }
    }

    [Fact]
    public void A_call_within_a_call_is_done_and_a_failure_reaches_the_caller()
    {
        var (pool, inner) = (new ElementThreads(2), new int[4]);
        pool.For(2, part => pool.For(2, i => inner[(2 * part) + i]++));
        Assert.Equal([1, 1, 1, 1], inner);
        Assert.Throws<InvalidOperationException>(() => pool.For(2, part => throw new InvalidOperationException()));
        pool.For(4, part => inner[part]++);
        Assert.Equal([2, 2, 2, 2], inner);
    }

    [Theory]
    [InlineData("x[1:]*x[:-1]")]
    [InlineData("tanh(x[1:]) - 0.5*x[:-1]^2")]
    public void A_large_trial_is_the_same_for_any_number_of_threads(string term)
    {
        var experiment = ExampleFiles.Experiment($$"""
            loss = "sum(x^2)/10 + sum({{term}})/100"
            [parameters]
            x = { shape = [150001], normal = { mean = 0.0, std = 1.0 } }
            [method]
            rule = "momentum"
            learning_rate = 0.1
            steps = 50
            [log]
            columns = ["loss", "gradient_norm", "update_norm"]
            """);
        var alone = Record(null, 1);
        foreach (var threads in (int[])[2, 3, 5])
        {
            var record = Record(new ElementThreads(threads).For, threads);
            Assert.Equal(alone.Parameters, record.Parameters);
            Assert.Equal(alone.Rows.Kept, record.Rows.Kept);
        }

        TrialRecord Record(ParallelFor? threads, int parts) => new Batch(experiment, threads, parts).Run(0, 1, () => long.MaxValue >> 2)![0];
    }
}

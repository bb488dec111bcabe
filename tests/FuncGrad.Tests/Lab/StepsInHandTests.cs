using System.Text;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Progress is seen while the first block is being computed, not only when it is there.</summary>
public sealed class StepsInHandTests
{
    private const string Bowl = """
        loss = "x^2/20 + y^2"
        [parameters]
        x = -7.0
        y = 2.0
        [method]
        steps = 20000
        [sweep]
        method.learning_rate = { from = 0.01, to = 0.5, count = 40 }
        [log]
        every = 0
        """;

    [Fact]
    public void Updates_within_a_block_are_counted_until_its_rows_are_there()
    {
        using var folder = new TemporaryFolder();
        var work = BlockComputation.Work(ExampleFiles.Experiment(Bowl), new Identity("a.toml", Encoding.UTF8.GetBytes(Bowl), new Dictionary<string, string>(), []));
        var rows = work.ComputeIn(folder.Path)(0, TestContext.Current.CancellationToken)!;
        Assert.InRange(work.InHand.Total, 1, 40 * 20000);
        Assert.Equal(work.InHand.Total, work.InHand.MadeHere);
        rows.Written!();
        Assert.Equal(0, work.InHand.Total);
    }

    [Fact]
    public void They_are_counted_between_the_calls()
    {
        var (inHand, seen) = (new StepsInHand(), new List<double>());
        var next = inHand.Counted(first: 64, trials: 10, most: 1000, () =>
        {
            seen.Add(inHand.Total);
            return 400;
        });
        for (var call = 0; call < 4; call++) next();
        Assert.Equal([0, 4000, 8000, 10000], seen);
    }
}

using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Numerical gradients of large losses: stopped and saved within a step, and gone on with to the same bits; their cost is told before.</summary>
public sealed class LargeDifferenceTests
{
    private const int Dimension = 300;

    private static Experiment Sum(long steps, string log = "every = 1", string stop = "", int dimension = Dimension) => ExampleFiles.Experiment($$"""
        loss = "sum(cos(W)) + 0.01*sum(W^2)*W[0]"
        [parameters]
        W = { shape = [{{dimension}}], normal = { mean = 0.0, std = 1.0 } }
        [method]
        rule = "adam"
        learning_rate = 0.05
        steps = {{steps}}
        gradient = "central_difference"
        [stop]
        {{stop}}
        [log]
        columns = ["loss", "gradient_norm", "parameters", "gradient", "update_norm"]
        {{log}}

        """);

    [Theory]
    [InlineData(7, "every = 1", "")]
    [InlineData(8, "every = 3", "")]
    [InlineData(9, "every = 0", "")]
    [InlineData(20, "every = 2", "loss = 250.0")]
    [InlineData(0, "every = 1", "")]
    public void A_trial_that_is_saved_within_every_step_ends_with_the_same_bits(long steps, string log, string stop)
    {
        var experiment = Sum(steps, log, stop);
        var rows = new List<double>();
        var whole = new Batch(experiment).RunAlone(0, null, (_, found) => { rows.AddRange(found.Kept); return long.MaxValue / 4; })![0];
        rows.AddRange(whole.Rows.Kept);
        var (cutRows, saved, record, withinSteps, calls) = (new List<double>(), (SavedProgress?)null, (TrialRecord?)null, 0, 0);
        while (record is null)
        {
            var (made, batch) = (0, new Batch(experiment));
            record = batch.RunAlone(0, saved, (progress, found) =>
            {
                cutRows.AddRange(found.Kept);
                (saved, calls) = (Copied(progress), calls + 1);
                if (progress.ShareOfNext is > 0 and < 1) withinSteps++;
                return made++ < 2 ? 64 * 71 : 0;
            })?[0];
        }
        cutRows.AddRange(record.Rows.Kept);
        Assert.True(withinSteps > whole.Steps, $"{withinSteps} saved within a step");
        Assert.Equal(rows.Select(BitConverter.DoubleToInt64Bits), cutRows.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(whole.ToString(), record.ToString());
        Assert.Equal(whole.Parameters, record.Parameters);
    }

    /// <summary>As a file would give it back.</summary>
    private static SavedProgress Copied(SavedProgress progress)
    {
        var owner = new StateOwner("", "", 0);
        return SavedState.Read(new SavedState(owner, progress, 0, 0).ToBytes(), owner)!.Progress;
    }

    [Fact]
    public void What_differences_cost_is_told_before_they_are_taken()
    {
        Assert.Null(Forewarning.Of(new Batch(Sum(100)).Differences));
        Assert.Null(Forewarning.Of(new Batch(Sum(1_000_000_000, dimension: 30)).Differences));
        var told = Forewarning.Of(new Batch(Sum(1_000_000, "every = 0")).Differences);
        Assert.Contains("gradient = \"central_difference\" evaluates the loss 601 times for each gradient (twice for each element), 601,000,601 times in all, roughly ", told, StringComparison.Ordinal);
        Assert.Contains("gradient = \"exact\"", told, StringComparison.Ordinal);
    }
}

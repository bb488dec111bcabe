using FuncGrad.Tests.Experiments;
using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>Momentum on ½·λ·x²: it settles exactly where 0 &lt; η·λ &lt; 2 + 2·μ and μ &lt; 1 (Polyak 1964), and a map of verdicts must show that border.</summary>
public sealed class StabilityMapTests
{
    private const int Side = 200;

    private const string Map = """
        loss = "0.5*x^2"

        [parameters]
        x = 1.0

        [method]
        rule = "momentum"
        steps = 400

        [sweep]
        "method.learning_rate" = { from = 0.0125, to = 4.9875, count = 200 }
        "method.momentum" = { from = 0.003, to = 1.2, count = 200 }

        [log]
        every = 0
        """;

    [Fact]
    public void Verdicts_agree_with_theory_in_every_cell_farther_than_one_cell_from_the_border()
    {
        var batch = new Batch(BatchTests.Parse(Map));
        var records = batch.Run(0, Side * Side, () => long.MaxValue / 2)!;
        Assert.Empty(records.Where(record => !IsNearTheBorder(record) && IsWrong(record)).Select(record => $"{string.Join(" ", record.Swept)}: {record.Verdict}, {record.Note}").Take(20));
        Assert.InRange(records.Count(record => record.Verdict == "converged"), 15_000, 25_000);
    }

    private static (double Rate, double Momentum) At(TrialRecord record) => (record.Swept[0].Number, record.Swept[1].Number);

    private static bool Settles(double rate, double momentum) => rate > 0 && rate < 2 + (2 * momentum) && momentum < 1;

    private static bool IsWrong(TrialRecord record) => Settles(At(record).Rate, At(record).Momentum)
        ? record.Verdict is not ("converged" or "unfinished" or "too_slow")
        : record.Verdict is not ("diverged" or "oscillating");

    private static bool IsNearTheBorder(TrialRecord record)
    {
        var (rate, momentum) = At(record);
        var (stepOfRate, stepOfMomentum) = ((4.9875 - 0.0125) / (Side - 1), (1.2 - 0.003) / (Side - 1));
        bool[] around = [.. from i in (int[])[-1, 0, 1] from j in (int[])[-1, 0, 1] select Settles(rate + (i * stepOfRate), momentum + (j * stepOfMomentum))];
        return around.Distinct().Skip(1).Any();
    }
}

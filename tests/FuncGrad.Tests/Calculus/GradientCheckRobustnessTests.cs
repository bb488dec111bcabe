using Xunit;

namespace FuncGrad.Tests.Calculus;

/// <summary>No right gradient is convicted, wherever the point lies, and no wrong one acquitted.</summary>
public sealed class GradientCheckRobustnessTests
{
    /// <summary>Points of each kind; FUNCGRAD_TRIALS=10000 for the long form.</summary>
    private static readonly int Trials = int.TryParse(Environment.GetEnvironmentVariable("FUNCGRAD_TRIALS"), out var trials) ? trials : 20;

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, GradientCheckTrials.Kinds.Count)];

    [Theory, MemberData(nameof(Kinds))]
    public void Right_gradients_are_right_and_a_mistake_in_the_fourth_digit_is_convicted(int kind)
    {
        var (random, told, untold) = (new Random(kind), 0, "");
        for (var trial = 0; trial < Trials; trial++)
        {
            var loss = GradientCheckTrials.Kinds[kind](random);
            var right = loss.Check();
            Assert.True(right.Verdict != GradientVerdict.Wrong, $"{Text(loss)}: {right}");
            if (right.Verdict == GradientVerdict.Right) told++;
            else untold = $"{Text(loss)}: {right}";
            if (loss.Planted(random, random.Next(2) == 0 ? 1e-4 : -1e-4) is not { } planted) continue;
            var wrong = GradientCheck.OfClaimed(planted.Gradient, loss.Value, loss.Symbols, loss.Point);
            Assert.True(wrong.Verdict == (right.Verdict == GradientVerdict.Right ? GradientVerdict.Wrong : wrong.Verdict), $"{Text(loss)}: {wrong}");
            Assert.NotEqual(GradientVerdict.Right, wrong.Verdict);
        }
        Assert.True(told >= Trials * 0.9, $"only {told} of {Trials} told: {untold}");
    }

    private static string Text(CheckedLoss loss) => $"{loss.Name}, {loss.Value} at {string.Join(", ", loss.Point.Select(input => $"{input.Key.InputName} = {input.Value}"))}";
}

using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>Trials in lanes, with the judge inside the graph, against the plain sequence of steps judged afterwards.</summary>
public sealed class LockstepTests
{
    private static readonly Loss[] Losses =
    [
        Loss.Of(x => Expr.Pow(x[0], 2) + Expr.Pow(x[1], 2), 2),
        Loss.Of(x => Expr.Pow(Expr.Pow(x[0], 2) + x[1] - 11, 2) + Expr.Pow(x[0] + Expr.Pow(x[1], 2) - 7, 2), 2),
        Loss.Of(x => Expr.Abs(x[0]) + Expr.Abs(x[1]), 2),
        Loss.Of(x => Expr.Log(x[0]) + Expr.Pow(x[1], 4), 2),
        Loss.Of(x => Expr.Softplus(-x[0]) + Expr.Cos(x[1]), 2),
    ];

    private static readonly Rule[] Rules = [.. UpdateRules.All.Where(rule => rule.Hyperparameters.Any(h => h.Name == "learning_rate") && rule.Name is not "mechanic" && rule.Text is not { Update.Count: 0 })];

    private static readonly Gen<(int Loss, int Rule, bool Central, bool Up, int Steps, int Every, bool Stops, double[] Rates, double[] Starts)> Cases =
        Gen.Select(Gen.Int[0, Losses.Length - 1], Gen.Int[0, Rules.Length - 1], Gen.Bool, Gen.Bool, Gen.Int[0, 60])
            .Select(Gen.Select(Gen.Int[1, 7], Gen.Bool, Gen.Double[-4, 1].Select(e => Math.Pow(10, e)).Array[3], Gen.Double[-3, 3].Array[6]))
            .Select((a, b) => (a.Item1, a.Item2, a.Item3, a.Item4, a.Item5, b.Item1, b.Item2, b.Item3, b.Item4));

    [Fact]
    public void Each_lane_is_the_plain_fold_with_its_log_and_its_verdict() => Cases.Sample(c =>
    {
        var (loss, rule) = (Losses[c.Loss], Rules[c.Rule]);
        var kind = c.Central ? GradientKind.CentralDifference : GradientKind.Exact;
        var method = new Method(rule, kind, c.Up ? Direction.Maximise : Direction.Minimise, Arithmetic: c.Every % 2 == 0 ? Arithmetic.Fused : Arithmetic.Exact);
        var stopping = c.Stops ? new Stopping(GradientNorm: 0.1, Loss: c.Up ? 1e3 : -2, Diverged: 1e4) : Stopping.Never;
        var row = new Row(loss.Parameters, [Observable.Loss, Observable.GradientNorm, Observable.LearningRate, Observable.Parameter(loss.Parameters, 0)]);
        var lockstep = new Lockstep(loss, method, stopping, Varying.Nothing, row, Kernels.For(method, 0, 1), Kernels.ForLooks(method, 0, 3));
        var block = Block(rule, stopping, c.Steps, c.Every, c.Rates, c.Starts);
        var (progress, log) = (lockstep.Start(block), new LaneLog(3, row));
        while (!lockstep.Continue(block, progress, 1 + (c.Every * 3), log)) { }
        for (var lane = 0; lane < 3; lane++)
        {
            var own = method with { Rule = rule.With("learning_rate", c.Rates[lane]) };
            var slow = new Descent(loss, own)
                .Scan(c.Starts[lane], c.Starts[lane + 3]).Take(c.Steps + 1).UntilStopped(stopping, method.Direction).ToList();
            var result = lockstep.Results(block, progress)[lane];
            Assert.Equal(slow.Judge(loss, own, c.Steps, stopping).Verdict, result.Judgement.Verdict);
            Assert.Equal((slow[^1].Iteration, slow[^1].Loss, slow[^1][0], slow[^1][1]),
                (result.Evidence.StepsMade, result.Evidence.LastLoss, result.Parameters[0], result.Parameters[1]));
            Assert.Equal(slow.Every(c.Every).SelectMany(s => new[] { s.Iteration, s.Loss, s.GradientNorm, c.Rates[lane], s[0], s[1] }), log.Rows(lane));
        }
    }, iter: 150);

    private static LaneBlock Block(Rule rule, Stopping stopping, int steps, int every, double[] rates, double[] starts)
    {
        var inputs = rule.Hyperparameters.ToDictionary(h => "method." + h.Name, h => h.Name == "learning_rate" ? rates : [h.Default, h.Default, h.Default]);
        inputs["method.h"] = [1e-4, 1e-4, 1e-4];
        foreach (var bound in stopping.Bounds()) inputs[bound.Name] = [bound.Value, bound.Value, bound.Value];
        return new LaneBlock { Lanes = 3, Steps = steps, Start = [starts], Inputs = inputs, Tolerance = [Tolerance.Standard, Tolerance.Standard, Tolerance.Standard], Every = every };
    }
}

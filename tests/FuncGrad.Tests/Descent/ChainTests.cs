using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>Chains, and that what is compiled is what is meant, for every rule, link and schedule.</summary>
public sealed class ChainTests
{
    private static readonly Expr X = Expr.Symbol("x", Shape.Of(2, 2)), Y = Expr.Symbol("y", Shape.Of(2));

    private static readonly Loss Valley = Loss.Of(Expr.Sum(Expr.Pow(Expr.MatrixProduct(X, X) - 1, 2)) + Expr.Sum(Expr.Pow(Y * X[0] - 2, 2)), X, Y);

    private static readonly Expr M = Expr.Symbol("m", Shape.Of(3, 2));

    private static readonly Loss Matrix = Loss.Of(Expr.Sum(Expr.Pow(Expr.MatrixProduct(Expr.Transpose(M), M) - 1, 2)), M);

    private static readonly double[] Start = [0.5, -0.3, 0.8, 1.1, 0.7, -0.4];

    private static readonly Rule[] Some = [.. UpdateRules.Links, UpdateRules.Adam(0.05), UpdateRules.Momentum(0.01)];

    private static readonly Gen<Chain> Chains = Gen.Int[0, Some.Length - 1].Array[0, 3].Select(picks => Chain.Of([.. picks.Select(pick => Some[pick])]));

    private static double[] Path(Chain chain) => [.. new Descent(Valley, chain.ToRule()).Scan(Start).Take(8).SelectMany(step => step.Parameters).SelectMany(part => part.ToArray())];

    [Fact]
    public void Joining_is_associative_and_the_empty_chain_is_its_one() => Gen.Select(Chains, Chains, Chains).Sample((a, b, c) =>
    {
        Assert.Equal(Path(a.Then(b).Then(c)), Path(a.Then(b.Then(c))));
        Assert.Equal(Path(a), Path(Chain.Empty.Then(a)));
        Assert.Equal(Path(a), Path(a.Then(Chain.Empty)));
    }, iter: 12);

    [Fact]
    public void The_empty_chain_stands_still() => Assert.Equal(Start, new Descent(Valley, Chain.Empty.ToRule()).Fold(5, Start).Parameters.SelectMany(part => part.ToArray()));

    [Fact]
    public void A_frozen_parameter_stays_and_a_step_that_is_not_finite_is_skipped()
    {
        var frozen = Chain.Of(UpdateRules.Adam(0.1), UpdateRules.Find("freeze")!.With("frozen", 1)).ToRule();
        Assert.Equal(Start, new Descent(Valley, frozen).Fold(5, Start).Parameters.SelectMany(part => part.ToArray()));
        var skipping = Chain.Of(UpdateRules.Find("skip_not_finite")!, UpdateRules.Momentum(0.1)).ToRule();
        Assert.Equal(-1, new Descent(Loss.Of(x => Expr.Sqrt(x[0]), 1), skipping).Fold(3, -1)[0]);
    }

    [Fact]
    public void Accumulation_of_four_steps_is_one_step_of_their_mean()
    {
        var chain = Chain.Of(UpdateRules.Find("accumulate")!.With("every", 4), UpdateRules.BookAdam(0.1)).ToRule();
        Assert.Equal(new Descent(Valley, UpdateRules.BookAdam(0.1)).Fold(3, Start).Parameters[0].ToArray().Select(x => Math.Round(x, 12)),
            new Descent(Valley, chain).Fold(12, Start).Parameters[0].ToArray().Select(x => Math.Round(x, 12)));
    }

    public static TheoryData<string> Everything => [.. Names];

    private static string[] Names =>
        [.. UpdateRules.All.Select(rule => rule.Name), .. UpdateRules.Links.Select(link => "link " + link.Name), .. ScheduleReader.Names.Select(name => "schedule " + name)];

    [Theory, MemberData(nameof(Everything))]
    public void Compiled_it_is_the_slow_meaning_in_lanes_bit_for_bit(string name)
    {
        var rule = name.Split(' ') switch
        {
            ["link", var link] => Chain.Of(UpdateRules.Adam(0.1), UpdateRules.Find(link)!, UpdateRules.Momentum(0.01)).ToRule(),
            ["schedule", var schedule] => ScheduledRule.Of(UpdateRules.Adam(0.1), "learning_rate", ScheduleReader.Named(schedule, warmsUp: true)),
            _ => UpdateRules.Find(name)!,
        };
        const int lanes = 5;
        var (method, loss) = (new Method(rule), rule.Text is { Update.Count: 0 } ? Matrix : Valley);
        var graph = StepGraph.Build(loss, method, Stopping.Never, Varying.Nothing, Memory.None, new Row(loss.Parameters, [Observable.LearningRate]));
        double[][] start = [.. StartPoint.EndToEnd(loss, Start).Select((part, sign) => part.ToArray().SelectMany(x => Enumerable.Range(0, lanes).Select(lane => x + ((sign == 0 ? 0.01 : -0.02) * lane))).ToArray())];
        var inputs = rule.Hyperparameters.ToDictionary(h => "method." + h.Name, h => Enumerable.Repeat(h.Name.EndsWith("warmup", StringComparison.Ordinal) ? 2 : h.Default, lanes).ToArray());
        inputs["method.steps"] = [.. Enumerable.Repeat(10.0, lanes)];
        foreach (var (input, keys) in DrawnNumbers.Keys(graph, [3, 1, 4, 1, 5], lanes)) inputs[input] = keys;
        var slow = After(recurrence => new EvaluatedKernel(recurrence));
        Assert.Equal(slow, After(Kernels.For(method, 0, 1)));
        Assert.Equal(slow, After(recurrence => KernelCompiler.Compile(recurrence, WayOf(name))));

        double[] After(Func<Recurrence, IKernel> compile)
        {
            var stage = new Stage(graph, loss, method, Varying.Nothing, compile);
            var frame = new LaneFrame { Lanes = lanes, State = stage.Begin(start, inputs, lanes), LaneInputs = [.. graph.InputNames.Select(input => inputs[input])], Shared = [] };
            stage.Kernel.Advance(frame, 6);
            return [.. frame.State.SelectMany(values => values)];
        }
    }

    /// <summary>Another width, and lanes or loops, from each rule to the next.</summary>
    private static CompilationOptions WayOf(string name)
    {
        var place = Array.IndexOf(Names, name);
        return new() { Engine = place % 9 == 8 ? Engine.Interpreted : Engine.Compiled, Width = 64 << (place % 4), PrefersLoops = place % 8 >= 4 };
    }

    [Fact]
    public void A_rule_as_text_in_a_file_is_the_same_graph_as_the_built_in_one()
    {
        foreach (var rule in UpdateRules.All.Where(rule => rule.Text is not { Update.Count: 0 }))
        {
            var block = UpdateRules.TextOf(rule.Name)!.Replace($"[rule.{rule.Name}]", "[rule.mine]", StringComparison.Ordinal);
            var own = ExampleFiles.Experiment($"loss = \"sum(x^2)\"\n[parameters]\nx = [1.0, 2.0]\n[method]\nrule = \"mine\"\n{block}").Method.Rule;
            Recurrence Of(Rule one) => StepGraph.Build(Valley, new Method(one), Stopping.Never, Varying.Nothing, Memory.Recent, new Row(Valley.Parameters, [])).Recurrence;
            Assert.Equal(Of(rule).Next, Of(own).Next);
        }
    }
}

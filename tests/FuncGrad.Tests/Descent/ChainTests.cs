using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>Chains, and that what is compiled is what is meant, for every rule, link and schedule.</summary>
public sealed class ChainTests
{
    private static readonly Expr X = Expr.Symbol("x", Shape.Of(2, 2)), Y = Expr.Symbol("y", Shape.Of(2));

    private static readonly Loss Valley = Loss.Of(Expr.Sum(Expr.Pow(Expr.MatrixProduct(X, X) - 1, 2)) + Expr.Sum(Expr.Pow(Y * X[0] - 2, 2)), X, Y);

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

    public static TheoryData<string> Everything =>
        [.. UpdateRules.All.Where(rule => rule.Text is not { Update.Count: 0 }).Select(rule => rule.Name), .. UpdateRules.Links.Select(link => "link " + link.Name), .. ScheduleReader.Names.Select(name => "schedule " + name)];

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
        var method = new Method(rule);
        var graph = StepGraph.Build(Valley, method, Stopping.Never, Varying.Nothing, Memory.None, new Row(Valley.Parameters, [Observable.LearningRate]));
        var stage = new Stage(graph, Valley, method, Varying.Nothing, Kernels.For(method));
        double[][] start = [[.. Start.Take(4).SelectMany(x => Enumerable.Range(0, lanes).Select(lane => x + (0.01 * lane)))], [.. Start.Skip(4).SelectMany(x => Enumerable.Range(0, lanes).Select(lane => x - (0.02 * lane)))]];
        var inputs = rule.Hyperparameters.ToDictionary(h => "method." + h.Name, h => Enumerable.Repeat(h.Name.EndsWith("warmup", StringComparison.Ordinal) ? 2 : h.Default, lanes).ToArray());
        inputs["method.steps"] = [.. Enumerable.Repeat(10.0, lanes)];
        foreach (var (input, keys) in DrawnNumbers.Keys(graph, [3, 1, 4, 1, 5], lanes)) inputs[input] = keys;
        LaneFrame Frame() => new() { Lanes = lanes, State = stage.Begin(start, inputs, lanes), LaneInputs = [.. graph.InputNames.Select(input => inputs[input])], Shared = [] };
        var (fast, slow) = (Frame(), Frame());
        stage.Kernel.Advance(fast, 6);
        new EvaluatedKernel(graph.Recurrence).Advance(slow, 6);
        Assert.Equal(slow.State.SelectMany(values => values), fast.State.SelectMany(values => values));
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

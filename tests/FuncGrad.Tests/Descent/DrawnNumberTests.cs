using System.Globalization;
using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>Random numbers of steps: the published ones, by their distribution, and the same bits however they are computed.</summary>
public sealed class DrawnNumberTests
{
    private static readonly Expr A = Expr.Symbol("a", Shape.Of(6)), B = Expr.Symbol("b", Shape.Of(2, 3));

    private static readonly Loss Dropping = Loss.Of(
        Expr.Sum(Expr.Pow(Expr.Dropout(A, 0.25) - 1, 2)) + Expr.Sum(Expr.Tanh(Expr.Dropout(B, 0.5)) * Expr.Dropout(Expr.Reshape(A, Shape.Of(2, 3)), 0.5)), A, B);

    private static readonly double[] Start = [0.3, -0.2, 0.8, 1.1, -0.4, 0.6, 0.1, 0.2, -0.3, 0.4, 0.5, -0.6];

    private static Expr Read(string formula) => Formula.Parse(formula).Match(one => one, errors => throw new InvalidOperationException(string.Join('\n', errors)));

    // ---- the published numbers ----------------------------------------------------------------------------------------

    /// <summary>The outputs of SplitMix64 from the state 1234567, as its reference implementation (Vigna 2015, prng.di.unimi.it/splitmix64.c) prints them.</summary>
    private static readonly ulong[] Published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];

    [Fact]
    public void They_are_those_of_SplitMix64()
    {
        for (var position = 0; position < Published.Length; position++)
        {
            double Value(string function) => Evaluation.Of(Read(string.Create(CultureInfo.InvariantCulture, $"{function}(0, 1234567, {position})"))).ToDouble();
            Assert.Equal(Published[position] >> 12, Value("random") * (1L << 52));
            Assert.Equal(Published[position] >> 40, Value("random_high"));
            Assert.Equal((Published[position] >> 16) & 0xFFFFFF, Value("random_low"));
        }
    }

    private static ulong Output(ulong state, ulong number) => SplitMix.Mixed(state + ((number + 1) * SplitMix.GoldenGamma));

    /// <summary>As the reference has it, in other words.</summary>
    private static double Draw(long seed, string purpose, ulong step, ulong position) =>
        (Output(Output(new Randomness(seed, purpose).Bits(0) >> 16, step) >> 16, position) >> 12) / (double)(1L << 52);

    [Theory]
    [InlineData(0)]
    [InlineData(123456789012345)]
    public void What_is_dropped_is_what_the_reference_says(long seed)
    {
        var loss = Loss.Of(Expr.Sum(Expr.Dropout(A, 0.25)) + Expr.Sum(Expr.Dropout(B, 0.5)), A, B);
        var method = new Method(UpdateRules.GradientDescent(0)) { Seed = seed };
        foreach (var step in new Descent(loss, method).Scan(Start).Take(40))
        {
            double Kept(string purpose, int position, double rate) => Draw(seed, purpose, (ulong)step.Iteration, (ulong)position) < rate ? 0 : 1 / (1 - rate);
            Assert.Equal(Enumerable.Range(0, 6).Select(i => Kept("dropout.0", i, 0.25)), step.Gradient[0].ToArray());
            Assert.Equal(Enumerable.Range(0, 6).Select(i => Kept("dropout.1", i, 0.5)), step.Gradient[1].ToArray());
        }
    }

    [Fact]
    public void The_noise_of_a_gradient_is_what_the_reference_says()
    {
        var rule = UpdateRules.Find("gradient_noise")!;
        var descent = new Descent(Loss.Of(Expr.Sum(A * 0) + Expr.Sum(B * 0), A, B), new Method(Chain.Of(rule, UpdateRules.GradientDescent(1)).ToRule()) { Seed = 5 });
        var steps = descent.Scan(Start).Take(20).ToArray();
        for (var k = 1; k < steps.Length; k++)
            for (var p = 0; p < Start.Length; p++)
            {
                double U(int at) => Draw(5, "rule.normal.0", (ulong)(k - 1), (ulong)((2 * p) + at));
                var noise = Math.Sqrt(0.01 / Math.Pow(k, 0.55)) * Math.Sqrt(-2 * Math.Log(1 - U(0))) * Math.Cos(2 * Math.PI * U(1));
                Assert.Equal(-noise, steps[k][p] - steps[k - 1][p], 1e-12);
            }
    }

    // ---- their distribution -------------------------------------------------------------------------------------------

    /// <summary>(name, numbers in an order in which neighbours could hang together): along positions, steps and seeds.</summary>
    public static TheoryData<string> Orders => ["positions", "steps", "seeds", "streams"];

    private static double[] Uniforms(string order, Func<string, long, int, Expr> of)
    {
        const int count = 20_000;
        if (order == "positions") return Evaluation.Of(of("dropout.0", 0, count)).ToArray();
        return [.. Enumerable.Range(0, 4000).SelectMany(i => Evaluation.Of(order == "steps" ? of("dropout.0", i, 5) : of($"{order}.{i}", 0, 5)).ToArray().Take(5))];
    }

    private static (Expr, Expr) Key(string purpose, long step)
    {
        var isSeed = purpose.StartsWith("seeds.", StringComparison.Ordinal);
        var (seed, of) = isSeed ? (long.Parse(purpose[6..], CultureInfo.InvariantCulture), "dropout.0") : (0, purpose);
        return RandomNumbers.KeyOf((DrawnNumbers.KeyOf("draws.high." + of, seed), DrawnNumbers.KeyOf("draws.low." + of, seed)), step);
    }

    [Theory, MemberData(nameof(Orders))]
    public void Uniform_numbers_have_mean_a_half_variance_a_twelfth_and_neighbours_that_know_nothing_of_each_other(string order)
    {
        var u = Uniforms(order, (purpose, step, count) => RandomNumbers.Uniforms(Key(purpose, step), Shape.Of(count)));
        Assert.All(u, one => Assert.InRange(one, 0, 1));
        AssertMoments(u, 0.5, 1 / 12.0);
        foreach (var bin in u.GroupBy(one => (int)(one * 20))) Assert.InRange(bin.Count(), (u.Length / 20) - 160, (u.Length / 20) + 160);
    }

    [Theory, MemberData(nameof(Orders))]
    public void Normal_numbers_have_mean_0_variance_1_and_neighbours_that_know_nothing_of_each_other(string order)
    {
        var z = Uniforms(order, (purpose, step, count) => RandomNumbers.Normals(Key(purpose, step), Shape.Of(count)));
        AssertMoments(z, 0, 1);
        Assert.Equal(0.6827, z.Count(one => Math.Abs(one) < 1) / (double)z.Length, 0.015);
        Assert.Equal(0.0027, z.Count(one => Math.Abs(one) > 3) / (double)z.Length, 0.0018);
        Assert.Equal(3, z.Average(one => one * one * one * one), 0.25);
    }

    /// <summary>Within five standard errors.</summary>
    private static void AssertMoments(double[] values, double mean, double variance)
    {
        var error = 5 / Math.Sqrt(values.Length);
        Assert.Equal(mean, values.Average(), error * Math.Sqrt(variance));
        Assert.Equal(1, values.Average(one => (one - mean) * (one - mean)) / variance, 2 * error);
        foreach (var apart in (int[])[1, 2, 5])
            Assert.Equal(0, values.Zip(values.Skip(apart), (a, b) => (a - mean) * (b - mean)).Average() / variance, error);
    }

    // ---- the same bits ------------------------------------------------------------------------------------------------

    [Theory]
    [InlineData(Precision.Double, Arithmetic.Exact)]
    [InlineData(Precision.Double, Arithmetic.Fused)]
    [InlineData(Precision.Float, Arithmetic.Exact)]
    public void Every_way_to_compute_them_gives_the_bits_of_the_slow_meaning(Precision precision, Arithmetic arithmetic)
    {
        var method = new Method(Chain.Of(UpdateRules.Find("gradient_noise")!, UpdateRules.Adam(0.1)).ToRule(), Precision: precision, Arithmetic: arithmetic);
        var graph = StepGraph.Build(Dropping, method, Stopping.Never, Varying.Nothing, Memory.Recent, new Row(Dropping.Parameters, [Observable.LearningRate]));
        foreach (var lanes in (int[])[1, 3, 20])
        {
            var expected = After(new EvaluatedKernel(graph.Recurrence, precision));
            foreach (var (engine, width, loops) in Ways)
                Assert.Equal(expected, After(KernelCompiler.Compile(graph.Recurrence, new CompilationOptions { Engine = engine, Width = width, PrefersLoops = loops, Precision = precision })));

            double[] After(IKernel kernel)
            {
                var inputs = method.Rule.Hyperparameters.ToDictionary(h => StepGraph.Method + h.Name, h => Enumerable.Repeat(h.Default, lanes).ToArray());
                foreach (var (name, keys) in DrawnNumbers.Keys(graph, [.. Enumerable.Range(0, lanes).Select(lane => 7L + lane)], lanes)) inputs[name] = keys;
                double[][] start = [[.. Start.Take(6).SelectMany(x => Enumerable.Repeat(x, lanes))], [.. Start.Skip(6).SelectMany(x => Enumerable.Repeat(x, lanes))]];
                var stage = new Stage(graph, Dropping, method, Varying.Nothing, _ => kernel);
                var frame = new LaneFrame { Lanes = lanes, State = stage.Begin(start, inputs, lanes), LaneInputs = [.. graph.InputNames.Select(input => inputs[input])], Shared = [] };
                kernel.Advance(frame, 7);
                return [.. frame.State.SelectMany(values => values)];
            }
        }
    }

    private static readonly (Engine, int, bool)[] Ways =
        [(Engine.Interpreted, 512, false), .. ((int[])[512, 256, 128, 64]).SelectMany(width => new[] { (Engine.Compiled, width, false), (Engine.Compiled, width, true) })];

    [Fact]
    public void A_run_goes_on_from_any_step_with_the_numbers_it_would_have_had()
    {
        var descent = new Descent(Dropping, new Method(Chain.Of(UpdateRules.Find("gradient_noise")!, UpdateRules.Momentum(0.05)).ToRule()) { Seed = 3 });
        var steps = descent.Scan(Start).Take(12).ToArray();
        Assert.Equal(steps.Skip(5), descent.Scan(steps[5]).Take(7));
        Assert.Equal(steps[^1].Loss, new Descent(Dropping, descent.Method).Run(11, Start).Loss);
    }

    [Fact]
    public void Other_seeds_and_other_places_in_the_loss_drop_other_elements()
    {
        var large = Expr.Symbol("x", Shape.Of(200));
        Tensor Gradient(Expr loss, long seed) => new Descent(Loss.Of(loss, large), new Method(UpdateRules.GradientDescent(0.1)) { Seed = seed }).Scan(new double[200]).First().Gradient[0];
        Expr once = Expr.Dropout(large, 0.5), again = Expr.Dropout(large, 0.5);
        Assert.NotEqual(Gradient(Expr.Sum(once), 0), Gradient(Expr.Sum(once), 1));
        Assert.Equal(4, Gradient(Expr.Sum(once) + Expr.Sum(once), 0).ToArray().Max());
        Assert.Equal([0, 2, 4], Gradient(Expr.Sum(once) + Expr.Sum(again), 0).ToArray().Distinct().Order());
        Assert.Equal([0, 4], Gradient(Expr.Sum(Expr.Dropout(large, 0.5, 3)) + Expr.Sum(Expr.Dropout(large, 0.5, 3)), 0).ToArray().Distinct().Order());
    }

    [Fact]
    public void Beyond_updates_nothing_is_dropped()
    {
        var plain = Expr.Sum(Expr.Pow(A, 2));
        var dropping = Expr.Sum(Expr.Pow(Expr.Dropout(A, 0.5), 2));
        var point = Start.Take(6).ToArray();
        Assert.Equal(Loss.Of(plain, A).Compile(TestContext.Current.CancellationToken).Value(point), Loss.Of(dropping, A).Compile(TestContext.Current.CancellationToken).Value(point));
        Assert.Equal(Evaluation.Of(plain, (A, Tensor.Vector(point))), Evaluation.Of(dropping, (A, Tensor.Vector(point))));
        Assert.Equal("sum(dropout(a, 0.5, 0)^2)", Loss.Of(dropping, A).Value!.ToString());
    }

    [Fact]
    public void A_loss_that_drops_nothing_has_the_graph_it_had()
    {
        var graph = StepGraph.Build(Loss.Of(Expr.Sum(Expr.Pow(A, 2)), A), new Method(UpdateRules.Adam(0.1)), Stopping.Never, Varying.Nothing, Memory.Recent, new Row([A], []));
        Assert.DoesNotContain(graph.InputNames, DrawnNumbers.IsKey);
        var loss = Expr.Sum(Expr.Pow(A, 2));
        Assert.Same(loss, Loss.Of(loss, A).Value);
    }

    [Theory]
    [InlineData("dropout(x, 1)")]
    [InlineData("dropout(x, -0.1)")]
    [InlineData("dropout(x, nan)")]
    [InlineData("dropout(x, 0.5, -1)")]
    [InlineData("dropout(x, 0.5, 0.5)")]
    [InlineData("dropout(2, [0.1, 0.2])")]
    public void A_rate_or_number_that_is_none_is_told(string formula) => Assert.True(Formula.Parse(formula).IsFail);
}

using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>Rules that report another point than the one where they take the gradient, and rules that look at second derivatives.</summary>
public sealed class SettledRuleTests
{
    private const string Valley = "100*(y - x^2)^2 + (1 - x)^2";

    private static readonly Expr X = Expr.Symbol("x", Shape.Of(2, 2)), Y = Expr.Symbol("y", Shape.Of(2));

    private static readonly Loss Hills = Loss.Of(Expr.Sum(Expr.Pow(Expr.MatrixProduct(X, X) - 1, 2)) + Expr.Sum(Expr.Pow(Y * X[0] - 2, 2)), X, Y);

    private static Experiment File(string method, string loss = Valley, string columns = "\"loss\", \"gradient_norm\", \"parameters\"") =>
        ExampleFiles.Experiment($"loss = \"{loss}\"\n[parameters]\nx = -1.2\ny = 1.0\n[method]\nsteps = 40\n{method}\n[log]\ncolumns = [{columns}]\n");

    private static IReadOnlyList<string> Head(Experiment experiment) => [.. new BatchColumns(experiment).OfSteps.Skip(2)];

    private static StepRows Rows(Experiment experiment) => new Batch(experiment).Run(0, 1, () => long.MaxValue / 4)![0].Rows;

    [Fact]
    public void Beside_the_average_stands_the_point_where_the_gradient_is_taken()
    {
        const string chain = "chain = [\"gradient_descent\", \"polyak_ruppert\"]\ngradient_descent = { learning_rate = 0.001 }";
        var rows = Rows(File(chain));
        Assert.Equal(["loss", "iterate_loss", "gradient_norm", "x", "y", "iterate.x", "iterate.y"], Head(File(chain)));
        var plain = Rows(File("learning_rate = 0.001"));
        for (var row = 0; row < rows.Count; row++)
        {
            Assert.Equal([plain[row, 0], plain[row, 2], plain[row, 3]], [rows[row, 1], rows[row, 5], rows[row, 6]]);
            foreach (var (average, iterate) in (ReadOnlySpan<(int, int)>)[(3, 5), (4, 6)])
                Assert.Equal(row == 0 ? rows[0, iterate] : Enumerable.Range(1, row).Average(k => rows[k, iterate]), rows[row, average], 1e-12);
            Assert.Equal((100 * Math.Pow(rows[row, 4] - Math.Pow(rows[row, 3], 2), 2)) + Math.Pow(1 - rows[row, 3], 2), rows[row, 0], 1e-12);
        }
    }

    [Theory]
    [InlineData("rule = \"schedule_free_sgd\"\nlearning_rate = 0.001")]
    [InlineData("rule = \"schedule_free_adamw\"\nlearning_rate = 0.01")]
    [InlineData("rule = \"asgd\"\nlearning_rate = 0.001\nt_0 = 5")]
    [InlineData("chain = [\"adam\", \"ema\"]\nadam = { learning_rate = 0.02 }")]
    public void The_trial_ends_at_what_is_reported_and_upwards_it_is_the_same_path(string method)
    {
        var experiment = File(method);
        var (rows, record) = (Rows(experiment), new Batch(experiment).Run(0, 1, () => long.MaxValue / 4)![0]);
        Assert.Equal(record.Loss, rows[rows.Count - 1, 0]);
        Assert.Equal((IEnumerable<double>)[rows[rows.Count - 1, 3], rows[rows.Count - 1, 4]], record.Parameters);
        Assert.NotEqual(rows[rows.Count - 1, 3], rows[rows.Count - 1, 5]);
        var upwards = Rows(File(method + "\ndirection = \"maximise\"", $"-({Valley})"));
        for (var row = 0; row < rows.Count; row++)
            Assert.Equal([-rows[row, 0], -rows[row, 1], .. Enumerable.Range(2, 5).Select(column => rows[row, column])], Enumerable.Range(0, 7).Select(column => upwards[row, column]));
    }

    [Fact]
    public void A_mistake_in_what_is_reported_is_told_where_it_stands()
    {
        const string text = "loss = \"sum(x^2)\"\n[parameters]\nx = [1.0, 2.0]\n[method]\nrule = \"mine\"\n[rule.mine]\nupdate = [\"x = x - 0.1*g\"]\nslots = { a = \"x\" }\n";
        Assert.StartsWith("a.toml:9:12: ", Assert.Single(ExampleFiles.Errors(text + "settled = \"averge\"\n")).Message, StringComparison.Ordinal);
        Assert.Contains("settled becomes an array of shape (4)", Assert.Single(ExampleFiles.Errors(text + "settled = \"[1, 2, 3, 4]\"\n")).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Averages => [.. UpdateRules.All.Concat(UpdateRules.Links).Where(rule => rule.SettlesElsewhere).Select(rule => rule.Name)];

    [Theory, MemberData(nameof(Averages))]
    public void In_lanes_what_is_judged_and_logged_is_the_slow_meaning_bit_for_bit(string name)
    {
        const int lanes = 11;
        var rule = Chain.Of(UpdateRules.Adam(0.05), UpdateRules.Find(name)!).ToRule();
        var method = new Method(rule);
        var row = new Row(Hills.Parameters, [Observable.Loss, Observable.IterateLoss, Observable.Parameter(Hills.Parameters, 0), Observable.Iterate(Hills.Parameters, 0)]);
        var graph = StepGraph.Build(Hills, method, Stopping.Never, Varying.Nothing, Memory.Recent, row);
        var stage = new Stage(graph, Hills, method, Varying.Nothing, Kernels.For(method, 0, 1));
        double[][] start = [[.. Enumerable.Range(0, 4 * lanes).Select(i => 0.3 + (0.07 * i % 1.1))], [.. Enumerable.Range(0, 2 * lanes).Select(i => 1 - (0.03 * i))]];
        var inputs = rule.Hyperparameters.ToDictionary(h => "method." + h.Name, h => Enumerable.Repeat(h.Default, lanes).ToArray());
        LaneFrame Frame() => new() { Lanes = lanes, State = stage.Begin(start, inputs, lanes), LaneInputs = [.. graph.InputNames.Select(input => inputs[input])], Shared = [] };
        var (fast, slow) = (Frame(), Frame());
        double[][] Room() => [.. graph.Recurrence.Observed.Select(one => new double[one.Shape.ElementCount * lanes])];
        var (seenFast, seenSlow) = (Room(), Room());
        stage.Kernel.Advance(fast, 9);
        new EvaluatedKernel(graph.Recurrence).Advance(slow, 9);
        stage.Kernel.Observe(fast, seenFast);
        new EvaluatedKernel(graph.Recurrence).Observe(slow, seenSlow);
        Assert.Equal(slow.State.SelectMany(values => values), fast.State.SelectMany(values => values));
        Assert.Equal(seenSlow.SelectMany(values => values), seenFast.SelectMany(values => values));
    }

    [Fact]
    public void With_the_curvature_of_its_elements_a_rule_comes_to_the_minimum_of_a_separable_quadratic_in_one_step()
    {
        var newton = new RuleText("newton") { Update = ["x = x - g/curvature_of_elements()"] }.ToRule();
        var loss = Loss.Of(Expr.Sum(X * X * 3) + Expr.Sum((Y - 2) * (Y - 2)), X, Y);
        Assert.Equal([0, 0, 0, 0, 2, 2], new Descent(loss, newton).Fold(1, 1, 2, 3, 4, 5, 6).Parameters.SelectMany(part => part.ToArray()));
    }

    [Fact]
    public void Along_its_gradient_a_rule_takes_the_best_step_of_a_quadratic()
    {
        var steepest = new RuleText("steepest") { Update = ["x = x - whole(sum(g*g))/whole(sum(g*curvature(g)))*g"] }.ToRule();
        var loss = Loss.Of(Expr.Sum(X * X * 3) + Expr.Sum((Y - 2) * (Y - X[0])), X, Y);
        double[] start = [1, 2, 3, 4, 5, 6];
        var g = Elements(new Descent(loss, steepest).Fold(0, start).Gradient);
        var after = Elements(new Descent(loss, steepest).Fold(1, start).Gradient);
        Assert.Equal(0, g.Zip(after, (a, b) => a * b).Sum(), 1e-9);

        static double[] Elements(IReadOnlyList<Tensor> parts) => [.. parts.SelectMany(part => part.ToArray())];
    }

    [Fact]
    public void What_no_graph_can_give_is_refused_with_its_reason()
    {
        foreach (var update in (string[])["x = x - curvature(g)", "x = x - curvature_of_elements()", "x = x - gradient(x)"])
            Assert.Contains("another rule", Assert.Throws<ArgumentException>(() => new Descent(Loss.BlackBox(x => x[0], 1), new RuleText("mine") { Update = [update] }.ToRule()).Fold(1, 1.0)).Message, StringComparison.Ordinal);
    }
}

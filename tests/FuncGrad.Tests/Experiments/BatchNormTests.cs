using System.Text.Json;
using FuncGrad.Tests.Golden;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Running statistics of a batch normalisation as parameters that track those of the batch, against PyTorch's.</summary>
public sealed class BatchNormTests
{
    [Theory]
    [InlineData("batch_norm_2d", "x", "batch_norm(x, m, v)*gamma + beta")]
    [InlineData("batch_norm_4d", "reshape(transpose(x, 0, 2, 3, 1), -1, 2)", "batch_norm(x, m, v)*reshape(gamma, 2, 1, 1) + reshape(beta, 2, 1, 1)")]
    public void An_update_makes_running_averages_and_evaluation_uses_them(string name, string rows, string formula)
    {
        var golden = JsonDocument.Parse(File.ReadAllText(GoldenFile.PathOf("networks.json"))).RootElement.EnumerateArray().First(one => one.GetProperty("name").GetString() == name);
        string Text(string part, string array) => golden.GetProperty(part).GetProperty(array).GetRawText();
        var experiment = ExampleFiles.Experiment($$"""
            loss = "sum(weights*({{formula.Replace(", m, v", "", StringComparison.Ordinal)}})) + track(m, mean(rows, 0)) + track(v, variance(rows, 0)*n/(n - 1))"
            define.rows = "{{rows}}"
            define.n = "sum(rows[:,0]*0 + 1)"
            [parameters]
            gamma = {{Text("parameters", "gamma")}}
            beta = {{Text("parameters", "beta")}}
            m = {{Text("settings", "running_mean_before")}}
            v = {{Text("settings", "running_var_before")}}
            [data]
            x = {{Text("inputs", "x")}}
            weights = {{Text("inputs", "weights")}}
            [method]
            steps = 1
            learning_rate = { gamma = 0.0, beta = 0.0, m = 0.1, v = 0.1 }
            [keep]
            parameters = "last"
            """);
        var table = new Batch(experiment).Run(0, 1, () => 10)!;
        Assert.Equal(golden.GetProperty("loss").GetDouble(), table.Rows(0)[0, 0], 1e-12);
        var kept = table.Kept(0)!.Parameters;
        Near(golden.GetProperty("outputs").GetProperty("running_mean_after"), kept["m"]);
        Near(golden.GetProperty("outputs").GetProperty("running_var_after"), kept["v"]);
        Near(golden.GetProperty("outputs").GetProperty("y_in_evaluation_mode_after"), experiment.Evaluate(formula, kept).Match(value => value, errors => throw new InvalidOperationException(errors[0].Problem)));
    }

    /// <summary>Also where a rule weighs parameters, measures the way between points, steps aside, tries again or reports another point.</summary>
    [Theory]
    [InlineData("rule = \"adamw\"")]
    [InlineData("rule = \"lamb\"")]
    [InlineData("rule = \"sam\"")]
    [InlineData("rule = \"l_bfgs\"")]
    [InlineData("rule = \"barzilai_borwein\"")]
    [InlineData("rule = \"prodigy\"")]
    [InlineData("chain = [\"clip_by_global_norm\", \"adam\", \"lookahead\"]")]
    [InlineData("rule = \"adam\"\ngradient = \"central_difference\"")]
    public void No_rule_touches_what_is_tracked_or_is_touched_by_it(string method)
    {
        var (plain, tracked) = (Rows(method, "", ""), Rows(method, " + track(m, mean(X), 0.25)", "m = 7.0"));
        foreach (var column in plain.Keys) Assert.Equal(plain[column], tracked[column]);
        var (m, means) = (7.0, (double[])[0.35, 0.375]);
        for (var step = 0; step < tracked["m"].Length; step++, m = (0.75 * m) + (0.25 * means[(step - 1) % 2])) Assert.Equal(m, tracked["m"][step], 1e-14);
    }

    private static Dictionary<string, double[]> Rows(string method, string track, string parameter)
    {
        var batch = new Batch(ExampleFiles.Experiment($$"""
            loss = "sum((tanh(X @ w) - y)^2){{track}}"
            [parameters]
            w = [0.3, -0.2]
            {{parameter}}
            [data]
            X = [[0.3, 1.2], [-0.5, 0.4], [1.1, -0.7], [0.2, 0.9]]
            y = [0.1, 0.4, -0.2, 0.3]
            [batch]
            size = 2
            of = ["X", "y"]
            order = "sequential"
            [method]
            {{method}}
            steps = 6
            [log]
            columns = ["loss", "gradient_norm", "update_norm", "parameters"]
            """));
        var rows = batch.Run(TestContext.Current.CancellationToken).Single()[0].Rows;
        return batch.StepColumns.Skip(2).Select((column, c) => (column, values: (double[])[.. Enumerable.Range(0, rows.Count).Select(row => rows[row, c])])).ToDictionary(pair => pair.column, pair => pair.values);
    }

    [Fact]
    public void What_cannot_be_tracked_is_a_mistake_at_the_loss()
    {
        foreach (var (terms, expected) in ((string, string)[])[("track(d, x, 0.1)", "not a parameter"), ("track(x, d, 0.1) + track(x, 2*d, 0.1)", "2 times"), ("track(x, d, 1.5)", "from 0 to 1"), ("track(2*x, d, 0.1)", "name")])
            Assert.Contains(ExampleFiles.Errors($"loss = \"x^2 + {terms}\"\nparameters.x = 1.0\ndata.d = 2.0\n"), mistake => $"{mistake}".Contains(expected, StringComparison.Ordinal));
        var (x, d) = (Expr.Symbol("x"), Expr.Symbol("d"));
        Assert.Contains("not a parameter", Assert.Throws<ArgumentException>(() => Loss.WithData(Expr.Track(d, x, 0.5) + x, [x], [(d, Tensor.Scalar(1))])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_by_name_are_those_at_their_places()
    {
        var names = new Dictionary<string, Expr> { ["x"] = Expr.Symbol("x", Shape.Of(2, 3, 6, 6)), ["W"] = Expr.Symbol("W", Shape.Of(4, 3, 3, 3)) };
        var functions = new Dictionary<string, string> { ["scaled(a, by)"] = "a*by" };
        Expr Read(string formula) => Formula.Parse(formula, names, functions).Match(read => read, errors => throw new InvalidOperationException(errors[0].Problem));
        foreach (var (byName, byPlace) in ((string, string)[])[
            ("conv2d(x, W, padding=1)", "conv2d(x, W, 1, 1)"), ("conv2d(x, W, padding=1, stride=2)", "conv2d(x, W, 2, 1)"), ("conv2d(W=W, x=x)", "conv2d(x, W)"),
            ("max_pool(x, 2, padding=1)", "max_pool(x, 2, 2, 1)"), ("batch_norm(x, epsilon=0.5)", "(batch_norm(x, epsilon=0.5))"), ("scaled(by=2, a=x)", "scaled(x, 2)"),
            ("sum(x=W, axis=[0, 1])", "sum(W, axis=[0, 1])"), ("elu(x, alpha=2)", "elu(x, 2)"), ("leaky_relu(x, slope=0.2)", "leaky_relu(x, 0.2)")])
            Assert.Same(Read(byPlace), Read(byName));
    }

    private static void Near(JsonElement expected, Tensor found) =>
        Assert.All(Numbers(expected).Zip(found.ToArray(), (due, value) => (due, value)), pair => Assert.Equal(pair.due, pair.value, 1e-12));

    private static IEnumerable<double> Numbers(JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Numbers) : [element.GetDouble()];
}

using Xunit;

namespace FuncGrad.Tests;

/// <summary>Dropout and noise in experiment files.</summary>
public sealed class DropoutTests
{
    private const string Net = """
        loss = "mean((dropout(tanh(X @ W), 0.5) @ V - y)^2)"
        [parameters]
        W = { shape = [3, 8], normal = {} }
        V = { shape = [8], normal = {} }
        [data]
        X = { shape = [10, 3], normal = {} }
        y = { shape = [10], normal = {} }
        [observe]
        same = "mean((dropout(tanh(X @ W), 0.5) @ V - y)^2)"
        without = "mean((tanh(X @ W) @ V - y)^2)"

        """;

    private const string Noise = """
        [method]
        chain = ["gradient_noise", "adam"]
        adam = { learning_rate = 0.05 }
        steps = 30
        [log]
        every = 7

        """;

    private static Experiment Read(string text) => ExampleFiles.Experiment(text);

    private static double[][] Rows(Experiment e) => [.. new Batch(e).Run(TestContext.Current.CancellationToken).SelectMany(table => table).Select(trial => (double[])[.. trial.Rows.Kept, .. trial.Parameters])];

    [Fact]
    public void Observations_see_no_dropout_and_the_loss_of_a_step_does()
    {
        var batch = new Batch(Read(Net + Noise));
        var (rows, columns) = (batch.Run(TestContext.Current.CancellationToken).Single()[0].Rows, batch.StepColumns.Skip(2).ToList());
        Assert.Equal(6, rows.Count);
        for (var row = 0; row < rows.Count; row++)
        {
            double Value(string column) => rows[row, columns.IndexOf(column)];
            Assert.Equal(Value("without"), Value("same"));
            Assert.NotEqual(Value("without"), Value("loss"));
        }
    }

    [Theory]
    [InlineData("double", "")]
    [InlineData("float", "")]
    [InlineData("double", "[batch]\nsize = 4\nof = [\"X\", \"y\"]\norder = \"shuffle\"\n")]
    public void A_trial_is_the_same_alone_and_among_others(string precision, string batch)
    {
        var text = Net + Noise.Replace("steps", $"precision = \"{precision}\"\nsteps", StringComparison.Ordinal) + batch;
        var together = Rows(Read(text + "[sweep]\nseed = { count = 5 }\n"));
        Assert.Equal(5, together.Select(row => string.Join(' ', row)).Distinct().Count());
        for (var seed = 0; seed < 5; seed++) Assert.Equal(Rows(Read(text + $"[sweep]\nseed = [{seed}]\n")).Single(), together[seed]);
    }

    [Fact]
    public void A_training_that_an_expert_would_call_fine_is_not_called_lost()
    {
        var verdicts = new Batch(Read(Net + """
            [method]
            rule = "momentum"
            learning_rate = 0.02
            steps = 800
            [sweep]
            seed = { count = 12 }
            [log]
            every = 0
            """)).Run(TestContext.Current.CancellationToken).SelectMany(table => table).Select(trial => trial.Verdict).ToArray();
        Assert.All(verdicts, verdict => Assert.True(verdict is "unfinished" or "converged" or "too_slow", verdict));
    }

    [Theory]
    [InlineData("chain = [\"clip_by_value\", \"sign\"]", true)]
    [InlineData("chain = []", true)]
    [InlineData("rule = \"mine\"\n[rule.mine]\nupdate = [\"v = x - g\"]", true)]
    [InlineData("chain = [\"clip_by_value\", \"adam\"]", false)]
    [InlineData("rule = \"adam\"", false)]
    public void A_rule_that_moves_nothing_is_noticed(string method, bool isNoticed) =>
        Assert.Equal(isNoticed, Lab.Notices.WithoutMove(Read($"loss = \"x^2\"\n[parameters]\nx = 1.0\n[method]\n{method}\n")).Any(notice => notice.StartsWith("a.toml:5:", StringComparison.Ordinal)));

    [Theory]
    [InlineData("loss = \"dropout(x, 0.5)^2\"\n", "")]
    [InlineData("loss = \"x^2\"\n", "[method]\nchain = [\"gradient_noise\", \"adam\"]\n")]
    [InlineData("loss = \"x^2\"\n", "[rule.shaken]\nslots = { v = \"normal()\" }\nupdate = [\"x = x - 0.1*g - v\"]\n[sweep]\nmethod.rule = [\"adam\", \"shaken\"]\n")]
    [InlineData("loss = \"(mean(d) - x)^2\"\n[data]\nd = [1, 2, 3]\n", "[batch]\nsize = 2\nof = [\"d\"]\norder = \"shuffle\"\n")]
    public void A_seed_that_something_is_drawn_from_is_no_axis_without_effect(string loss, string method)
    {
        var text = $"{loss}[parameters]\nx = 1.0\n{method}{(method.Contains("[sweep]", StringComparison.Ordinal) ? "" : "[sweep]\n")}seed = {{ count = 2 }}\n";
        var experiment = Read(text);
        Assert.DoesNotContain(Lab.Notices.WithoutEffect(experiment), notice => notice.Contains("nothing is drawn", StringComparison.Ordinal));
        Assert.NotEqual(Rows(experiment)[^2], Rows(experiment)[^1]);
    }

    [Theory]
    [InlineData("[method]\ngradient = \"central_difference\"", "f.toml:5")]
    [InlineData("[sweep]\n\"method.gradient\" = [\"exact\", \"central_difference\"]", "f.toml:5")]
    public void Where_it_cannot_be_had_that_is_told(string method, string place)
    {
        var errors = ExperimentParser.Parse($"loss = \"mean(dropout(x, 0.5)^2)\"\n[parameters]\nx = {{ shape = [300], fill = 1.0 }}\n{method}\n", "f.toml", _ => throw new InvalidOperationException()).Match(_ => [], all => all.ToArray());
        var error = Assert.Single(errors);
        Assert.StartsWith(place, error.Location, StringComparison.Ordinal);
        Assert.Contains("dropout", error.Problem, StringComparison.Ordinal);
    }
}

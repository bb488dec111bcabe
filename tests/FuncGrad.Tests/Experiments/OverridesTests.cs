using Xunit;
using static FuncGrad.Tests.ExampleFiles;

namespace FuncGrad.Tests;

public sealed class OverridesTests
{
    private const string File = "loss = \"a^2\"\n[parameters]\na = 1\nV = { shape = [3], normal = { std = 1.0 } }\n[method]\nsteps = 5\n[sweep]\nmethod.learning_rate = [0.1, 0.2]\n\"parameters.a\" = [1, 2, 3]\n";

    public static TheoryData<string, Func<Experiment, object>, object> Settings => new()
    {
        { "method.steps=7", e => e.Method.Steps, 7L },
        { "method.rule=adam", e => e.Method.Rule.Name, "adam" },
        { "method.rule = \"adam\"", e => e.Method.Rule.Name, "adam" },
        { "loss=a^4 + 1", e => e.Formula, "a^4 + 1" },
        { "title=An experiment", e => e.Title, "An experiment" },
        { "stop.loss=1e-3", e => e.Stop.Loss!, 1e-3 },
        { "parameters.V.normal.std=2", e => ((ArraySource.Normal)e.Parameters[1].Source).Std, 2.0 },
        { "parameters.V=[1, 2]", e => e.Start()[1], Tensor.Vector(1, 2) },
        { "parameters.B=3", e => e.Parameters.Count, 3 },
        { "log.columns=[\"loss\"]", e => e.Log.Columns.Count, 1 },
        { "sweep.method.learning_rate=[0.5]", e => e.Sweep.Count, 3L },
        { "sweep.parameters.a=[0.5]", e => e.Sweep.Count, 2L },
        { "sweep.seed={ count = 10 }", e => e.Sweep.Count, 60L },
        { "sweep.method.steps=[1, 2]", e => e.Sweep.Count, 12L },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void An_override_means_what_the_file_would_mean(string text, Func<Experiment, object> read, object expected)
    {
        Assert.NotEqual(expected, read(Experiment(File)));
        Assert.Equal(expected, read(Experiment(File, text)));
    }

    [Fact]
    public void A_swept_key_that_is_overridden_keeps_its_place() =>
        Assert.Equal(["method.learning_rate", "parameters.a"], Experiment(File, "sweep.method.learning_rate=[1]").Sweep.Keys);

    [Theory]
    [InlineData("method.steps=-1", "0 or more", "")]
    [InlineData("method.step=1", "no setting 'step'", "`steps`")]
    [InlineData("steps=1", "'steps' is not a setting", "")]
    [InlineData("loss=a^2 + b", "`b` is not known", "")]
    [InlineData("method.steps", "KEY=VALUE", "--set method.learning_rate=0.1")]
    [InlineData("=1", "KEY=VALUE", "")]
    [InlineData("method..steps=1", "KEY=VALUE", "")]
    [InlineData("method.steps=[1,", "the text \"[1,\"", "")]
    [InlineData("method.learning_rate=0.3", "is swept", "--set \"sweep.method.learning_rate=[0.3]\"")]
    [InlineData("parameters.a=0.3", "is swept", "--set \"sweep.parameters.a=[0.3]\"")]
    public void A_mistake_in_an_override_is_placed_there(string text, string problem, string hint)
    {
        var error = Assert.Single(Errors(File, text));
        Assert.Equal($"--set {text}", error.Location);
        Assert.Contains(problem, error.Problem);
        Assert.Contains(hint, error.Hint);
    }
}

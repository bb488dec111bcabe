using Xunit;
using static FuncGrad.Tests.ExampleFiles;

namespace FuncGrad.Tests;

public sealed class SweepAxisTests
{
    private const string File = "loss = \"a^2 + sum(V)\"\nparameters.a = 1\nparameters.V = { shape = [3], normal = { mean = 0.0, std = 1.0 } }\nmethod.steps = 5\n";

    private static IEnumerable<string> Rows(Experiment experiment) => new Batch(experiment).Run(0, (int)new Batch(experiment).TrialCount, () => 100)!
        .Select(record => $"{record.Id} {string.Join(' ', record.Swept)} {record.Verdict} {record.Loss:R} {string.Join(' ', record.Parameters)} {record.Note}");

    [Fact]
    public void A_sweep_by_a_program_has_the_trials_of_one_by_a_file()
    {
        var byFile = Experiment(File + """
            [sweep]
            method.rule = ["momentum", "adam"]
            method.learning_rate = { from = 1e-4, to = 1.0, count = 5, scale = "log" }
            parameters.a = { from = -1.0, to = 1.0, count = 3 }
            seed = { count = 4 }
            method.h = [0.01, 0.001]
            """);
        var byProgram = Experiment(File).Over(
            SweepAxis.OfWords("method.rule", "momentum", "adam"),
            SweepAxis.Log("method.learning_rate", 1e-4, 1, 5),
            SweepAxis.Linear("parameters.a", -1, 1, 3),
            SweepAxis.Seeds(4),
            SweepAxis.Of("method.h", 0.01, 0.001));
        Assert.Equal(Rows(byFile), Rows(byProgram));
    }

    [Fact]
    public void All_mistakes_of_axes_are_told_at_once()
    {
        var error = Assert.Throws<ArgumentException>(() => Experiment(File).Over(
            SweepAxis.Of("method.learning_rat", 1), SweepAxis.Of("method.steps", 1.5), SweepAxis.OfWords("method.rule", "adm"), SweepAxis.Seeds(2), SweepAxis.Seeds(3)));
        Assert.All((string[])["method.learning_rate", "1.5", "adm", "'seed' is swept twice"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Axes_that_cannot_be_are_refused_where_they_are_made()
    {
        Assert.Throws<ArgumentException>(() => SweepAxis.Of("seed"));
        Assert.Throws<ArgumentOutOfRangeException>(() => SweepAxis.Log("parameters.a", 0, 1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => SweepAxis.Linear("parameters.a", 0, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SweepAxis.Seeds(1, -1));
    }

    [Fact]
    public void An_experiment_by_a_program_needs_no_file()
    {
        var value = Formula.Parse("(x - 3)^2", new Dictionary<string, Expr> { ["x"] = Expr.Symbol("x", Shape.Scalar) }).Match(parsed => parsed, errors => throw new ArgumentException(errors[0].Problem));
        var experiment = new Experiment { Formula = "(x - 3)^2", Value = value, Parameters = LanguageExt.Prelude.Array(new NamedArray("x", new ArraySource.Literal(Tensor.Scalar(0)))) }
            .Over(SweepAxis.Log("method.learning_rate", 1e-3, 1, 4));
        var table = new Batch(experiment).Run(0, 4, () => long.MaxValue >> 2)!;
        Assert.Equal([1e-3, 1e-2, 0.1, 1], table["method.learning_rate"]);
        Assert.Equal("converged", table.Verdict(2));
        Assert.Equal(3, table["x"][2], 1e-8);
    }
}

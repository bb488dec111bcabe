using LanguageExt;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Parameters that were kept: a run that goes on from them with the state of its rule is the undivided one, bit for bit.</summary>
public sealed class CheckpointTests
{
    private const int Divided = 13, All = 31;

    private const string Net = """
        loss = "mean((sum(tanh(X @ W) @ v, 1) - t)^2)"
        [parameters]
        W = { shape = [2, 3], normal = {} }
        v = { shape = [3, 1], normal = {} }
        [data]
        X = [[0, 0], [0, 1], [1, 0], [1, 1], [2, 0]]
        t = [0, 1, 1, 2, 0]
        [sweep]
        seed = { count = 3 }
        [keep]
        parameters = "last"

        """;

    private const string Batches = "[batch]\nsize = 2\nof = [\"X\", \"t\"]\n";

    public static TheoryData<string> Rules => [.. UpdateRules.All.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Any_rule_goes_on_as_if_it_had_not_been_divided(string rule) => AssertUndivided(Net, $"method.rule=\"{rule}\"");

    [Theory]
    [InlineData("method.learning_rate=\"0.1*0.9^step\"")]
    [InlineData("method.learning_rate=\"0.1*0.9^step\"", "method.precision=\"float\"", "method.rule=\"adam\"")]
    [InlineData("method.rule=\"momentum\"", "stop.gradient_norm=0.3")]
    [InlineData("method.chain=[\"clip_by_global_norm\",\"adam\",\"lookahead\"]")]
    public void Schedules_batches_and_stops_go_on(params string[] set)
    {
        AssertUndivided(Net, set);
        AssertUndivided(Net + Batches, set);
    }

    private static void AssertUndivided(string text, params string[] set)
    {
        var (first, whole) = (Run(Experiment(text, set, Divided)), Run(Experiment(text, set, All)));
        for (var trial = 0; trial < 3; trial++)
        {
            var kept = Checkpoint.FromNpz(first.Kept(trial)!.ToNpz());
            if (first[trial].Steps < Divided) continue;
            var rest = Run(kept.Resume(Experiment(text, set, All - Divided) with { Seed = trial, Sweep = Sweep.Single }));
            Assert.Equal(whole.Kept(trial), rest.Kept(0));
            var (expected, found) = (whole.Rows(trial), rest.Rows(0));
            Assert.Equal(expected.Count - Divided, found.Count);
            for (var row = 0; row < found.Count; row++)
                Assert.Equal(Enumerable.Range(0, expected.Width).Select(column => expected[row + Divided, column]), Enumerable.Range(0, found.Width).Select(column => found[row, column]));
        }
    }

    private static Experiment Experiment(string text, string[] set, int steps) => ExampleFiles.Experiment(text, [.. set, $"method.steps={steps}"]);

    private static TrialTable Run(Experiment experiment) => new Batch(experiment).Run(0, (int)new Batch(experiment).TrialCount, () => 5)!;

    [Fact]
    public void An_experiment_may_begin_at_them_with_a_rule_of_another_kind()
    {
        var kept = Run(Experiment(Net, ["method.rule=\"adam\""], 9)).Kept(2)!;
        var next = Run(kept.Start(Experiment(Net, [], 4)));
        Assert.All(next, trial => Assert.Equal(kept.Parameters["W"].ToArray(), Enumerable.Range(3, 6).Select(column => trial.Rows[0, column])));
        Assert.Contains("slot.m.W", Assert.Throws<ArgumentException>(() => Run(Experiment(Net, [], 9)).Kept(0)!.Resume(Experiment(Net, ["method.rule=\"adam\""], 4))).Message, StringComparison.Ordinal);
        Assert.Contains("'u'", Assert.Throws<ArgumentException>(() => kept.Start(ExampleFiles.Experiment("loss = \"u^2\"\n[parameters]\nu = 1.0\n"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_formula_is_computed_with_them_in_two_lines()
    {
        var experiment = Experiment(Net, [], 9);
        var kept = Checkpoint.FromNpz(Run(experiment).Kept(1)!.ToNpz());
        Assert.Equal(Run(experiment)[1].Loss, experiment.Evaluate("mean((sum(tanh(X @ W) @ v, 1) - t)^2)", kept.Parameters).Match(value => value.ToDouble(), _ => double.NaN));
    }

    [Theory]
    [InlineData("not an archive")]
    [InlineData("PK\u0005\u0006")]
    public void What_is_no_archive_is_told(string bytes) => Assert.Throws<FormatException>(() => Checkpoint.FromNpz(System.Text.Encoding.ASCII.GetBytes(bytes)));
}

using Xunit;
using static FuncGrad.Tests.ExampleFiles;

namespace FuncGrad.Tests;

/// <summary>A trial of a sweep is the trial of an experiment that has its values, whether they go into lanes or decide about the graph; and so is its id.</summary>
public sealed class SweptTrialTests
{
    private const string File = """
        loss = "sum((W - D)^2) + a^4 - a + 0.1*sum(V)"
        parameters.a = 1.5
        parameters.W = [1.0, 2.0, 3.0]
        parameters.V = { shape = [2], normal = { mean = 0.0, std = 1.0 } }
        data.D = [0.5, 0.25, 0.125]
        data.E = { shape = [2], uniform = { low = 0.0, high = 1.0 } }
        method = { rule = "momentum", steps = 20 }

        """;

    /// <summary>A value for each setting that can be swept, other than the one in the file.</summary>
    public static TheoryData<string, string> Settings => new()
    {
        { "method.steps", "7" },
        { "method.rule", "\"adam\"" },
        { "method.gradient", "\"central_difference\"" },
        { "method.h", "0.01" },
        { "method.direction", "\"maximise\"" },
        { "method.precision", "\"float\"" },
        { "method.arithmetic", "\"fused\"" },
        { "method.learning_rate", "0.02" },
        { "method.learning_rate.W", "0.03" },
        { "method.momentum", "0.5" },
        { "method.momentum.V", "0.25" },
        { "stop.gradient_norm", "3.0" },
        { "stop.loss", "2.0" },
        { "stop.diverged", "2.5" },
        { "judge.gradient_norm", "1e-3" },
        { "judge.remaining_gain", "0.5" },
        { "parameters.a", "-2.0" },
        { "parameters.W[1]", "8.0" },
        { "parameters.V.normal.std", "3.0" },
        { "data.D[2]", "5.0" },
        { "data.E.uniform.high", "2.0" },
        { "seed", "12" },
        { "batch.size", "2" },
        { "batch.order", "\"random\"" },
        { "method.epochs", "3" },
    };

    /// <summary>Settings of batches are tried where there are some.</summary>
    private const string InBatches = """
        loss = "mean((D @ W - t)^2)"
        parameters.W = [1.0, 2.0]
        data.D = [[0.5, 1.0], [0.25, 2.0], [0.125, -1.0], [1.0, 0.5], [-0.5, 0.25]]
        data.t = [1.0, 0.0, 2.0, 1.0, 0.5]
        batch = { size = 3, of = ["D", "t"] }
        method = { rule = "momentum", epochs = 5 }

        """;

    private static string FileOf(string key) => key is "method.epochs" || key.StartsWith("batch.", StringComparison.Ordinal) ? InBatches : File;

    private static string Sweep(IEnumerable<(string Key, string Values)> keys) => "[sweep]\n" + string.Join("", keys.Select(key => $"\"{key.Key}\" = [{key.Values}]\n"));

    private static TrialTable Run(Experiment experiment) => new Batch(experiment).Run(0, (int)new Batch(experiment).TrialCount, () => long.MaxValue >> 2)!;

    private static string Row(TrialRecord record) =>
        $"{record.Verdict} {record.Steps} {record.Loss:R} {record.GradientNorm:R} {record.BestLoss:R} {record.BestStep} {string.Join(' ', record.Parameters)} {record.Note} {string.Join(' ', record.Rows.Kept)}";

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_swept_value_is_worth_what_it_is_worth_unswept(string key, string value)
    {
        var swept = Experiment(FileOf(key) + Sweep([(key, value)]));
        var trials = new Trials(swept);
        Assert.Equal(Row(Run(trials.ExperimentOf(trials[0]))[0]), Row(Run(swept)[0]));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Each_setting_of_a_trial_is_in_its_id(string key, string value) =>
        Assert.NotEqual(new Trials(Experiment(FileOf(key)))[0].Id, new Trials(Experiment(FileOf(key) + Sweep([(key, value)])))[0].Id);

    [Fact]
    public void All_settings_that_decide_about_a_trial_are_among_those_tried_here() => Assert.All(
        FuncGrad.Settings.OfTrials, setting => Assert.Contains(setting.Key, Settings.Select(row => row.Data.Item1)));

    [Fact]
    public void Trials_of_many_structures_side_by_side_come_out_as_each_alone()
    {
        string[] keys = ["method.rule", "method.steps", "method.learning_rate", "method.learning_rate.W", "parameters.W[1]", "parameters.V.normal.std", "data.D[2]", "seed"];
        var swept = Experiment(File + Sweep(
        [
            (keys[0], "\"momentum\", \"gradient_descent\""), (keys[1], "5, 8"), (keys[2], "0.01, 0.1"), (keys[3], "0.02, 0.2"), (keys[4], "2.0, -1.0"), (keys[5], "1.0, 0.5"), (keys[6], "0.125, 1.0"), (keys[7], "0, 3"),
        ]));
        var (trials, table) = (new Trials(swept), Run(swept));
        Assert.Equal(256, table.Count);
        for (var i = 0; i < table.Count; i += 11)
        {
            Assert.Equal(trials[i].Id, table[i].Id);
            Assert.Equal(Row(Run(trials.ExperimentOf(trials[i]))[0]), Row(table[i]));
        }
        Assert.Equal(256, table.Select(record => record.Id).Distinct().Count());
    }

    [Fact]
    public void Columns_of_a_table_are_those_of_its_records()
    {
        var table = Run(Experiment(File + Sweep([("method.rule", "\"momentum\", \"adam\""), ("method.learning_rate", "0.01, 0.1, 10.0")])));
        Assert.Equal(table.Select(record => record.Loss), table["loss"]);
        Assert.Equal(table.Select(record => record.GradientNorm), table["gradient_norm"]);
        Assert.Equal(table.Select(record => record.BestLoss), table["best_loss"]);
        Assert.Equal(table.Select(record => (double)record.BestStep), table["best_step"]);
        Assert.Equal(table.Select(record => (double)record.Steps), table["steps"]);
        Assert.Equal(table.Select(record => (double)record.Index), table["trial"]);
        Assert.Equal(table.Select(record => record.Swept[1].Number), table["method.learning_rate"]);
        Assert.All(table["method.rule"], rule => Assert.Equal(double.NaN, rule));
        Assert.Equal(table.Select(record => record.Parameters[2]), table["W[1]"]);
        Assert.Equal(table.Select(record => record.Verdict), Enumerable.Range(0, 6).Select(table.Verdict));
        Assert.Throws<KeyNotFoundException>(() => table["note"]);
        Assert.Throws<KeyNotFoundException>(() => table["nothing"]);
    }
}

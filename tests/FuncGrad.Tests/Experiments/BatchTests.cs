using LanguageExt;
using Xunit;

namespace FuncGrad.Tests.Experiments;

public sealed class BatchTests
{
    private const string LearningRates = """
        title = "The learning rate decides"
        loss = "x0^2 + x1^2"

        [parameters]
        x0 = -3.0
        x1 = 4.0

        [method]
        rule = "gradient_descent"
        gradient = "central_difference"
        steps = 100

        [sweep]
        "method.learning_rate" = [1e-10, 0.1, 10.0]
        """;

    internal static Experiment Parse(string text) => ExperimentParser.Parse(text, "test.toml", file => new InputError(file.Path, "no files here", "")).Match(
        Succ: experiment => experiment,
        Fail: errors => throw new InvalidOperationException(string.Join("\n", errors)));

    private static TrialTable All(Batch batch) => batch.Run(0, (int)batch.TrialCount, () => 7)!;

    [Fact]
    public void The_books_three_learning_rates_are_judged()
    {
        var batch = new Batch(Parse(LearningRates));
        var records = All(batch);
        Assert.Equal(["trial", "id", "method.learning_rate", "verdict", "steps", "loss", "gradient_norm", "best_loss", "best_step", "x0", "x1", "note"], batch.TrialColumns);
        Assert.Equal(["trial", "step", "loss", "gradient_norm", "learning_rate", "x0", "x1"], batch.StepColumns);
        Assert.Equal(["too_slow", "converged", "diverged"], records.Select(r => r.Verdict));
        Assert.All(records, record => Assert.Equal(101, record.Rows.Count));
        Assert.Equal([25, 10.000000000001563, 0.1, -3, 4], Row(records[1].Rows, 0));
    }

    private static double[] Row(StepRows rows, int row) => [.. Enumerable.Range(0, rows.Width).Select(column => rows[row, column])];

    [Fact]
    public void A_trials_record_does_not_depend_on_the_block_it_is_computed_in()
    {
        var text = LearningRates.Replace("steps = 100", "steps = 33").Replace("[1e-10, 0.1, 10.0]", "{ from = 1e-3, to = 2.0, count = 50, scale = \"log\" }\nseed = [1, 2]");
        var batch = new Batch(Parse(text));
        var whole = All(batch);
        for (var i = 0; i < whole.Count; i++)
        {
            var alone = batch.Run(i, 1, () => long.MaxValue / 2)![0];
            Assert.Equal((whole[i].Id, whole[i].Verdict, whole[i].Note, whole[i].Loss), (alone.Id, alone.Verdict, alone.Note, alone.Loss));
            Assert.Equal(whole[i].Rows.Kept, alone.Rows.Kept);
        }
    }

    [Fact]
    public void A_long_trial_is_taken_up_where_it_was_saved_bit_for_bit()
    {
        var batch = new Batch(Parse(LearningRates.Replace("gradient_descent", "book_adam")));
        var whole = batch.Run(1, 1, () => 1000)![0];
        var rows = new List<double>();
        SavedProgress? saved = null;
        TrialRecord? record = null;
        while (record is null)
        {
            var calls = 0;
            record = batch.RunAlone(1, saved, (progress, fresh) =>
            {
                rows.AddRange(fresh.Kept);
                saved = progress;
                return calls++ == 0 ? 13 : 0;
            })?[0];
        }
        rows.AddRange(record.Rows.Kept);
        Assert.Equal(whole.Rows.Kept, rows);
        Assert.Equal((whole.Verdict, whole.Note, whole.Loss, whole.BestStep), (record.Verdict, record.Note, record.Loss, record.BestStep));
    }

    [Fact]
    public void A_block_that_is_called_off_gives_nothing() => Assert.Null(new Batch(Parse(LearningRates)).Run(0, 3, () => 0));

    [Fact]
    public void Every_rule_and_data_drawn_by_seed_can_be_swept()
    {
        var batch = new Batch(Parse("""
            loss = "mean((x @ w - t)^2)"
            [parameters]
            w = { shape = [3], normal = { mean = 0.0, std = 1.0 } }
            [data]
            x = { shape = [5, 3], uniform = { low = -1.0, high = 1.0 } }
            t = [1, 2, 3, 4, 5]
            [method]
            rule = "adam"
            learning_rate = 0.05
            steps = 50
            [sweep]
            "method.rule" = ["gradient_descent", "momentum", "adam"]
            seed = { from = 0, count = 4 }
            [log]
            every = 25
            columns = ["loss", "gradient", "update_norm", "learning_rate"]
            """));
        var records = All(batch);
        Assert.Equal(12, records.Count);
        Assert.Equal(12, records.Select(r => r.Id).Distinct().Count());
        Assert.Equal(["trial", "step", "loss", "gradient.w[0]", "gradient.w[1]", "gradient.w[2]", "update_norm", "learning_rate"], batch.StepColumns);
        Assert.All(records, record => Assert.Equal(3, record.Rows.Count));
        Assert.All(records, record => Assert.True(record.Rows[2, 4] > 0 && record.Rows[0, 4] == 0));
        Assert.Equal(4, records.Take(4).Select(r => r.Rows[0, 0]).Distinct().Count());
    }
}

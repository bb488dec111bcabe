using Xunit;

namespace FuncGrad.Tests;

/// <summary>Schedules as axes of sweeps, schedules that watch an observation, and what the judge knows of a rate that follows one.</summary>
public sealed class ScheduleTests
{
    private const string Valley = """
        loss = "100*(y - x^2)^2 + (1 - x)^2"
        [parameters]
        x = -1.2
        y = 1.0

        """;

    private static Batch Of(string text) => new(ExampleFiles.Experiment(Valley + text));

    private static TrialRecord[] Records(string text) => [.. Of(text).Run(TestContext.Current.CancellationToken).SelectMany(table => table)];

    // ---- which schedule, as an axis -----------------------------------------------------------------------------------

    [Theory]
    [InlineData("learning_rate = { schedule = \"cosine\", from = 0.02, to = 0.001, warmup = 5 }", "")]
    [InlineData("learning_rate = { from = 0.02, to = 0.001, warmup = 5 }", "")]
    [InlineData("learning_rate = { from = 0.02, to = 0.001, warmup = 5 }", "method.rule = [\"adam\", \"momentum\"]\n")]
    public void Trials_of_a_swept_schedule_are_those_of_files_that_name_it(string rate, string rules)
    {
        var swept = Records($"[method]\nsteps = 30\n{rate}\n[sweep]\n{rules}method.learning_rate.schedule = [\"linear\", \"cosine\", \"constant\"]\n");
        string[] names = rules.Length > 0 ? ["adam", "momentum"] : ["gradient_descent"];
        var alone = names.SelectMany(rule => new[] { "linear", "cosine", "constant" }.Select(schedule =>
            Records($"[method]\nrule = \"{rule}\"\nsteps = 30\nlearning_rate = {{ schedule = \"{schedule}\", from = 0.02, warmup = 5{(schedule == "constant" ? "" : ", to = 0.001")} }}\n")[0])).ToArray();
        Assert.Equal(alone.Select(trial => string.Join(' ', trial.Rows.Kept)), swept.Select(trial => string.Join(' ', trial.Rows.Kept)));
        Assert.Equal(["linear", "cosine", "constant"], swept.Take(3).Select(trial => trial.Swept[^1].Word));
    }

    [Theory]
    [InlineData("{ schedule = \"linear\", from = 0.1, to = 0.0 }")]
    [InlineData("\"0.1/(step + 1)\"")]
    [InlineData("{ schedule = \"plateau\", from = 0.1, patience = 1 }")]
    public void In_a_chain_a_schedule_is_followed_as_by_the_rule_alone(string rate)
    {
        var alone = Records($"[method]\nrule = \"adam\"\nsteps = 20\nlearning_rate = {rate}\n")[0];
        Assert.Equal(alone.Rows.Kept, Records($"[method]\nchain = [\"adam\"]\nsteps = 20\nadam = {{ learning_rate = {rate} }}\n")[0].Rows.Kept);
        Assert.Equal(alone.Rows.Kept, Records($"[method]\nsteps = 20\nadam = {{ learning_rate = {rate} }}\nchain = [\"skip_not_finite\", \"adam\"]\n")[0].Rows.Kept);
    }

    [Fact]
    public void In_a_chain_the_schedule_can_be_swept()
    {
        var swept = Records("[method]\nchain = [\"adam\"]\nsteps = 20\nadam = { learning_rate = { from = 0.1, to = 0.01 } }\n[sweep]\nmethod.adam.learning_rate.schedule = [\"linear\", \"cosine\"]\n");
        Assert.Equal(Records("[method]\nrule = \"adam\"\nsteps = 20\nlearning_rate = { schedule = \"cosine\", from = 0.1, to = 0.01 }\n")[0].Rows.Kept, swept[1].Rows.Kept);
        Assert.NotEqual(swept[0].Loss, swept[1].Loss);
    }

    [Fact]
    public void An_id_does_not_depend_on_whether_the_schedule_is_swept()
    {
        const string method = "[method]\nsteps = 3\nlearning_rate = { schedule = \"linear\", from = 0.02, to = 0.001 }\n";
        Assert.Equal(Records(method)[0].Id, Records(method + "[sweep]\nmethod.learning_rate.schedule = [\"cosine\", \"linear\"]\n")[1].Id);
    }

    [Fact]
    public void Of_a_hyperparameter_that_the_file_does_not_name_the_schedules_begin_with_its_default()
    {
        var trials = Records("[method]\nrule = \"adam\"\nsteps = 4\n[sweep]\nmethod.learning_rate.schedule = [\"constant\", \"linear\"]\nmethod.learning_rate.to = [0.0, 0.5]\n");
        Assert.Equal(4, trials.Length);
        Assert.Equal(Records("[method]\nrule = \"adam\"\nsteps = 4\n")[0].Loss, trials[0].Loss);
        Assert.NotEqual(trials[2].Loss, trials[3].Loss);
    }

    // ---- what a plateau is of -----------------------------------------------------------------------------------------

    [Fact]
    public void A_plateau_of_the_loss_by_name_is_that_of_the_loss()
    {
        const string method = "[method]\nsteps = 60\nlearning_rate = { schedule = \"plateau\", from = 0.002, patience = 2, factor = 0.5, threshold = 0.1";
        Assert.Equal(Records(method + " }\n")[0].Rows.Kept, Records(method + ", of = \"loss\" }\n")[0].Rows.Kept);
    }

    [Theory]
    [InlineData("minimise", 1, 1)]
    [InlineData("maximise", -1, 1)]
    [InlineData("minimise", 1, 4)]
    public void A_rate_falls_when_an_observation_stands_still(string direction, int sign, int every)
    {
        var text = $"[observe]\nwatched = \"{(sign < 0 ? "-" : "")}(y - 1)^2\"\n[method]\nsteps = 80\nrule = \"momentum\"\nlearning_rate = {{ schedule = \"plateau\", from = 0.001, patience = 3, factor = 0.5, threshold = 0.01, every = {every}, of = \"watched\", direction = \"{direction}\" }}\n";
        var (rows, columns) = (Records(text)[0].Rows, Of(text).StepColumns.Skip(2).ToList());
        var (rate, best, bad, falls) = (0.001, double.PositiveInfinity, 0, 0);
        for (var row = 0; row < rows.Count - 1; row++)
        {
            Assert.Equal(rate, rows[row, columns.IndexOf("learning_rate")]);
            if (row % every != 0) continue;
            var seen = sign * rows[row, columns.IndexOf("watched")];
            (best, bad) = seen < best * (1 - (0.01 * Math.Sign(best))) ? (seen, 0) : (best, bad + 1);
            if (bad <= 3) continue;
            // PyTorch's eps: what is less is no reduction.
            (rate, bad, falls) = (rate - (rate * 0.5) > 1e-8 ? rate * 0.5 : rate, 0, falls + 1);
        }
        Assert.True(falls > 0);
    }

    [Theory]
    [InlineData("learning_rate = { schedule = \"cosine\", of = \"loss\" }", "has no effect")]
    [InlineData("learning_rate = { schedule = \"plateau\", direction = \"maximise\" }", "but no `of`")]
    [InlineData("learning_rate = { schedule = \"plateau\", of = \"los\" }", "los")]
    [InlineData("learning_rate = { schedule = \"plateau\", of = \"[x, y]\" }", "must be a single number")]
    [InlineData("learning_rate = { schedule = \"plateau\", of = 3 }", "must be a formula in quotes")]
    [InlineData("learning_rate = { schedule = \"plateau\", of = \"mean_of_last(loss, 3)\" }", "is not known when the update is made")]
    [InlineData("learning_rate = { schedule = \"plateau\", of = \"loss\", direction = \"up\" }", "method.learning_rate.direction")]
    [InlineData("learning_rate = { schedule = \"plateau\", every = 0.5 }", "method.learning_rate.every")]
    [InlineData("steps = 3\n[sweep]\nmethod.learning_rate.schedule = [\"cosine\", \"linaer\"]", "linaer")]
    [InlineData("learning_rate = 0.1\n[sweep]\nmethod.learning_rate.schedule = [\"cosine\"]", "needs a list of schedules")]
    [InlineData("learning_rate = \"0.1/(step+1)\"\n[sweep]\nmethod.learning_rate.schedule = [\"cosine\"]", "needs a list of schedules")]
    [InlineData("steps = 3\n[sweep]\nmethod.learning_rat.schedule = [\"cosine\"]", "method.learning_rat")]
    [InlineData("steps = 3\n[sweep]\nmethod.learning_rate.schedule = { from = 0.0, to = 1.0, count = 3 }", "needs a list of schedules")]
    public void A_mistake_is_told(string method, string told)
    {
        var errors = ExampleFiles.Errors($"{Valley}[method]\n{method}\n");
        Assert.Contains(errors, error => error.Problem.Contains(told, StringComparison.Ordinal));
        Assert.All(errors, error => Assert.StartsWith("a.toml:", error.Location, StringComparison.Ordinal));
    }

    // ---- when to stop, as an axis --------------------------------------------------------------------------------------

    [Theory]
    [InlineData("")]
    [InlineData("[stop]\nwhen = \"loss < 3\"\ncheck = 4\n")]
    [InlineData("[stop]\ncheck = 4\n")]
    [InlineData("[stop]\npatience = { of = \"loss\", steps = 15 }\n")]
    public void Trials_of_swept_stop_conditions_are_those_of_files_that_have_them(string stop)
    {
        const string method = "[observe]\nheight = \"y + 0.1\"\n[method]\nrule = \"adam\"\nlearning_rate = 0.05\nsteps = 60\n";
        string[] conditions = ["loss < 4", "height > 1.2", "step >= 20"];
        var swept = Records($"{method}{stop}[sweep]\nseed = {{ count = 2 }}\nstop.when = [{string.Join(", ", conditions.Select(one => $"\"{one}\""))}]\n");
        Assert.Equal(6, swept.Length);
        var rest = stop.Replace("when = \"loss < 3\"\n", "", StringComparison.Ordinal).Replace("[stop]\n", "", StringComparison.Ordinal);
        for (var i = 0; i < 3; i++)
        {
            var alone = Records($"{method}[stop]\nwhen = \"{conditions[i]}\"\n{rest}")[0];
            Assert.Equal((alone.Id, alone.Verdict, alone.Steps, alone.Note, alone.Loss), (swept[i].Id, swept[i].Verdict, swept[i].Steps, swept[i].Note, swept[i].Loss));
            Assert.Equal(alone.Rows.Kept, swept[3 + i].Rows.Kept);
            Assert.Equal(conditions[i], swept[i].Swept[1].Word);
        }
        Assert.True(swept.Select(trial => trial.Steps).Distinct().Count() > 1);
    }

    // ---- what the judge knows -----------------------------------------------------------------------------------------

    [Theory]
    [InlineData("10.0")]
    [InlineData("0.99")]
    [InlineData("1e-9")]
    public void A_note_is_the_same_for_a_rate_as_a_number_by_a_schedule_and_in_a_chain(string rate)
    {
        string Note(string method) => new Batch(ExampleFiles.Experiment($"loss = \"x^2 + 0.1*y^2\"\n[parameters]\nx = -3.0\ny = 4.0\n[method]\n{method}\n")).Run(TestContext.Current.CancellationToken).Single()[0].Note;
        var note = Note($"learning_rate = {rate}");
        Assert.Equal(note, Note($"learning_rate = {{ schedule = \"constant\", from = {rate} }}"));
        Assert.Equal(note, Note($"learning_rate = \"{rate} + 0*step\""));
        Assert.Equal(note, Note($"chain = [\"gradient_descent\"]\ngradient_descent = {{ learning_rate = {rate} }}"));
        Assert.Equal(note, Note($"chain = [\"skip_not_finite\", \"gradient_descent\"]\ngradient_descent = {{ learning_rate = {rate} }}"));
    }

    [Fact]
    public void A_limit_of_stability_is_told_of_a_rate_that_follows_a_schedule()
    {
        var note = Records("[method]\nlearning_rate = { schedule = \"cosine\", from = 0.1, to = 0.05 }\n")[0].Note;
        Assert.Contains("learning rate below", note, StringComparison.Ordinal);
        Assert.Contains("such as", note, StringComparison.Ordinal);
    }
}

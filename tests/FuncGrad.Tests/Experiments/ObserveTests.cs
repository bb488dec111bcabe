using Xunit;
using static FuncGrad.Tests.ExampleFiles;

namespace FuncGrad.Tests;

/// <summary>The table [observe] and the formulas of [stop]: figures that the step log agrees with, the same in every lane and after every stop.</summary>
public sealed class ObserveTests
{
    private const string Valley = """
        loss = "bowl(x, y)"
        [parameters]
        x = 3.0
        y = [1.0, -2.0]
        [data]
        goal = [0.5, 0.25]
        [define]
        "bowl(a, b)" = "a^2 + 10*sum((b - goal)^2)"
        [observe]
        distance = "norm(y - goal)"
        both     = "distance + loss/(1 + step)"
        total    = "sum_over_run(loss)"
        highest  = "maximum_over_run(distance)"
        lowest   = "minimum_over_run(x)"
        recent   = "mean_of_last(loss, 3)"
        above    = "sum_over_run(loss > 10)"
        slope    = "gradient_norm^2"
        [method]
        rule = "momentum"
        learning_rate = 0.02
        momentum = 0.5
        steps = 12
        """;

    [Fact]
    public void Columns_stand_behind_the_others_of_a_step_and_before_the_parameters_of_a_trial()
    {
        var batch = new Batch(Experiment(Valley));
        string[] observed = ["distance", "both", "total", "highest", "lowest", "recent", "above", "slope"];
        Assert.Equal(["trial", "step", "loss", "gradient_norm", "learning_rate", "x", "y[0]", "y[1]", .. observed], batch.StepColumns.ToArray());
        Assert.Equal(["trial", "id", "verdict", "steps", "loss", "gradient_norm", "best_loss", "best_step", .. observed, "x", "y[0]", "y[1]", "note"], batch.TrialColumns.ToArray());
    }

    [Theory]
    [InlineData("double", 1)]
    [InlineData("double", 5)]
    [InlineData("float", 1)]
    public void They_are_what_the_logged_parameters_and_losses_give(string precision, int every)
    {
        var all = Columns(Run(Valley, $"method.precision={precision}")[0]);
        var some = Columns(Run(Valley, $"method.precision={precision}", $"log.every={every}")[0]);
        for (var row = 0; row < all["loss"].Length; row++)
        {
            double Upto(string column, Func<IEnumerable<double>, double> of) => of(all[column].Take(row + 1));
            Near(Math.Sqrt(Math.Pow(all["y[0]"][row] - 0.5, 2) + Math.Pow(all["y[1]"][row] - 0.25, 2)), all["distance"][row], precision);
            Near(all["distance"][row] + (all["loss"][row] / (1 + row)), all["both"][row], precision);
            Near(Upto("loss", values => values.Sum()), all["total"][row], precision);
            Assert.Equal(Upto("distance", values => values.Max()), all["highest"][row]);
            Assert.Equal(Upto("x", values => values.Min()), all["lowest"][row]);
            Near(Upto("loss", values => values.TakeLast(3).Average()), all["recent"][row], precision);
            Assert.Equal(Upto("loss", values => values.Count(loss => loss > 10)), all["above"][row]);
            Near(Math.Pow(all["gradient_norm"][row], 2), all["slope"][row], precision);
        }
        Assert.All(all.Keys, name => Assert.Equal(all[name].Where((_, row) => row % every == 0 || row == 12), some[name]));
        Assert.Equal(Run(Valley, $"method.precision={precision}", "log.every=0")[0].Observed, all.Skip(6).Select(column => column.Value[^1]));
    }

    [Fact]
    public void What_is_observed_changes_nothing_else()
    {
        var without = Valley[..Valley.IndexOf("[observe]", StringComparison.Ordinal)] + Valley[Valley.IndexOf("[method]", StringComparison.Ordinal)..];
        foreach (var arithmetic in (string[])["exact", "fused"])
        {
            var (with, plain) = (Run(Valley, $"method.arithmetic={arithmetic}")[0], Run(without, $"method.arithmetic={arithmetic}")[0]);
            Assert.Equal((plain.Id, plain.Verdict, plain.Note, plain.Loss), (with.Id, with.Verdict, with.Note, with.Loss));
            Assert.Equal(plain.Parameters, with.Parameters);
        }
    }

    [Fact]
    public void A_trial_among_others_and_one_that_was_saved_at_every_step_are_the_trial_alone()
    {
        const string sweep = "sweep.parameters.x={from=-4,to=4,count=37}";
        var stops = Valley + "\n[stop]\nwhen = \"distance < 0.05\"\npatience = { of = \"recent\", steps = 4 }\n";
        var together = Run(stops, sweep);
        Assert.Contains(together, record => record.Verdict == "stopped");
        var trials = new Trials(Experiment(stops, sweep));
        for (var i = 0; i < together.Count; i += 5)
        {
            var alone = Run(stops, $"parameters.x={together[i].Swept[0]}")[0];
            Same(together[i], alone, Row(together[i]), Row(alone));
            var (saved, rows) = (Saved(trials.ExperimentOf(trials[i])), Row(alone));
            Same(saved.Record, alone, saved.Rows, rows);
        }
    }

    /// <summary>Stop conditions, the step at which a plain look at the columns ends the run, and a part of the note.</summary>
    [Theory]
    [InlineData("when = \"distance < 1\"", 1, "distance", "[stop] when: distance < 1, ")]
    [InlineData("when = \"distance < 1\"\ncheck = 4", 4, "distance", " < 1 at step")]
    [InlineData("when = \"1 > distance\"", 1, "distance", "[stop] when: 1 > distance, ")]
    public void A_run_stops_at_the_first_look_at_which_the_formula_holds(string stop, int check, string column, string note)
    {
        var columns = Columns(Run(Valley)[0]);
        var expected = Enumerable.Range(0, 13).First(step => step % check == 0 && columns[column][step] < 1);
        var record = Run($"{Valley}\n[stop]\n{stop}\n")[0];
        Assert.Equal(("stopped", expected), (record.Verdict, record.Steps));
        Assert.Equal(["when"], record.StopReasons);
        Assert.Contains(note, record.Note, StringComparison.Ordinal);
        Assert.EndsWith($"at step {expected}", record.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-cos(x)", "minimise", 1, 1)]
    [InlineData("-cos(x)", "minimise", 3, 1)]
    [InlineData("-cos(x)", "minimise", 4, 2)]
    [InlineData("cos(x)", "maximise", 3, 1)]
    public void Patience_ends_a_run_that_many_steps_after_its_best(string of, string direction, int steps, int check)
    {
        var text = $"loss = \"-x\"\nparameters.x = -0.3\nmethod.learning_rate = 0.2\nmethod.steps = 40\nobserve.turn = \"{of}\"\n";
        var turn = Columns(Run(text)[0])["turn"];
        var (best, at, expected) = (double.PositiveInfinity, 0, -1);
        for (var step = 0; expected < 0; step += check)
        {
            var score = direction == "minimise" ? turn[step] : -turn[step];
            if (score < best) (best, at) = (score, step);
            if (step - at >= steps) expected = step;
        }
        var record = Run(text + $"[stop]\ncheck = {check}\npatience = {{ of = \"turn\", steps = {steps}, direction = \"{direction}\" }}\n")[0];
        Assert.Equal(("stopped", expected), (record.Verdict, record.Steps));
        Assert.Equal(["patience"], record.StopReasons);
        Assert.Contains($"at step {at} for {steps} steps at step {expected}", record.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_goes_before_what_a_step_knows() =>
        Assert.Equal(7, Run("loss = \"x^2\"\nparameters.x = 1\ndata.step = 7\nobserve.a = \"step\"")[0].Observed[0]);

    /// <summary>Lines behind a loss with its parameters, and each mistake as line:column with a part of what is told.</summary>
    [Theory]
    [InlineData("[observe]\na = \"x + wide\"\nb = \"y\"", "5:10 The name `wide` is not known", "6:6 observe.b must be a single number, but its shape is (2)")]
    [InlineData("[observe]\nloss = \"x\"\nx = \"2\"\nnote = \"x\"\n\"f(z)\" = \"z\"\nsin = \"x\"", "5:1 is a column of the output", "6:1 also the name of a parameter", "7:1 is a column of the output", "8:1 is a function and cannot be a column", "9:1 is a function of the formula language")]
    [InlineData("[observe]\na = \"b\"\nb = \"c + 1\"\nc = \"a\"", "7:6 'a' is defined by itself: a → b → c → a")]
    [InlineData("[observe]\na = [1]\nb = \"a + 1\"", "5:5 must be a formula in quotes")]
    [InlineData("[observe]\na = \"sum_over_run(y)\"\nb = \"mean_of_last(x, 0)\"", "5:6 takes a single number of each step", "6:6 the mean of 1 to 10000 steps")]
    [InlineData("[define]\nd = \"sum_over_run(x)\"", "5:6 Figures over a run are known in [observe] and [stop]")]
    [InlineData("[define]\n\"f(a)\" = \"a @ y\"\n[observe]\nc = \"f([1, 2, 3])\"", "5:13 in f(a) with a of shape (3)")]
    [InlineData("[stop]\nwhen = \"accuracy > 1\"\npatience = { of = \"los\", steps = 0 }", "5:9 The name `accuracy` is not known", "6:20 Perhaps you meant `loss`", "6:34 a whole number, 1 or more")]
    [InlineData("[stop]\nwhen = \"y < 1\"\npatience = { steps = 3, mode = 1 }", "5:8 stop.when must be a single number", "6:12 stop.patience lacks 'of'", "6:25 stop.patience has no part 'mode'")]
    [InlineData("[stop]\nwhen = 3\npatience = 200\ncheck = 0", "5:8 must be a formula in quotes", "6:12 must be a table", "7:9 a whole number, 1 or more")]
    [InlineData("[data]\nt = [0, 5]\n[observe]\na = \"cross_entropy(softmax([[x, 1], [2, x]]), t)\"", "5:9 t[1] is 5, but must be a class")]
    [InlineData("[stop]\ncheck = 10", "5:1 has no effect")]
    [InlineData("[stop]\nwehn = \"x < 1\"", "5:1 Perhaps you meant `when`")]
    [InlineData("[sweep]\nseed = [1]\n[observe]\nseed = \"x\"", "7:1 is a column of the output")]
    public void Mistakes_are_told_at_their_places(string lines, params string[] mistakes)
    {
        var errors = Errors($"loss = \"x^2 + sum(y^2)\"\nparameters.x = 1\nparameters.y = [1, 2]\n{lines}\n");
        Assert.Equal(mistakes.Select(mistake => $"a.toml:{mistake.Split(' ', 2)[0]}"), errors.Select(error => error.Location));
        Assert.All(Enumerable.Range(0, errors.Length), i => Assert.Contains(mistakes[i].Split(' ', 2)[1], $"{errors[i].Problem} {errors[i].Hint}", StringComparison.Ordinal));
    }

    private static TrialTable Run(string text, params string[] overrides)
    {
        var batch = new Batch(Experiment(text, overrides));
        return batch.Run(0, (int)batch.TrialCount, () => 1 << 20)!;
    }

    /// <summary>One update at a time, each from the state that was saved before.</summary>
    private static (TrialRecord Record, double[] Rows) Saved(Experiment experiment)
    {
        var (rows, saved) = (new List<double>(), (SavedProgress?)null);
        while (true)
        {
            var updates = 1L;
            var record = new Batch(experiment).RunAlone(0, saved, (progress, kept) =>
            {
                rows.AddRange(kept.Kept);
                saved = progress;
                return updates--;
            })?[0];
            if (record is not null) return (record, [.. rows, .. record.Rows.Kept]);
        }
    }

    private static void Same(TrialRecord a, TrialRecord b, double[] rowsOfA, double[] rowsOfB)
    {
        Assert.Equal((a.Verdict, a.Steps, a.Note), (b.Verdict, b.Steps, b.Note));
        Assert.Equal(a.Observed, b.Observed);
        Assert.Equal(rowsOfA, rowsOfB);
    }

    private static double[] Row(TrialRecord record) => [.. record.Rows.Kept];

    private static Dictionary<string, double[]> Columns(TrialRecord record)
    {
        string[] names = ["loss", "gradient_norm", "learning_rate"];
        var all = record.Rows.Width == 14 ? [.. names, "x", "y[0]", "y[1]", "distance", "both", "total", "highest", "lowest", "recent", "above", "slope"] : (string[])[.. names, "x", "turn"];
        return all.Select((name, column) => (name, column)).ToDictionary(pair => pair.name, pair => Enumerable.Range(0, record.Rows.Count).Select(row => record.Rows[row, pair.column]).ToArray());
    }

    private static void Near(double expected, double actual, string precision) =>
        Assert.InRange(Math.Abs(actual - expected), 0, (precision == "double" ? 1e-13 : 1e-5) * Math.Max(1, Math.Abs(expected)));
}

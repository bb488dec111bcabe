using System.Globalization;
using System.Text.RegularExpressions;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>What every experiment writes, as the contract has it.</summary>
public sealed partial class ExperimentOutputTests(ExperimentRuns runs)
{
    public static TheoryData<string> Names => ExperimentRuns.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_folder_holds_its_files_and_the_experiment_byte_for_byte(string name)
    {
        var run = runs[name];
        string[] data = run.Manifest.GetProperty("data").EnumerateObject().Any() ? ["data"] : [];
        Assert.Equal([.. data, "experiment.toml", "journal", "manifest.json", .. run.Experiment.Keep == KeptParameters.None ? (string[])[] : ["parameters"], .. run.Experiment.Log.Every == 0 ? (string[])[] : ["steps.csv"], "trials.csv"], Directory.EnumerateFileSystemEntries(run.Folder).Select(file => Path.GetFileName(file)!).Order());
        Assert.Equal(File.ReadAllBytes(ExperimentRuns.PathOf(name)), File.ReadAllBytes(Path.Combine(run.Folder, "experiment.toml")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Trials_are_rows_in_order_under_the_columns_of_the_contract(string name)
    {
        var run = runs[name];
        var (trials, experiment) = (run.Trials, run.Experiment);
        Assert.Equal(["trial", "id", .. experiment.Sweep.Keys, "verdict", "steps", "loss", "gradient_norm", "best_loss", "best_step", .. experiment.Observations.Select(one => one.Name), .. experiment.ElementNames.Take(experiment.ShownElements), "note"], trials.Header);
        Assert.Equal(experiment.Sweep.Count, trials.Rows.Length);
        Assert.Equal(Enumerable.Range(0, trials.Rows.Length).Select(i => i.ToString(CultureInfo.InvariantCulture)), trials.Column("trial"));
        Assert.All(trials.Column("id"), id => Assert.Matches(Hexadecimal(), id));
        Assert.Equal(trials.Rows.Length, trials.Column("id").Distinct().Count());
        Assert.All(trials.Column("verdict"), verdict => Assert.Contains(verdict, Words.Of<Verdict>()));
        Assert.All(trials.Column("note"), note => Assert.NotEqual("", note));
        for (var trial = 0; trial < trials.Rows.Length; trial++)
            Assert.Equal(new Trials(experiment)[trial].Values.Select(value => value.ToString()), experiment.Sweep.Keys.Select(key => trials.Text(trial, key)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_number_is_the_shortest_text_of_its_double(string name)
    {
        var run = runs[name];
        string[] texts = ["trial", "id", "verdict", "note", .. run.Experiment.Sweep.Keys];
        foreach (var column in run.Trials.Header.Except(texts)) Assert.All(run.Trials.Column(column), text => Table.Parsed(text));
        foreach (var column in run.Steps.Header) Assert.All(run.Steps.Column(column), text => Table.Parsed(text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_go_from_the_start_to_the_row_of_the_trial(string name)
    {
        var run = runs[name];
        var (steps, trials, every) = (run.Steps, run.Trials, run.Experiment.Log.Every);
        if (every == 0) return;
        string[] elements = LogsParameters(run) ? [.. run.Experiment.ElementNames] : [];
        var settles = run.Experiment.Method.SettlesElsewhere;
        string[] iterates = settles ? [.. elements.Select(element => "iterate." + element)] : [];
        Assert.Equal(["trial", "step", "loss", .. settles ? (string[])["iterate_loss"] : [], "gradient_norm", "learning_rate", .. elements, .. iterates, .. run.Experiment.Observations.Select(one => one.Name)], steps.Header);
        Assert.Equal(steps.Column("trial"), steps.Column("trial").OrderBy(int.Parse));
        for (var trial = 0; trial < trials.Rows.Length; trial++)
        {
            var (rows, made) = (run.StepsOf(trial), long.Parse(trials.Text(trial, "steps"), CultureInfo.InvariantCulture));
            long[] expected = [.. Enumerable.Range(0, (int)(made / every) + 1).Select(k => k * every), .. made % every == 0 ? (long[])[] : [made]];
            Assert.Equal(expected, rows.Select(row => long.Parse(steps.Text(row, "step"), CultureInfo.InvariantCulture)));
            foreach (var column in (string[])["loss", "gradient_norm", .. elements.Take(run.Experiment.ShownElements)]) Assert.Equal(trials.Text(trial, column), steps.Text(rows[^1], column));
            if (elements.Length > 0) Assert.Equal(run.Of(trial).Start().SelectMany(part => part.ToArray()), elements.Select(element => steps.Number(rows[0], element)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Loss_and_gradient_norm_are_those_of_the_parameters_in_their_row(string name)
    {
        var run = runs[name];
        if (run.Experiment.Log.Every == 0 || run.Experiment.Batch is not null || !LogsParameters(run)) return; // a batch's loss is looked at where batches are
        for (var trial = 0; trial < run.Trials.Rows.Length; trial++)
        {
            var (experiment, rows) = (run.Of(trial), run.StepsOf(trial));
            var loss = experiment.Loss();
            var figures = new Evaluation([loss.Value!, .. Differentiation.Gradient(loss.Value!, loss.Parameters)]);
            foreach (var row in rows.Where((_, i) => i % 7 == 0 || i == rows.Length - 1))
            {
                var values = figures.At(Point(run.Steps, row, loss));
                var norm = Norm([.. values.Skip(1).SelectMany(part => part.ToArray())]);
                AssertNear(values[0].ToDouble(), run.Steps.Number(row, "loss"), 1e-14);
                // A central difference is as good as its h, and 0 where it is lost to rounding.
                if (experiment.Method.Gradient == GradientKind.Exact) AssertNear(norm, run.Steps.Number(row, "gradient_norm"), 1e-12);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_best_loss_is_the_best_of_the_log_where_every_step_is_logged(string name)
    {
        var run = runs[name];
        if (run.Experiment.Log.Every != 1) return;
        var sign = run.Experiment.Method.Direction == Direction.Maximise ? -1 : 1;
        for (var trial = 0; trial < run.Trials.Rows.Length; trial++)
        {
            var best = run.StepsOf(trial).MinBy(row => sign * run.Steps.Number(row, "loss"));
            Assert.Equal(run.Steps.Text(best, "loss"), run.Trials.Text(trial, "best_loss"));
            Assert.Equal(run.Steps.Text(best, "step"), run.Trials.Text(trial, "best_step"));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_manifest_says_what_ran_where_and_when(string name)
    {
        var (run, manifest) = (runs[name], runs[name].Manifest);
        Assert.Equal(("complete", run.Experiment.Title, $"{name}.toml"), (Word("status"), Word("title"), Word("experiment")));
        Assert.Matches("^[0-9a-f]{64}$", Word("identity"));
        Assert.Matches(@"^\d+\.\d+\.\d+$", Word("funcgrad"));
        Assert.All((string[])["dotnet", "system"], key => Assert.NotEqual("", Word(key)));
        Assert.Equal(run.Trials.Rows.Length, manifest.GetProperty("trials").GetInt64());
        Assert.Equal(0, manifest.GetProperty("seed").GetInt64());
        foreach (var verdict in manifest.GetProperty("verdicts").EnumerateObject())
            Assert.Equal(run.Trials.Column("verdict").Count(word => word == verdict.Name), verdict.Value.GetInt32());
        Assert.Equal(["gradient_norm", "loss", "diverged", "when", "patience"], manifest.GetProperty("stop_reasons").EnumerateObject().Select(reason => reason.Name));
        Assert.Equal(run.Trials.Column("steps").Sum(long.Parse), manifest.GetProperty("steps").GetInt64());
        var files = manifest.GetProperty("files").EnumerateArray().ToDictionary(file => file.GetProperty("name").GetString()!);
        Assert.Equal(run.Trials.Rows.Length, files["trials.csv"].GetProperty("rows").GetInt64());
        if (run.Experiment.Log.Every > 0) Assert.Equal(run.Steps.Rows.Length, files["steps.csv"].GetProperty("rows").GetInt64());
        Assert.All(files, file => Assert.Equal(new FileInfo(Path.Combine(run.Folder, file.Key)).Length, file.Value.GetProperty("bytes").GetInt64()));
        var session = Assert.Single(manifest.GetProperty("sessions").EnumerateArray());
        Assert.All((string[])["host", "processor"], key => Assert.NotEqual("", session.GetProperty(key).GetString()));
        Assert.InRange(session.GetProperty("seconds").GetDouble(), 0, 300);
        Assert.Equal(DateTimeKind.Utc, session.GetProperty("started").GetDateTime().Kind);

        string Word(string key) => manifest.GetProperty(key).GetString()!;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_table_is_on_stdout_and_a_second_run_finds_all_done(string name)
    {
        var run = runs[name];
        Assert.Contains(run.Experiment.Title, run.Finished.Output, StringComparison.Ordinal);
        Assert.All(run.Trials.Column("verdict"), verdict => Assert.Contains(verdict, run.Finished.Output, StringComparison.Ordinal));
        Assert.Contains($"results/{name}/trials.csv: {Numbers.Grouped(run.Trials.Rows.Length)} row{(run.Trials.Rows.Length == 1 ? "" : "s")}", run.Finished.Output.Replace('\\', '/'), StringComparison.Ordinal);
        var before = File.ReadAllBytes(Path.Combine(run.Folder, "manifest.json"));

        var again = Shell.Run(["run", ExperimentRuns.PathOf(name), "-o", run.Folder, .. ExperimentRuns.Options(name)]);

        Assert.Equal(0, again.ExitCode);
        Assert.Contains("is finished", again.Errors, StringComparison.Ordinal);
        Assert.Contains(run.Experiment.Title, again.Output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(run.Folder, "manifest.json")));
    }

    private static bool LogsParameters(ExperimentRun run) => run.Experiment.Log.Columns.Contains(LogColumn.Parameters);

    private static Dictionary<Expr, Tensor> Point(Table steps, int row, Loss loss)
    {
        var point = loss.Parameters.ToDictionary(parameter => parameter, parameter => Tensor.Of(
            parameter.Shape, ElementNames.Of(parameter.InputName!, parameter.Shape).Select(element => steps.Number(row, element))));
        for (var i = 0; i < loss.Data.Count; i++) point[loss.Data[i]] = loss.DataValues[i];
        return point;
    }

    /// <summary>‖g‖₂, also where squares would underflow or overflow.</summary>
    private static double Norm(double[] g)
    {
        var largest = g.Max(Math.Abs);
        return largest > 0 && double.IsFinite(largest) ? largest * Math.Sqrt(g.Sum(element => element / largest * (element / largest))) : largest;
    }

    private static void AssertNear(double expected, double actual, double tolerance)
    {
        if (expected == actual || (double.IsNaN(expected) && double.IsNaN(actual))) return;
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(Math.Abs(expected), 1e-300), $"{expected:R} and {actual:R}");
    }

    [GeneratedRegex("^[0-9a-f]{16}$")]
    private static partial Regex Hexadecimal();
}

using Xunit;
using static FuncGrad.Tests.ExampleFiles;

namespace FuncGrad.Tests;

/// <summary>What is logged of large models: no thousands of columns that nobody asked for.</summary>
public sealed class ThriftyLogTests
{
    private static string Bowl(int elements, string log = "") => $$"""
        loss = "sum(w^2) + x^2"
        [parameters]
        w = { shape = [{{elements - 1}}], fill = 1.0 }
        x = 2.0
        [method]
        steps = 2
        {{log}}
        """;

    [Theory]
    [InlineData(64, "", true)]
    [InlineData(65, "", false)]
    [InlineData(65, "[log]\nevery = 2", false)]
    [InlineData(65, "[log]\ncolumns = [\"loss\", \"parameters\"]", true)]
    public void More_than_64_elements_are_logged_only_where_they_are_asked_for(int elements, string log, bool areLogged)
    {
        var columns = new Batch(Experiment(Bowl(elements, log))).StepColumns;
        Assert.Equal(areLogged, columns.Contains("w[0]"));
        Assert.Equal(areLogged, columns.Contains("x"));
        Assert.Contains("loss", columns);
    }

    [Fact]
    public void A_setting_beside_the_file_asks_for_them_too()
    {
        var experiment = ExperimentParser.Parse(Bowl(65), "a.toml", file => ReadCsv(file.Path), ["log.columns=[\"parameters\"]"]).Match(read => read, errors => throw new InvalidOperationException(errors[0].Problem));
        Assert.Contains("x", new Batch(experiment).StepColumns);
    }

    [Theory]
    [InlineData("", 64)]
    [InlineData("[log]\nfinal_parameters = 0", 0)]
    [InlineData("[log]\nfinal_parameters = 3", 3)]
    [InlineData("[log]\nfinal_parameters = 100000", 70)]
    public void As_many_elements_of_the_end_stand_in_the_trials_as_the_log_says(string log, int expected)
    {
        var table = new Batch(Experiment(Bowl(70, log))).Run(0, 1, () => 100)!;
        Assert.Equal(expected, table.Names.Count(name => name is "x" || name.StartsWith("w[", StringComparison.Ordinal)));
        Assert.Equal(expected, table[0].Parameters.Count);
    }

    [Fact]
    public void What_is_left_out_is_told_once_and_nothing_where_nothing_is()
    {
        using var folder = new TemporaryFolder();
        foreach (var (elements, log, told) in ((int, string, int)[])[(64, "", 0), (65, "", 1), (65, "[log]\nevery = 0", 0), (65, "[log]\ncolumns = [\"loss\"]", 0)])
        {
            File.WriteAllText(folder["bowl.toml"], Bowl(elements, log));
            var finished = Shell.Run("run", folder["bowl.toml"], "-o", folder["results"], "--fresh");
            Assert.Equal(0, finished.ExitCode);
            Assert.Equal(told, finished.Errors.Split("steps.csv leaves out the 65 parameter elements").Length - 1);
        }
    }

    /// <summary>The network of the experiment, by hand.</summary>
    [Fact]
    public void The_boundary_of_trainability_is_that_of_its_paper()
    {
        var runs = Experiment(File.ReadAllText(ExperimentRuns.PathOf("trainability")));
        var batch = new Batch(runs);
        Assert.Equal((65536, 0, 15), (batch.TrialCount, batch.StepColumns.Count, batch.TrialColumns.Count));
        foreach (var (trial, trains) in ((long, bool)[])[((100 * 256) + 60, true), ((120 * 256) + 90, true), (255 * 256, false)])
        {
            var own = new Trials(runs).ExperimentOf(new Trials(runs)[trial]);
            var (first, recent, total) = Trained(own);
            var table = batch.Run(trial, 1, () => 1000)!;
            Assert.Equal(trains ? 1 : 0, table["trains"][0]);
            if (!trains) continue;
            foreach (var (name, expected) in ((string, double)[])[("first", first), ("recent", recent), ("total", total)]) Assert.Equal(expected, table[name][0], 1e-9 * (Math.Abs(expected) + 1e-20));
        }
    }

    private static (double First, double Recent, double Total) Trained(Experiment own)
    {
        double[][] w = [.. own.Start().Select(part => part.ToArray())];
        double[][] data = [.. own.Loss().DataValues.Select(part => part.ToArray())];
        double[] rates = [.. own.Parameters.Select(p => own.Method.Hyperparameters.Single(h => h.Name == "learning_rate").For(p.Name)!.Value)];
        var losses = new List<double>();
        for (var step = 0; step <= 500; step++)
        {
            double[] hidden = [.. Enumerable.Range(0, 16).Select(j => Math.Tanh(Math.Sqrt(2) / 4 * Enumerable.Range(0, 16).Sum(i => data[0][i] * w[0][(i * 16) + j])))];
            var error = hidden.Zip(w[1], (h, v) => h * v).Sum() / 16 - data[1][0];
            losses.Add(error * error);
            for (var j = 0; j < 16; j++)
            {
                var down = 2 * error / 16 * w[1][j] * (1 - (hidden[j] * hidden[j])) * Math.Sqrt(2) / 4;
                w[1][j] -= rates[1] * 2 * error / 16 * hidden[j];
                for (var i = 0; i < 16; i++) w[0][(i * 16) + j] -= rates[0] * down * data[0][i];
            }
        }
        return (losses[0], losses.TakeLast(20).Average(), losses.Sum());
    }
}

using Xunit;

namespace FuncGrad.Tests;

/// <summary><c>funcgrad evaluate</c>: formulas of an experiment with the last parameters of a trial.</summary>
public sealed class EvaluateTests : IDisposable
{
    private const string Net = """
        loss = "cross_entropy(softmax(net(X)), t, 0)"
        [define]
        "net(x)" = "tanh(x @ W1) @ W2"
        [parameters]
        W1 = { shape = [2, 6], normal = {} }
        W2 = { shape = [6, 12], normal = {} }
        [data]
        X = [[0, 0], [0, 1], [1, 0], [1, 1]]
        t = [0, 1, 1, 2]
        [observe]
        accuracy = "mean(argmax(net(X), 1) == t)"
        greatest = "max(net(X))"
        [method]
        learning_rate = 0.5
        steps = 40
        [sweep]
        method.precision = ["double", "float"]
        seed = { count = 2 }
        [log]
        every = 0
        final_parameters = 84
        """;

    private readonly TemporaryFolder _folder = new();

    public EvaluateTests()
    {
        File.WriteAllText(_folder["net.toml"], Net);
        Assert.Equal(0, Shell.Run("run", _folder["net.toml"], "-o", _folder["net"]).ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_observation_comes_out_as_it_was_logged()
    {
        var trials = Table.Read(Path.Combine(_folder["net"], "trials.csv"));
        for (var trial = 0; trial < trials.Rows.Length; trial++)
            foreach (var (name, formula) in ((string, string)[])[("accuracy", "mean(argmax(net(X), 1) == t)"), ("greatest", "max(net(X))"), ("greatest", "greatest"), ("accuracy", "accuracy + 0*greatest"), ("loss", "cross_entropy(softmax(net(X)), t, 0)")])
                Assert.Equal((0, $"value\n{trials.Text(trial, name)}\n"), Of(formula, "--trial", $"{trial}"));
    }

    [Fact]
    public void A_trial_that_there_is_not_is_told_before_its_columns_are_looked_for()
    {
        Assert.Equal(0, Shell.Run("run", _folder["net.toml"], "-o", _folder["short"], "--set", "log.final_parameters=4").ExitCode);
        Assert.Contains("There is no trial 9. Trials are 0 to 3.", Shell.Run("evaluate", _folder["short"], "1", "--trial", "9").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_are_columns_matrices_rows_and_other_data_may_have_other_rows()
    {
        File.WriteAllText(_folder["new.csv"], "0,0\n0.5,0.5\n1,1\n");
        var (code, scores) = Of("net(X)", "--trial", "1", "--data", $"X={_folder["new.csv"]}");
        Assert.Equal((0, 4, 12), (code, scores.Split('\n').Length - 1, scores.Split('\n')[0].Split(',').Length));
        Assert.StartsWith("value[0],value[1],", scores, StringComparison.Ordinal);
        Assert.Equal((0, "value\n0\n0.5\n1\n"), Of("X[:, 0]", "--trial", "1", "--data", $"X={_folder["new.csv"]}"));
    }

    [Fact]
    public void Other_data_is_read_as_the_experiment_reads_its_own()
    {
        File.WriteAllText(_folder["flowers.csv"], "kind;length;width\nrose;1;10\nlily;2;30\nrose;3;20\ntulip;6;40\n");
        File.WriteAllText(_folder["made.toml"], """
            loss = "mean((sum(X*w, 1) - k)^2)"
            [parameters]
            w = [0.5, 0.25]
            [data]
            X = { csv = "flowers.csv", columns = ["width", "length"], delimiter = ";", rows = "0:3", standardise = true }
            L = { csv = "flowers.csv", columns = ["width", "length"], delimiter = ";", like = "X" }
            k = { csv = "flowers.csv", columns = 0, delimiter = ";", rows = "0:3" }
            [observe]
            other = "sum(L)"
            [method]
            steps = 0
            """);
        Assert.Equal(0, Shell.Run("run", _folder["made.toml"], "-o", _folder["made"]).ExitCode);
        File.WriteAllText(_folder["more.csv"], "length;kind;width\n4;tulip;30\n0;lily;10\n");
        File.WriteAllText(_folder["bare.csv"], "30,4\n10,0\n");
        File.WriteAllText(_folder["kinds.csv"], "lily\nrose\n");
        var standard = Math.Sqrt(1.5);
        foreach (var (name, file) in ((string, string)[])[("X", "more.csv"), ("L", "more.csv"), ("X", "bare.csv")])
        {
            var rows = Made(name, name, file).Output.Split('\n')[1..3].SelectMany(row => row.Split(',')).Select(Table.Parsed).ToArray();
            Assert.Equal([standard, 2 * standard, -standard, -2 * standard], rows, (a, b) => Math.Abs(a - b) < 1e-11);
        }
        Assert.Equal("value\n1\n0\n", Made("k", "k", "kinds.csv").Output);
        Assert.Contains("'tulip' in cell 1 is none of the classes", Made("k", "k", "flowers.csv").Errors, StringComparison.Ordinal);
        Assert.Contains("these numbers have the shape (2)", Made("X", "X", "one.csv", "1\n2\n").Errors, StringComparison.Ordinal);
    }

    private Finished Made(string formula, string name, string file, string? content = null)
    {
        if (content is not null) File.WriteAllText(_folder[file], content);
        return Shell.Run("evaluate", _folder["made"], formula, "--data", $"{name}={_folder[file]}");
    }

    [Fact]
    public void A_confusion_matrix_counts_classes_and_has_the_accuracy_of_each() =>
        Assert.Equal((0, "class,0,1,2,rows,accuracy\n0,1,0,0,1,1\n1,0,2,0,2,1\n2,0,1,0,1,0\nall,1,3,0,4,0.75\n"), Of("min(t, 1)", "--trial", "0", "--confusion", "t"));

    [Theory]
    [InlineData("4 trials", "loss")]
    [InlineData("Trials are 0 to 3", "X", "--trial", "4")]
    [InlineData("Perhaps you meant", "nett(X)", "--trial", "0")]
    [InlineData("is not data", "X", "--trial", "0", "--data", "Y=a.csv")]
    [InlineData("--data X=new.csv", "X", "--trial", "0", "--data", "X")]
    [InlineData("there is no such file", "X", "--trial", "0", "--data", "X=none.csv")]
    [InlineData("argmax(scores, 1)", "net(X)", "--trial", "0", "--confusion", "t")]
    [InlineData("0.5", "t/2", "--trial", "0", "--confusion", "t")]
    public void Mistakes_are_told(string told, string formula, params string[] options)
    {
        var finished = Shell.Run(["evaluate", _folder["net"], formula, .. options]);
        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.Contains(told, finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_not_all_elements_were_kept_the_setting_that_keeps_them_is_told()
    {
        Shell.Run("run", _folder["net.toml"], "-o", _folder["few"], "--set", "log.final_parameters=64");
        var finished = Shell.Run("evaluate", _folder["few"], "X", "--trial", "0");
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("final_parameters = 84", finished.Errors, StringComparison.Ordinal);
    }

    private (int, string) Of(params string[] arguments)
    {
        var finished = Shell.Run(["evaluate", _folder["net"], .. arguments]);
        return (finished.ExitCode, finished.Output);
    }
}

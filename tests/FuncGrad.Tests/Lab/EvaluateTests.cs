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
    public void Vectors_are_columns_matrices_rows_and_other_data_may_have_other_rows()
    {
        File.WriteAllText(_folder["new.csv"], "0,0\n0.5,0.5\n1,1\n");
        var (code, scores) = Of("net(X)", "--trial", "1", "--data", $"X={_folder["new.csv"]}");
        Assert.Equal((0, 4, 12), (code, scores.Split('\n').Length - 1, scores.Split('\n')[0].Split(',').Length));
        Assert.StartsWith("value[0],value[1],", scores, StringComparison.Ordinal);
        Assert.Equal((0, "value\n0\n0.5\n1\n"), Of("X[:, 0]", "--trial", "1", "--data", $"X={_folder["new.csv"]}"));
    }

    [Fact]
    public void A_confusion_matrix_counts_classes_and_has_the_accuracy_of_each() =>
        Assert.Equal((0, "class,0,1,2,rows,accuracy\n0,1,0,0,1,1\n1,0,2,0,2,1\n2,0,1,0,1,0\nall,1,3,0,4,0.75\n"), Of("min(t, 1)", "--trial", "0", "--confusion", "t"));

    [Theory]
    [InlineData("4 trials", "loss")]
    [InlineData("Trials are 0 to 3", "X", "--trial", "4")]
    [InlineData("Perhaps you meant", "nett(X)", "--trial", "0")]
    [InlineData("is no data", "X", "--trial", "0", "--data", "Y=a.csv")]
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

using FuncGrad.Tests.Golden;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Trainings on real data by experiment files, beside PyTorch's figures.</summary>
public sealed class GoldenTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("logistic", "x @ W + b", "W", "b")]
    [InlineData("mlp", "tanh(x @ W1 + b1) @ W2 + b2", "W1", "b1", "W2", "b2")]
    public void Gradient_descent_on_all_digits(string model, string net, params string[] parameters)
    {
        var file = _folder["digits.toml"];
        File.WriteAllText(file, $$"""
            loss = "cross_entropy(softmax(net(X/16)), t, 0)"
            [define]
            "net(x)" = "{{net}}"
            [parameters]
            {{string.Concat(parameters.Select(name => $"{name} = {{ csv = \"{Weights($"{model}_{name}.csv")}\" }}\n"))}}
            [data]
            X = { csv = "{{Digits}}", columns = "0:64" }
            t = { csv = "{{Digits}}", columns = "digit" }
            [method]
            learning_rate = 0.5
            steps = 200
            [observe]
            accuracy = "mean(argmax(net(X/16), 1) == t)"
            parameter_norm = "sqrt({{string.Join(" + ", parameters.Select(name => $"sum({name}^2)"))}})"
            [log]
            columns = ["loss", "gradient_norm"]
            """);
        var finished = Shell.Run("run", file, "-o", _folder["out"]);
        Assert.True(finished.ExitCode == 0, finished.Errors);
        var (found, expected) = (Table.Read(_folder["out/steps.csv"]), GoldenFile.Rows("digits_training.csv").Where(row => row[0] == model).ToArray());
        Assert.Equal(201, expected.Length);
        Assert.Equal(["trial", "step", "loss", "gradient_norm", "accuracy", "parameter_norm"], found.Header);
        (int Found, int Expected)[] columns = [(2, 3), (4, 4), (3, 5), (5, 6)];
        foreach (var (row, golden) in found.Rows.Zip(expected))
            foreach (var (here, there) in columns)
                Assert.Equal(double.Parse(golden[there]), Convert.ToDouble(row[here]), 1e-12);
    }

    private static string Digits => Path.Combine(SourceCode.Root, "experiments", "data", "digits.csv").Replace('\\', '/');

    private static string Weights(string name) => GoldenFile.PathOf($"digits_weights/{name}").Replace('\\', '/');
}

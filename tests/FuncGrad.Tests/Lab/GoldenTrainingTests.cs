using System.Text.Json;
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

    public static TheoryData<int> Runs => [.. Enumerable.Range(0, Batches.GetProperty("runs").GetArrayLength())];

    private static JsonElement Batches { get; } = JsonDocument.Parse(File.ReadAllText(GoldenFile.PathOf("minibatch.json"))).RootElement;

    /// <summary>A row of the log is the batch of the update that follows; accumulated gradients move the weights with every k-th.</summary>
    [Theory, MemberData(nameof(Runs))]
    public void Batches_in_a_given_order(int index)
    {
        var run = Batches.GetProperty("runs")[index];
        var (epochs, accumulates) = (run.GetProperty("epochs"), run.GetProperty("accumulate").GetInt32());
        var file = _folder["batches.toml"];
        File.WriteAllText(file, $$"""
            loss = "cross_entropy(softmax(net(X)), t, 0)"
            [define]
            "net(x)" = "tanh(x @ W1 + b1) @ W2 + b2"
            [parameters]
            {{string.Concat(Batches.GetProperty("start").EnumerateObject().Select(start => $"{start.Name} = {start.Value}\n"))}}
            [data]
            X = {{Batches.GetProperty("x")}}
            t = {{Batches.GetProperty("t")}}
            [batch]
            size = {{Batches.GetProperty("batch_size")}}
            of = ["X", "t"]
            order = {{Batches.GetProperty("row_order_of_each_epoch")}}
            drop_last = {{(run.GetProperty("drop_last").GetBoolean() ? "true" : "false")}}
            [method]
            epochs = {{epochs.GetArrayLength()}}
            {{Rule(run, accumulates)}}
            [observe]
            full_loss = "cross_entropy(softmax(net(X)), t, 0)"
            accuracy = "mean(argmax(net(X), 1) == t)"
            """);
        var finished = Shell.Run("run", file, "-o", _folder["out"]);
        Assert.True(finished.ExitCode == 0, finished.Errors);
        var found = Table.Read(_folder["out/steps.csv"]);
        double[] losses = [.. epochs.EnumerateArray().SelectMany(epoch => epoch.GetProperty("batch_losses").EnumerateArray()).Select(loss => loss.GetDouble())];
        Assert.Equal(losses.Length + 1, found.Rows.Length);
        for (var row = 0; row < losses.Length; row++) Assert.Equal(losses[row], found.Number(row, "loss"), 1e-12);
        for (var epoch = 0; epoch < epochs.GetArrayLength(); epoch++)
            foreach (var figure in (string[])["full_loss", "accuracy"])
                Assert.Equal(epochs[epoch].GetProperty(figure).GetDouble(), found.Number((epoch + 1) * (losses.Length / epochs.GetArrayLength()), figure), 1e-12);
        foreach (var weights in run.GetProperty("weights").EnumerateObject())
            foreach (var (name, value) in Elements(weights.Name, weights.Value)) Assert.Equal(value, found.Number(losses.Length, name), 1e-12);
    }

    private static string Rule(JsonElement run, int accumulates)
    {
        var settings = run.GetProperty("settings");
        var rule = run.GetProperty("rule").GetString() == "Adam" ? "adam" : settings.TryGetProperty("momentum", out var momentum) ? $"momentum_pytorch\"\nmomentum = {momentum}#" : "gradient_descent";
        var chain = accumulates == 1 ? $"rule = \"{rule}\"" : $"chain = [\"accumulate\", \"{rule}\"]\naccumulate.every = {accumulates}";
        return $"{chain}\n{(accumulates == 1 ? "" : $"{rule}.")}learning_rate = {settings.GetProperty("lr")}";
    }

    private static IEnumerable<(string Name, double Value)> Elements(string name, JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().SelectMany((element, i) => Elements($"{name}[{i}]", element))
        : [(name, value.GetDouble())];

    private static string Digits => Path.Combine(SourceCode.Root, "experiments", "data", "digits.csv").Replace('\\', '/');

    private static string Weights(string name) => GoldenFile.PathOf($"digits_weights/{name}").Replace('\\', '/');
}

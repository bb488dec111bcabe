using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>What an experiment means decides whether a folder is its own, and what differs is always said.</summary>
public sealed class SameExperimentTests : IDisposable
{
    private const string Text = """
        title = "A line"
        loss = "sum((D - w*x)^2)"
        [parameters]
        w = 0.5
        x = 1.0
        [data]
        D = [1, 2.50, 3]
        [method]
        rule = "momentum"
        momentum = 0.9
        steps = 3
        [sweep]
        "method.learning_rate" = { from = 0.1, to = 0.2, count = 3 }
        seed = [1, 2]

        """;

    private readonly TemporaryFolder _folder = new();

    public SameExperimentTests()
    {
        File.WriteAllText(_folder["a.toml"], Text);
        Assert.Equal(ExitCode.Done, Shell.Run("run", _folder["a.toml"], "-o", _folder["o"]).ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Same => new()
    {
        { "title = \"A line\"", "title = \"Another title\" # and a comment" },
        { "\n", "\r\n" },
        { "2.50", "25e-1" },
        { "momentum = 0.9\nsteps = 3", "steps = 3\nmomentum = 0.9" },
        { "{ from = 0.1, to = 0.2, count = 3 }", "{count=3,to=0.2,from=0.1}" },
        { "\"method.learning_rate\" =", "method.learning_rate =" },
        { "\"momentum\"", "'momentum'" },
        { "[data]\nD = [1, 2.50, 3]\n", "[data]\nD = [\n1.0,\n2.5, # a comment\n3]\n" },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public void The_same_meaning_is_the_same_experiment(string from, string to)
    {
        File.WriteAllText(_folder["a.toml"], Text.Replace(from, to, StringComparison.Ordinal));
        var again = Shell.Run("run", _folder["a.toml"], "-o", _folder["o"]);
        Assert.Equal(ExitCode.Done, again.ExitCode);
        Assert.Contains("is finished: nothing to do.", again.Errors, StringComparison.Ordinal);
        Assert.Equal(Text, File.ReadAllText(_folder["o/experiment.toml"]));
    }

    [Fact]
    public void What_is_set_beside_the_file_is_as_if_it_said_so()
    {
        var set = Shell.Run("run", _folder["a.toml"], "-o", _folder["o"], "--set", "method.steps=3.0", "--set", "title=x");
        Assert.Contains("is finished: nothing to do.", set.Errors, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Other => new()
    {
        { "w*x", "w * x", "loss: there \"sum((D - w*x)^2)\", here \"sum((D - w * x)^2)\"" },
        { "w = 0.5\nx = 1.0", "x = 1.0\nw = 0.5", "order of [parameters]: there w, x, here x, w" },
        { "2.50", "2.51", "data.D: there [1, 2.5, 3], here [1, 2.51, 3]" },
        { "momentum = 0.9\n", "", "method.momentum: there 0.9, here nothing" },
        { "seed = [1, 2]", "seed = [1, 2, 3]", "sweep.seed: there [1, 2], here [1, 2, 3]" },
    };

    [Theory]
    [MemberData(nameof(Other))]
    public void Another_meaning_is_refused_with_what_differs_and_what_to_do(string from, string to, string difference)
    {
        File.WriteAllText(_folder["a.toml"], Text.Replace(from, to, StringComparison.Ordinal));
        var refused = Shell.Run("run", _folder["a.toml"], "-o", _folder["o"]);
        Assert.Equal(ExitCode.BadInput, refused.ExitCode);
        foreach (var part in (string[])["holds the results of another experiment", difference, "-o", "--fresh"]) Assert.Contains(part, refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Something_is_said_also_if_the_copy_of_the_experiment_is_gone()
    {
        File.Delete(_folder["o/experiment.toml"]);
        File.WriteAllText(_folder["a.toml"], Text.Replace("steps = 3", "steps = 4", StringComparison.Ordinal));
        Assert.Contains("its copy of the experiment file is missing or was changed", Shell.Run("run", _folder["a.toml"], "-o", _folder["o"]).Errors, StringComparison.Ordinal);
    }
}

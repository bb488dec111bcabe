using Xunit;

namespace FuncGrad.Tests;

/// <summary>The single-file programs among the experiments. The F# scripts are run by the F# tests.</summary>
[Collection(nameof(Scripts))]
public sealed class ScriptTests
{
    private const int Columns = 61, Rows = 25;

    private static readonly string Basins = Path.Combine(SourceCode.Root, "experiments", "basins.cs");

    private static readonly (double X, double Y)[] Minima = [(3, 2), (-2.805118, 3.131313), (-3.779310, -3.283186), (3.584428, -1.848127)];

    [Fact]
    public void Basins_draws_a_map_of_the_minima_that_the_starts_lead_to()
    {
        var finished = Scripts.Run(Basins);
        Assert.Equal((0, ""), (finished.ExitCode, finished.Errors));
        var map = finished.Output.Split('\n')[1..(Rows + 1)];
        Assert.All(map, row => Assert.Equal(Columns, row.Length));
        for (var i = 0; i < Minima.Length; i++)
        {
            Assert.Equal((char)('1' + i), At(map, Minima[i].X, Minima[i].Y));
            Assert.Contains(FormattableString.Invariant($"{i + 1}: ({Minima[i].X:F6}, {Minima[i].Y:F6})"), finished.Output, StringComparison.Ordinal);
        }
        Assert.DoesNotContain('*', string.Concat(map));
    }

    [Fact]
    public void Basins_says_which_rules_there_are_when_there_is_no_such_rule()
    {
        var finished = Scripts.Run(Basins, "momentun");
        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.Contains("momentum", finished.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Rates_finds_the_best_of_each_rule_and_writes_the_table_of_the_command()
    {
        using var folder = new TemporaryFolder();
        var finished = Scripts.Run(Path.Combine(SourceCode.Root, "experiments", "rates.cs"), folder["trials.csv"]);
        Assert.Equal((0, ""), (finished.ExitCode, finished.Errors));
        Assert.Contains("adam                   0.00398", finished.Output, StringComparison.Ordinal);
        var formula = finished.Output[..finished.Output.IndexOf(", 156 trials of 10000 steps", StringComparison.Ordinal)];
        File.WriteAllText(folder["a.toml"], $$"""
            loss = "{{formula}}"
            [parameters]
            x = -1.2
            y = 1.0
            [method]
            steps = 10_000
            [sweep]
            method.rule = ["gradient_descent", "momentum", "nesterov", "adagrad", "rmsprop", "adam"]
            method.learning_rate = { from = 1e-5, to = 1.0, count = 26, scale = "log" }
            [log]
            every = 0
            """);
        Assert.Equal(0, Child.FuncGrad(folder.Path, "run", "a.toml", "-o", "command").ExitCode);
        Assert.Equal(File.ReadAllText(folder["command/trials.csv"]), File.ReadAllText(folder["trials.csv"]));
    }

    /// <summary>The character of the start nearest to a point of −5...5 × −5...5.</summary>
    private static char At(string[] map, double x, double y) =>
        map[(int)Math.Round((5 - y) / 10 * (Rows - 1))][(int)Math.Round((x + 5) / 10 * (Columns - 1))];
}

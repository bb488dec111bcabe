using Xunit;

namespace FuncGrad.Tests;

/// <summary>What <c>funcgrad run</c> says of more trials than a table can hold.</summary>
public sealed class SummaryTests
{
    private const string Bump = """
        title = "Forty-one places on a bump"
        loss = "exp(-(x - 1)^2)"
        [parameters]
        x = 0.0
        [method]
        steps = 0
        direction = "DIRECTION"
        [sweep]
        "parameters.x" = { from = -5.0, to = 5.0, count = 41 }
        """;

    [Theory]
    [InlineData("maximise", "24", "1", "1")]
    [InlineData("minimise", "0", "-5", "2.31952e-16")]
    public void Verdicts_are_counted_and_the_best_trials_told_with_their_settings(string direction, params string[] best)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["bump.toml"], Bump.Replace("DIRECTION", direction, StringComparison.Ordinal));
        var finished = Shell.Run("run", folder["bump.toml"], "-o", folder["results"]);
        var lines = finished.Output.Split('\n');
        Assert.Equal((0, "Forty-one places on a bump"), (finished.ExitCode, lines[0]));
        var counted = lines.Skip(3).TakeWhile(line => line.Length > 0).Select(line => int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
        Assert.Equal(41, counted.Sum());
        var table = lines.SkipWhile(line => line != "The best last losses:").Skip(1).TakeWhile(line => line.Length > 0).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.Equal(["trial", "x", "loss"], table[0]);
        Assert.Equal(best, table[2]);
        Assert.Equal(5, table.Length - 2);
    }
}

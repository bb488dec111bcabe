using System.Text.RegularExpressions;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Pictures on a terminal: as wide as it is, without escapes where there are no colours, and never in a pipe.</summary>
public sealed class TerminalPictureTests
{
    private const string Rates = """
        title = "Rates \u001B[2J \u202E and 学習"
        loss = "x^2 + y^2"
        [parameters]
        x = 3.0
        y = 4.0
        [method]
        steps = 60
        [sweep]
        "method.learning_rate" = [1e-10, 0.1, 10.0]
        """;

    private const string Map = """
        loss = "x^2/20 + y^2"
        [parameters]
        x = 3.0
        y = 4.0
        [method]
        rule = "momentum"
        steps = 60
        [sweep]
        "method.learning_rate" = { from = 0.001, to = 10.0, count = 40, scale = "log" }
        "method.momentum" = { from = 0.0, to = 1.1, count = 30 }
        [log]
        every = 0
        """;

    [Theory]
    [InlineData(Rates, 80, true)]
    [InlineData(Rates, 80, false)]
    [InlineData(Rates, 40, false)]
    [InlineData(Map, 80, true)]
    [InlineData(Map, 132, false)]
    public void It_is_as_wide_as_the_terminal_and_obeys_NO_COLOR(string experiment, int width, bool hasColours)
    {
        using var folder = new PlottedFolder(experiment);
        var text = On(width, hasColours, "plot", folder.Results, "--terminal");
        Assert.Equal(hasColours, text.Contains('\u001b', StringComparison.Ordinal));
        Assert.DoesNotContain("\u001b[2J", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', text);
        foreach (var line in text.Split('\n')) Assert.InRange(TextWidth.Columns(Regex.Replace(line, "\u001b\\[[0-9;]*m", "")), 0, width);
        var isMap = experiment == Map;
        Assert.Contains(text, letter => isMap ? hasColours ? letter == '▀' : letter == 'D' : letter is > '\u2800' and < '\u2900');
        Assert.Contains("diverged", text, StringComparison.Ordinal);
    }

    [Fact]
    public void All_trials_have_one_scale()
    {
        using var folder = new PlottedFolder(Rates);
        var lines = On(80, false, "plot", folder.Results, "--terminal").Split('\n')
            .Where(line => line.Contains('│', StringComparison.Ordinal) || line.Contains('┤', StringComparison.Ordinal)).ToArray();
        int RowOf(char symbol) => Array.FindLastIndex(lines, line => line.TrimEnd().EndsWith(symbol));
        Assert.True(RowOf('◆') < RowOf('●') && RowOf('●') < RowOf('■'), string.Join('\n', lines));
    }

    [Fact]
    public void A_run_ends_with_a_picture_on_a_terminal_only_and_not_if_it_shall_not()
    {
        using var folder = new PlottedFolder(Rates);
        Assert.Contains("loss by step: 3 trials", On(80, false, "run", folder["a.toml"], "-o", folder.Results), StringComparison.Ordinal);
        Assert.DoesNotContain("loss by step", On(80, false, "run", folder["a.toml"], "-o", folder.Results, "--no-picture"),
            StringComparison.Ordinal);
        Assert.DoesNotContain("loss by step", Shell.Run("run", folder["a.toml"], "-o", folder.Results).Output, StringComparison.Ordinal);
    }

    private static string On(int width, bool hasColours, params string[] arguments)
    {
        using var output = new StringWriter();
        Assert.Equal(0, new CommandLine(new Streams(output, TextWriter.Null, width, hasColours)).Run(arguments));
        return output.ToString();
    }
}

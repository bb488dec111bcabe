using System.Text.RegularExpressions;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Tables as people see them, whatever the width of their terminal.</summary>
public sealed partial class TextTableTests
{
    private static readonly TextTable Trials = new(
        [new("trial", true), new("learning_rate", true), new("verdict"), new("loss", true), new("gradient_norm", true), new("note")],
        [
            ["0", "1E-10", "too_slow", "25", "10", "at this pace gradient norm 1E-05 is about 6.9e+10 steps away"],
            ["1", "0.1", "converged", "1.03738E-18", "2.03704E-09", "gradient norm 2.037E-09 <= 1E-05"],
        ]);

    [Theory]
    [InlineData(200)]
    [InlineData(120)]
    [InlineData(80)]
    [InlineData(70)]
    [InlineData(40)]
    public void No_number_and_no_verdict_is_ever_broken(int width)
    {
        var lines = Printed(width).Split('\n');
        foreach (var row in Trials.Rows)
        {
            var line = lines.Single(text => text.Contains(row[2], StringComparison.Ordinal));
            Assert.All(row.Take(5), cell => Assert.Contains($" {cell}", line, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(110, true)]
    [InlineData(80, false)]
    public void What_does_not_fit_beside_the_numbers_stands_below_them(int width, bool isBeside)
    {
        var output = Printed(width);
        Assert.All(output.Split('\n').Where(line => line.Contains('│', StringComparison.Ordinal)), line => Assert.InRange(line.Length, 1, width));
        Assert.Equal(!isBeside, output.Contains("\ntrial 1: gradient norm 2.037E-09 <= 1E-05\n", StringComparison.Ordinal));
        Assert.Equal(isBeside, output.Contains("│ note", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_not_even_the_numbers_fit_and_into_files_it_is_plain()
    {
        Assert.Equal(Trials.Plain(), Printed(40));
        Assert.Equal(Trials.Plain(), Printed(null));
    }

    [Fact]
    public void Brackets_are_letters()
    {
        using var output = new StringWriter();
        new TextTable([new("element"), new("at", true)], [["W[0][1]", "1"]]).Print(new Streams(output, TextWriter.Null, 80));
        Assert.Contains("W[0][1]", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("1", false)]
    public void A_terminal_sees_colours_unless_NO_COLOR_says_no(string? noColor, bool isColoured)
    {
        if (!File.Exists("/usr/bin/script")) return;
        using var folder = new TemporaryFolder();
        var command = $"stty cols 100; dotnet '{AppContext.BaseDirectory}FuncGrad.Lab.dll' run '{ExperimentRuns.PathOf("ascent")}'";
        var finished = Child.Run("/usr/bin/script", folder.Path, ["-q", "-e", "-c", command, "/dev/null"], ("TERM", "xterm-256color"), ("NO_COLOR", noColor), ("CI", null), ("GITHUB_ACTIONS", null));
        Assert.Contains("│ verdict", finished.Output, StringComparison.Ordinal);
        Assert.Equal(isColoured, Colour().IsMatch(finished.Output));
    }

    private static string Printed(int? width)
    {
        using var output = new StringWriter();
        Trials.Print(new Streams(output, TextWriter.Null, width));
        return Colour().Replace(output.ToString(), "");
    }

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Colour();
}

using System.Text.RegularExpressions;
using CsCheck;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Tables as people see them, whatever the width of their terminal.</summary>
public sealed partial class TextTableTests
{
    private const string Cycle = "it goes round in a cycle of two steps and gains nothing: take a learning rate below 0.001";

    private static readonly TextTable Trials = new(
        [new("trial", true) { IsKey = true }, new("learning_rate", true), new("verdict") { IsKey = true }, new("steps", true), new("loss", true), new("|gradient|", true), new("note")],
        [
            ["0", "1e-10", "too_slow", "100", "25.0000", "10.0000", "at this pace gradient norm 1e-5 is about 6.9e10 steps away"],
            ["1", "0.1", "converged", "100", "1.03738e-18", "2.03704e-9", "gradient norm 2.037e-9 <= 1e-5"],
            ["2", "1", "oscillating", "100", "25", "10", Cycle],
            ["3", "1.5", "oscillating", "100", "-1.23457e308", "10", Cycle],
        ]) { Alike = "trials" };

    public static TheoryData<int> Widths => [200, 120, 80, 79, 61, 40, 30];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_line_fits_and_no_word_and_no_number_is_broken(int width)
    {
        var lines = Printed(Trials, width).Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        var words = lines.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        foreach (var cell in Trials.Rows.SelectMany(row => row).SelectMany(cell => cell.Split(' '))) Assert.Contains(cell, words);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void What_is_the_same_in_all_rows_is_said_once_above(int width)
    {
        var lines = Printed(Trials, width).Split('\n');
        Assert.Equal("in all trials: steps 100", lines[0]);
        Assert.Single(lines, line => line.Contains("100", StringComparison.Ordinal));
    }

    [Fact]
    public void A_verdict_stays_in_the_table_and_one_row_is_no_case_of_all()
    {
        var one = Printed(Trials with { Rows = [Trials.Rows[0]] }, 80);
        Assert.StartsWith("trial", one, StringComparison.Ordinal);
        var two = Printed(Trials with { Rows = [Trials.Rows[2], Trials.Rows[3]] }, 80);
        Assert.StartsWith($"in all trials: steps 100, |gradient| 10, note {Cycle[..20]}", two, StringComparison.Ordinal);
        Assert.Equal(2, two.Split("oscillating").Length - 1);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(160, true)]
    [InlineData(120, false)]
    [InlineData(80, false)]
    [InlineData(null, false)]
    public void What_does_not_fit_beside_the_numbers_stands_below_them_once(int? width, bool isBeside)
    {
        var lines = Printed(Trials, width).Split('\n');
        Assert.Equal(isBeside, lines[1].EndsWith("note", StringComparison.Ordinal));
        Assert.Equal(!isBeside, lines.Contains("trial 1: gradient norm 2.037e-9 <= 1e-5"));
        Assert.Equal(!isBeside, lines.Any(line => line.StartsWith("trials 2, 3: it goes round", StringComparison.Ordinal)));
    }

    [Fact]
    public void In_a_narrow_terminal_headings_fold_and_what_is_continued_is_indented() => Assert.Equal(
        """
        in all trials: steps 100
               learning_
        trial       rate  verdict              loss  |gradient|
        ─────  ─────────  ───────────  ────────────  ──────────
            0      1e-10  too_slow          25.0000     10.0000
            1        0.1  converged     1.03738e-18  2.03704e-9
            2          1  oscillating            25          10
            3        1.5  oscillating  -1.23457e308          10

        trial 0: at this pace gradient norm 1e-5 is about 6.9e10
                 steps away
        trial 1: gradient norm 2.037e-9 <= 1e-5
        trials 2, 3: it goes round in a cycle of two steps and
                     gains nothing: take a learning rate below
                     0.001

        """, Printed(Trials, 57));

    [Fact]
    public void Where_columns_do_not_fit_side_by_side_they_stand_in_bands() => Assert.StartsWith(
        """
        in all trials: steps 100
               learning_
        trial       rate  verdict
        ─────  ─────────  ───────────
            0      1e-10  too_slow
            1        0.1  converged
            2          1  oscillating
            3        1.5  oscillating

        trial          loss  |gradient|
        ─────  ────────────  ──────────

        """, Printed(Trials, 32), StringComparison.Ordinal);

    [Fact]
    public void Texts_can_stay_beside_on_several_lines_or_be_cut()
    {
        var table = new TextTable([new("name"), new("meaning")], [["momentum", "share of the velocity that is kept"], ["x", "y"]]);
        Assert.Equal("name      meaning\n────────  ─────────────────────────\nmomentum  share of the velocity\n          that is kept\nx         y\n", Printed(table with { Last = LongText.Beside }, 35));
        Assert.Equal("name      meaning\n────────  ─────────────────────────\nmomentum  share of the velocity...\nx         y\n", Printed(table with { Last = LongText.Cut }, 35));
        Assert.Contains("momentum  share of the velocity that is kept\n", Printed(table with { Last = LongText.Cut }, null), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_is_broken_between_words_and_one_long_word_stays_whole()
    {
        Assert.Equal(["  ab cd", "    efghijklmnop", "    q"], Paragraph.Lines("  ab cd efghijklmnop q", 9, 4));
        Assert.Equal(["", "a"], Paragraph.Lines("\na", 1));
        Assert.Equal(["abc "], Paragraph.Lines("abc ", 3));
        Gen.Select(Gen.String[Gen.Char["ab  \n"], 0, 60], Gen.Int[1, 30], Gen.Int[0, 6]).Sample((text, width, indent) =>
            Assert.Equal(text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries), Paragraph.Fold(text, width, indent).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), iter: 1000);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("1", false)]
    public void A_terminal_sees_colours_unless_NO_COLOR_says_no(string? noColor, bool isColoured)
    {
        if (!File.Exists("/usr/bin/script")) return;
        using var folder = new TemporaryFolder();
        var command = $"stty cols 100; dotnet '{AppContext.BaseDirectory}FuncGrad.Lab.dll' run '{ExperimentRuns.PathOf("ascent")}'";
        var finished = Child.Run("/usr/bin/script", folder.Path, ["-q", "-e", "-c", command, "/dev/null"], ("TERM", "xterm-256color"), ("NO_COLOR", noColor));
        Assert.Contains("─────", finished.Output, StringComparison.Ordinal);
        Assert.Equal(isColoured, Colour().IsMatch(finished.Output));
    }

    private static string Printed(TextTable table, int? width)
    {
        using var output = new StringWriter();
        table.Print(new Streams(output, TextWriter.Null, width));
        return output.ToString();
    }

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Colour();
}

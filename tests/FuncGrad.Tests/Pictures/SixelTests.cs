using System.Globalization;
using System.Text.RegularExpressions;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Pictures on terminals that show pixels, and which those are.</summary>
public sealed partial class SixelTests
{
    private const string Bowl = "loss = \"x^2 + y^2\"\n[parameters]\nx = 2.0\ny = 1.0\n[method]\nsteps = 20\nlearning_rate = 0.1\n";

    [Theory]
    [InlineData("\u001b[?62;4;22c", true)]
    [InlineData("\u001b[?63;1;2;4;6;9;15;22c", true)]
    [InlineData("\u001b[?65;4c", true)]
    [InlineData("\u001b[?64;1;2;6;9;15;18;21;22c", false)]
    [InlineData("\u001b[?4c", false)]
    [InlineData("\u001b[?1;2;44c", false)]
    [InlineData("\u001b[?62;4;22", false)]
    [InlineData("ls -l\n", false)]
    [InlineData("", false)]
    public void A_terminal_says_whether_it_shows_sixels(string reply, bool does) => Assert.Equal(does, TerminalReply.ShowsSixels(reply));

    [Fact]
    public void What_a_terminal_shows_are_the_pixels_of_the_picture()
    {
        using var folder = new PlottedFolder(Bowl);
        using var tables = new OpenedForPicture(folder.Results);
        var picture = ChartLayout.Picture(tables.Chart, 400);
        byte[][] due = [.. Pixels.Rows(picture, 1).Select(row => row.ToArray())];
        var shown = Decoded(Sixel.Text(picture, 1));
        Assert.Equal((due.Length, due[0].Length), (shown.Length, shown[0].Length));
        var off = due.SelectMany(row => row).Zip(shown.SelectMany(row => row), (a, b) => Math.Abs(a - b)).ToArray();
        Assert.True(off.Count(difference => difference > 12) < 0.002 * off.Length, $"{off.Count(difference => difference > 12)} of {off.Length}");
    }

    [Fact]
    public void Only_a_terminal_that_says_so_gets_them()
    {
        using var folder = new PlottedFolder(Bowl);
        foreach (var shows in (bool[])[true, false])
        {
            using var output = new StringWriter();
            var streams = new Streams(output, TextWriter.Null, 80, hasColours: true) { ShowsPixels = () => shows };
            Assert.Equal(0, new CommandLine(streams).Run(["plot", folder.Results, "--terminal"]));
            Assert.Equal(shows, output.ToString().Contains("\u001bP0;1;0q\"1;1;720;", StringComparison.Ordinal));
        }
        Assert.DoesNotContain("\u001b", Shell.Run("plot", folder.Results, "--terminal").Output, StringComparison.Ordinal);
    }

    /// <summary>Rows of three bytes for each pixel.</summary>
    private static byte[][] Decoded(string text)
    {
        int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
        var size = Size().Match(text);
        var rows = Enumerable.Range(0, Number(size.Groups[2].Value)).Select(_ => new byte[3 * Number(size.Groups[1].Value)]).ToArray();
        var palette = new Dictionary<int, byte[]>();
        var (x, top, colour) = (0, 0, 0);
        foreach (Match token in Tokens().Matches(text[(size.Index + size.Length)..^2]))
        {
            if (token.Groups["defined"] is { Success: true } defined)
                palette[Number(token.Groups["number"].Value)] = [.. defined.Value[3..].Split(';').Select(percent => (byte)Math.Round(Number(percent) * 2.55))];
            else if (token.Groups["number"].Success) colour = Number(token.Groups["number"].Value);
            else if (token.Value == "$") x = 0;
            else if (token.Value == "-") (x, top) = (0, top + 6);
            else
                for (var count = token.Groups["count"] is { Success: true } many ? Number(many.Value) : 1; count > 0; count--, x++)
                    for (var bit = 0; bit < 6; bit++)
                        if (((token.Value[^1] - '?') >> bit & 1) == 1) palette[colour].CopyTo(rows[top + bit], 3 * x);
        }
        return rows;
    }

    [GeneratedRegex("\"1;1;(\\d+);(\\d+)")]
    private static partial Regex Size();

    [GeneratedRegex(@"#(?<number>\d+)(?<defined>;2;\d+;\d+;\d+)?|!(?<count>\d+)[?-~]|[?-~]|\$|-")]
    private static partial Regex Tokens();

    private sealed class OpenedForPicture(string folder) : IDisposable
    {
        private readonly ResultTables _tables = OpenedResults.Open(folder, new Streams(TextWriter.Null, TextWriter.Null))!;

        public Chart Chart => TerminalPicture.Fitting(_tables, new())!.Value.Chart;

        public void Dispose() { }
    }
}

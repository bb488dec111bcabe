using System.Text;
using Xunit;

namespace FuncGrad.Tests;

/// <summary><c>funcgrad plot</c>: every kind of picture, and what is wrong with what was asked.</summary>
public sealed class PlotTests
{
    private const string Bowl = """
        title = "TITLE"
        loss = "x^2/20 + y^2"
        [parameters]
        x = -7.0
        y = 2.0
        [method]
        rule = "momentum"
        steps = 40
        [sweep]
        method.learning_rate = { from = 0.01, to = 3.0, count = 6, scale = "log" }
        method.momentum = { from = 0.0, to = 0.9, count = 4 }
        [log]
        columns = ["loss", "gradient_norm", "parameters", "gradient"]
        """;

    private const string Hostile = "</script><b>&amp; \\\"q\\\" \\u202Egnp.exe \\u001B[31m ]]> 学習";

    [Fact]
    public void Every_kind_is_a_picture_in_every_format()
    {
        using var folder = new PlottedFolder(Bowl.Replace("x = -7.0\ny = 2.0", "x = -7.0\ny = 2.0\nz = 1.0\nw = 0.5",
            StringComparison.Ordinal).Replace("y^2\"", "y^2 + z^2 + w^2\"", StringComparison.Ordinal));
        foreach (var kind in ChartKinds.All.Where(kind => kind.Name != "basins"))
        {
            Assert.NotEmpty(PlottedFolder.TextsOf(folder.Svg("--kind", kind.Name)));
            Assert.Equal((0, ""), Result(folder.Plot("--kind", kind.Name, "-o", folder["a.png"], "--width", "400")));
            Assert.Equal(800, DecodedPng.Read(File.ReadAllBytes(folder["a.png"])).Width);
            Assert.Equal((0, ""), Result(folder.Plot("--kind", kind.Name, "-o", folder["a.pdf"])));
            AssertPdf(File.ReadAllBytes(folder["a.pdf"]));
        }
    }

    [Fact]
    public void Without_a_kind_those_that_fit_are_drawn_and_the_others_named()
    {
        using var folder = new PlottedFolder(Bowl);
        var finished = folder.Plot();
        Assert.Equal(0, finished.ExitCode);
        foreach (var kind in (string[])["map", "paths", "curves"])
        {
            Assert.Contains(Path.Combine(folder.Results, kind + ".svg"), finished.Output, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(folder.Results, kind + ".svg")));
        }
        Assert.Contains("--kind rates", finished.Errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), Result(Shell.Run("run", folder["a.toml"], "-o", folder.Results)) with { Item2 = "" });
    }

    [Fact]
    public void Every_cell_of_a_map_has_the_colour_of_its_trial()
    {
        using var folder = new PlottedFolder(Bowl.Replace("count = 6", "count = 30", StringComparison.Ordinal)
            .Replace("count = 4", "count = 20", StringComparison.Ordinal).Replace("[log]", "[log]\nevery = 0", StringComparison.Ordinal));
        Assert.Equal(0, folder.Plot("--kind", "map", "-o", folder["a.png"]).ExitCode);
        var (pixels, verdicts) = (DecodedPng.Read(File.ReadAllBytes(folder["a.png"])),
            Table.Read(Path.Combine(folder.Results, "trials.csv")).Column("verdict"));
        var frame = Enumerable.Range(0, pixels.Width).Where(x => pixels[x, pixels.Height / 2] == Palette.Grey).ToArray();
        var (left, right) = (frame.First(x => x > 40), frame.Last(x => x < pixels.Width * 0.85));
        var column = Enumerable.Range(0, pixels.Height).Where(y => pixels[(left + right) / 2, y] == Palette.Grey).ToArray();
        var (top, bottom) = (column.First(), column.Last());
        var wrong = 0;
        for (var trial = 0; trial < verdicts.Length; trial++)
        {
            var (x, y) = (left + ((trial / 20 + 0.25) / 30 * (right - left)), bottom - ((trial % 20 + 0.25) / 20 * (bottom - top)));
            if (pixels[(int)x, (int)y] != TrialFigures.ColourOf(Palette.PositionOf(verdicts[trial]))) wrong++;
        }
        // The line of theory lies over some of them.
        Assert.True(wrong <= 30, $"{wrong}");
    }

    [Fact]
    public void A_title_is_text_whatever_it_says()
    {
        using var folder = new PlottedFolder(Bowl.Replace("TITLE", Hostile, StringComparison.Ordinal));
        foreach (var kind in (string[])["curves", "paths", "map", "rates", "parallel"])
        {
            var svg = folder.Svg("--kind", kind);
            Assert.Contains(PlottedFolder.TextsOf(svg),
                text => text.StartsWith("</script><b>&amp; \"q\" gnp.exe [31m ]]> 学習", StringComparison.Ordinal));
            Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName is "script" or "b");
            Assert.DoesNotContain(svg.ToString(), letter => letter is '\u202E' or '\u001B');
        }
        Assert.Contains("学", folder.Plot("--kind", "curves", "-o", folder["a.png"]).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kind curvse", "curves")]
    [InlineData("--kind basins", "two swept starts")]
    [InlineData("--kind curves --y los", "gradient_norm")]
    [InlineData("--kind paths --x z", "'z' is not a parameter")]
    [InlineData("--kind map --x rule", "two swept settings")]
    [InlineData("--kind map --color note", "--color note")]
    [InlineData("--kind rates --x rule", "not a swept number")]
    [InlineData("--kind curves --trials 99", "no trial 99")]
    [InlineData("--trials 3-1", "--trials 3-1")]
    [InlineData("--width 5", "--width 5")]
    [InlineData("-o picture.jpg", ".svg")]
    public void What_cannot_be_drawn_is_told(string arguments, string problem)
    {
        using var folder = new PlottedFolder(Bowl);
        var finished = folder.Plot(arguments.Split(' '));
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(problem, finished.Errors, StringComparison.Ordinal);
        Assert.Empty(finished.Output);
    }

    [Fact]
    public void Folders_without_finished_results_are_refused()
    {
        using var folder = new TemporaryFolder();
        var finished = Shell.Run("plot", folder.Path);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains("no finished results", finished.Errors, StringComparison.Ordinal);
    }

    private static (int, string) Result(Finished finished) => (finished.ExitCode, finished.Errors);

    private static void AssertPdf(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        Assert.StartsWith("%PDF-1.4\n", text, StringComparison.Ordinal);
        var table = text.LastIndexOf("\nxref\n", StringComparison.Ordinal) + 1;
        Assert.EndsWith($"startxref\n{table}\n%%EOF\n", text, StringComparison.Ordinal);
        var lines = text[table..].Split('\n');
        for (var i = 1; i < int.Parse(lines[1].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture); i++)
            Assert.StartsWith($"{i} 0 obj", text[int.Parse(lines[2 + i][..10], System.Globalization.CultureInfo.InvariantCulture)..],
                StringComparison.Ordinal);
    }
}

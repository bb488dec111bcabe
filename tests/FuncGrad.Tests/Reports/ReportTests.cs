using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary><c>funcgrad report</c>: what the page holds. What it does is tested in a browser.</summary>
public sealed partial class ReportTests
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
        """;

    [Fact]
    public void The_page_asks_nobody_for_anything()
    {
        using var folder = new ReportedFolder(Bowl);
        var page = folder.Page();
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(Fetching(), Script().Replace(page, ""));
        var script = Script().Matches(page).Select(match => match.Groups[1].Value).Last();
        Assert.Contains($"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_holds_the_tables_digit_by_digit()
    {
        using var folder = new ReportedFolder(Bowl);
        var (run, table) = (ReportedFolder.Data(folder.Page()).GetProperty("runs")[0], Table.Read(Path.Combine(folder.Results, "trials.csv")));
        foreach (var column in table.Header)
        {
            var expected = table.Column(column);
            var found = ReportedFolder.Column(run, column);
            Assert.Equal(expected, found.Select(value => value is double number ? number.ToString("R", CultureInfo.InvariantCulture).Replace("E+", "e", StringComparison.Ordinal).Replace("E-", "e-", StringComparison.Ordinal) : (string)value),
                (a, b) => a == b || (double.TryParse(a, CultureInfo.InvariantCulture, out var x) && double.TryParse(b, CultureInfo.InvariantCulture, out var y) && x.Equals(y)));
        }
    }

    [Fact]
    public void The_curves_are_those_of_the_step_log()
    {
        using var folder = new ReportedFolder(Bowl);
        var curves = ReportedFolder.Data(folder.Page()).GetProperty("runs")[0].GetProperty("curves");
        var steps = Table.Read(Path.Combine(folder.Results, "steps.csv"));
        var losses = ReportedFolder.Numbers(curves.GetProperty("columns")[0].GetProperty("values"));
        Assert.Equal("loss", curves.GetProperty("columns")[0].GetProperty("name").GetString());
        Assert.Equal(24 * 41, losses.Length);
        var logged = steps.Column("loss").Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        for (var i = 0; i < losses.Length; i++) Assert.InRange(Math.Abs(losses[i] - logged[i]), 0, 1e-6 * Math.Abs(logged[i]));
    }

    [Fact]
    public void What_is_observed_is_in_the_table_the_curves_and_the_map()
    {
        using var folder = new ReportedFolder(Bowl + "\n[observe]\ndistance = \"sqrt(x^2 + y^2)\"\n");
        var run = ReportedFolder.Data(folder.Page()).GetProperty("runs")[0];
        Assert.Equal(24, ReportedFolder.Column(run, "distance").Length);
        Assert.Contains("distance", run.GetProperty("curves").GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()));
        Assert.Contains("distance", run.GetProperty("map").GetProperty("figures").EnumerateArray().Select(figure => figure.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("</script><b>x</b><script>alert(1)</script>")]
    [InlineData("\\\" onload=\\\"alert(1)' `${1}` <!-- <img src=x> &lt;")]
    [InlineData("\\u202Egnp.exe \\u2066x \\u001B[31m \\u0000")]
    [InlineData("学習率が決める ∇f")]
    public void A_title_is_text_whatever_it_says(string title)
    {
        using var folder = new ReportedFolder(Bowl.Replace("TITLE", title, StringComparison.Ordinal));
        var page = folder.Page();
        Assert.Equal(2, Script().Count(page));
        Assert.DoesNotContain("<b>x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain(page, letter => letter is '\u202E' or '\u2066' or '\u001B' or '\0');
        if (title.StartsWith('学')) Assert.Contains($"<h1 dir=\"auto\">{System.Net.WebUtility.HtmlEncode(title)}</h1>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_trials_are_maps_bands_and_the_best_rows_and_the_page_says_so()
    {
        using var folder = new ReportedFolder(Bowl.Replace("count = 6", "count = 210", StringComparison.Ordinal).Replace("count = 4", "count = 100", StringComparison.Ordinal)
            .Replace("steps = 40", "steps = 30", StringComparison.Ordinal) + "\n[log]\ncolumns = [\"loss\"]\n");
        var page = folder.Page();
        var run = ReportedFolder.Data(page).GetProperty("runs")[0];
        Assert.InRange(page.Length, 0, 5_000_000);
        Assert.Equal(1000, run.GetProperty("rows").GetInt32());
        Assert.Equal(21_000, run.GetProperty("map").GetProperty("figures")[0].GetProperty("codes").GetProperty("count").GetInt32());
        Assert.Contains("The table has the 1,000 trials with the best last loss of 21,000.", page, StringComparison.Ordinal);
        Assert.Contains("bands show quantiles over all", page, StringComparison.Ordinal);
        var losses = Table.Read(Path.Combine(folder.Results, "trials.csv")).Column("loss").Select(text => double.Parse(text, CultureInfo.InvariantCulture)).Order().ToArray();
        Assert.Equal(losses[999], ReportedFolder.Column(run, "loss").Max(loss => (double)loss));
        var median = ReportedFolder.Numbers(run.GetProperty("curves").GetProperty("bands").GetProperty("quantiles")[2].GetProperty("values"));
        Assert.InRange(median[^1] / losses[(losses.Length / 2) - 1], 0.94, 1.06);
    }

    /// <summary>From below 0 it falls without end.</summary>
    [Fact]
    public void A_trial_that_ran_away_is_not_called_the_best()
    {
        using var folder = new ReportedFolder("loss = \"where(x > 0, (x - 1)^4 + 5, x)\"\nparameters = { x = 0.0 }\nmethod = { learning_rate = 0.1, steps = 300 }\nlog.every = 0\n[sweep]\n\"parameters.x\" = [-1.0, 1.5, 1.0]\n");
        var page = folder.Page();
        Assert.Equal("unbounded", ReportedFolder.Column(ReportedFolder.Data(page).GetProperty("runs")[0], "verdict")[0]);
        Assert.Contains("<strong>Best:</strong> trial 2,", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_travels_with_the_page_is_what_its_author_published()
    {
        var script = File.ReadAllBytes(Path.Combine(SourceCode.Root, "src/FuncGrad.Lab/Reports/uPlot/uPlot.iife.min.js"));
        Assert.Equal("19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f", Identity.HashOf(script));
        Assert.Equal("df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04", Identity.HashOf(File.ReadAllBytes(Path.Combine(SourceCode.Root, "src/FuncGrad.Lab/Reports/uPlot/uPlot.min.css"))));
        Assert.Contains("MIT License", File.ReadAllText(Path.Combine(SourceCode.Root, "src/FuncGrad.Lab/Reports/uPlot/LICENSE-uPlot.txt")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-o page.pdf", ".html")]
    [InlineData("missing", "no finished results")]
    public void What_cannot_be_reported_is_told(string arguments, string problem)
    {
        using var folder = new ReportedFolder(Bowl);
        var finished = Shell.Run(["report", folder.Results, .. arguments.Split(' ')]);
        Assert.Equal(2, finished.ExitCode);
        Assert.Contains(problem, finished.Errors, StringComparison.Ordinal);
        Assert.Empty(finished.Output);
    }

    [GeneratedRegex("<script[^>]*>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    /// <summary>What makes a browser ask for something: all but names in XML.</summary>
    [GeneratedRegex("(src|href|action|poster|data)=\"(?!#|data:)|url\\(|@import|<link|<iframe|<object|<embed", RegexOptions.IgnoreCase)]
    private static partial Regex Fetching();
}

using Xunit;

namespace FuncGrad.Tests;

/// <summary>Runs beside each other, in a terminal and in a page.</summary>
public sealed class ComparisonTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bowl = """
        title = "A bowl"
        loss = "x^2/20 + y^2"
        [parameters]
        x = -7.0
        y = 2.0
        [method]
        rule = "momentum"
        steps = 100
        [sweep]
        method.learning_rate = [0.01, 0.1, 1.0, 1.5]
        seed = { count = 2 }
        """;

    [Fact]
    public void What_differs_and_which_trials_changed_is_told()
    {
        using var folder = new ReportedFolder(Bowl);
        folder.Run(Bowl.Replace("\"momentum\"", "\"gradient_descent\"", StringComparison.Ordinal), "other");
        var (a, b) = (Table.Read(Path.Combine(folder.Results, "trials.csv")), Table.Read(Path.Combine(folder["other"], "trials.csv")));
        var finished = Shell.Run("compare", folder.Results, folder["other"]);
        Assert.Equal((0, ""), (finished.ExitCode, finished.Errors));
        Assert.Contains("method.rule  \"momentum\"  \"gradient_descent\"", finished.Output, StringComparison.Ordinal);
        var changed = Enumerable.Range(0, 8).Where(i => a.Text(i, "verdict") != b.Text(i, "verdict")).ToArray();
        Assert.NotEmpty(changed);
        Assert.Contains($"matched by learning_rate, seed: {changed.Length} changed the verdict", finished.Output.ReplaceLineEndings(" ").Replace("    ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var trial in changed) Assert.Matches($@"(?m)^ +{trial}  {a.Text(trial, "verdict")} +{b.Text(trial, "verdict")} ", finished.Output);
        Assert.All(finished.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void The_same_computation_is_known_by_its_id_in_another_sweep()
    {
        using var folder = new ReportedFolder(Bowl);
        folder.Run(Bowl.Replace("[0.01, 0.1, 1.0, 1.5]", "[1.5, 0.3, 0.1]", StringComparison.Ordinal) + "\n[log]\nevery = 0\n", "other");
        var finished = Shell.Run("compare", folder.Results, folder["other"]);
        Assert.Contains("4 trials of A and B, matched by id: none changed the verdict.", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_have_nothing_in_common_say_so()
    {
        using var folder = new ReportedFolder(Bowl);
        folder.Run("loss = \"x^2\"\n[parameters]\nx = 1.0\n", "other");
        Assert.Contains("no trial in common", Shell.Run("compare", folder.Results, folder["other"]).Output, StringComparison.Ordinal);
        Assert.Equal(2, Shell.Run("compare", folder.Results).ExitCode);
        Assert.Equal(2, Shell.Run("compare", folder.Results, folder["missing"]).ExitCode);
    }

    [Fact]
    public async Task The_page_folds_seeds_and_names_only_what_differs()
    {
        Browser.SkipWithout();
        using var folder = new ReportedFolder(Bowl.Replace("0.01, 0.1, 1.0, 1.5", "0.1, 1.0", StringComparison.Ordinal));
        folder.Run(Bowl.Replace("0.01, 0.1, 1.0, 1.5", "0.1, 1.0", StringComparison.Ordinal).Replace("\"momentum\"", "\"gradient_descent\"", StringComparison.Ordinal), "other");
        folder.Page(folder["other"]);
        await browser.Open(folder["a.html"]);
        var legend = await browser.Text("document.getElementById('legend').innerText");
        foreach (var rule in (string[])["momentum", "gradient_descent"])
            foreach (var rate in (string[])["0.1", "1"]) Assert.Contains($"rule {rule}, learning_rate {rate}: mean and range of 2", legend, StringComparison.Ordinal);
        Assert.Equal("8 of 8 trials", await browser.Text("document.getElementById('count').textContent"));
        await browser.Evaluate("document.querySelectorAll('#rows tr[data-key]')[5].click()");
        Assert.StartsWith("rule gradient_descent, trial 1: learning_rate 0.1, seed 1, ", await browser.Text("document.getElementById('selected').textContent"), StringComparison.Ordinal);
        Assert.Single(browser.Requests);
        Assert.Empty(browser.Troubles);
    }
}

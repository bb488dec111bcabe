using System.Globalization;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>The report in a real browser with the network off. With FUNCGRAD_SCREENSHOTS=FOLDER the pages are kept as pictures.</summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    private const string Bowl = """
        title = "TITLE"
        loss = "x^2/20 + y^2"
        [parameters]
        x = -7.0
        y = 2.0
        [method]
        rule = "momentum"
        steps = 60
        [sweep]
        method.learning_rate = { from = 0.01, to = 3.0, count = 12, scale = "log" }
        method.momentum = { from = 0.0, to = 0.9, count = 8 }
        """;

    private const string Specials = """
        loss = "where(c > 5, log(x), where(c > 2, x^2 - 1, x^2))"
        [parameters]
        x = 1.0
        [data]
        c = 0.0
        [method]
        steps = 12
        [sweep]
        data.c = [1, 1, 4, 9]
        method.learning_rate = [0.5, 1e150, 0.2, 2.0]
        zip = [["data.c", "method.learning_rate"]]
        """;

    [Fact]
    public async Task Nothing_is_asked_for_and_map_curves_and_table_are_one()
    {
        Browser.SkipWithout();
        using var folder = new ReportedFolder(Bowl.Replace("TITLE", "谷の学習率 ∇f", StringComparison.Ordinal));
        var trials = Table.Read(Path.Combine(folder.Results, "trials.csv"));
        folder.Page();
        await browser.Open(folder["a.html"]);
        Assert.Equal("谷の学習率 ∇f", await browser.Text("document.querySelector('h1').textContent"));
        Assert.Equal("谷の学習率 ∇f", await browser.Text("document.title"));
        await ClickCell(5, 6);
        Assert.StartsWith("trial 46: ", await Selected(), StringComparison.Ordinal);
        Assert.Contains(trials.Text(46, "verdict"), await Selected(), StringComparison.Ordinal);
        Assert.Contains(trials.Text(46, "note"), await Selected(), StringComparison.Ordinal);
        Assert.Equal("0:46", await browser.Text("document.querySelector('#rows tr.selected').dataset.key"));
        await Picture("bowl");
        Assert.Equal(["file"], browser.Requests.Select(url => new Uri(url).Scheme).Distinct());
        Assert.Single(browser.Requests);
        Assert.Empty(browser.Troubles);
    }

    [Fact]
    public async Task Filters_and_orders_are_those_of_the_table()
    {
        Browser.SkipWithout();
        using var folder = new ReportedFolder(Bowl);
        var trials = Table.Read(Path.Combine(folder.Results, "trials.csv"));
        folder.Page();
        await browser.Open(folder["a.html"]);
        var losses = trials.Column("loss").Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var few = Enumerable.Range(0, losses.Length).Where(i => trials.Text(i, "verdict") == "converged" && losses[i] < 1e-6).ToArray();
        await Filter("converged, loss<1e-6");
        Assert.Equal($"{few.Length} of 96 trials", await browser.Text("document.getElementById('count').textContent"));
        await browser.Evaluate("document.querySelector('th[data-name=loss] button').click()");
        Assert.Equal(few.MinBy(i => losses[i]), await FirstTrial());
        await browser.Evaluate("document.querySelector('th[data-name=loss] button').click()");
        Assert.Equal(few.MaxBy(i => losses[i]), await FirstTrial());
        Assert.Equal("descending", await browser.Text("document.querySelector('th[data-name=loss]').getAttribute('aria-sort')"));
        await browser.Open(folder["a.html"], isForgotten: false);
        Assert.Equal("converged, loss<1e-6", await browser.Text("document.getElementById('filter').value"));
        Assert.Equal(few.MaxBy(i => losses[i]), await FirstTrial());
        await Filter("los<1");
        Assert.Contains("no column “los”", await browser.Text("document.getElementById('count').textContent"), StringComparison.Ordinal);
        await Filter("");
        await browser.Evaluate("document.querySelector('#verdicts button[data-verdict=diverged]').click()");
        Assert.Equal($"{trials.Column("verdict").Count(verdict => verdict == "diverged")} of 96 trials", await browser.Text("document.getElementById('count').textContent"));
        Assert.Empty(browser.Troubles);
    }

    [Fact]
    public async Task Keys_do_what_the_mouse_does()
    {
        Browser.SkipWithout();
        using var folder = new ReportedFolder(Bowl);
        folder.Page();
        await browser.Open(folder["a.html"]);
        await browser.Evaluate("document.getElementById('rows').focus()");
        await browser.Press("ArrowDown", 40);
        await browser.Press("ArrowDown", 40);
        Assert.StartsWith("trial 1: ", await Selected(), StringComparison.Ordinal);
        await browser.Evaluate("document.getElementById('cells').focus()");
        await browser.Press("ArrowRight", 39);
        await browser.Press("Enter", 13);
        Assert.StartsWith("trial 8: ", await Selected(), StringComparison.Ordinal);
        Assert.Empty(browser.Troubles);
    }

    [Fact]
    public async Task Zero_NaN_infinity_and_negative_losses_are_named_in_curves_and_table()
    {
        Browser.SkipWithout();
        using var folder = new ReportedFolder(Specials);
        folder.Page();
        await browser.Open(folder["a.html"]);
        await Picture("specials");
        var table = await browser.Text("document.querySelector('#rows tbody').innerText");
        foreach (var word in (string[])["NaN", "-0.99999"]) Assert.Contains(word, table, StringComparison.Ordinal);
        Assert.Contains("Both signs", await browser.Text("document.getElementById('curve-note').textContent"), StringComparison.Ordinal);
        await Filter("loss>=0 , c=1");
        await Filter("c=1");
        var note = await browser.Text("document.getElementById('curve-note').textContent");
        foreach (var words in (string[])["▼ is exactly 0", "▲ is +∞", "✕ is the last number before NaN"]) Assert.Contains(words, note, StringComparison.Ordinal);
        Assert.Empty(browser.Troubles);
    }

    [Theory]
    [InlineData("</script><b>x</b><img src=x onerror=alert(1)>")]
    [InlineData("\\\" onload=\\\"alert(1)\\u202E' `${alert(1)}` <!--")]
    public async Task Hostile_words_stay_words(string title)
    {
        Browser.SkipWithout();
        using var folder = new ReportedFolder(Bowl.Replace("TITLE", title, StringComparison.Ordinal));
        folder.Page();
        await browser.Open(folder["a.html"]);
        Assert.Equal("0", await browser.Text("document.querySelectorAll('b, h1 *, img').length"));
        Assert.Contains("alert(1)", await browser.Text("document.querySelector('h1').textContent"), StringComparison.Ordinal);
        Assert.Empty(browser.Troubles);
        Assert.Equal(0, folder.Run(Bowl.Replace("TITLE", title, StringComparison.Ordinal), "other") is { } other ? Shell.Run("plot", other, "--kind", "map", "-o", folder["a.svg"]).ExitCode : 1);
        await browser.Open(folder["a.svg"]);
        Assert.Single(browser.Requests);
        Assert.Empty(browser.Troubles);
        Assert.Equal("0", await browser.Text("[...document.querySelectorAll('text')].filter(text => { const box = text.getBoundingClientRect(); return box.left < -1 || box.right > innerWidth + 1; }).length"));
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(400, true)]
    [InlineData(1220, true)]
    public async Task The_page_fits_the_window_and_everything_in_it_has_a_name(int width, bool isDark)
    {
        Browser.SkipWithout();
        using var folder = new ReportedFolder(Bowl);
        folder.Page();
        await browser.Open(folder["a.html"], width, isDark);
        await Picture($"bowl-{width}{(isDark ? "-dark" : "")}");
        Assert.True(int.Parse(await browser.Text("document.documentElement.scrollWidth"), CultureInfo.InvariantCulture) <= width);
        Assert.Equal("", await browser.Text("[...document.querySelectorAll('button, input, select, canvas, [role=img]')].filter(one => !one.parentElement.closest('[role=img]') && !(one.ariaLabel || one.textContent.trim() || one.labels?.length || one.querySelector('title'))).map(one => one.outerHTML.slice(0, 80)).join()"));
        Assert.Empty(browser.Troubles);
    }

    private async Task ClickCell(int x, int y)
    {
        var place = await browser.Evaluate($"(() => {{ const canvas = document.getElementById('cells'); canvas.scrollIntoView({{ block: 'center' }}); const box = canvas.getBoundingClientRect(); return [box.left + 66 + (box.width - 78) * ({x} + 0.5) / 12, box.top + 8 + (box.height - 52) * (8 - {y} - 0.5) / 8]; }})()");
        await browser.Click(place![0]!.GetValue<double>(), place[1]!.GetValue<double>());
    }

    private Task<string> Selected() => browser.Text("document.getElementById('selected').textContent");

    private async Task<int> FirstTrial() => int.Parse((await browser.Text("document.querySelector('#rows tr[data-key]').dataset.key"))[2..], CultureInfo.InvariantCulture);

    private async Task Filter(string text) =>
        await browser.Evaluate($"(() => {{ const filter = document.getElementById('filter'); filter.value = {System.Text.Json.JsonSerializer.Serialize(text)}; filter.dispatchEvent(new Event('change')); }})()");

    private async Task Picture(string name)
    {
        if (Environment.GetEnvironmentVariable("FUNCGRAD_SCREENSHOTS") is { Length: > 0 } folder) await browser.Picture(Path.Combine(folder, name + ".png"));
    }
}

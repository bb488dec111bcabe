using Xunit;

namespace FuncGrad.Tests;

/// <summary>Whatever an experiment is, its page opens without a mistake in a script, and all its trials are in the table.</summary>
public sealed class OddPagesTests(Browser browser) : IClassFixture<Browser>
{
    public static TheoryData<string, int> Experiments => new()
    {
        { "loss = \"x^2\"\n[parameters]\nx = 1.0\n[method]\nsteps = 0\n", 1 },
        { "loss = \"0*x\"\n[parameters]\nx = 1.0\n[sweep]\nseed = { count = 3 }\n", 3 },
        { "loss = \"log(x)\"\n[parameters]\nx = -1.0\n[sweep]\nmethod.learning_rate = [0.1, 0.2]\n", 2 },
        { "loss = \"x^2 - 1e300\"\n[parameters]\nx = 1.0\n[method]\nsteps = 5\n", 1 },
        { "loss = \"-x^2\"\n[parameters]\nx = 1.0\n[method]\ndirection = \"maximise\"\nsteps = 9\n[sweep]\nparameters.x = { from = -1.0, to = 1.0, count = 9 }\n", 9 },
        { "loss = \"x^2\"\n[parameters]\nx = 1.0\n[sweep]\nmethod.rule = [\"adam\", \"momentum\", \"rmsprop\"]\nmethod.learning_rate = [0.1, 1.0]\nseed = { count = 2 }\n[log]\nevery = 0\n", 12 },
        { "loss = \"x^2 + y^2\"\n[parameters]\nx = 1.0\ny = 2.0\n[sweep]\nmethod.learning_rate = { from = 1e-3, to = 1.0, scale = \"log\" }\nparameters.x = { from = -1.0, to = 1.0 }\nsample = { count = 20, by = \"sobol\" }\n", 20 },
        { "loss = \"sum(w^2)\"\n[parameters]\nw = { shape = [80], normal = {} }\n[sweep]\nseed = { count = 2 }\n[log]\ncolumns = [\"gradient\", \"parameters\"]\n", 2 },
        { "loss = \"(x^2 + y - 11)^2 + (x + y^2 - 7)^2\"\n[parameters]\nx = 0.0\ny = 0.0\n[sweep]\nparameters.x = { from = -5.0, to = 5.0, count = 6 }\nparameters.y = { from = -5.0, to = 5.0, count = 5 }\nmethod.momentum = [0.0, 0.9]\n[method]\nrule = \"momentum\"\n[observe]\n\"r\" = \"sqrt(x^2 + y^2)\"\n", 60 },
    };

    [Theory]
    [MemberData(nameof(Experiments))]
    public async Task A_page_opens_and_has_all_trials(string experiment, int trials)
    {
        Browser.SkipWithout();
        using var folder = new ReportedFolder(experiment);
        folder.Page();
        await browser.Open(folder["a.html"]);
        Assert.Equal($"{trials} of {trials} {(trials == 1 ? "trial" : "trials")}", await browser.Text("document.getElementById('count').textContent"));
        await browser.Evaluate("document.querySelector('#rows tr[data-key]').click()");
        Assert.Contains("trial 0: ", await browser.Text("document.getElementById('selected').textContent"), StringComparison.Ordinal);
        await browser.Evaluate("document.querySelectorAll('#logarithm, #folds').forEach(box => box.click())");
        await browser.Evaluate("document.querySelectorAll('select').forEach(choice => { for (const option of choice.options) { choice.value = option.value; choice.dispatchEvent(new Event('change')); } })");
        await browser.Evaluate("document.getElementById('filter').value = 'trial>1000000', document.getElementById('filter').dispatchEvent(new Event('change'))");
        Assert.StartsWith("0 of ", await browser.Text("document.getElementById('count').textContent"), StringComparison.Ordinal);
        Assert.Empty(browser.Troubles);
    }
}

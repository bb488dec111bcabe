using System.Text;
using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>The size that is foretold before a run, beside that of its tables.</summary>
public sealed class EstimatedSizeTests
{
    private const string Rosenbrock = """
        loss = "100*(x1 - x0^2)^2 + (1 - x0)^2"
        [parameters]
        x0 = -1.2
        x1 = 1.0
        [method]
        rule = "adam"
        learning_rate = 0.0123456789012345
        steps = 20000
        [log]
        every = 1

        """;

    private const string AllColumns = "columns = [\"loss\", \"gradient_norm\", \"learning_rate\", \"parameters\", \"gradient\", \"update_norm\"]\n";

    private const string Sweep = "[sweep]\n\"method.learning_rate\" = { from = 1e-4, to = 0.05, count = 300, scale = \"log\" }\n";

    [Theory]
    [InlineData(20000, 1, "", 1.25)]
    [InlineData(20000, 1, AllColumns, 1.25)]
    [InlineData(20000, 100, AllColumns, 1.25)]
    [InlineData(200, 1, Sweep, 1.25)]
    [InlineData(200, 0, Sweep, 1.6)]
    public void The_estimate_of_figures_in_full_precision_is_hardly_too_low_and_not_much_too_high(int steps, int every, string more, double most)
    {
        var text = Rosenbrock.Replace("20000", $"{steps}", StringComparison.Ordinal).Replace("every = 1", $"every = {every}", StringComparison.Ordinal) + more;
        using var folder = new TemporaryFolder();
        var work = BlockComputation.Work(ExampleFiles.Experiment(text), new Identity("experiment.toml", Encoding.UTF8.GetBytes(text), new Dictionary<string, string>(), []));
        var compute = work.ComputeIn(folder.Path);
        var blocks = Enumerable.Range(0, (int)work.Header(Shard.Whole).Blocks).Select(block => compute(block, CancellationToken.None)!);
        Assert.InRange(work.EstimatedBytes / blocks.Sum(block => block.BytesInMemory), 0.98, most);
    }
}

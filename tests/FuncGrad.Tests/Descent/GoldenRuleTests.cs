using System.Globalization;
using System.Text.RegularExpressions;
using FuncGrad.Tests.Golden;
using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>The trajectories of PyTorch, of optax and of the reference implementations, each by the built-in rule and by its printed block under another name.</summary>
public sealed partial class GoldenRuleTests
{
    private static readonly Dictionary<string, (string Loss, string Start)> Problems = new()
    {
        ["pytorch_rosenbrock.csv"] = ("100*(x[1] - x[0]^2)^2 + (1 - x[0])^2", "[-1.2, 1.0]"),
        ["pytorch_chained10.csv"] = ("sum(100*(x[1:] - x[:-1]^2)^2 + (1 - x[:-1])^2)", "[-1.2, 1.0, -1.2, 1.0, -1.2, 1.0, -1.2, 1.0, -1.2, 1.0]"),
        ["rosenbrock4"] = ("sum(100*(x[1:] - x[:-1]^2)^2 + (1 - x[:-1])^2)", "[-1.2, 1.0, -1.2, 1.0]"),
        ["quadratic4"] = ("0.5*sum([1, 4, 10, 40]*x^2)", "[4.0, -3.0, 2.0, 1.0]"),
        ["matrix4x3"] = ("0.5*sum(([[2,-1,0,1],[0,1,3,-1],[1,0,-2,1],[-1,2,1,0],[1,1,0,-2]] @ x - [[1,0,-2],[3,-1,2],[0,2,1],[-2,1,0],[1,1,-1]])^2)", "[[0.5,-0.25,0.75],[1.0,0.5,-0.5],[-0.75,0.25,1.0],[0.25,-1.0,0.5]]"),
        ["matrix3x2"] = ("0.5*sum(([[2,-1,0],[1,3,-1],[0,1,2],[-1,0,1]] @ x - [[1,-2],[0,3],[2,1],[-1,1]])^2)", "[[0.5,-0.25],[1.0,0.5],[-0.75,0.25]]"),
    };

    private static readonly Dictionary<(string, string, string), double> Tolerances = GoldenFile.Rows("tolerances.csv").ToDictionary(row => (row[0], row[1], row[2]), row => Number(row[3]));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    public static TheoryData<string> Files => ["pytorch_rosenbrock.csv", "pytorch_chained10.csv", "optax_rules.csv", "reference_rules.csv"];

    [Theory, MemberData(nameof(Files))]
    public void Every_trajectory_is_met_by_the_built_in_rule_and_by_its_block_under_another_name(string file)
    {
        var hasProblem = file is "optax_rules.csv" or "reference_rules.csv";
        var failures = new List<string>();
        foreach (var group in GoldenFile.Rows(file).GroupBy(row => (Problem: hasProblem ? row[0] : file, Rule: row[hasProblem ? 1 : 0], Settings: row[hasProblem ? 2 : 1])))
        {
            if (GoldenMethods.Of(file, group.Key.Rule, group.Key.Settings) is not { } method) continue;
            var tolerance = Tolerances.GetValueOrDefault((file, hasProblem ? $"{group.Key.Problem} {group.Key.Rule}" : group.Key.Rule, group.Key.Settings), 1e-12);
            var (loss, start) = Problems[group.Key.Problem];
            double[][] golden = [.. group.Select(row => row[(hasProblem ? 4 : 3)..].Where(cell => cell.Length > 0 && cell[0] != '{').Select(Number).ToArray())];
            foreach (var text in (string[])[method, Renamed(method)])
            {
                var steps = Searches(text) ? EvaluationsOfASearch * golden.Length : golden.Length - (IsOfAverage(group.Key.Rule) ? 0 : 1);
                var rows = Run($"loss = \"{(method.Contains("maximise", StringComparison.Ordinal) ? $"-({loss})" : loss)}\"\n[parameters]\nx = {start}\n[method]\nsteps = {steps}\n{text}");
                var off = Searches(text) ? Off(Settled(rows), golden) : Off(IsOfAverage(group.Key.Rule), rows, golden);
                if (!(off <= tolerance)) failures.Add($"{group.Key.Rule} {group.Key.Settings}: off by {off:E2}, allowed {tolerance:E0}{(text == method ? "" : " (copy)")}");
            }
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    /// <summary>The rules of a method under other names, with their printed blocks.</summary>
    private static string Renamed(string method)
    {
        string[] names = [.. Quoted().Matches(method).Select(match => match.Groups[1].Value).Where(name => UpdateRules.TextOf(name) is not null).Distinct()];
        var blocks = names.Select(name => UpdateRules.TextOf(name)!.Replace($"[rule.{name}]", $"[rule.my_{name}]", StringComparison.Ordinal));
        return names.Aggregate(method, (text, name) => Regex.Replace(text, $"(\"|^){name}(\"| =)", $"$1my_{name}$2", RegexOptions.Multiline)) + string.Concat(blocks);
    }

    [GeneratedRegex("\"([a-z_0-9]+)\"")]
    private static partial Regex Quoted();

    private static StepRows Run(string text)
    {
        var batch = new Batch(ExampleFiles.Experiment(text + "\n[log]\ncolumns = [\"parameters\"]\n"));
        return batch.Run(0, 1, () => long.MaxValue / 4)![0].Rows;
    }

    /// <summary>Of PyTorch's averages each row shows one; in every other case a row shows the point where the gradient is taken, which stands last where a rule reports another.</summary>
    private static bool IsOfAverage(string rule) => rule == "ASGD average";

    private const int EvaluationsOfASearch = 8;

    /// <summary>PyTorch counts a search as one step, where here each of its evaluations is one.</summary>
    private static bool Searches(string method) => method.Contains("l_bfgs_wolfe", StringComparison.Ordinal);

    /// <summary>The points that searches came to, one after the other.</summary>
    private static double[][] Settled(StepRows rows)
    {
        var points = Enumerable.Range(0, rows.Count).Select(row => Enumerable.Range(0, rows.Width / 2).Select(i => rows[row, i]).ToArray());
        return [.. points.Aggregate(new List<double[]>(), (found, point) => found.Count > 0 && found[^1].SequenceEqual(point) ? found : [.. found, point])];
    }

    private static double Off(double[][] points, double[][] golden) => points.Length < golden.Length ? double.PositiveInfinity
        : golden.Zip(points, (due, found) => due.Zip(found, (a, b) => Math.Abs(b - a)).Max() / due.Max(Math.Abs)).Max();

    /// <summary>The greatest difference of a row beside its greatest element.</summary>
    private static double Off(bool isOfAverage, StepRows rows, double[][] golden)
    {
        var (skipped, elements) = (isOfAverage ? 1 : 0, rows.Width > golden[0].Length ? rows.Width / 2 : rows.Width);
        var off = golden.Length + skipped == rows.Count ? 0 : double.PositiveInfinity;
        for (var row = 0; row < Math.Min(golden.Length, rows.Count - skipped); row++)
        {
            double[] due = golden[row][..Math.Min(golden[row].Length, elements)];
            var first = isOfAverage ? 0 : rows.Width - elements;
            off = Math.Max(off, due.Select((x, i) => Math.Abs(rows[row + skipped, first + i] - x)).Max() / Math.Max(due.Max(Math.Abs), 1e-300));
        }
        return off;
    }
}

using System.Text.Json;
using FuncGrad.Tests.Golden;
using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>What rules remember, as columns of the log.</summary>
public sealed class SlotColumnTests
{
    private const string Two = "loss = \"sum(W^2) + (b - 1)^4\"\n[parameters]\nW = [[1.0, 2.0], [3.0, 4.0]]\nb = 3.0\n[log]\ncolumns = [\"loss\", \"slots\"]\n[method]\nsteps = 12\n";

    private static (StepRows Rows, List<string> Columns) Run(string text)
    {
        var batch = new Batch(ExampleFiles.Experiment(text));
        return (batch.Run(0, 1, () => long.MaxValue / 4)![0].Rows, [.. batch.StepColumns.Skip(2)]);
    }

    [Theory]
    [InlineData("adam", "slot.m.W[0][0] slot.m.W[0][1] slot.m.W[1][0] slot.m.W[1][1] slot.m.b slot.v.W[0][0] slot.v.W[0][1] slot.v.W[1][0] slot.v.W[1][1] slot.v.b")]
    [InlineData("dadapt_sgd", "slot.d slot.n slot.first")]
    [InlineData("gradient_descent", "")]
    [InlineData("schedule_free_sgd", "slot.z.b slot.average.b slot.most slot.weights")]
    public void They_are_the_slots_of_the_steps_of_a_program(string rule, string names)
    {
        var (rows, columns) = Run($"{Two}rule = \"{rule}\"\n");
        Assert.All(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), name => Assert.Contains(name, columns));
        var loss = Loss.Of(Expr.Sum(Expr.Pow(Expr.Symbol("W", Shape.Of(2, 2)), 2)) + Expr.Pow(Expr.Symbol("b") - 1, 4), Expr.Symbol("W", Shape.Of(2, 2)), Expr.Symbol("b"));
        var steps = new Descent(loss, UpdateRules.Find(rule)!).Scan(1, 2, 3, 4, 3).Take(13).ToArray();
        for (var step = 0; step < 13; step++)
            Assert.Equal(steps[step].Slots.SelectMany(slot => slot.ToArray()).Order(), Enumerable.Range(0, columns.Count).Where(column => columns[column].StartsWith("slot.", StringComparison.Ordinal)).Select(column => rows[step, column]).Order());
    }

    [Fact]
    public void Links_of_a_chain_and_schedules_have_theirs()
    {
        var columns = Run($"{Two}chain = [\"adam\", \"lookahead\"]\nadam = {{ learning_rate = {{ schedule = \"plateau\", from = 0.1 }} }}\n").Columns;
        Assert.Contains("slot.lookahead.slow.W[1][0]", columns);
        Assert.Contains("slot.adam.m.b", columns);
        Assert.Contains("slot.adam.learning_rate.best", columns);
    }

    [Theory]
    [InlineData("method.rule = [\"adam\", \"momentum\"]")]
    [InlineData("method.learning_rate.schedule = [\"cosine\", \"plateau\"]")]
    public void Where_rules_are_swept_that_is_told(string sweep)
    {
        var error = Assert.Single(ExampleFiles.Errors($"{Two}[sweep]\n{sweep}\n"));
        Assert.Contains("remembers other things", error.Problem, StringComparison.Ordinal);
        Assert.StartsWith("a.toml:6:", error.Location, StringComparison.Ordinal);
    }

    // ---- golden states ------------------------------------------------------------------------------------------------

    /// <summary>What the reference calls a figure of its state ↦ the slot that holds it, and how many rows later it stands: some are those that the update itself forms.</summary>
    private static readonly Dictionary<(string Rule, string Figure), (string Slot, int Later)> Slots = new()
    {
        [("dadapt_sgd", "d")] = ("slot.d", 0), [("dadapt_adam", "d")] = ("slot.d", 0), [("prodigy", "d")] = ("slot.d", 0), [("dog", "distance")] = ("slot.r", 1),
        [("schedule_free_sgd", "x")] = ("slot.average.x", 0), [("schedule_free_sgd", "z")] = ("slot.z.x", 0),
        [("schedule_free_adamw", "x")] = ("slot.average.x", 0), [("schedule_free_adamw", "z")] = ("slot.z.x", 0),
        [("barzilai_borwein", "lr")] = ("slot.a", 0), [("lookahead", "slow")] = ("slot.lookahead.slow.x", 0),
        [("ema", "average")] = ("slot.ema.average.x", 0), [("polyak_ruppert", "average")] = ("slot.polyak_ruppert.average.x", 0),
    };

    [Fact]
    public void They_are_the_states_of_the_reference_implementations()
    {
        var (failures, met) = (new List<string>(), 0);
        foreach (var group in GoldenFile.Rows("reference_rules.csv").Where(row => row[^1].StartsWith('{')).GroupBy(row => (Problem: row[0], Rule: row[1], Settings: row[2])))
        {
            if (group.Key.Problem != "rosenbrock4" || GoldenMethods.Of("reference_rules.csv", group.Key.Rule, group.Key.Settings) is not { } method) continue;
            var golden = group.Select(row => JsonDocument.Parse(row[^1]).RootElement).ToArray();
            var (rows, columns) = Run($"loss = \"sum(100*(x[1:] - x[:-1]^2)^2 + (1 - x[:-1])^2)\"\n[parameters]\nx = [-1.2, 1.0, -1.2, 1.0]\n[log]\ncolumns = [\"slots\"]\n[method]\nsteps = {golden.Length - 1}\n{method}");
            foreach (var figure in golden[0].EnumerateObject().Select(one => one.Name))
            {
                if (!Slots.TryGetValue((group.Key.Rule, figure), out var slot)) continue;
                int[] own = [.. Enumerable.Range(0, columns.Count).Where(column => columns[column] == slot.Slot || columns[column].StartsWith(slot.Slot + "[", StringComparison.Ordinal))];
                var off = own.Length == 0 ? double.PositiveInfinity : Enumerable.Range(0, golden.Length - slot.Later).Max(row => Off(golden[row].GetProperty(figure), [.. own.Select(column => rows[row + slot.Later, column])]));
                if (!(off <= 1e-9)) failures.Add($"{group.Key.Rule} {group.Key.Settings} {figure}: off by {off:E2}");
                else met++;
            }
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(met >= Slots.Count, $"{met}");
    }

    private static double Off(JsonElement golden, double[] slot)
    {
        double[] due = golden.ValueKind == JsonValueKind.Array ? [.. golden.EnumerateArray().Select(one => one.GetDouble())] : [golden.GetDouble()];
        return due.Zip(slot, (a, b) => Math.Abs(a - b)).Max() / due.Max(Math.Abs);
    }
}

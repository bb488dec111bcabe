using System.Globalization;
using System.Text.Json;
using FuncGrad.Tests.Golden;
using Xunit;

namespace FuncGrad.Tests.Descents;

/// <summary>The schedules of PyTorch and optax, as the column <c>learning_rate</c> shows them.</summary>
public sealed class GoldenScheduleTests
{
    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>(schedule, settings) ↦ what a file gives the learning rate; null for what needs a formula of its own or a metric.</summary>
    private static string? Rate(string schedule, Dictionary<string, JsonElement> s)
    {
        string V(string key, string otherwise = "0") => s.TryGetValue(key, out var value) ? value.ValueKind == JsonValueKind.Array ? value.ToString() : value.GetDouble().ToString("R", CultureInfo.InvariantCulture) : otherwise;
        string Places(IEnumerable<(string At, string Factor)> places) => string.Join(", ", places.Select((p, i) => $"at_{i + 1} = {p.At}, factor_{i + 1} = {p.Factor}"));
        return schedule switch
        {
            "StepLR" => $"schedule = \"step\", from = {V("lr")}, every = {V("step_size")}, factor = {V("gamma")}",
            "MultiStepLR" => $"schedule = \"piecewise\", from = {V("lr")}, {Places(s["milestones"].EnumerateArray().Select(m => (m.ToString(), V("gamma"))))}",
            "ExponentialLR" => $"schedule = \"exponential\", from = {V("lr")}, factor = {V("gamma")}",
            "CosineAnnealingLR" => $"schedule = \"cosine\", from = {V("lr")}, to = {V("eta_min")}, steps_long = {V("T_max")}, rises = 1",
            "CosineAnnealingWarmRestarts" => $"schedule = \"warm_restarts\", from = {V("lr")}, to = {V("eta_min")}, period = {V("T_0")}, growth = {V("T_mult")}",
            "OneCycleLR" => $"schedule = \"one_cycle\", from = {V("max_lr")}, steps_long = {V("total_steps")}, rising = {V("pct_start", "0.3")}, divisor = {V("div_factor", "25")}, last_divisor = {V("final_div_factor", "1e4")}, linear = {(s.ContainsKey("anneal_strategy") ? 1 : 0)}, three_phases = {(s.ContainsKey("three_phase") ? 1 : 0)}",
            "CyclicLR" => $"schedule = \"triangular\", from = {V("base_lr")}, to = {V("max_lr")}, up = {V("step_size_up")}, down = {V("step_size_down")}, shrink = {(s["mode"].ToString() == "triangular2" ? "0.5" : "1")}",
            "PolynomialLR" => $"schedule = \"polynomial\", from = {V("lr")}, steps_long = {V("total_iters")}, power = {V("power")}",
            "LinearLR" => $"schedule = \"linear\", from = {Number(V("lr")) * Number(V("start_factor")):R}, to = {Number(V("lr")) * Number(V("end_factor")):R}, steps_long = {V("total_iters")}",
            "ConstantLR" => $"schedule = \"drop\", from = {V("lr")}, factor = {V("factor")}, steps_long = {V("total_iters")}",
            "LambdaLR:inverse_time" => $"schedule = \"inverse_time\", from = {V("lr")}, decay = {V("decay")}",
            "LambdaLR:inverse_sqrt" => $"schedule = \"inverse_square_root\", from = {V("lr")}",
            "LambdaLR:noam" => $"schedule = \"noam\", from = {V("lr")}, rising = {V("warmup")}",
            "SequentialLR:warmup_cosine" => $"schedule = \"cosine\", from = {V("lr")}, to = {V("eta_min")}, steps_long = {V("T_max")}, warmup = {V("warmup")}, warmup_from = {V("start_factor")}",
            "ChainedScheduler:constant*exponential" => $"= \"{V("lr")} * where(step < {V("total_iters")}, {V("factor")}, 1) * {V("gamma")}^step\"",
            "constant_schedule" => $"schedule = \"constant\", from = {V("value")}",
            "polynomial_schedule" => $"schedule = \"polynomial\", from = {V("init_value")}, to = {V("end_value")}, power = {V("power")}, steps_long = {V("transition_steps")}, begin = {V("transition_begin")}",
            "linear_schedule" => $"schedule = \"linear\", from = {V("init_value")}, to = {V("end_value")}, steps_long = {V("transition_steps")}",
            "piecewise_constant_schedule" => $"schedule = \"piecewise\", from = {V("init_value")}, {Places(s["boundaries_and_scales"].EnumerateObject().Select(p => (p.Name, p.Value.ToString())))}",
            "exponential_decay" => $"schedule = \"exponential\", from = {V("init_value")}, factor = {V("decay_rate")}, every = {V("transition_steps")}, begin = {V("transition_begin")}, stairs = {(s.ContainsKey("staircase") ? 1 : 0)}, least = {V("end_value")}",
            "cosine_decay_schedule" => $"schedule = \"cosine\", from = {V("init_value")}, to = {Number(V("init_value")) * Number(V("alpha")):R}, steps_long = {V("decay_steps")}, power = {V("exponent", "1")}",
            "linear_onecycle_schedule" => $"schedule = \"interpolated\", from = {Number(V("peak_value")) / 25:R}, at_1 = 18, factor_1 = 25, at_2 = 51, factor_2 = 0.04, at_3 = 60, factor_3 = 1e-4",
            "piecewise_interpolate_schedule" => $"schedule = \"interpolated\", from = {V("init_value")}, cosine = {(s["interpolate_type"].ToString() == "cosine" ? 1 : 0)}, {Places(s["boundaries_and_scales"].EnumerateObject().Select(p => (p.Name, p.Value.ToString())))}",
            "sgdr_schedule" => "= \"where(step < 15, where(step < 3, 0.5*step/3, 0.01 + 0.49*(1 + cos(pi*(step - 3)/12))/2), where(step < 20, 0.01 + 0.29*(step - 15)/5, 0.3*(1 + cos(pi*min(step - 20, 20)/20))/2))\"",
            "cosine_onecycle_schedule" => $"schedule = \"one_cycle\", from = {V("peak_value")}, steps_long = {V("transition_steps")}, shift = 0",
            "warmup_constant_schedule" => $"schedule = \"constant\", from = {V("peak_value")}, warmup = {V("warmup_steps")}, warmup_from = {Number(V("init_value")) / Number(V("peak_value")):R}",
            "warmup_cosine_decay_schedule" => $"schedule = \"cosine\", from = {V("peak_value")}, to = {V("end_value")}, steps_long = {Number(V("decay_steps")) - Number(V("warmup_steps")):R}, warmup = {V("warmup_steps")}, warmup_from = {Number(V("init_value")) / Number(V("peak_value")):R}",
            "warmup_exponential_decay_schedule" => $"schedule = \"exponential\", from = {V("peak_value")}, factor = {V("decay_rate")}, every = {V("transition_steps")}, least = {V("end_value")}, warmup = {V("warmup_steps")}, warmup_from = {Number(V("init_value")) / Number(V("peak_value")):R}",
            _ => null,
        };
    }

    [Theory]
    [InlineData("pytorch_schedules.csv", 3, 22)]
    [InlineData("optax_schedules.csv", 3, 16)]
    public void Every_named_schedule_has_the_values_of_the_other_libraries(string file, int column, int least)
    {
        var (failures, met) = (new List<string>(), 0);
        foreach (var group in GoldenFile.Rows(file).GroupBy(row => (row[0], row[1])))
        {
            if (Rate(group.Key.Item1, JsonDocument.Parse(group.Key.Item2).RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value)) is not { } rate) continue;
            double[] golden = [.. group.Select(row => Number(row[column]))];
            var value = rate.StartsWith('=') ? rate[2..] : $"{{ {rate} }}";
            var batch = new Batch(ExampleFiles.Experiment($"loss = \"1e-9*x^2\"\n[parameters]\nx = 1.0\n[method]\nsteps = {golden.Length}\nlearning_rate = {value}\n[log]\ncolumns = [\"learning_rate\"]\n"));
            var rows = batch.Run(0, 1, () => long.MaxValue / 4)![0].Rows;
            var off = golden.Select((due, k) => Math.Abs(rows[k, 0] - due)).Max() / golden.Max();
            if (off <= 1e-12) met++;
            else failures.Add($"{group.Key}: off by {off:E2}: {string.Join(' ', golden.Take(4))} and not {string.Join(' ', golden.Take(4).Select((_, k) => rows[k, 0]))}");
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(met >= least, $"{met}");
    }

    [Theory]
    [InlineData("Adam+CosineAnnealingLR", "learning_rate = { schedule = \"cosine\", from = 0.05, to = 0.001, steps_long = 59 }")]
    [InlineData("Adam+OneCycleLR", "learning_rate = { schedule = \"one_cycle\", from = 0.1, steps_long = 60 }\nbeta1 = \"where(step <= 17, 0.85 + 0.1*(1 + cos(pi*step/17))/2, 0.95 - 0.1*(1 + cos(pi*(step - 17)/42))/2)\"")]
    [InlineData("Adam+ReduceLROnPlateau", "learning_rate = { schedule = \"plateau\", from = 0.2, factor = 0.5, patience = 2, threshold = 0.0001 }")]
    public void Adam_driven_by_schedules_takes_PyTorchs_path(string name, string rates)
    {
        string[][] golden = [.. GoldenFile.Rows("pytorch_schedules.csv").Where(row => row[0] == name)];
        var rule = name == "Adam+OneCycleLR" ? "adam_optax" : "adam";
        var batch = new Batch(ExampleFiles.Experiment($"loss = \"100*(y - x^2)^2 + (1 - x)^2\"\n[parameters]\nx = -1.2\ny = 1.0\n[method]\nsteps = {golden.Length}\nrule = \"{rule}\"\n{rates}\n[log]\ncolumns = [\"learning_rate\", \"parameters\", \"loss\"]\n"));
        var rows = batch.Run(0, 1, () => long.MaxValue / 4)![0].Rows;
        for (var k = 0; k < golden.Length; k++)
            foreach (var (column, at) in (ReadOnlySpan<(int, int)>)[(3, 0), (6, 1), (7, 2)])
                Assert.True(Math.Abs(Number(golden[k][column]) - rows[k, at]) <= 1e-11 * Math.Max(1, Math.Abs(rows[k, at])), $"{name}, step {k}: {golden[k][column]} and {rows[k, at]:R}");
    }
}

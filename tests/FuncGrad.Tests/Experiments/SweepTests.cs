using CsCheck;
using Xunit;
using static FuncGrad.Tests.ExampleFiles;

namespace FuncGrad.Tests;

public sealed class SweepTests
{
    private const string Beginning = "loss = \"sum(W^2) + a*b + sum(V) + sum(D)*c\"\n[parameters]\na = 1\nb = 2\nW = [[1, 2, 3], [4, 5, 6]]\n"
        + "V = { shape = [3], normal = { mean = 0.0, std = 1.0 } }\n[data]\nc = 3\nD = { shape = [2], uniform = { low = 0.0, high = 1.0 } }\n[sweep]\n";

    private static Experiment Swept(string sweep) => Experiment(Beginning + sweep);

    private static string[] Table(string sweep) => [.. Rows(Swept(sweep).Sweep)];

    private static IEnumerable<string> Rows(Sweep sweep) => Enumerable.Range(0, (int)sweep.Count).Select(i => string.Join(' ', sweep.ValuesAt(i)));

    [Theory]
    [InlineData("method.learning_rate = [1, 2]\nparameters.a = [3, 4, 5]", "1 3", "1 4", "1 5", "2 3", "2 4", "2 5")]
    [InlineData("parameters.a = { from = 0, to = 1, count = 5 }", "0", "0.25", "0.5", "0.75", "1")]
    [InlineData("parameters.a = { from = 0, to = 1, count = 11 }", "0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1")]
    [InlineData("parameters.a = { from = 1, to = 0, count = 3 }", "1", "0.5", "0")]
    [InlineData("parameters.a = { from = 1, to = 9, count = 1 }", "1")]
    [InlineData("parameters.a = { from = -1.7e308, to = 1.7e308, count = 3 }", "-1.7E+308", "0", "1.7E+308")]
    [InlineData("parameters.a = { from = 1e-3, to = 1e3, count = 7, scale = \"log\" }", "0.001", "0.01", "0.1", "1", "10", "100", "1000")]
    [InlineData("parameters.a = { from = 1e300, to = 1e-300, count = 5, scale = \"log\" }", "1E+300", "1E+150", "1", "1E-150", "1E-300")]
    [InlineData("method.steps = { from = 10, to = 1000, count = 3, scale = \"log\" }", "10", "100", "1000")]
    [InlineData("seed = { from = 5, count = 3 }", "5", "6", "7")]
    [InlineData("seed = { count = 2 }", "0", "1")]
    [InlineData("seed = [3, 1]\nparameters.a = [2]", "3 2", "1 2")]
    [InlineData("parameters.a = [1, 2]\nparameters.b = [8, 9]\nmethod.learning_rate = [3, 4]\nzip = [[\"method.learning_rate\", \"parameters.a\"]]", "1 8 3", "1 9 3", "2 8 4", "2 9 4")]
    [InlineData("method.rule = [\"adam\", \"momentum\"]\nmethod.precision = [\"float\"]", "adam float", "momentum float")]
    public void Axes_multiply_first_key_slowest(string sweep, params string[] rows) => Assert.Equal(rows, Table(sweep));

    [Fact]
    public void A_sweep_of_a_trillion_trials_is_declared_for_free_and_asked_anywhere()
    {
        var sweep = Swept("parameters.a = { from = 0, to = 1, count = 1000000 }\nparameters.b = { from = 0, to = 1, count = 1000000 }").Sweep;
        Assert.Equal(1_000_000_000_000, sweep.Count);
        Assert.Equal("1 1", string.Join(' ', sweep.ValuesAt(999_999_999_999)));
        Assert.Throws<ArgumentOutOfRangeException>(() => sweep.ValuesAt(1_000_000_000_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => sweep.ValuesAt(-1));
    }

    [Fact]
    public void A_sweep_of_more_trials_than_can_be_numbered_is_refused_with_its_size()
    {
        var axes = string.Join('\n', new[] { "parameters.a", "parameters.b", "data.c" }.Select(key => $"{key} = {{ from = 0, to = 1, count = 10000000000 }}"));
        var error = Assert.Single(Errors(Beginning + axes));
        Assert.Contains("1000000000000000000000000000000 trials", error.Problem);
        Assert.Equal("a.toml:10:1", error.Location);
    }

    /// <summary>Random sweeps: for each axis its length, and whether it is zipped to the one before.</summary>
    private static readonly Gen<(int Length, bool IsZipped)[]> RandomAxes = Gen.Select(Gen.Int[1, 5], Gen.Bool).Array[0, 6];

    [Fact]
    public void Every_index_decodes_to_positions_of_its_own_in_the_order_of_the_axes() => RandomAxes.Sample(axes =>
    {
        var sweep = Build(axes);
        string[] rows = [.. Enumerable.Range(0, (int)sweep.Count).Select(i => string.Join(' ', sweep.Positions(i)))];
        Assert.Equal(rows.Distinct().Order(StringComparer.Ordinal), rows);
        Assert.Equal(rows.Length, Rows(sweep).Distinct().Count());
    });

    private static Sweep Build((int Length, bool IsZipped)[] axes)
    {
        var (groups, lengths) = (new List<int>(), new List<int>());
        foreach (var (length, isZipped) in axes)
        {
            var joins = isZipped && groups.Count > 0;
            groups.Add(joins ? groups[^1] : groups.Count == 0 ? 0 : groups.Max() + 1);
            lengths.Add(joins ? lengths[^1] : length);
        }
        return new Sweep(lengths.Select((length, i) => new Axis(SweptSettings.Unreadable($"key{i}"), new AxisValues.Consecutive(0, length))), groups);
    }

    [Fact]
    public void Points_between_the_ends_rise_and_the_ends_are_exact() => Gen.Select(Gen.Double[1e-300, 1e300], Gen.Double[1e-300, 1e300], Gen.Int[2, 50], Gen.Bool).Sample((a, b, count, isLogarithmic) =>
    {
        var interval = new Interval(Math.Min(a, b), Math.Max(a, b), isLogarithmic);
        var points = Enumerable.Range(0, count).Select(i => interval.Point(i, count)).ToArray();
        Assert.Equal((interval.From, interval.To), (points[0], points[^1]));
        for (var i = 1; i < count; i++) Assert.True(points[i - 1] <= points[i]);
    });

    [Fact]
    public void Sampled_axes_advance_together_and_lists_and_seeds_multiply_them()
    {
        var sweep = Swept("method.rule = [\"adam\", \"momentum\"]\nparameters.a = { from = 0, to = 1 }\nseed = { count = 3 }\nmethod.learning_rate = { from = 1e-4, to = 1, scale = \"log\" }\nsample = { count = 64, by = \"sobol\" }").Sweep;
        Assert.Equal(2 * 64 * 3, sweep.Count);
        Assert.Equal(["adam 0 0 0.0001", "adam 0 1 0.0001", "adam 0 2 0.0001", "adam 0.5 0 0.01"], Rows(sweep).Take(4));
        Assert.Equal(64, Enumerable.Range(0, 64).Select(i => sweep.ValuesAt(i * 3L)[1].Number * 64).Select(Math.Floor).Distinct().Count());
    }

    [Fact]
    public void A_sampled_whole_number_takes_each_value_with_equal_share()
    {
        var sweep = Swept("method.steps = { from = 1, to = 4 }\nsample = { count = 64, by = \"sobol\" }").Sweep;
        Assert.Equal(["1 16", "2 16", "3 16", "4 16"], Rows(sweep).GroupBy(row => row).OrderBy(group => group.Key).Select(group => $"{group.Key} {group.Count()}"));
    }

    /// <summary>A swept key, the value of a trial, and what it changes.</summary>
    public static TheoryData<string, string, Func<Experiment, object>, object> Settable => new()
    {
        { "parameters.a", "[7]", e => e.Start()[0].ToDouble(), 7.0 },
        { "\"parameters.W[1][0]\"", "[7]", e => e.Start()[2], Tensor.Matrix(new double[,] { { 1, 2, 3 }, { 7, 5, 6 } }) },
        { "\"parameters.W[1,2]\"", "[7]", e => e.Start()[2][1, 2], 7.0 },
        { "parameters.V.normal.std", "[0]", e => e.Start()[3], Tensor.Vector(0, 0, 0) },
        { "parameters.V.normal.mean", "[5]", e => ((ArraySource.Normal)e.Parameters[3].Source).Mean, 5.0 },
        { "data.c", "[7]", e => e.Data[0].Source.Values(0, "").ToDouble(), 7.0 },
        { "data.D.uniform.high", "[0]", e => e.Data[1].Source.Values(0, ""), Tensor.Vector(0, 0) },
        { "method.learning_rate", "[0.5]", e => e.Method.Hyperparameter(e.Method.Rule.Hyperparameters[0], "W"), 0.5 },
        { "method.learning_rate.W", "[0.5]", e => e.Method.Hyperparameter(e.Method.Rule.Hyperparameters[0], "W"), 0.5 },
        { "method.steps", "[12]", e => e.Method.Steps, 12L },
        { "method.h", "[0.5]", e => e.Method.DifferenceStep, 0.5 },
        { "method.rule", "[\"adam\"]", e => e.Method.Rule.Name, "adam" },
        { "method.gradient", "[\"central_difference\"]", e => e.Method.Gradient, GradientKind.CentralDifference },
        { "method.direction", "[\"maximise\"]", e => e.Method.Direction, Direction.Maximise },
        { "method.precision", "[\"float\"]", e => e.Method.Precision, Precision.Float },
        { "method.arithmetic", "[\"fused\"]", e => e.Method.Arithmetic, Arithmetic.Fused },
        { "stop.gradient_norm", "[0.5]", e => e.Stop.GradientNorm!, 0.5 },
        { "stop.loss", "[0.5]", e => e.Stop.Loss!, 0.5 },
        { "stop.diverged", "[0.5]", e => e.Stop.Diverged!, 0.5 },
        { "judge.gradient_norm", "[0.5]", e => e.Judge.GradientNorm!, 0.5 },
        { "judge.remaining_gain", "[0.5]", e => e.Judge.RemainingGain, 0.5 },
        { "seed", "[9]", e => e.Seed, 9L },
    };

    [Theory]
    [MemberData(nameof(Settable))]
    public void A_swept_key_changes_what_it_names(string key, string values, Func<Experiment, object> read, object expected)
    {
        var trials = new Trials(Swept($"{key} = {values}"));
        Assert.Equal(expected, read(trials.ExperimentOf(trials[0])));
        Assert.NotEqual(expected, read(trials.Experiment));
    }

    [Fact]
    public void A_hyperparameter_swept_for_one_parameter_stays_as_it_is_for_the_others()
    {
        var trials = new Trials(Swept("method.learning_rate.W = [0.5]"));
        Assert.Equal(0.01, trials.ExperimentOf(trials[0]).Method.Hyperparameter(UpdateRules.All[0].Hyperparameters[0], "a"));
    }

    [Theory]
    [InlineData("parameters.W", "only a single number", "parameters.W[0][0]")]
    [InlineData("\"parameters.W[2][0]\"", "does not exist: the shape is (2,3)", "")]
    [InlineData("\"parameters.a[0]\"", "does not exist", "leave the brackets out")]
    [InlineData("\"parameters.V[0]\"", "drawn or filled", "normal.mean")]
    [InlineData("parameters.V", "only a single number", "parameters.V.normal.mean")]
    [InlineData("parameters.V.normal.sdt", "names no setting", "`parameters.V.normal.std`")]
    [InlineData("method.learning_rate.X", "names no setting", "")]
    public void A_key_that_cannot_be_swept_says_what_can(string key, string problem, string hint)
    {
        var error = Assert.Single(Errors($"{Beginning}{key} = [1]"));
        Assert.Contains(problem, error.Problem);
        Assert.Contains(hint, error.Hint);
    }
}

using Xunit;

namespace FuncGrad.Tests.Experiments;

/// <summary>Whole runs at the edges of what numbers can hold and formulas define.</summary>
public sealed class NumericalEdgeTests
{
    private static TrialRecord Run(string text) => new Batch(BatchTests.Parse(text)).Run(0, 1, () => 7)![0];

    private static double[] Column(TrialRecord record, int column) => [.. Enumerable.Range(0, record.Rows.Count).Select(row => record.Rows[row, column])];

    [Fact]
    public void A_deviation_of_which_no_number_holds_eight_is_a_mistake() =>
        Assert.Contains("which is infinite.",
            Assert.Single(ExampleFiles.Errors("loss = \"sum(x)\"\n[parameters]\nx = { shape = [2], normal = { std = 1e308 } }\n")).Problem,
            StringComparison.Ordinal);

    [Fact]
    public void A_divergence_from_a_one_hot_row_sees_no_logarithm_of_0()
    {
        var run = Run("loss = \"sum(where(D > 0, D*log(D/p), 0))\"\n[parameters]\np = [0.5, 0.5]\n[data]\nD = [1, 0]\n[method]\nsteps = 5\nlearning_rate = 0.01\n[log]\ncolumns = [\"gradient\"]\n");
        Assert.Equal((-2.0, 0.0), (Column(run, 0)[0], Column(run, 1)[0]));
        Assert.NotEqual("diverged", run.Verdict);
    }

    [Fact]
    public void A_descent_crosses_into_a_branch_beside_which_the_other_is_not_defined()
    {
        var run = Run("loss = \"where(x > 1, 2*sqrt(x) - 1, x^2)\"\n[parameters]\nx = 4.0\n[method]\nsteps = 60\nlearning_rate = 0.6\n");
        Assert.All(Column(run, 1), norm => Assert.True(double.IsFinite(norm)));
        Assert.Equal("converged", run.Verdict);
    }

    [Theory]
    [InlineData("1e200*abs(x)", "x = 1.0", "learning_rate = 1e-201", 1e200)]
    [InlineData("1e20*abs(x)", "x = 1.0", "learning_rate = 1e-21\nprecision = \"float\"", 1e20f)]
    [InlineData("1e-30*abs(x)", "x = 1.0", "learning_rate = 1e29\nprecision = \"float\"", 1e-30f)]
    [InlineData("1e-200*x", "x = 1.0", "learning_rate = 1e200\n[stop]\ngradient_norm = 0", 1e-200)]
    [InlineData("sum(1e300*W)", "W = [[1, 1], [1, 1]]", "learning_rate = 1e-301", 2e300)]
    [InlineData("3e-320*x + 4e-320*y", "x = 1.0\ny = 1.0", "learning_rate = 1e300", 5e-320)]
    [InlineData("norm(x)", "x = [3e180, 4e180]", "learning_rate = 1", 1.0)]
    public void Norms_of_finite_numbers_are_finite_and_not_0(string loss, string parameters, string method, double gradientNorm)
    {
        var run = Run($"loss = \"{loss}\"\n[parameters]\n{parameters}\n[method]\nsteps = 5\n{method}\n[log]\ncolumns = [\"gradient_norm\", \"update_norm\"]\n");
        Assert.Equal(5, run.Steps);
        Assert.All(Column(run, 0), norm => Assert.Equal(gradientNorm, norm, gradientNorm * 1e-6));
        Assert.All(Column(run, 1), norm => Assert.True(double.IsFinite(norm)));
        Assert.NotEqual("diverged", run.Verdict);
    }

    [Fact]
    public void The_square_of_a_norm_is_smooth_where_it_is_0()
    {
        var run = Run("loss = \"norm(x)^2\"\n[parameters]\nx = [3, 4]\n[method]\nsteps = 10\nlearning_rate = 0.5\n");
        Assert.Equal((0.0, 0.0, "converged"), (run.Loss, Column(run, 1)[^1], run.Verdict));
        var x = Expr.Symbol("x", Shape.Of(2));
        foreach (var square in (Expr[])[Expr.Pow(Expr.Norm(x), 2), Expr.Norm(x) * Expr.Norm(x)])
            Assert.Equal([2, 0, 0, 2], Evaluation.Of(Directional.Hessian(square, [x]), (x, Tensor.Vector(0, 0))).ToArray());
    }

    [Theory]
    [InlineData("tanh(x)", 18, "double", 9.278091320974273e-16)]
    [InlineData("tanh(x)", -20, "double", 1.6993417021166355e-17)]
    [InlineData("tanh(x)", 18, "float", 9.278091320974273e-16)]
    [InlineData("sigmoid(x)", 40, "double", 4.248354255291589e-18)]
    [InlineData("sigmoid(x)", 40, "float", 4.248354255291589e-18)]
    [InlineData("sigmoid(x)", -40, "double", 4.248354255291589e-18)]
    public void The_slope_of_a_tail_is_not_0(string loss, double at, string precision, double slope)
    {
        var run = Run(FormattableString.Invariant($"loss = \"{loss}\"\n[parameters]\nx = {at}\n[method]\nprecision = \"{precision}\"\nsteps = 5\n[log]\ncolumns = [\"gradient\"]\n"));
        Assert.Equal(slope, Column(run, 0)[0], slope * (precision == "double" ? 1e-15 : 1e-6));
    }

    [Fact]
    public void The_slope_of_cross_entropy_by_the_target_is_there_where_the_target_is_0()
    {
        var run = Run("loss = \"cross_entropy(p, t)\"\n[parameters]\nt = [0.0, 1.0]\n[data]\np = [0.001, 0.999]\n[method]\nsteps = 20\nlearning_rate = 0.1\n[log]\ncolumns = [\"gradient\"]\n");
        Assert.Equal(6.907655283981804, Column(run, 0)[0], 1e-14);
    }

    [Theory]
    [InlineData("rule = \"adam\"\nbeta2 = 0.99999998", "", "method.beta2", "5:")]
    [InlineData("learning_rate = 1e39", "", "method.learning_rate", "1e39")]
    [InlineData("learning_rate = 1e-60", "", "method.learning_rate", "lost")]
    [InlineData("learning_rate = { x = 1e39 }", "", "method.learning_rate.x", "")]
    [InlineData("gradient = \"central_difference\"\nh = 1e-50", "", "method.h", "")]
    [InlineData("", "[stop]\ndiverged = 1e300", "stop.diverged", "")]
    [InlineData("", "[sweep]\nmethod.learning_rate = [0.1, 1e39]", "method.learning_rate", "")]
    [InlineData("", "[sweep]\nmethod.learning_rate = { from = 0.1, to = 1e39, count = 3 }", "method.learning_rate.to", "")]
    [InlineData("", "[sweep]\nparameters.x = [1, 1e39]", "parameters.x", "")]
    [InlineData("", "[data]\nD = [1, -1e39]", "data.D", "-")]
    [InlineData("", "[data]\nD = { shape = [2], fill = 1e39 }", "data.D", "")]
    [InlineData("", "[data]\nD = { shape = [2], uniform = { high = 1e39 } }", "data.D.uniform", "")]
    [InlineData("", "[data]\nD = { shape = [2], normal = { std = 1e38 } }", "data.D.normal", "deviations of 1E+38")]
    [InlineData("", "[data]\nD = { shape = [2, 2], init = \"he\", gain = 1e38 }", "data.D.normal", "")]
    public void Numbers_that_leave_their_range_in_single_precision_are_mistakes(string method, string more, string key, string also)
    {
        var text = $"loss = \"x^2\"\n[parameters]\nx = 1.0\n[method]\n{method}\n{more}\n";
        Assert.Empty(ExampleFiles.Errors(text));
        foreach (var error in (InputError[])[
            Assert.Single(ExampleFiles.Errors(text.Replace("[method]\n", "[method]\nprecision = \"float\"\n", StringComparison.Ordinal))),
            Assert.Single(ExampleFiles.Errors(text, "method.precision=float")),
            .. more.StartsWith("[sweep]", StringComparison.Ordinal) ? [] : new[] { Assert.Single(ExampleFiles.Errors(text + "[sweep]\nmethod.precision = [\"double\", \"float\"]\n")) }])
        {
            Assert.Contains(key, error.Problem, StringComparison.Ordinal);
            Assert.Contains("in single precision", error.Problem, StringComparison.Ordinal);
            Assert.True(also is "" or "5:" || error.Problem.Contains(also, StringComparison.Ordinal), error.Problem);
            Assert.Contains("double", error.Hint, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("loss = \"1e39*x^2\"", "")]
    [InlineData("loss = \"c*x^2\"", "[define]\nc = -1e39")]
    public void A_number_of_the_formula_that_single_precision_does_not_hold_is_a_mistake(string loss, string more)
    {
        var text = $"{loss}\n[parameters]\nx = 1.0\n{more}\n";
        Assert.Empty(ExampleFiles.Errors(text));
        var error = Assert.Single(ExampleFiles.Errors(text, "method.precision=float"));
        Assert.Contains("in single precision", error.Problem, StringComparison.Ordinal);
        Assert.StartsWith("loss holds", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[parameters]\nx = [1, 9223372036854775808]")]
    [InlineData("[parameters]\nx = 1.0\n[sweep]\nseed = [-1, 18_446_744_073_709_551_616]")]
    public void A_whole_number_beyond_64_bits_in_an_array_is_told_as_one(string text)
    {
        var error = ExampleFiles.Errors($"loss = \"sum(x^2)\"\n{text}\n")[0];
        Assert.Contains("64 bits", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rate_in_the_log_is_the_one_that_was_used() =>
        Assert.Equal((double)0.1f, Column(Run("loss = \"x^2\"\n[parameters]\nx = 1.0\n[method]\nprecision = \"float\"\nlearning_rate = 0.1\nsteps = 1\n"), 2)[0]);

    [Theory]
    [InlineData("0xFFFFFFFFFFFFFFFF", null)]
    [InlineData("0x8000_0000_0000_0000", null)]
    [InlineData("0o7777777777777777777777", null)]
    [InlineData("0b1_0000000000000000000000000000000000000000000000000000000000000000", null)]
    [InlineData("9223372036854775808", null)]
    [InlineData("-9_223_372_036_854_775_809", null)]
    [InlineData("123456789012345678901234567890", null)]
    [InlineData("0x7FFF_FFFF_FFFF_FFFF", 9223372036854775807.0)]
    [InlineData("-9223372036854775808", -9223372036854775808.0)]
    [InlineData("0xff", 255.0)]
    [InlineData("0o17", 15.0)]
    [InlineData("0b101", 5.0)]
    [InlineData("+1_000", 1000.0)]
    [InlineData("-0", 0.0)]
    public void Whole_numbers_of_more_than_64_bits_are_mistakes(string written, double? value)
    {
        var text = $"loss = \"x\"\n[parameters]\nx = {written}   # a number\n";
        if (value is { } number) Assert.Equal(number, ExampleFiles.Experiment(text).Start()[0].ToDouble());
        else
        {
            var error = Assert.Single(ExampleFiles.Errors(text));
            Assert.Equal("a.toml:3:5", error.Location);
            Assert.Contains("exponent", error.Hint, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("[9007199254740993]", false)]
    [InlineData("[9007199254740992]", true)]
    [InlineData("{ from = 9007199254740991, count = 2 }", true)]
    [InlineData("{ from = 9007199254740991, count = 3 }", false)]
    [InlineData("{ from = 9007199254740993, count = 1 }", false)]
    public void Seeds_that_would_fall_together_are_mistakes(string seeds, bool isRight) =>
        Assert.Equal(isRight, ExampleFiles.Errors($"loss = \"x\"\n[parameters]\nx = 1\n[sweep]\nseed = {seeds}\n").Length == 0);

    [Fact]
    public void Uniform_draws_reach_over_all_numbers()
    {
        var values = new ArraySource.Uniform(Shape.Of(1000), double.MinValue, double.MaxValue).Values(1, "x").ToArray();
        Assert.All(values, value => Assert.True(double.IsFinite(value)));
        Assert.InRange(values.Count(value => value < 0), 400, 600);
        Assert.InRange(values.Count(value => Math.Abs(value) < double.MaxValue / 2), 400, 600);
    }
}

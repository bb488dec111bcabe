using System.Globalization;
using Xunit;

namespace FuncGrad.Tests;

/// <summary><c>funcgrad show</c> and <c>check</c>: a loss and its gradient as formula, as number and by differences.</summary>
public sealed class ShowTests
{
    [Fact]
    public void The_gradient_of_the_bowl_is_shown_in_three_ways()
    {
        var finished = Shell.Run("show", "x0^2 + x1^2", "--at", "x0=3,x1=4");
        Assert.Equal((0, ""), (finished.ExitCode, finished.Errors));
        Assert.Equal(
            """
            f = x0^2 + x1^2
            ∂f/∂x0 = 2 * x0
            ∂f/∂x1 = 2 * x1

            f = 25 at this point
            element  at  ∂f          numerical    difference
            -------  --  --  -----------------  ------------
            x0        3   6   6.00000000000378   3.78009e-12
            x1        4   8  7.999999999999119  -8.81073e-13
            gradient norm 10; numerical: central difference with h = 0.0001
            x1 moves the loss most: raising it by 0.01 raises the loss by about 0.08: turn it down.

            """, finished.Output);
    }

    [Theory]
    [InlineData("f = round(2.5)\n\nf = 2\n", "round(2.5)")]
    [InlineData("f = x^2\n\nf = 9 at this point\n", "x^2", "--data", "x", "--at", "x=3")]
    public void A_formula_of_which_nothing_is_learned_has_a_value(string shown, params string[] arguments) =>
        Assert.Equal(new(0, shown, ""), Shell.Run(["show", .. arguments]));

    [Theory]
    [InlineData("x=[1e-200,0]", "gradient norm 2e-200;")]
    [InlineData("x=[0,-1e200]", "gradient norm 2e200;")]
    public void A_gradient_norm_is_there_where_squares_are_not(string at, string norm) =>
        Assert.Contains(norm, Shell.Run("show", "norm(x)^2", "--at", at).Output, StringComparison.Ordinal);

    [Fact]
    public void Without_a_point_there_are_formulas_only() =>
        Assert.Equal("f = x0^2 + x1^2\n∂f/∂x0 = 2 * x0\n∂f/∂x1 = 2 * x1\n", Shell.Run("show", "x0^2 + x1^2").Output);

    [Fact]
    public void The_program_of_a_step_is_shown_line_by_line() =>
        Assert.Equal(
            """
            state: y, x
            per trial: method.learning_rate
            every step, in registers:
                t4 = x^2
                t5 = y - t4
                t6 = 2 * t5
                t7 = method.learning_rate * t6
                t8 = y - t7
                t10 = -2 * t5
                t11 = 2 * x
                t12 = t10 * t11
                t13 = method.learning_rate * t12
                t14 = x - t13
                y <- t8
                x <- t14

            """, Shell.Run("show", "(y - x^2)^2", "--program").Output);

    [Fact]
    public void The_program_of_an_array_is_loops_and_what_is_the_same_in_every_step_comes_before_them()
    {
        var lines = Shell.Run("show", "sum(k * (x[1:] - x[:-1]^2)^2)", "--data", "k", "--at", $"k=2,x=[{string.Join(",", Enumerable.Range(0, 500))}]", "--program").Output.Split('\n');
        Assert.Equal(["state: x(500)", "per trial: method.learning_rate", "data: k", "once per run:"], lines[..4]);
        Assert.Contains("  loop over (500):", lines);
        Assert.Contains(lines, line => line.StartsWith("    x <- t", StringComparison.Ordinal));
        Assert.True(Array.FindIndex(lines, line => line.Contains(" k", StringComparison.Ordinal) && line.StartsWith("    ", StringComparison.Ordinal)) < Array.IndexOf(lines, "every step:"));
    }

    [Fact]
    public void Elements_that_a_loss_names_have_formulas_of_their_own()
    {
        var finished = Shell.Run("show", "(1 - x[0])^2 + x[1]^4", "--at", "x=[3,2]");
        Assert.Contains("∂f/∂x[0] = -2 * (1 - x[0])", finished.Output, StringComparison.Ordinal);
        Assert.Contains("∂f/∂x[1] = 4 * x[1]^3", finished.Output, StringComparison.Ordinal);
        Assert.Contains("∂f/∂x = 2 * x", Shell.Run("show", "sum(x^2)", "--at", "x=[3,2]").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_the_books_network_the_weight_that_moves_the_loss_most_is_named_with_its_direction()
    {
        // "Deep Learning from Scratch", chapter 4: dL/dw23 = -0.544 is the greatest: w23 (here W[1][2]) has to be raised.
        const string weights = "W=[[0.47355232,0.9977393,0.84668094],[0.85557411,0.03563661,0.69422093]]";
        var output = Shell.Run("show", "cross_entropy(softmax(x @ W), t)", "--data", "x,t", "--at", $"x=[0.6,0.9],t=[0,0,1],{weights}").Output;
        Assert.Contains("f = 0.92806828578640", output, StringComparison.Ordinal);
        Assert.Contains("W[1][2] moves the loss most: raising it by 0.01 lowers the loss by about 0.0054: turn it up.", output, StringComparison.Ordinal);
        double[] book = [0.2192475712392561, 0.14356242984070455, -0.3628100010055757, 0.3288713569016277, 0.21534364482433954, -0.5442150014739466];
        string[] names = [.. ElementNames.Of("W", Shape.Of(2, 3))];
        foreach (var (name, expected) in names.Zip(book))
        {
            var cells = output.Split('\n').First(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(expected, Number(cells[2]), 1e-8);
            Assert.Equal(expected, Number(cells[3]), 1e-12);
        }
        Assert.DoesNotContain("∂f/∂x", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_advice_for_an_experiment_lowers_its_loss()
    {
        var path = ExperimentRuns.PathOf("simple-net");
        var before = Shell.Run("show", path).Output;
        Assert.Contains("W[1][2] moves the loss most", before, StringComparison.Ordinal);
        Assert.EndsWith("turn it up.\n", before, StringComparison.Ordinal);
        double[] weights = [.. ElementNames.Of("W", Shape.Of(2, 3)).Select(name => Number(before.Split('\n').First(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]))];
        weights[5] += 0.01;
        var texts = weights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture)).ToArray();
        var after = Shell.Run("show", path, "--at", $"W=[[{string.Join(',', texts[..3])}],[{string.Join(',', texts[3..])}]]").Output;
        Assert.Equal(-0.0073, LossIn(after) - LossIn(before), 1e-4);
    }

    [Fact]
    public void For_ascent_the_advice_is_to_climb()
    {
        // At (0, -1) the bump exp(-(x - 1)^2 - (y + 2)^2) rises towards (1, -2).
        var output = Shell.Run("show", ExperimentRuns.PathOf("ascent"), "--at", "y=-1.5").Output;
        Assert.Contains("f = exp(-(x - 1)^2 - (y + 2)^2)\n", output, StringComparison.Ordinal);
        Assert.EndsWith("x moves the loss most: raising it by 0.01 raises the loss by about 0.0057: turn it up.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_gradient_of_a_softmax_with_cross_entropy_is_shown_as_books_write_it()
    {
        Assert.StartsWith(
            """
            f = cross_entropy(softmax(x @ W), t, 0)
            ∂f/∂W = transpose(reshape(x, 1, 2)) @ reshape(delta, 1, 3)
              with delta = p - t
              with p = softmax(x @ W)

            """, Shell.Run("show", "cross_entropy(softmax(x @ W), t, 0)", "--data", "x,t", "--at", "x=[1,2],t=[0,0,1],W=[[1,2,3],[4,5,6]]").Output, StringComparison.Ordinal);
        Assert.Contains("  with q = t * p / (p + 1e-7)\n", Shell.Run("show", ExperimentRuns.PathOf("simple-net")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("with", Shell.Run("show", ExperimentRuns.PathOf("simple-net"), "--formula").Output.Split("\n\n")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_longer_than_the_screen_is_told_by_its_length()
    {
        var formula = $"({string.Join(" + ", Enumerable.Range(0, 200).Select(i => $"sin({i}*x)"))})^2";
        var brief = Shell.Run("show", formula).Output.Split('\n')[1];
        var full = Shell.Run("show", formula, "--formula").Output.Split('\n')[1];
        Assert.Equal($"∂f/∂x = (formula of {full.Length - "∂f/∂x = ".Length:#,0} characters: --formula)", brief);
        Assert.DoesNotContain("formula of", Shell.Run("show", "sin(x)*exp(x)").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log(x)", "x=-1")]
    [InlineData("1 / x", "x=0")]
    [InlineData("sqrt(x)", "x=0")]
    public void Where_loss_or_gradient_is_not_finite_no_advice_is_given(string formula, string at)
    {
        var finished = Shell.Run("show", formula, "--at", at);
        Assert.Equal(0, finished.ExitCode);
        Assert.EndsWith("choose another point.\n", finished.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void At_a_minimum_nothing_moves_the_loss() =>
        Assert.EndsWith("the gradient is zero.\n", Shell.Run("show", "x^2 + y^2", "--at", "x=0,y=0").Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("W=[1,2]", "shape")]
    [InlineData("V=1", "not a parameter")]
    [InlineData("x=[1,2]", "not a parameter")]
    public void A_point_that_does_not_fit_the_experiment_is_refused(string at, string words)
    {
        var finished = Shell.Run("show", ExperimentRuns.PathOf("simple-net"), "--at", at);
        Assert.Equal((2, ""), (finished.ExitCode, finished.Output));
        Assert.Contains(words, finished.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ExperimentRuns.Names), MemberType = typeof(ExperimentRuns))]
    public void Check_finds_the_gradient_of_every_experiment_right(string name)
    {
        string[] fewRows = name == "digits-convolution" ? ["--set", "data.X.split.share=0.05", "--set", "data.t.split.share=0.05"] : [];
        var finished = Shell.Run(["check", ExperimentRuns.PathOf(name), .. fewRows]);
        var errors = finished.Errors.Split('\n').Where(line => !line.StartsWith("comparing: ", StringComparison.Ordinal)); // a slow machine is told how far it is
        Assert.Equal((0, ""), (finished.ExitCode, string.Join('\n', errors)));
        Assert.Contains("\nright: ", finished.Output, StringComparison.Ordinal);
    }

    private static double LossIn(string output) => Number(output.Split('\n').Single(line => line.EndsWith(" at this point", StringComparison.Ordinal)).Split(' ')[2]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

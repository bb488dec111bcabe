using Xunit;

namespace FuncGrad.Tests;

/// <summary><c>funcgrad check</c>: three words, and no right gradient convicted.</summary>
public sealed class CheckTests
{
    /// <summary>Losses whose differences with a step of |x|·10⁻⁴ are wrong, or whose gradient is: everyday ones, and what was reported of other systems.</summary>
    public static TheoryData<string, string, int> Files => new()
    {
        { "loss = \"-exp(-(x - 1000)^2)\"\n[parameters]\nx = 1000.5\n", "right", 0 },
        { "loss = \"sum((a*exp(-((T - m)/s)^2) - Y)^2)\"\n[parameters]\na = 1.0\nm = 1500.0\ns = 2.0\n[data]\nT = [1498, 1499, 1500, 1501, 1502]\nY = [0.3, 0.8, 1.0, 0.7, 0.4]\n", "right", 0 },
        { "loss = \"sin(x)\"\n[parameters]\nx = 1e6\n", "right", 0 },
        { "loss = \"mean(min((D[:, 0]*k + b - D[:, 1])^2, 1))\"\n[parameters]\nk = 0.0\nb = 1990.2\n[data]\nD = [[0, 1990.3], [1, 1990.1], [2, 1989.6]]\n", "right", 0 },
        { "loss = \"x^2 + 1e14\"\n[parameters]\nx = 1.0\n", "right", 0 },
        // An offset of any size hides nothing: the difference is formed without it.
        { "loss = \"stop_gradient(x)*x + 1e14\"\n[parameters]\nx = 1.0\n", "wrong: by x the gradient says 1, differences say 2", 3 },
        { "loss = \"stop_gradient(x)*x + 1e12\"\n[parameters]\nx = 1.0\n", "wrong: by x the gradient says 1, differences say 2", 3 },
        { "loss = \"stop_gradient(x)*x + 1e30\"\n[parameters]\nx = 1.0\n", "wrong: by x the gradient says 1, differences say 2", 3 },
        { "loss = \"abs(x - 1)\"\n[parameters]\nx = 1.0\n", "cannot tell: by x the loss has a kink or a jump at this point (abs)", 0 },
        { "loss = \"max(x, 2*y)\"\n[parameters]\nx = 2.0\ny = 1.0\n", "cannot tell: by x the loss has a kink or a jump at this point (maximum)", 0 },
        { "loss = \"where(x >= 1, x, 0)\"\n[parameters]\nx = 1.0\n", "cannot tell: by x the loss has a kink or a jump at this point", 0 },
        { "loss = \"sqrt(x)\"\n[parameters]\nx = 0.0\n", "cannot tell: by x the loss has no finite slope here (sqrt)", 0 },
        { "loss = \"log(x)\"\n[parameters]\nx = -1.0\n", "cannot tell: the loss is NaN here", 0 },
        { "loss = \"1e10*x - 1e10*x + x\"\n[parameters]\nx = 1.0\n", "cannot tell: by x the differences are known to +- ", 0 },
    };

    [Theory, MemberData(nameof(Files))]
    public void The_verdict_is_that_of_the_mathematics(string file, string verdict, int code)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.toml"], file);
        var finished = Shell.Run("check", folder["a.toml"]);
        Assert.Contains($"\n{verdict}", finished.Output, StringComparison.Ordinal);
        Assert.Equal(code, finished.ExitCode);
    }

    [Fact]
    public void Where_the_gradient_vanishes_by_cancellation_the_error_is_relative_to_what_cancels()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.toml"], "loss = \"(x^2 + y - 11)^2 + (x + y^2 - 7)^2\"\n[parameters]\nx = 3.584428340330492\ny = -1.848126526964404\n");
        var lines = Shell.Run("check", folder["a.toml"]).Output.Split('\n');
        var right = lines.Single(line => line.StartsWith("right: ", StringComparison.Ordinal));
        Assert.Matches("^right: relative error at most [0-9.]+e-1[5-9], at [xy]$", right);
    }
}

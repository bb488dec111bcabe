using Xunit;

namespace FuncGrad.Tests.Experiments;

/// <summary>Whole runs at the edges of what numbers can hold and formulas define.</summary>
public sealed class NumericalEdgeTests
{
    private static TrialRecord Run(string text) => new Batch(BatchTests.Parse(text)).Run(0, 1, () => 7)![0];

    private static double[] Column(TrialRecord record, int column) => [.. Enumerable.Range(0, record.Rows.Count).Select(row => record.Rows[row, column])];

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
}

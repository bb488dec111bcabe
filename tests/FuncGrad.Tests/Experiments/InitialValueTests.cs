using Xunit;
using static FuncGrad.Tests.ExampleFiles;

namespace FuncGrad.Tests;

/// <summary>Initial weights by the size of their layer.</summary>
public sealed class InitialValueTests
{
    [Theory]
    [InlineData("shape = [50, 20], init = \"he\"", 0.2)]
    [InlineData("shape = [50, 22], init = \"glorot\"", 0.16666666666666666)]
    [InlineData("shape = [25, 20], init = \"xavier\"", 0.2)]
    [InlineData("shape = [25, 20], init = \"lecun\", gain = 0.5", 0.1)]
    [InlineData("shape = [8, 2, 3, 3], init = \"he\"", 0.3333333333333333)]
    [InlineData("shape = [4], init = \"lecun\"", 0.5)]
    public void The_deviation_follows_from_shape_and_gain(string source, double deviation) =>
        Assert.Equal(new ArraySource.Normal(Shapes(source), 0, deviation), Experiment($"loss = \"sum(W^2)\"\nparameters.W = {{ {source} }}").Parameters[0].Source);

    [Theory]
    [InlineData("[7, 5]", 1.0)]
    [InlineData("[5, 7]", 0.5)]
    [InlineData("[6, 2, 3, 3]", 1.4142135623730951)]
    [InlineData("[40, 40]", 1.0)]
    public void Orthogonal_weights_keep_lengths_and_angles(string shape, double gain)
    {
        Experiment Of(long seed) => Experiment(FormattableString.Invariant($"loss = \"sum(W^2)\"\nparameters.W = {{ shape = {shape}, init = \"orthogonal\", gain = {gain} }}\n[sweep]\nseed = [{seed}]\n[log]\ncolumns = [\"parameters\"]"));
        var (experiment, other) = (Of(0), Of(1));
        var table = new Batch(experiment).Run(0, 1, () => 10)!;
        var values = experiment.Parameters[0].Source.Values(0, "parameters.W");
        var (rows, columns) = (values.Shape[0], values.Values.Length / values.Shape[0]);
        double At(int row, int column) => rows >= columns ? values[(column * columns) + row] : values[(row * columns) + column];
        for (var a = 0; a < Math.Min(rows, columns); a++)
            for (var b = 0; b <= a; b++)
                Assert.Equal(a == b ? gain * gain : 0, Enumerable.Range(0, Math.Max(rows, columns)).Sum(i => At(a, i) * At(b, i)), 1e-13);
        Assert.Equal(values[0], table.Rows(0)[0, 0]);
        Assert.NotEqual(values.ToArray(), other.Parameters[0].Source.Values(1, "parameters.W").ToArray());
    }

    [Theory]
    [InlineData("shape = [4], init = \"orthogonal\"", "no rows and columns")]
    [InlineData("shape = [2, 3], init = \"hee\"", "Perhaps you meant `he`")]
    [InlineData("shape = [2, 3], init = 1", "must be one of")]
    [InlineData("shape = [2, 3], init = \"he\", gain = -1", "0 or more")]
    [InlineData("shape = [2, 3], fill = 1.0, gain = 2.0", "but no init that it belongs to")]
    [InlineData("shape = [2, 3], fill = 1.0, init = \"he\"", "only one can be")]
    [InlineData("init = \"he\"", "has no shape")]
    public void Mistakes_are_told(string source, string part)
    {
        var error = Assert.Single(Errors($"loss = \"sum(W^2)\"\nparameters.W = {{ {source} }}"));
        Assert.Contains(part, $"{error.Problem} {error.Hint}", StringComparison.Ordinal);
        Assert.StartsWith("a.toml:2:", error.Location, StringComparison.Ordinal);
    }

    private static Shape Shapes(string source) => Shape.Of([.. source[(source.IndexOf('[') + 1)..source.IndexOf(']')].Split(", ").Select(int.Parse)]);
}

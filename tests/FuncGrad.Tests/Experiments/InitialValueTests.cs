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
    [InlineData("shape = [2, 3], init = \"hee\"", "Perhaps you meant `he`")]
    [InlineData("shape = [2, 3], init = 1", "must be one of")]
    [InlineData("shape = [2, 3], init = \"he\", gain = -1", "0 or more")]
    [InlineData("shape = [2, 3], fill = 1.0, gain = 2.0", "It belongs to init")]
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

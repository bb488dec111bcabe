using Xunit;

namespace FuncGrad.Tests;

/// <summary>Columns are named when they are written, whatever their number.</summary>
public sealed class ColumnNamesTests
{
    private static readonly ColumnNames Few = new([new("trial"), new("W", Shape.Of(2, 2)), new("none", Shape.Of(0)), new("b", Shape.Of(3)), new("note")]);

    private static readonly ColumnNames Many = new([new("step"), new("x", Shape.Of(1_000_000_000)), new("gradient.W", Shape.Of(784, 50)), new("end")]);

    [Fact]
    public void They_are_those_of_all_parts_in_order()
    {
        string[] expected = ["trial", "W[0][0]", "W[0][1]", "W[1][0]", "W[1][1]", "b[0]", "b[1]", "b[2]", "note"];
        Assert.Equal(expected, Few);
        Assert.Equal(expected, Enumerable.Range(0, Few.Count).Select(i => Few[i]));
        Assert.Equal(expected, Few.Folded);
    }

    [Fact]
    public void A_billion_take_no_room()
    {
        Assert.Equal((1_000_039_202, "x[999999999]", "gradient.W[783][49]", "end"), (Many.Count, Many[1_000_000_000], Many[^2], Many[^1]));
        Assert.Equal(["step", "x(1000000000)", "gradient.W(784x50)", "end"], Many.Folded);
        Assert.Equal(Many.Folded, ColumnNames.Unfolded(Many.Folded).Folded);
        Assert.Equal(Few, ColumnNames.Unfolded(Few.Folded));
    }
}

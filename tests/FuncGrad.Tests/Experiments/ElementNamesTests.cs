using Xunit;

namespace FuncGrad.Tests;

public sealed class ElementNamesTests
{
    [Fact]
    public void Elements_are_named_by_their_indices_in_row_major_order()
    {
        Assert.Equal(["x0"], ElementNames.Of("x0", Shape.Scalar));
        Assert.Equal(["x[0]", "x[1]"], ElementNames.Of("x", Shape.Of(2)));
        Assert.Equal(["W[0][0]", "W[0][1]", "W[0][2]", "W[1][0]", "W[1][1]", "W[1][2]"], ElementNames.Of("W", Shape.Of(2, 3)));
        Assert.Equal("T[1][2][3]", ElementNames.Of("T", Shape.Of(2, 3, 4)).Last());
    }

    [Fact]
    public void A_name_reads_back_as_its_indices()
    {
        foreach (var name in ElementNames.Of("W", Shape.Of(3, 12)))
        {
            var (array, indices) = ElementNames.Parse(name)!.Value;
            Assert.Equal(name, array + string.Concat(indices.Select(index => $"[{index}]")));
        }
        Assert.All(new[] { "W", "W[", "W[]", "W[a]", "[0]", "W[0]x", "W[-1]", "W[99999999999]" }, name => Assert.Null(ElementNames.Parse(name)));
    }
}

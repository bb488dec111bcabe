using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Scales show every number: finite ones in their order, 0 and ±∞ on rails, with few round labels.</summary>
public sealed class PictureScaleTests
{
    private static readonly Gen<double[]> AnyNumbers = Gen.Double.Array[2, 12];

    [Fact]
    public void Any_finite_numbers_lie_within_the_ends_in_their_order() => AnyNumbers.Sample(numbers =>
    {
        double[] finite = [.. numbers.Where(double.IsFinite)];
        if (finite.Length == 0) return;
        var scale = Scale.For(NumberSpan.Of(numbers));
        double[] places = [.. finite.Order().Select(scale.Place)];
        Assert.All(places, place => Assert.InRange(place, -1e-9, 1 + 1e-9));
        Assert.Equal(places.Order(), places);
    }, iter: 2000);

    [Theory]
    [InlineData("Logarithmic", new[] { 1e-18, 25 })]
    [InlineData("Logarithmic", new[] { 5e-324, 1e308 })]
    [InlineData("Linear", new[] { 3.0, 25 })]
    [InlineData("Linear", new[] { -3.0, 5 })]
    [InlineData("Linear", new[] { -1.7e308, 1.7e308 })]
    [InlineData("SymmetricLogarithmic", new[] { -2, 1e12, 3, 4, -1 })]
    [InlineData("SymmetricLogarithmic", new[] { -1e9, -1, -2, -3 })]
    public void Numbers_have_the_scale_on_which_they_are_seen(string kind, double[] numbers)
    {
        var scale = Scale.For(NumberSpan.Of(numbers));
        Assert.Equal(kind, scale.Kind.ToString());
        var ticks = scale.Ticks(8);
        Assert.InRange(ticks.Count, 2, 14);
        Assert.Equal(ticks.Count, ticks.Select(tick => tick.Label).Distinct().Count());
        Assert.Equal(ticks.Select(tick => tick.Place).Order(), ticks.Select(tick => tick.Place));
        Assert.All(numbers, number => Assert.Equal(number, scale.At(scale.Place(number)), Math.Max(Math.Abs(number) * 1e-9, 1e-300)));
    }

    [Fact]
    public void Zero_and_infinity_have_rails_apart_from_all_numbers()
    {
        var scale = Scale.For(NumberSpan.Of([1e-5, 1, 0, double.PositiveInfinity, double.NaN]));
        var (zero, low, high, infinity) = (scale.Place(0), scale.Place(1e-5), scale.Place(1), scale.Place(double.PositiveInfinity));
        Assert.True(zero > 0 && zero < low - 0.03 && low < high && high < infinity - 0.03 && infinity < 1);
        Assert.Equal(["0", "∞"], scale.Ticks(8).Where(tick => tick.IsRail).Select(tick => tick.Label));
        Assert.True(double.IsNaN(scale.Place(double.NaN)));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.01, "0.01")]
    [InlineData(12345.6, "12,350")]
    [InlineData(-2.5e-7, "−2.5·10⁻⁷")]
    [InlineData(1e-12, "10⁻¹²")]
    [InlineData(1e300, "10³⁰⁰")]
    [InlineData(double.NegativeInfinity, "−∞")]
    [InlineData(double.NaN, "NaN")]
    public void Numbers_are_written_as_people_do(double number, string text) => Assert.Equal(text, NumberLabel.Of(number));
}

using Xunit;

namespace FuncGrad.Tests.Elementary;

public sealed class SpecialCaseTests
{
    private const double Infinity = double.PositiveInfinity, NaN = double.NaN, HalfTurn = 1.5707963267948966;

    /// <summary>C99 annex F.9; value and sign of zero.</summary>
    private static readonly (string Function, double X, double Value)[] Values =
    [
        ("Exp", 0, 1), ("Exp", -0.0, 1), ("Exp", Infinity, Infinity), ("Exp", -Infinity, 0), ("Exp", 709.79, Infinity), ("Exp", -745.14, 0),
        ("Exp", 1e300, Infinity), ("Exp", -1e300, 0), ("Exp", -745.13, double.Epsilon),
        ("Log", 0, -Infinity), ("Log", -0.0, -Infinity), ("Log", 1, 0), ("Log", -1, NaN), ("Log", -double.Epsilon, NaN), ("Log", Infinity, Infinity),
        ("Log", -Infinity, NaN), ("Log", double.Epsilon, -744.4400719213812),
        ("Sin", 0, 0), ("Sin", -0.0, -0.0), ("Sin", Infinity, NaN), ("Sin", -Infinity, NaN), ("Sin", double.Epsilon, double.Epsilon),
        ("Cos", 0, 1), ("Cos", -0.0, 1), ("Cos", Infinity, NaN), ("Cos", -Infinity, NaN),
        ("Tan", 0, 0), ("Tan", -0.0, -0.0), ("Tan", Infinity, NaN), ("Tan", -Infinity, NaN), ("Tan", -double.Epsilon, -double.Epsilon),
        ("Sinh", 0, 0), ("Sinh", -0.0, -0.0), ("Sinh", Infinity, Infinity), ("Sinh", -Infinity, -Infinity), ("Sinh", 711, Infinity),
        ("Sinh", double.Epsilon, double.Epsilon), ("Cosh", 0, 1), ("Cosh", Infinity, Infinity), ("Cosh", -Infinity, Infinity), ("Cosh", -711, Infinity),
        ("Tanh", 0, 0), ("Tanh", -0.0, -0.0), ("Tanh", Infinity, 1), ("Tanh", -Infinity, -1), ("Tanh", 50, 1), ("Tanh", double.Epsilon, double.Epsilon),
        ("Atan", 0, 0), ("Atan", -0.0, -0.0), ("Atan", Infinity, HalfTurn), ("Atan", -Infinity, -HalfTurn), ("Atan", double.Epsilon, double.Epsilon),
        ("Sigmoid", 0, 0.5), ("Sigmoid", Infinity, 1), ("Sigmoid", -Infinity, 0), ("Sigmoid", 800, 1), ("Sigmoid", -745.13, double.Epsilon),
        ("Softplus", Infinity, Infinity), ("Softplus", -Infinity, 0), ("Softplus", 800, 800), ("Softplus", -745.13, double.Epsilon),
    ];

    private static readonly (double X, double Y, double Value)[] Powers =
    [
        (0, 3, 0), (-0.0, 3, -0.0), (-0.0, 2, 0), (-0.0, 0.5, 0), (0, -3, Infinity), (-0.0, -3, -Infinity), (-0.0, -2, Infinity), (0, -Infinity, Infinity),
        (0, Infinity, 0), (-1, Infinity, 1), (-1, -Infinity, 1), (1, NaN, 1), (1, Infinity, 1), (NaN, 0, 1), (NaN, -0.0, 1), (Infinity, 0, 1),
        (0.5, Infinity, 0), (-0.5, Infinity, 0), (2, Infinity, Infinity), (-2, Infinity, Infinity), (0.5, -Infinity, Infinity), (2, -Infinity, 0),
        (-Infinity, -3, -0.0), (-Infinity, -2, 0), (-Infinity, 3, -Infinity), (-Infinity, 2.5, Infinity), (-Infinity, -2.5, 0), (Infinity, 2, Infinity),
        (Infinity, -2, 0), (NaN, 1, NaN), (2, NaN, NaN), (-2, 0.5, NaN), (-2, 3, -8), (-2, 2, 4), (-2, -1, -0.5), (2, 1024, Infinity), (-2, 1025, -Infinity),
        (2, -1074, double.Epsilon), (2, -1075, 0), (-2, -1075, -0.0), (2, -1023, 1.1125369292536007e-308), (double.Epsilon, 1, double.Epsilon),
        (double.Epsilon, 0.5, 2.2227587494850775e-162), (1.0000000000000002, 1e300, Infinity), (0.9999999999999999, 1e300, 0), (-1, 9007199254740993, 1),
        (-1, 9007199254740991, -1), (-1.5, 4503599627370497, -Infinity), (10, 22, 1e22), (9, 0.5, 3),
    ];

    [Fact]
    public void Special_values_are_those_of_the_standard() => Assert.All(Values, c =>
        Assert.Equal(Samples.Bits(c.Value), Samples.Bits(ElementaryFunctions.Scalar(c.Function, c.X))));

    [Fact]
    public void Special_powers_are_those_of_the_standard() => Assert.All(Powers, c =>
        Assert.Equal((c.X, c.Y, Samples.Bits(c.Value)), (c.X, c.Y, Samples.Bits(VectorMath.Pow(c.X, c.Y)))));

    [Fact]
    public void Floats_share_the_special_values() => Assert.All(Values.Where(c => IsShared(c.X) && IsShared(c.Value)), c =>
        Assert.Equal((c.Function, c.X, Samples.Bits((float)c.Value)), (c.Function, c.X, Samples.Bits(ElementaryFunctions.Scalar(c.Function, (float)c.X)))));

    [Fact]
    public void Nan_gives_nan() => Assert.All(ErrorBounds.All, b =>
    {
        Assert.True(double.IsNaN(ElementaryFunctions.Scalar(b.Function, double.NaN, 2.5)));
        Assert.True(float.IsNaN(ElementaryFunctions.Scalar(b.Function, float.NaN, 2.5f)));
    });

    [Fact]
    public void Maximum_and_minimum_pass_nan_on_and_order_the_zeros()
    {
        Assert.Equal(Samples.Bits(0.0), Samples.Bits(VectorMath.Maximum(-0.0, 0.0)));
        Assert.Equal(Samples.Bits(0.0), Samples.Bits(VectorMath.Maximum(0.0, -0.0)));
        Assert.Equal(Samples.Bits(-0.0), Samples.Bits(VectorMath.Minimum(0.0, -0.0)));
        Assert.True(double.IsNaN(VectorMath.Maximum(NaN, 1)) && double.IsNaN(VectorMath.Maximum(1, NaN)));
        Assert.True(double.IsNaN(VectorMath.Minimum(NaN, 1)) && double.IsNaN(VectorMath.Minimum(1, NaN)));
    }

    [Fact]
    public void Integer_powers_multiply_in_the_documented_order()
    {
        const double x = 1.1;
        double x2 = x * x, x4 = x2 * x2;
        Assert.Equal(1, VectorMath.IntegerPower(NaN, 0));
        Assert.Equal(x2, VectorMath.IntegerPower(x, 2));
        Assert.Equal(x * x2, VectorMath.IntegerPower(x, 3));
        Assert.Equal(x2 * x4, VectorMath.IntegerPower(x, 6));
        Assert.Equal(1 / (x * x2 * x4), VectorMath.IntegerPower(x, -7));
        Assert.Equal(0, VectorMath.IntegerPower(2.0, int.MinValue));
    }

    private static bool IsShared(double x) => double.IsNaN(x) || (float)x == x;
}

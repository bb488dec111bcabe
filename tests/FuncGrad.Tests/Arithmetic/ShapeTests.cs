using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Elementary;

/// <summary>Symmetry and order, which an approximation can break at its seams.</summary>
public sealed class ShapeTests
{
    public static TheoryData<string> Odd => ["Sin", "Tan", "Sinh", "Tanh", "Atan"];

    public static TheoryData<string> Even => ["Cos", "Cosh"];

    /// <summary>Increasing functions, with the places where their formula changes.</summary>
    public static TheoryData<string, double[]> Increasing => new()
    {
        { "Exp", [0.34657359027997264, -708.3964185322641, -745.13, 1.0397207708399179] },
        { "Log", [0.7071067811865476, 1, 1.4142135623730951, 2.2250738585072014e-308] },
        { "Sinh", [0.34657359027997264, 1.0397207708399179, 18.37] },
        { "Tanh", [0.2564644568071797, 0.6030380470871521, 0.9496116373671244, 18.3, 19.0615] },
        { "Atan", [0.41421356237309503, 2.414213562373095, 1e18] },
        { "Sigmoid", [0.34657359027997264, -0.34657359027997264, -36.7, 36.7, -708.4] },
        { "Softplus", [-0.8813735870195431, 0, 0.8813735870195431, -708.4, 36.7] },
    };

    [Theory, MemberData(nameof(Odd))]
    public void Odd_functions_are_odd_to_the_last_bit(string function) => Samples.Doubles.Sample(x =>
        Samples.Bits(-ElementaryFunctions.Scalar(function, x)) == Samples.Bits(ElementaryFunctions.Scalar(function, -x)));

    [Theory, MemberData(nameof(Even))]
    public void Even_functions_are_even_to_the_last_bit(string function) => Samples.Doubles.Sample(x =>
        Samples.Bits(ElementaryFunctions.Scalar(function, x)) == Samples.Bits(ElementaryFunctions.Scalar(function, -x)));

    [Theory, MemberData(nameof(Increasing))]
    public void Increasing_functions_rise_across_their_seams(string function, double[] seams) => Assert.All(seams, seam =>
    {
        // Half an ulp of error on either side allows a fall of one ulp between neighbours, never more over eight of them.
        var (low, high) = (seam, seam);
        for (var i = 0; i < 4; i++) (low, high) = (Math.BitDecrement(low), Math.BitIncrement(high));
        var (a, b) = (ElementaryFunctions.Scalar(function, low), ElementaryFunctions.Scalar(function, high));
        Assert.True(Math.BitIncrement(b) >= a, $"{function} falls from {a:R} to {b:R} at {seam:R}");
    });

    [Theory, MemberData(nameof(Increasing))]
    public void Increasing_functions_rise(string function, double[] seams) =>
        Gen.Select(Gen.Double[-30, 30], Gen.Double[1e-9, 1]).Sample((x, step) =>
        {
            Assert.NotEmpty(seams);
            var start = function == "Log" ? Math.Abs(x) : x;
            Assert.True(ElementaryFunctions.Scalar(function, start) <= ElementaryFunctions.Scalar(function, start + step));
        });

    [Fact]
    public void Ranges_are_kept() => Samples.Doubles.Sample(x =>
    {
        if (double.IsNaN(x)) return;
        Assert.False(Math.Abs(VectorMath.Sin(x)) > 1 || Math.Abs(VectorMath.Cos(x)) > 1 || Math.Abs(VectorMath.Tanh(x)) > 1);
        Assert.False(Math.Abs(VectorMath.Atan(x)) > Math.PI / 2);
        Assert.InRange(VectorMath.Sigmoid(x), 0, 1);
        Assert.True(VectorMath.Exp(x) >= 0 && VectorMath.Softplus(x) >= Math.Max(x, 0) && VectorMath.Cosh(x) >= 1);
    });
}

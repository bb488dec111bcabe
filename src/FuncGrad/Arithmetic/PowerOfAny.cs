using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>x^y for every x and y; where <see cref="Power"/> has no special case the bits are the same.</summary>
internal static class PowerOfAny
{
    private const double SmallestNormal = 2.2250738585072014e-308, Scale = 18014398509481984;   // 2^-1022, 2^54

    // Kept out of line: rare, and long.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static L Apply<L>(L x, L y) where L : struct, ILanes<L, double>
    {
        var sign = x & L.OfBits(long.MinValue);
        var a = x ^ sign;
        var result = Positive(a, y);
        result = L.Select(IsExtreme(a, y), Extreme(a, y), result);

        var negative = L.ShiftRightBits(x, 63);
        var exponent = y & L.OfBits(long.MaxValue);
        var integer = IsInteger(exponent);
        var odd = L.Select(IsInteger(exponent * L.Of(0.5)), L.Of(0), integer);
        result ^= sign & odd;
        var real = L.Select(integer, integer, L.AreEqual(a, L.Of(0)) | L.AreEqual(a, L.Of(double.PositiveInfinity)));
        result = L.Select(negative, L.Select(real, result, L.Of(double.NaN)), result);

        result = L.Select(L.AreEqual(x, x) & L.AreEqual(y, y), result, L.Of(double.NaN));
        return L.Select(L.AreEqual(y, L.Of(0)) | L.AreEqual(x, L.Of(1)), L.Of(1), result);
    }

    /// <summary>a^y for finite a > 0 and finite y, scaled with one rounding into the subnormal range.</summary>
    private static L Positive<L>(L a, L y) where L : struct, ILanes<L, double>
    {
        var subnormal = a < L.Of(SmallestNormal);
        var logarithm = Power.PreciseLogarithm(L.Select(subnormal, a * L.Of(Scale), a), subnormal & L.Of(54));

        // |log a| ≥ 2^-53 unless a = 1: a larger |y| than 2^70 changes nothing, and beyond ±1100 neither does the product.
        var product = L.AtLeast(L.AtMost(y, L.Of(1180591620717411303424d)), L.Of(-1180591620717411303424d)) * logarithm;
        var inside = (product.High & L.OfBits(long.MaxValue)) <= L.Of(1100);
        var clamped = L.AtLeast(L.AtMost(product.High, L.Of(1100)), L.Of(-1100));
        var (sum, k) = Power.PreciseExponential(new DoubleDouble<L>(clamped, product.Low & inside));

        // Adding 2^(−1022 − k) puts the last place of a subnormal result where the sum rounds; the scaling is then exact.
        var plain = sum.High + sum.Low;
        var tiny = L.ScaleByPowerOfTwo(plain, k) < L.Of(SmallestNormal);
        var ruler = L.ScaleByPowerOfTwo(L.Of(1), L.Of(-1022) - k) & tiny;
        var ruled = DoubleDouble<L>.Sum(ruler, sum.High);
        var rounded = ruled.High + (ruled.Low + sum.Low) - ruler;
        return L.ScaleByPowerOfTwo(L.Select(tiny, rounded, plain), k);
    }

    /// <summary>Where a is 0 or infinite or y infinite.</summary>
    private static L IsExtreme<L>(L a, L y) where L : struct, ILanes<L, double>
    {
        var infinity = L.Of(double.PositiveInfinity);
        return L.AreEqual(a, L.Of(0)) | L.AreEqual(a, infinity) | L.AreEqual(y & L.OfBits(long.MaxValue), infinity);
    }

    /// <summary>The limit there: 1 for a = 1, else infinity where a > 1 and y > 0 or a &lt; 1 and y &lt; 0, else 0.</summary>
    private static L Extreme<L>(L a, L y) where L : struct, ILanes<L, double>
    {
        var grows = (a > L.Of(1)) ^ (y < L.Of(0));
        return L.Select(L.AreEqual(a, L.Of(1)), L.Of(1), grows & L.Of(double.PositiveInfinity));
    }

    /// <summary>Whether v ≥ 0 has no fraction: adding 2^52 would round it off, and from 2^52 on there is none.</summary>
    private static L IsInteger<L>(L v) where L : struct, ILanes<L, double>
    {
        var shift = L.Of(4503599627370496d);
        return (v >= shift) | L.AreEqual(v + shift - shift, v);
    }
}

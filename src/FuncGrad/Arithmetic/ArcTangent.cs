using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// atan |x| = c + atan t: t = x and c = 0 up to tan(π/8), t = (x − 1) / (x + 1) and c = π/4 up to tan(3π/8), t = −1 / x and c = π/2
/// beyond; atan t is an odd polynomial. Source: Muller, Elementary Functions, 3rd ed. 2016, chapter 11.
/// </summary>
internal readonly struct ArcTangent : IDoubleFunction
{
    private const double QuarterTurn = 1e18;    // atan is π/2 to double precision from here on

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x) where L : struct, ILanes<L, double>
    {
        var sign = x & L.OfBits(long.MinValue);
        var a = L.AtMost(x ^ sign, L.Of(QuarterTurn));
        var middle = a > L.Of(0.41421356237309503);
        var large = a > L.Of(2.414213562373095);

        // Fraction and its rounding error as sums: x / 1, (−1 + x) / (1 + x) or −1 / x.
        var numerator = DoubleDouble<L>.Sum(middle & L.Of(-1), L.Select(large, L.Of(0), a));
        var denominator = DoubleDouble<L>.Sum(L.Select(large, L.Of(0), L.Of(1)), middle & a);
        var inverse = L.Of(1) / denominator.High;
        var t = numerator.High * inverse;
        var remainder = L.MultiplyAdd(-t, denominator.High, numerator.High) + numerator.Low;
        var tLow = L.MultiplyAdd(-t, denominator.Low, remainder) * inverse;

        var sum = DoubleDouble<L>.Sum(L.Select(large, L.Of(1.5707963267948966), middle & L.Of(0.7853981633974483)), t);
        var offsetLow = L.Select(large, L.Of(6.123233995736766e-17), middle & L.Of(3.061616997868383e-17));
        return sum.High + (sum.Low + (offsetLow + Remainder(t, tLow))) | sign;
    }

    /// <summary>atan(t + tLow) − t, for |t| ≤ tan(π/8).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Remainder<L>(L t, L tLow) where L : struct, ILanes<L, double>
    {
        var z = t * t;
        var p = Polynomial.Value(
            z, z * z, -0.333333333333332, 0.1999999999995325, -0.1428571428016674, 0.11111110782162806, -0.09090897725447528,
            0.0769205972044224, -0.06663099233219204, 0.058478594573645855, -0.050391911393943806, 0.038062155550292166,
            -0.017905054377971834);
        return L.MultiplyAdd(t * z, p, tLow);
    }
}

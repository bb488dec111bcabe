using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// x^y = e^(y·log x) with logarithm, product and exponential carried to about 2^-68, so that the one rounding at the end is the
/// correct one but for about one result in a thousand. Special cases are those of C99, annex F.9.4.4.
/// </summary>
internal readonly struct Power : IDoubleFunction2
{
    private const double SmallestNormal = 2.2250738585072014e-308;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x, L y) where L : struct, ILanes<L, double>
    {
        // A subnormal x, a special value or a result near the ends of the range takes the long way; NaN fails every comparison.
        var logarithm = PreciseLogarithm(x, L.Of(0));
        var product = y * logarithm;
        var magnitude = product.High & L.OfBits(long.MaxValue);
        var usual = (x >= L.Of(SmallestNormal)) & (x <= L.Of(double.MaxValue)) & (magnitude <= L.Of(700));
        if (!L.All(usual)) return PowerOfAny.Apply(x, y);
        var (sum, k) = PreciseExponential(product);
        return L.ScaleByPowerOfTwo(sum.High + sum.Low, k);
    }

    /// <summary>
    /// log(x / 2^scale) for normal x > 0: s = (m − 1) / (m + 1), log m = 2·(s + s³/3 + s⁵/5 + s⁷·p(s²)), the first three terms as
    /// sums of two doubles.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble<L> PreciseLogarithm<L>(L x, L scale) where L : struct, ILanes<L, double>
    {
        var (k, m) = Logarithm.Split(x);
        k -= scale;
        var numerator = m - L.Of(1);
        var denominator = DoubleDouble<L>.Sum(L.Of(1), m);
        var inverse = L.Of(1) / denominator.High;
        var quotient = numerator * inverse;
        var remainder = L.MultiplyAdd(-quotient, denominator.High, numerator);
        remainder = L.MultiplyAdd(-quotient, denominator.Low, remainder);
        var s = new DoubleDouble<L>(quotient, remainder * inverse);

        var z = s * s;
        var tail = z.High * Polynomial.Value(
            z.High, z.High * z.High, 0.14285714285714285, 0.11111111111111113, 0.09090909090908185, 0.07692307692482807,
            0.06666666645759188, 0.05882354567278316, 0.05263073933086875, 0.04764758640675282, 0.04286628744579035,
            0.04743238040948713);
        var fifth = DoubleDouble<L>.Sum(0.2, -1.1102230246251566e-17, tail);
        var third = DoubleDouble<L>.Sum(0.3333333333333333, 1.850371707708594e-17, z * fifth);
        var half = s + s * (z * third);

        var whole = DoubleDouble<L>.Sum(k * L.Of(0.6931471805598903), half.High + half.High);
        return new(whole.High, whole.Low + L.MultiplyAdd(k, L.Of(5.497923018708371e-14), half.Low + half.Low));
    }

    /// <summary>
    /// e^x = (High + Low)·2^k, with √½ &lt; High + Low &lt; √2, for |x| ≤ 1100: 1 + r + r²/2 + r³/6 + r⁴·p(r), by Horner's rule in sums
    /// of two doubles down to the third power.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (DoubleDouble<L> Sum, L Exponent) PreciseExponential<L>(DoubleDouble<L> x) where L : struct, ILanes<L, double>
    {
        var shift = PowersOfTwo.RoundingShift<L, double>();
        var k = L.MultiplyAdd(x.High, L.Of(1.4426950408889634), shift) - shift;
        var exact = L.MultiplyAdd(k, L.Of(-0.6931471805598903), x.High);
        var high = L.MultiplyAdd(k, L.Of(-5.497923018708371e-14), exact);
        var low = L.MultiplyAdd(k, L.Of(-5.497923018708371e-14), exact - high);
        var r = DoubleDouble<L>.Sum(high, low + x.Low);

        var tail = r.High * Polynomial.Value(
            r.High, r.High * r.High, 0.04166666666666667, 0.008333333333333333, 0.0013888888888880949, 0.0001984126984126455,
            2.4801587333935605e-05, 2.755731924554788e-06, 2.755726433411166e-07, 2.5052071797598848e-08, 2.0918130714856956e-09,
            1.6086623242122643e-10);
        var sum = DoubleDouble<L>.Sum(0.16666666666666666, 9.25185853854297e-18, tail);
        sum = DoubleDouble<L>.Sum(0.5, 0, r * sum);
        sum = DoubleDouble<L>.Sum(1, 0, r * sum);
        return (DoubleDouble<L>.Sum(1, 0, r * sum), k);
    }
}

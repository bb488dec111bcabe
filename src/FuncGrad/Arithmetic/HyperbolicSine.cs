using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// sinh and cosh of |x| = k·ln 2 + r: 2^(k−1)·(a·cosh r + b·sinh r) with a = 1 ∓ 4^-k and b = 1 ± 4^-k. Two short polynomials, no
/// division, and no cancellation for k = 0, where sinh has a = 0.
/// </summary>
internal static class HyperbolicPair
{
    private const double Infinite = 711;    // both overflow from here on

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Combine<L>(L magnitude, bool sine) where L : struct, ILanes<L, double>
    {
        var x = L.AtMost(magnitude, L.Of(Infinite));
        var shift = PowersOfTwo.RoundingShift<L, double>();
        var k = L.MultiplyAdd(x, L.Of(1.4426950408889634), shift) - shift;
        var exact = L.MultiplyAdd(k, L.Of(-0.6931471805598903), x);
        var r = L.MultiplyAdd(k, L.Of(-5.497923018708371e-14), exact);
        var rLow = L.MultiplyAdd(k, L.Of(-5.497923018708371e-14), exact - r);
        var (sinhLow, coshLow) = Remainders(r, rLow);

        // 1 ± 4^-30 is 1: the smaller powers need not be formed.
        var power = PowersOfTwo.OfShifted<L, double>(L.MultiplyAdd(L.AtMost(k, L.Of(30)), L.Of(-2), shift));
        var minus = DoubleDouble<L>.Sum(L.Of(1), -power);
        var plus = DoubleDouble<L>.Sum(L.Of(1), power);
        var (a, b) = sine ? (minus, plus) : (plus, minus);
        var high = L.MultiplyAdd(b.High, r, a.High);
        var low = L.MultiplyAdd(b.High, r, a.High - high);
        low += L.MultiplyAdd(b.Low, r, a.Low) + L.MultiplyAdd(a.High, coshLow, b.High * sinhLow);
        return L.ScaleByPowerOfTwo(high + low, k - L.Of(1));
    }

    /// <summary>sinh(r + rLow) − r and cosh r − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (L Sine, L Cosine) Remainders<L>(L r, L rLow) where L : struct, ILanes<L, double>
    {
        var z = r * r;
        var z2 = z * z;
        var sine = Polynomial.Value(
            z, z2, 0.16666666666666677, 0.00833333333332169, 0.0001984126988597832, 2.7557244357436026e-06, 2.5108985646879967e-08);
        var cosine = Polynomial.Value(
            z, z2, 0.5, 0.041666666666666685, 0.001388888888887363, 2.4801587348442315e-05, 2.7557252510533837e-07,
            2.0921546469107533e-09);
        return (L.MultiplyAdd(r * z, sine, rLow), z * cosine);
    }
}

/// <summary>sinh x = (e^x − e^-x) / 2.</summary>
internal readonly struct HyperbolicSine : IDoubleFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x) where L : struct, ILanes<L, double>
    {
        var sign = x & L.OfBits(long.MinValue);
        return HyperbolicPair.Combine(x ^ sign, sine: true) | sign;
    }
}

/// <summary>cosh x = (e^x + e^-x) / 2.</summary>
internal readonly struct HyperbolicCosine : IDoubleFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x) where L : struct, ILanes<L, double> =>
        HyperbolicPair.Combine(x & L.OfBits(long.MaxValue), sine: false);
}

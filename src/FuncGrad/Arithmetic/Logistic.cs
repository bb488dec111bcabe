using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// 1 / (1 + e^-x): with |x| = k·ln 2 + 2u, R = 2^-k and t = tanh u it is (1 + t) / (1 + R + (1 − R)·t) for x ≥ 0, and
/// R·(1 − t) over the same denominator for x &lt; 0; nothing overflows or cancels on either side.
/// </summary>
internal readonly struct Logistic : IDoubleFunction, ISingleFunction
{
    // From here on the result for −x underflows.
    private const double Zero = 746;
    private const float ZeroSingle = 104;

    // 1 ± R is 1 from this k on: smaller powers need not be formed.
    private const double Negligible = 60;
    private const float NegligibleSingle = 30;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x) where L : struct, ILanes<L, double>
    {
        var sign = x & L.OfBits(long.MinValue);
        var a = L.AtMost(x ^ sign, L.Of(Zero));
        var (shiftedExponent, t) = HyperbolicTangent.Reduce(a * L.Of(0.5), 0);
        var shift = PowersOfTwo.RoundingShift<L, double>();
        var k = shiftedExponent - shift;
        var power = PowersOfTwo.OfShifted<L, double>(shift - L.AtMost(k, L.Of(Negligible)));
        var quotient = Quotient<L, double>(power, t, t ^ sign, L.Of(1));
        return L.Select(x < L.Of(0), L.ScaleByPowerOfTwo(quotient, -k), quotient);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L ApplySingle<L>(L x) where L : struct, ILanes<L, float>
    {
        var sign = x & L.OfBits(int.MinValue);
        var a = L.AtMost(x ^ sign, L.Of(ZeroSingle));
        var (shiftedExponent, t) = HyperbolicTangent.ReduceSingle(a * L.Of(0.5f), 0);
        var shift = PowersOfTwo.RoundingShift<L, float>();
        var k = shiftedExponent - shift;
        var power = PowersOfTwo.OfShifted<L, float>(shift - L.AtMost(k, L.Of(NegligibleSingle)));
        var quotient = Quotient<L, float>(power, t, t ^ sign, L.Of(1));
        return L.Select(x < L.Of(0), L.ScaleByPowerOfTwo(quotient, -k), quotient);
    }

    /// <summary>(1 ± t) / (1 + R + (1 − R)·t), corrected once by its remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Quotient<L, T>(L power, L t, L signedT, L one)
        where L : struct, ILanes<L, T>
        where T : struct
    {
        var above = one + power;
        var below = one - power;
        var aboveLow = power - (above - one);
        var numerator = one + signedT;
        var numeratorLow = signedT - (numerator - one);
        var denominator = L.MultiplyAdd(below, t, above);
        var denominatorLow = L.MultiplyAdd(below, t, above - denominator) + aboveLow;
        var inverse = one / denominator;
        var quotient = numerator * inverse;
        var remainder = L.MultiplyAdd(-quotient, denominator, numerator) + numeratorLow;
        remainder = L.MultiplyAdd(-quotient, denominatorLow, remainder);
        return L.MultiplyAdd(remainder, inverse, quotient);
    }
}

using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// e^x = 2^k·e^r with k the integer nearest to x / ln 2 and |r| ≤ ln 2 / 2. Source: Cody &amp; Waite, Software Manual for the
/// Elementary Functions, 1980; ln 2 is split so that k·(high part) is exact.
/// </summary>
internal readonly struct Exponential : IDoubleFunction, ISingleFunction
{
    // Beyond these bounds the result is infinite or zero, and 2^k must stay within the range of ScaleByPowerOfTwo.
    private const double Largest = 710, Smallest = -746;
    private const float LargestSingle = 89, SmallestSingle = -104;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x) where L : struct, ILanes<L, double>
    {
        x = L.AtLeast(L.AtMost(x, L.Of(Largest)), L.Of(Smallest));
        var shift = PowersOfTwo.RoundingShift<L, double>();
        var k = L.MultiplyAdd(x, L.Of(1.4426950408889634), shift) - shift;
        var r = L.MultiplyAdd(k, L.Of(-0.6931471805598903), x);
        r = L.MultiplyAdd(k, L.Of(-5.497923018708371e-14), r);
        var p = Polynomial.Value(
            r, r * r, 0.5, 0.16666666666666433, 0.041666666666604, 0.008333333333500064, 0.001388888892677928,
            0.00019841269466086843, 2.4801508705285502e-05, 2.755764104577038e-06, 2.762517729919132e-07, 2.497830448001823e-08);
        var one = L.Of(1);
        return L.ScaleByPowerOfTwo(L.MultiplyAdd(r, L.MultiplyAdd(r, p, one), one), k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L ApplySingle<L>(L x) where L : struct, ILanes<L, float>
    {
        x = L.AtLeast(L.AtMost(x, L.Of(LargestSingle)), L.Of(SmallestSingle));
        var shift = PowersOfTwo.RoundingShift<L, float>();
        var k = L.MultiplyAdd(x, L.Of(1.442695f), shift) - shift;
        var r = L.MultiplyAdd(k, L.Of(-0.693115234375f), x);
        r = L.MultiplyAdd(k, L.Of(-3.194618329871446e-05f), r);
        var p = Polynomial.Value(r, r * r, 0.5f, 0.16666523f, 0.04166649f, 0.0083691515f, 0.0013933644f);
        var one = L.Of(1);
        return L.ScaleByPowerOfTwo(L.MultiplyAdd(r, L.MultiplyAdd(r, p, one), one), k);
    }
}

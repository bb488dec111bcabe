using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>log(1 + e^x) = max(x, 0) + log(1 + e), with e = e^-|x| ≤ 1: the exponential cannot overflow.</summary>
internal readonly struct SmoothMaximum : IDoubleFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x) where L : struct, ILanes<L, double>
    {
        var e = Exponential.Apply(x | L.OfBits(long.MinValue));
        // 1 + e = 2·(1 + (e − 1) / 2) where it passes √2, as the logarithm's polynomial needs.
        var large = e > L.Of(0.41421356237309503);
        var f = L.Select(large, (e - L.Of(1)) * L.Of(0.5), e);
        return L.Maximum(x, L.Of(0)) + Logarithm.OfOnePlus(f, large & L.Of(1));
    }
}

using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>sin x, by symmetry from ±sin r or ±cos r of the reduced argument.</summary>
internal readonly struct Sine : IDoubleFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x) where L : struct, ILanes<L, double>
    {
        var sign = x & L.OfBits(long.MinValue);
        var reduction = CircularReduction<L>.Of(x ^ sign);
        return OfQuadrant(reduction, reduction.Quadrant) ^ sign;
    }

    /// <summary>sin(n·π/2 + r).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L OfQuadrant<L>(CircularReduction<L> reduction, L quadrant) where L : struct, ILanes<L, double>
    {
        var (sine, cosine) = (reduction.Sine, reduction.Cosine);
        var value = L.Select(Odd(quadrant), cosine.High + cosine.Low, sine.High + sine.Low);
        return value ^ (L.ShiftLeftBits(quadrant, 62) & L.OfBits(long.MinValue));
    }

    /// <summary>The mask of odd integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Odd<L>(L integer) where L : struct, ILanes<L, double> =>
        L.ShiftRightBits(L.ShiftLeftBits(integer, 63), 63);
}

/// <summary>cos x = sin(x + π/2): one quadrant on.</summary>
internal readonly struct Cosine : IDoubleFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x) where L : struct, ILanes<L, double>
    {
        var reduction = CircularReduction<L>.Of(x & L.OfBits(long.MaxValue));
        return Sine.OfQuadrant(reduction, L.AddBits(reduction.Quadrant, L.OfBits(1)));
    }
}

/// <summary>
/// tan x = sin r / cos r in even quadrants, −cos r / sin r in odd ones; the quotient is corrected once by its remainder.
/// </summary>
internal readonly struct Tangent : IDoubleFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x) where L : struct, ILanes<L, double>
    {
        var sign = x & L.OfBits(long.MinValue);
        var reduction = CircularReduction<L>.Of(x ^ sign);
        var odd = Sine.Odd(reduction.Quadrant);
        var (sine, cosine) = (reduction.Sine, reduction.Cosine);
        var numerator = DoubleDouble<L>.Sum(L.Select(odd, cosine.High, sine.High), L.Select(odd, cosine.Low, sine.Low));
        var denominator = DoubleDouble<L>.Sum(L.Select(odd, sine.High, cosine.High), L.Select(odd, sine.Low, cosine.Low));
        var inverse = L.Of(1) / denominator.High;
        var quotient = numerator.High * inverse;
        var remainder = L.MultiplyAdd(-quotient, denominator.High, numerator.High) + numerator.Low;
        remainder = L.MultiplyAdd(-quotient, denominator.Low, remainder);
        return L.MultiplyAdd(remainder, inverse, quotient) ^ sign ^ (odd & L.OfBits(long.MinValue));
    }
}

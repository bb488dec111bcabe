using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>sin x, by symmetry from ±sin r or ±cos r of the reduced argument.</summary>
internal readonly struct Sine : IDoubleFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x) where L : struct, ILanes<L, double>
    {
        var sign = x & L.OfBits(long.MinValue);
        if (CircularReduction<L>.IsLarge(x ^ sign)) return OfAny(x);
        return OfQuadrant(CircularReduction<L>.Of(x ^ sign), 0) ^ sign;
    }

    /// <summary>sin(n·π/2 + r), some quadrants on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L OfQuadrant<L>(CircularReduction<L> reduction, long quadrantsOn) where L : struct, ILanes<L, double>
    {
        var quadrant = L.AddBits(reduction.Quadrant, L.OfBits(quadrantsOn));
        var (sine, cosine) = reduction.SineAndCosine();
        var value = L.Select(Odd(quadrant), cosine.High + cosine.Low, sine.High + sine.Low);
        return value ^ (L.ShiftLeftBits(quadrant, 62) & L.OfBits(long.MinValue));
    }

    /// <summary>The mask of odd integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Odd<L>(L integer) where L : struct, ILanes<L, double> =>
        L.ShiftRightBits(L.ShiftLeftBits(integer, 63), 63);

    // Kept out of line here and below: rare, and long.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static L OfAny<L>(L x) where L : struct, ILanes<L, double>
    {
        var sign = x & L.OfBits(long.MinValue);
        return OfQuadrant(CircularReduction<L>.OfAny(x ^ sign), 0) ^ sign;
    }
}

/// <summary>cos x = sin(x + π/2): one quadrant on.</summary>
internal readonly struct Cosine : IDoubleFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x) where L : struct, ILanes<L, double>
    {
        var a = x & L.OfBits(long.MaxValue);
        return CircularReduction<L>.IsLarge(a) ? OfAny(a) : Sine.OfQuadrant(CircularReduction<L>.Of(a), 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static L OfAny<L>(L a) where L : struct, ILanes<L, double> => Sine.OfQuadrant(CircularReduction<L>.OfAny(a), 1);
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
        if (CircularReduction<L>.IsLarge(x ^ sign)) return OfAny(x);
        return OfReduced(CircularReduction<L>.Of(x ^ sign)) ^ sign;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L OfReduced<L>(CircularReduction<L> reduction) where L : struct, ILanes<L, double>
    {
        var odd = Sine.Odd(reduction.Quadrant);
        var (sine, cosine) = reduction.SineAndCosine();
        var numerator = DoubleDouble<L>.Sum(L.Select(odd, cosine.High, sine.High), L.Select(odd, cosine.Low, sine.Low));
        var denominator = DoubleDouble<L>.Sum(L.Select(odd, sine.High, cosine.High), L.Select(odd, sine.Low, cosine.Low));
        var inverse = L.Of(1) / denominator.High;
        var quotient = numerator.High * inverse;
        var remainder = L.MultiplyAdd(-quotient, denominator.High, numerator.High) + numerator.Low;
        remainder = L.MultiplyAdd(-quotient, denominator.Low, remainder);
        return L.MultiplyAdd(remainder, inverse, quotient) ^ (odd & L.OfBits(long.MinValue));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static L OfAny<L>(L x) where L : struct, ILanes<L, double>
    {
        var sign = x & L.OfBits(long.MinValue);
        return OfReduced(CircularReduction<L>.OfAny(x ^ sign)) ^ sign;
    }
}

using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// tanh(k·ln 2 / 2 + u) = (T − 1 + (T + 1)·t) / (T + 1 + (T − 1)·t) with T = 2^k and t = tanh u, a short odd polynomial.
/// One division, whose quotient is corrected once by its remainder.
/// </summary>
internal readonly struct HyperbolicTangent : IDoubleFunction, ISingleFunction
{
    private const double One = 20;          // tanh is 1 to double precision from here on
    private const float OneSingle = 10;

    // k is rounded 0.24 late: so k = 0 reaches to tanh = ¼, and the rounding errors of u and t weigh less than half a unit of the
    // result's last place.
    private const double Lag = 0.24;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x) where L : struct, ILanes<L, double>
    {
        var a = L.AtMost(x & L.OfBits(long.MaxValue), L.Of(One));
        var (shiftedExponent, t) = Reduce(a, Lag);
        return Quotient<L, double>(PowersOfTwo.OfShifted<L, double>(shiftedExponent), t, L.Of(1)) | (x & L.OfBits(long.MinValue));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L ApplySingle<L>(L x) where L : struct, ILanes<L, float>
    {
        var a = L.AtMost(x & L.OfBits(int.MaxValue), L.Of(OneSingle));
        var (shiftedExponent, t) = ReduceSingle(a, (float)Lag);
        return Quotient<L, float>(PowersOfTwo.OfShifted<L, float>(shiftedExponent), t, L.Of(1)) | (x & L.OfBits(int.MinValue));
    }

    /// <summary>a = k·ln 2 / 2 + u as (k + rounding shift, tanh u), for 0 ≤ a ≤ 2^40 and |u| ≤ 0.74·ln 2 / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (L ShiftedExponent, L Tangent) Reduce<L>(L a, double lag) where L : struct, ILanes<L, double>
    {
        var shift = PowersOfTwo.RoundingShift<L, double>();
        var shifted = L.MultiplyAdd(a, L.Of(2.8853900817779268), L.Of(-lag)) + shift;
        var k = shifted - shift;
        var u = L.MultiplyAdd(k, L.Of(-0.6931471805598903 / 2), a);
        u = L.MultiplyAdd(k, L.Of(-5.497923018708371e-14 / 2), u);
        var z = u * u;
        var p = Polynomial.Value(
            z, z * z, -0.33333333333332577, 0.13333333333038871, -0.05396825358098746, 0.02186946435771553, -0.008862426448265112,
            0.0035771854912521783, -0.0013112959364990368);
        return (shifted, L.MultiplyAdd(u * z, p, u));
    }

    /// <summary>As <see cref="Reduce"/>, for 0 ≤ a ≤ 2^14.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (L ShiftedExponent, L Tangent) ReduceSingle<L>(L a, float lag) where L : struct, ILanes<L, float>
    {
        var shift = PowersOfTwo.RoundingShift<L, float>();
        var shifted = L.MultiplyAdd(a, L.Of(2.88539008f), L.Of(-lag)) + shift;
        var k = shifted - shift;
        var u = L.MultiplyAdd(k, L.Of(-0.693115234375f / 2), a);
        u = L.MultiplyAdd(k, L.Of(-3.194618329871446e-05f / 2), u);
        var z = u * u;
        var p = Polynomial.Value(z, z * z, -0.33333224f, 0.13323277f, -0.051301f);
        return (shifted, L.MultiplyAdd(u * z, p, u));
    }

    /// <summary>(T − 1 + (T + 1)·t) / (T + 1 + (T − 1)·t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Quotient<L, T>(L power, L t, L one)
        where L : struct, ILanes<L, T>
        where T : struct
    {
        // T + 1 is inexact for the largest T; taking T − 1 as two less keeps what matters, their difference.
        var above = power + one;
        var below = above - (one + one);
        var belowT = below * t;
        var inverse = one / (above + belowT);
        var quotient = L.MultiplyAdd(above, t, below) * inverse;
        var remainder = L.MultiplyAdd(above, t, L.MultiplyAdd(-quotient, above, below));
        remainder = L.MultiplyAdd(-quotient, belowT, remainder);
        return L.MultiplyAdd(remainder, inverse, quotient);
    }
}

using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>Integers carried in the low bits of floating-point numbers, and the powers of two built from them.</summary>
internal static class PowersOfTwo
{
    /// <summary>
    /// 1.5·2^52 (float: 1.5·2^23). Added to x of magnitude below 2^51 (2^22) it rounds x to the nearest integer, ties to even,
    /// and leaves that integer in the low bits; subtracted again it gives the integer as a number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L RoundingShift<L, T>() where L : struct, ILanes<L, T> where T : struct =>
        L.OfBits(typeof(T) == typeof(double) ? 0x4338_0000_0000_0000 : 0x4B40_0000);

    /// <summary>2^k for k with 2^k normal, given as k + <see cref="RoundingShift"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L OfShifted<L, T>(L shiftedExponent) where L : struct, ILanes<L, T> where T : struct =>
        typeof(T) == typeof(double)
            ? L.ShiftLeftBits(L.AddBits(shiftedExponent, L.OfBits(1023)), 52)
            : L.ShiftLeftBits(L.AddBits(shiftedExponent, L.OfBits(127)), 23);

    /// <summary>
    /// x·2^k by two factors, of which the first leaves a normal x of magnitude near 1 normal, so that only the second rounds.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Scale<L, T>(L x, L k) where L : struct, ILanes<L, T> where T : struct
    {
        var shift = RoundingShift<L, T>();
        var half = L.OfBits(typeof(T) == typeof(double) ? 0x3FE0_0000_0000_0000 : 0x3F00_0000);
        var first = L.MultiplyAdd(k, half, shift);
        var second = k - (first - shift) + shift;
        return x * OfShifted<L, T>(first) * OfShifted<L, T>(second);
    }
}

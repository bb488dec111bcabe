using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>A function of three variables, written once for every width of double.</summary>
internal interface IDoubleFunction3
{
    static abstract L Apply<L>(L x, L y, L z) where L : struct, ILanes<L, double>;
}

/// <summary>
/// Numbers that look random, of where they stand: number <c>position</c> = 0, 1 ... of SplitMix64 (Steele, Lea and Flood 2014,
/// doi:10.1145/2714064.2660195) from the state high·2²⁴ + low. What is no whole number counts as the nearest, negative ones and NaN as 0,
/// so that every width agrees on any bits.
/// </summary>
internal static class Draws
{
    /// <summary>The bits of a draw, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Bits<L>(L high, L low, L position) where L : struct, ILanes<L, double>
    {
        var state = L.AddBits(L.ShiftLeftBits(Whole(high), 24), Whole(low));
        var number = L.AddBits(Whole(position), L.OfBits(1));
        return Mixed(L.AddBits(state, L.MultiplyBits(number, L.OfBits(unchecked((long)SplitMix.GoldenGamma)))));
    }

    /// <summary><see cref="SplitMix.Mixed"/> of every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Mixed<L>(L x) where L : struct, ILanes<L, double>
    {
        x = L.MultiplyBits(x ^ ShiftedRight(x, 30), L.OfBits(unchecked((long)SplitMix.FirstFactor)));
        x = L.MultiplyBits(x ^ ShiftedRight(x, 27), L.OfBits(unchecked((long)SplitMix.SecondFactor)));
        return x ^ ShiftedRight(x, 31);
    }

    /// <summary>Filled with zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L ShiftedRight<L>(L x, int count) where L : struct, ILanes<L, double> =>
        L.ShiftRightBits(x, count) & L.OfBits((long)(ulong.MaxValue >> count));

    /// <summary>2⁵², behind which the low bits of a double are a whole number.</summary>
    private const long WholeNumbers = 0x4330_0000_0000_0000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Whole<L>(L x) where L : struct, ILanes<L, double>
    {
        var known = L.Select(x >= L.Of(0), L.AtMost(x, L.Of(1L << 51)), L.Of(0));
        return (known + L.OfBits(WholeNumbers)) & L.OfBits((1L << 52) - 1);
    }

    /// <summary>Low bits, fewer than 52, as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Number<L>(L bits) where L : struct, ILanes<L, double> => (bits | L.OfBits(WholeNumbers)) - L.OfBits(WholeNumbers);

    /// <summary>The 24 highest bits as a whole number.</summary>
    internal readonly struct High : IDoubleFunction3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Apply<L>(L x, L y, L z) where L : struct, ILanes<L, double> => Number(ShiftedRight(Bits(x, y, z), 40));
    }

    /// <summary>The 24 bits below them.</summary>
    internal readonly struct Low : IDoubleFunction3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Apply<L>(L x, L y, L z) where L : struct, ILanes<L, double> =>
            Number(ShiftedRight(Bits(x, y, z), 16) & L.OfBits((1L << 24) - 1));
    }

    /// <summary>The 52 highest bits as k/2⁵², evenly from [0, 1).</summary>
    internal readonly struct Uniform : IDoubleFunction3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Apply<L>(L x, L y, L z) where L : struct, ILanes<L, double> =>
            (ShiftedRight(Bits(x, y, z), 12) | L.Of(1)) - L.Of(1);
    }

    /// <summary>The 24 highest bits as k/2²⁴, which are floats.</summary>
    internal readonly struct ShortUniform : IDoubleFunction3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Apply<L>(L x, L y, L z) where L : struct, ILanes<L, double> => High.Apply(x, y, z) * L.Of(1.0 / (1 << 24));
    }
}

namespace FuncGrad;

/// <summary>
/// x modulo π/2 for large x, by an integer product of x with those bits of 2/π that matter to it.
/// Source: Payne &amp; Hanek, Radian reduction for trigonometric functions, 1983, doi:10.1145/1057600.1057602.
/// </summary>
internal static class LargeArgument
{
    /// <summary>2/π in words of 64 bits after the binary point; the zero before it serves the smaller arguments.</summary>
    private static readonly ulong[] TwoOverPi =
    [
        0, 0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561, 0xB7246E3A424DD2E0,
        0x06492EEA09D1921C, 0xFE1DEB1CB129A73E, 0xE88235F52EBB4484, 0xE99C7026B45F7E41, 0x3991D639835339F4,
        0x9C845F8BBDF9283B, 0x1FF897FFDE05980F, 0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D,
        0x7527BAC7EBE5F17B, 0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08, 0x56033046FC7B6BAB,
    ];

    /// <summary>x = n·π/2 + High + Low, |High + Low| ≤ π/4, n modulo 4, relative error below 2^-70, for 2^30 ≤ x &lt; ∞.</summary>
    public static (long Quadrant, double High, double Low) Reduce(double x)
    {
        var bits = BitConverter.DoubleToUInt64Bits(x);
        var mantissa = bits & 0x000F_FFFF_FFFF_FFFF | 0x0010_0000_0000_0000;
        var exponent = (int)(bits >> 52) - 1075;

        // Bits of 2/π above 2^(1 − exponent) add multiples of 4 quadrants; 192 bits from there leave 137 after the point.
        var first = exponent - 2 + 64;
        var lowest = (UInt128)mantissa * Word(first + 128);
        var middle = (UInt128)mantissa * Word(first + 64) + (ulong)(lowest >> 64);
        var top = mantissa * Word(first) + (ulong)(middle >> 64);
        var quadrant = (long)(top >> 62);

        // The fraction of a quadrant as a signed 128-bit number in units of 2^-128, rounded to nearest by its own sign bit.
        var fraction = new UInt128(top << 2 | (ulong)middle >> 62, (ulong)middle << 2 | (ulong)lowest >> 62);
        var negative = fraction >> 127 != 0;
        if (!negative) return Scaled(quadrant, fraction, (ulong)lowest << 2, 1);
        var rest = (ulong)lowest << 2;
        return Scaled(quadrant + 1, ~fraction + (rest == 0 ? 1u : 0u), 0 - rest, -1);
    }

    /// <summary>fraction·2^-128·π/2 with the bits of <paramref name="rest"/> below, as a sum of two doubles.</summary>
    private static (long Quadrant, double High, double Low) Scaled(long quadrant, UInt128 fraction, ulong rest, double sign)
    {
        var zeros = (int)UInt128.LeadingZeroCount(fraction);
        if (zeros > 0) fraction = fraction << zeros | (rest >> (64 - zeros));
        var high = sign * Math.ScaleB((double)(ulong)(fraction >> 75), -53 - zeros);
        var low = sign * Math.ScaleB((double)((ulong)(fraction >> 22) & 0x001F_FFFF_FFFF_FFFF), -106 - zeros);

        var product = high * 1.5707963267948966;
        var error = Math.FusedMultiplyAdd(high, 1.5707963267948966, -product);
        error = Math.FusedMultiplyAdd(high, 6.123233995736766e-17, error) + low * 1.5707963267948966;
        var sum = product + error;
        return (quadrant, sum, error - (sum - product));
    }

    /// <summary>64 bits from this bit on.</summary>
    private static ulong Word(int firstBit)
    {
        var (index, offset) = Math.DivRem(firstBit, 64);
        return offset == 0 ? TwoOverPi[index] : TwoOverPi[index] << offset | TwoOverPi[index + 1] >> (64 - offset);
    }
}

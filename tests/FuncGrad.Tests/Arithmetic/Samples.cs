using CsCheck;

namespace FuncGrad.Tests.Elementary;

/// <summary>Arguments where elementary functions go wrong, and random ones.</summary>
internal static class Samples
{
    public static double[] Special { get; } =
    [
        0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -double.Epsilon,
        double.MaxValue, double.MinValue, 2.2250738585072014e-308, -2.2250738585072009e-308, 1, -1, 0.5, -0.5, 2, -2, 3, -3,
        Math.PI, -Math.PI / 2, 1e9, -1.0737418240000002e9, 1e300, 4503599627370497, 9007199254740991, 9007199254740993,
        709.78, 709.79, -708.4, -745.13, -745.14, 710.4758, 711, -36.8, 18.3, 19.07, 0.4142135623730950, 0.70710678118654757, 1.4142135623730951,
    ];

    /// <summary>Any bits; the usual range; small numbers; special values.</summary>
    public static Gen<double> Doubles { get; } = Gen.Frequency(
        (2, Gen.ULong.Select(BitConverter.UInt64BitsToDouble)),
        (5, Gen.Double[-30, 30]),
        (2, Gen.Double[-800, 800]),
        (1, Gen.Double[-1, 1].Select(x => x * 1e-5)),
        (2, Gen.Int[0, Special.Length - 1].Select(i => Special[i])));

    public static Gen<float> Singles { get; } = Gen.Frequency(
        (2, Gen.UInt.Select(BitConverter.UInt32BitsToSingle)),
        (5, Doubles.Select(x => (float)x)),
        (2, Gen.Float[-110, 110]));

    /// <summary>Random doubles from a generator that is fixed here, so that recorded hashes of results stay valid.</summary>
    public static double[] Fixed(int count)
    {
        var (result, state) = (new double[count], 88172645463325252UL);
        for (var i = 0; i < count; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            result[i] = (i % 4) switch
            {
                0 => BitConverter.UInt64BitsToDouble(state),
                1 => ((state >> 11) * (1.0 / (1UL << 53)) - 0.5) * 1600,
                2 => ((state >> 11) * (1.0 / (1UL << 53)) - 0.5) * 12,
                _ => Special[state % (ulong)Special.Length],
            };
        }
        return result;
    }

    /// <summary>The bits; all NaNs count as one.</summary>
    public static ulong Bits(double x) => double.IsNaN(x) ? 0x7FF8_0000_0000_0000 : BitConverter.DoubleToUInt64Bits(x);

    public static uint Bits(float x) => float.IsNaN(x) ? 0x7FC0_0000 : BitConverter.SingleToUInt32Bits(x);
}

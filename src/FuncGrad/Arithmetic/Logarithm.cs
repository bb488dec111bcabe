using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// log x = k·ln 2 + log(1 + f) with x = 2^k·(1 + f) and √½ ≤ 1 + f &lt; √2. In double, s = f / (2 + f) and
/// log(1 + f) = f − f²/2 + s·(f²/2 + R(s²)). Source: Muller, Elementary Functions, 3rd ed. 2016, chapter 11.
/// </summary>
internal readonly struct Logarithm : IDoubleFunction, ISingleFunction
{
    private const double SmallestNormal = 2.2250738585072014e-308, Scale = 18014398509481984;   // 2^-1022, 2^54
    private const float SmallestNormalSingle = 1.17549435e-38f, ScaleSingle = 16777216;         // 2^-126, 2^24

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x) where L : struct, ILanes<L, double>
    {
        var normal = L.AtMost(L.AtLeast(x, L.Of(SmallestNormal)), L.Of(double.MaxValue));
        if (!L.All(L.AreEqual(x, normal))) return OfAny(x);
        var (k, m) = Split(x);
        return OfOnePlus(m - L.Of(1), k);
    }

    /// <summary>x = 2^k·m with √½ ≤ m &lt; √2, for normal x &gt; 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (L Exponent, L Mantissa) Split<L>(L x) where L : struct, ILanes<L, double>
    {
        var k = L.ShiftRightBits(L.SubtractBits(x, L.OfBits(0x3FE6_A09E_667F_3BCD)), 52);
        var shift = PowersOfTwo.RoundingShift<L, double>();
        return (L.AddBits(k, shift) - shift, L.SubtractBits(x, L.ShiftLeftBits(k, 52)));
    }

    /// <summary>k·ln 2 + log(1 + f), for √½ ≤ 1 + f &lt; √2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L OfOnePlus<L>(L f, L k) where L : struct, ILanes<L, double>
    {
        var s = f / (L.Of(2) + f);
        var z = s * s;
        var r = z * Polynomial.Value(
            z, z * z, 0.6666666666666734, 0.39999999999416397, 0.2857142874201197, 0.22222198610998986, 0.18183562399617623,
            0.15314098865347858, 0.14795475739049638);
        var halfSquare = L.Of(0.5) * f * f;
        var remainder = L.MultiplyAdd(s, halfSquare + r, -halfSquare);
        var sum = DoubleDouble<L>.Sum(k * L.Of(0.6931471805598903), f);
        return sum.High + (sum.Low + L.MultiplyAdd(k, L.Of(5.497923018708371e-14), remainder));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L ApplySingle<L>(L x) where L : struct, ILanes<L, float>
    {
        var normal = L.AtMost(L.AtLeast(x, L.Of(SmallestNormalSingle)), L.Of(float.MaxValue));
        if (!L.All(L.AreEqual(x, normal))) return OfAnySingle(x);
        return OfNormalSingle(x, L.Of(0));
    }

    // Kept out of line: the usual path stays small enough to be inlined everywhere.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static L OfAny<L>(L x) where L : struct, ILanes<L, double>
    {
        var subnormal = x < L.Of(SmallestNormal);
        var (k, m) = Split(L.Select(subnormal, x * L.Of(Scale), x));
        var result = OfOnePlus(m - L.Of(1), k - (subnormal & L.Of(54)));
        result = L.Select(x < L.Of(double.PositiveInfinity), result, x);
        result = L.Select(x > L.Of(0), result, L.Of(double.NaN));
        return L.Select(L.AreEqual(x, L.Of(0)), L.Of(double.NegativeInfinity), result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static L OfAnySingle<L>(L x) where L : struct, ILanes<L, float>
    {
        var subnormal = x < L.Of(SmallestNormalSingle);
        var result = OfNormalSingle(L.Select(subnormal, x * L.Of(ScaleSingle), x), subnormal & L.Of(24));
        result = L.Select(x < L.Of(float.PositiveInfinity), result, x);
        result = L.Select(x > L.Of(0), result, L.Of(float.NaN));
        return L.Select(L.AreEqual(x, L.Of(0)), L.Of(float.NegativeInfinity), result);
    }

    /// <summary>log(x / 2^scale) for normal x &gt; 0; a longer polynomial in f costs less than the division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L OfNormalSingle<L>(L x, L scale) where L : struct, ILanes<L, float>
    {
        var shift = PowersOfTwo.RoundingShift<L, float>();
        var bits = L.ShiftRightBits(L.SubtractBits(x, L.OfBits(0x3F35_04F3)), 23);
        var k = L.AddBits(bits, shift) - shift - scale;
        var f = L.SubtractBits(x, L.ShiftLeftBits(bits, 23)) - L.Of(1);
        var f2 = f * f;
        var p = Polynomial.Value(
            f, f2, 0.33333313f, -0.2500001f, 0.20002118f, -0.16667998f, 0.1421956f, -0.12405559f, 0.11888093f, -0.11675831f, 0.067469895f);
        var remainder = L.MultiplyAdd(f * f2, p, L.Of(-0.5f) * f2);
        var wholes = k * L.Of(0.693115234375f);
        var high = wholes + f;
        var low = f - (high - wholes);
        return high + (low + L.MultiplyAdd(k, L.Of(3.194618329871446e-05f), remainder));
    }
}

namespace FuncGrad;

/// <summary>
/// Logarithm and exponential by the algorithms of fdlibm (Sun Microsystems 1993, error below 1 ulp), in nothing but + − × ÷ and bits. The
/// kernels have faster ones; these are frozen, because a draw or a point of a sweep must be the same number on every machine and in every
/// version.
/// </summary>
internal static class StableMath
{
    private const double Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10;

    /// <summary>ln x for a finite x > 0 that is not subnormal.</summary>
    public static double Log(double x)
    {
        // x = 2^k · m with m in [√½, √2), so that log(m) is small and k·ln 2 carries the rest.
        var bits = BitConverter.DoubleToInt64Bits(x);
        var k = (int)(bits >> 52) - 1023;
        var m = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (m > 1.4142135623730951) (m, k) = (m / 2, k + 1);
        var f = m - 1;
        var s = f / (2 + f);
        var z = s * s;
        var r = z * (6.666666666666735130e-01
            + (z * (3.999999999940941908e-01 + (z * (2.857142874366239149e-01 + (z * (2.222219843214978396e-01
                + (z * (1.818357216161805012e-01 + (z * (1.531383769920937332e-01 + (z * 1.479819860511658591e-01))))))))))));
        var half = 0.5 * f * f;
        return (k * Ln2High) - (half - ((s * (half + r)) + (k * Ln2Low)) - f);
    }

    /// <summary>eˣ for |x| ≤ 700.</summary>
    public static double Exp(double x)
    {
        var k = Math.Round(x * 1.44269504088896338700);
        var high = x - (k * Ln2High);
        var low = k * Ln2Low;
        var r = high - low;
        var t = r * r;
        var c = r - (t * (1.66666666666666019037e-01 + (t * (-2.77777777770155933842e-03 + (t * (6.61375632143793436117e-05
            + (t * (-1.65339022054652515390e-06 + (t * 4.13813679705723846039e-08)))))))));
        return Math.ScaleB(1 - (low - (r * c / (2 - c)) - high), (int)k);
    }
}

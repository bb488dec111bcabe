using static FuncGrad.Lanewise;

namespace FuncGrad;

/// <summary>
/// Vectors of many lanes, <c>[element · lanes + lane]</c>, and what is done to them lane by lane, always in the order of the elements. A
/// result goes where the last array is, which may be one of the others unless something else is said.
/// </summary>
internal static partial class LaneVectors
{
    /// <summary>Squares of lengths between these bounds lost no digit to overflow or underflow.</summary>
    private const double LeastSquare = 1e-200, GreatestSquare = 1e200;

    /// <summary>a + factor · b for one factor.</summary>
    public static void Sum(double[] a, double factor, double[] b, double[] sum) => Each(sum.Length, new Sums(a, factor, b, sum));

    /// <summary>a − b.</summary>
    public static void Difference(double[] a, double[] b, double[] difference) => Sum(a, -1, b, difference);

    /// <summary>a − b, in an array of its own.</summary>
    public static double[] Difference(double[] a, double[] b)
    {
        var difference = new double[a.Length];
        Sum(a, -1, b, difference);
        return difference;
    }

    /// <summary>Σ a·b in each lane.</summary>
    public static void Dot(double[] a, double[] b, double[] dot) => Dots([a], 1, b, [dot]);

    /// <summary>Σ aᵢ·b in each lane, for the first so many of the vectors aᵢ.</summary>
    public static void Dots(double[][] a, int count, double[] b, double[][] dots)
    {
        if (count > 0) Each(dots[0].Length, new DotProducts(a, count, b, dots));
    }

    /// <summary>b + sign · Σ factorᵢ · aᵢ with factors for each lane, for the first so many of the vectors aᵢ.</summary>
    public static void Combine(double sign, double[][] factors, double[][] a, int count, double[] b)
    {
        if (count > 0) Each(factors[0].Length, new Combinations(sign, factors, a, count, b));
    }

    /// <summary>√Σ a² in each lane, which neither overflows nor vanishes where a does not.</summary>
    public static void Length(double[] a, double[] length)
    {
        Dot(a, a, length);
        Each(length.Length, new Roots(a, length));
    }

    /// <summary>a / divisor with a divisor for each lane; 0 where that is 0.</summary>
    public static void Divide(double[] a, double[] divisors, double[] quotient) =>
        Each(divisors.Length, new Quotients(a, divisors, quotient));

    /// <summary>a · factor with a factor for each lane.</summary>
    public static void Scale(double[] a, double[] factors, double[] scaled) => Each(factors.Length, new Products(a, factors, scaled));

    /// <summary>a where the condition holds in the lane, else b.</summary>
    public static void Where(bool[] condition, double[] a, double[] b, double[] chosen)
    {
        for (var start = 0; start < a.Length; start += condition.Length)
            for (var lane = 0; lane < condition.Length; lane++) chosen[start + lane] = condition[lane] ? a[start + lane] : b[start + lane];
    }

    /// <summary>The unit vector of an element, the same in every lane.</summary>
    public static void Unit(int element, int lanes, double[] unit)
    {
        Array.Clear(unit);
        Array.Fill(unit, 1, element * lanes, lanes);
    }

    /// <summary>
    /// Numbers in [−1, 1) that look random and depend on the element and a number alone, the same in every lane.
    /// </summary>
    public static void Scattered(int number, int lanes, double[] values)
    {
        for (var element = 0; element < values.Length / lanes; element++)
            Array.Fill(values, Scattered(number, element), element * lanes, lanes);
    }

    private static double Scattered(int number, int element)
    {
        var mixed = SplitMix.Mixed((((ulong)number << 32) | (uint)element) + SplitMix.GoldenGamma);
        return ((long)mixed >> 11) / (double)(1L << 52);
    }
}

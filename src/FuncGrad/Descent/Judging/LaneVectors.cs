namespace FuncGrad;

/// <summary>Vectors of many lanes, <c>[element · lanes + lane]</c>, and what is done to them lane by lane, always in the order of the elements.</summary>
internal static class LaneVectors
{
    /// <summary>a + factor · b for one factor.</summary>
    public static double[] Sum(double[] a, double factor, double[] b)
    {
        var sum = new double[a.Length];
        for (var i = 0; i < sum.Length; i++) sum[i] = a[i] + (factor * b[i]);
        return sum;
    }

    /// <summary>a − b.</summary>
    public static double[] Difference(double[] a, double[] b) => Sum(a, -1, b);

    /// <summary>Σ a·b in each lane.</summary>
    public static double[] Dot(double[] a, double[] b, int lanes)
    {
        var dot = new double[lanes];
        for (var start = 0; start < a.Length; start += lanes)
            for (var lane = 0; lane < lanes; lane++) dot[lane] += a[start + lane] * b[start + lane];
        return dot;
    }

    /// <summary>a ← a + factor · b with a factor for each lane.</summary>
    public static void Add(double[] a, double[] factors, double[] b, int lanes)
    {
        for (var start = 0; start < a.Length; start += lanes)
            for (var lane = 0; lane < lanes; lane++) a[start + lane] += factors[lane] * b[start + lane];
    }

    /// <summary>√Σ a² in each lane, formed of a / max|a| so that squares neither overflow nor vanish.</summary>
    public static double[] Length(double[] a, int lanes)
    {
        var (greatest, length) = (new double[lanes], new double[lanes]);
        for (var start = 0; start < a.Length; start += lanes)
            for (var lane = 0; lane < lanes; lane++) greatest[lane] = Math.Max(greatest[lane], Math.Abs(a[start + lane]));
        for (var start = 0; start < a.Length; start += lanes)
            for (var lane = 0; lane < lanes; lane++)
                length[lane] += greatest[lane] == 0 ? 0 : a[start + lane] / greatest[lane] * (a[start + lane] / greatest[lane]);
        for (var lane = 0; lane < lanes; lane++) length[lane] = greatest[lane] * Math.Sqrt(length[lane]);
        return length;
    }

    /// <summary>a · factor with a factor for each lane.</summary>
    public static double[] Scaled(double[] a, double[] factors, int lanes)
    {
        var scaled = new double[a.Length];
        for (var start = 0; start < a.Length; start += lanes)
            for (var lane = 0; lane < lanes; lane++) scaled[start + lane] = a[start + lane] * factors[lane];
        return scaled;
    }

    /// <summary>a where the condition holds in the lane, else b.</summary>
    public static double[] Where(bool[] condition, double[] a, double[] b)
    {
        var chosen = new double[a.Length];
        for (var start = 0; start < a.Length; start += condition.Length)
            for (var lane = 0; lane < condition.Length; lane++) chosen[start + lane] = condition[lane] ? a[start + lane] : b[start + lane];
        return chosen;
    }

    /// <summary>a / ‖a‖, or 0 where a is 0.</summary>
    public static double[] Normalized(double[] a, int lanes)
    {
        var (length, unit) = (Length(a, lanes), new double[a.Length]);
        for (var start = 0; start < a.Length; start += lanes)
            for (var lane = 0; lane < lanes; lane++) unit[start + lane] = length[lane] == 0 ? 0 : a[start + lane] / length[lane];
        return unit;
    }

    /// <summary>The unit vector of an element, the same in every lane.</summary>
    public static double[] Unit(int element, int dimension, int lanes)
    {
        var unit = new double[dimension * lanes];
        Array.Fill(unit, 1, element * lanes, lanes);
        return unit;
    }

    /// <summary>
    /// Numbers in [−1, 1) that look random and depend on the element and a number alone, the same in every lane.
    /// </summary>
    public static double[] Scattered(int number, int dimension, int lanes)
    {
        var values = new double[dimension * lanes];
        for (var element = 0; element < dimension; element++) Array.Fill(values, Scattered(number, element), element * lanes, lanes);
        return values;
    }

    private static double Scattered(int number, int element)
    {
        var mixed = SplitMix.Mixed((((ulong)number << 32) | (uint)element) + SplitMix.GoldenGamma);
        return ((long)mixed >> 11) / (double)(1L << 52);
    }
}

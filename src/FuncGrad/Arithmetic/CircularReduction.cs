using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// x = n·π/2 + r + rLow with |r| ≤ π/4 and n modulo 4. Up to 2^30 by subtracting n·π/2 in three parts (Cody &amp; Waite 1980; the
/// first difference is exact by fused multiply-add), beyond by <see cref="LargeArgument"/>, lane for lane.
/// </summary>
internal readonly struct CircularReduction<L>(L quadrant, L high, L low)
    where L : struct, ILanes<L, double>
{
    private const double Large = 1 << 30;

    /// <summary>n in the low two bits.</summary>
    public readonly L Quadrant = quadrant;
    public readonly L High = high;
    public readonly L Low = low;

    /// <summary>Whether a lane needs <see cref="OfAny"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLarge(L x) => L.Any(x > L.Of(Large));

    /// <summary>The reduction of 0 ≤ x ≤ 2^30; r is NaN where x is infinite or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CircularReduction<L> Of(L x)
    {
        var shift = PowersOfTwo.RoundingShift<L, double>();
        var shifted = L.MultiplyAdd(x, L.Of(0.6366197723675814), shift);
        var n = shifted - shift;
        var exact = L.MultiplyAdd(n, L.Of(-1.5707963267948966), x);
        var second = DoubleDouble<L>.Product(n, L.Of(6.123233995736766e-17));
        var high = exact - second.High;
        var low = exact - high - second.High - L.MultiplyAdd(n, L.Of(-1.4973849048591698e-33), second.Low);
        return new(shifted, high, low);
    }

    /// <summary>The reduction of any x ≥ 0; lanes up to 2^30 get the same bits as from <see cref="Of"/>.</summary>
    public static CircularReduction<L> OfAny(L x)
    {
        var usual = Of(x);
        var (quadrant, high, low) = (usual.Quadrant, usual.High, usual.Low);
        for (var lane = 0; lane < L.Count; lane++)
        {
            if (x[lane] is not (> Large and < double.PositiveInfinity)) continue;
            var reduced = LargeArgument.Reduce(x[lane]);
            quadrant = quadrant.With(lane, BitConverter.Int64BitsToDouble(reduced.Quadrant));
            high = high.With(lane, reduced.High);
            low = low.With(lane, reduced.Low);
        }
        return new(quadrant, high, low);
    }

    /// <summary>
    /// sin r and cos r as sums: r and r³·p(r²) with the low part's share r_low·cos r; 1 − r²/2 and r⁴·q(r²) with the rounding of
    /// the first and the low part's share r_low·sin r.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (DoubleDouble<L> Sine, DoubleDouble<L> Cosine) SineAndCosine()
    {
        var z = High * High;
        var z2 = z * z;
        var p = Polynomial.Value(
            z, z2, -0.1666666666666663, 0.008333333333322132, -0.00019841269829598367, 2.7557313623940293e-06,
            -2.505074809403333e-08, 1.5896245946952766e-10);
        var q = Polynomial.Value(
            z, z2, 0.041666666666666595, -0.0013888888888873064, 2.480158728885562e-05, -2.7557314180124265e-07,
            2.087570092159055e-09, -1.1358539296045125e-11);
        var leading = L.MultiplyAdd(z, L.Of(-0.5), L.Of(1));
        var rounding = L.MultiplyAdd(z, L.Of(-0.5), L.Of(1) - leading);
        return (new(High, L.MultiplyAdd(High * z, p, Low * leading)), new(leading, rounding + L.MultiplyAdd(z2, q, -(High * Low))));
    }
}

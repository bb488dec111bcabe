using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// The derivative of tanh from x and y = tanh x. 1 − y² loses its digits as y comes near ±1; from |y| = 7/8 on it is (e^−|x|·(1 + |y|))²,
/// for 1 − tanh² = e^−2|x|·(1 + |tanh|)², which does not cancel, and whose exponential stays a normal number as long as the result is one.
/// Each lane takes its own way, so that the bits do not depend on the neighbours; if none is in the tail, the exponential is not formed.
/// Lanes that are so far out that the derivative underflows, or NaN, are not in it: 1 − y² is right there, and a training that has run away
/// costs nothing.
/// </summary>
internal readonly struct HyperbolicTangentSlope : IDoubleFunction2, ISingleFunction2
{
    private const double Near = 0.875;
    private const double Zero = 374;
    private const float ZeroSingle = 53;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x, L y) where L : struct, ILanes<L, double>
    {
        var size = y & L.OfBits(long.MaxValue);
        var isTail = (size >= L.Of(Near)) & ((x & L.OfBits(long.MaxValue)) <= L.Of(Zero));
        var plain = L.Of(1) - (y * y);
        return L.Any(isTail) ? L.Select(isTail, Tail(x, size), plain) : plain;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L ApplySingle<L>(L x, L y) where L : struct, ILanes<L, float>
    {
        var size = y & L.OfBits(int.MaxValue);
        var isTail = (size >= L.Of((float)Near)) & ((x & L.OfBits(int.MaxValue)) <= L.Of(ZeroSingle));
        var plain = L.Of(1) - (y * y);
        return L.Any(isTail) ? L.Select(isTail, TailSingle(x, size), plain) : plain;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static L Tail<L>(L x, L size) where L : struct, ILanes<L, double>
    {
        var root = Exponential.Apply(x | L.OfBits(long.MinValue)) * (L.Of(1) + size);
        return root * root;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static L TailSingle<L>(L x, L size) where L : struct, ILanes<L, float>
    {
        var root = Exponential.ApplySingle(x | L.OfBits(int.MinValue)) * (L.Of(1) + size);
        return root * root;
    }
}

/// <summary>
/// The derivative of the logistic function from x and y = 1 / (1 + e^−x): y·(1 − y), and from y = 7/8 on e^−x·y², as 1 − y = e^−x·y does
/// not cancel then; see <see cref="HyperbolicTangentSlope"/>.
/// </summary>
internal readonly struct LogisticSlope : IDoubleFunction2, ISingleFunction2
{
    private const double Near = 0.875;
    private const double Zero = 746;
    private const float ZeroSingle = 105;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Apply<L>(L x, L y) where L : struct, ILanes<L, double>
    {
        var isTail = (y >= L.Of(Near)) & (x <= L.Of(Zero));
        var plain = y * (L.Of(1) - y);
        return L.Any(isTail) ? L.Select(isTail, Tail(x, y), plain) : plain;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L ApplySingle<L>(L x, L y) where L : struct, ILanes<L, float>
    {
        var isTail = (y >= L.Of((float)Near)) & (x <= L.Of(ZeroSingle));
        var plain = y * (L.Of(1) - y);
        return L.Any(isTail) ? L.Select(isTail, TailSingle(x, y), plain) : plain;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static L Tail<L>(L x, L y) where L : struct, ILanes<L, double> => Exponential.Apply(-x) * y * y;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static L TailSingle<L>(L x, L y) where L : struct, ILanes<L, float> => Exponential.ApplySingle(-x) * y * y;
}

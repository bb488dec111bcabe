using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// Polynomials with constant coefficients c0 + c1·x + c2·x² + …, evaluated by Horner's rule in x² over pairs (ci + cj·x): half the
/// depth of plain Horner for one multiplication more. The order of operations is fixed, so the bits are.
/// One overload per length: the calls unfold into straight-line code. Source: Estrin 1960; Muller, Elementary Functions, 2016.
/// </summary>
internal static class Polynomial
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, double c0, double c1)
        where L : struct, ILanes<L, double> =>
        L.MultiplyAdd(x, L.Of(c1), L.Of(c0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, double c0, double c1, double c2)
        where L : struct, ILanes<L, double> =>
        L.MultiplyAdd(x2, L.Of(c2), Value(x, x2, c0, c1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, double c0, double c1, double c2, double c3)
        where L : struct, ILanes<L, double> =>
        L.MultiplyAdd(x2, Value(x, x2, c2, c3), Value(x, x2, c0, c1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, double c0, double c1, double c2, double c3, double c4)
        where L : struct, ILanes<L, double> =>
        L.MultiplyAdd(x2, Value(x, x2, c2, c3, c4), Value(x, x2, c0, c1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, double c0, double c1, double c2, double c3, double c4, double c5)
        where L : struct, ILanes<L, double> =>
        L.MultiplyAdd(x2, Value(x, x2, c2, c3, c4, c5), Value(x, x2, c0, c1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, double c0, double c1, double c2, double c3, double c4, double c5, double c6)
        where L : struct, ILanes<L, double> =>
        L.MultiplyAdd(x2, Value(x, x2, c2, c3, c4, c5, c6), Value(x, x2, c0, c1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, double c0, double c1, double c2, double c3, double c4, double c5,
        double c6, double c7)
        where L : struct, ILanes<L, double> =>
        L.MultiplyAdd(x2, Value(x, x2, c2, c3, c4, c5, c6, c7), Value(x, x2, c0, c1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, double c0, double c1, double c2, double c3, double c4, double c5,
        double c6, double c7, double c8)
        where L : struct, ILanes<L, double> =>
        L.MultiplyAdd(x2, Value(x, x2, c2, c3, c4, c5, c6, c7, c8), Value(x, x2, c0, c1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, double c0, double c1, double c2, double c3, double c4, double c5,
        double c6, double c7, double c8, double c9)
        where L : struct, ILanes<L, double> =>
        L.MultiplyAdd(x2, Value(x, x2, c2, c3, c4, c5, c6, c7, c8, c9), Value(x, x2, c0, c1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, double c0, double c1, double c2, double c3, double c4, double c5,
        double c6, double c7, double c8, double c9, double c10)
        where L : struct, ILanes<L, double> =>
        L.MultiplyAdd(x2, Value(x, x2, c2, c3, c4, c5, c6, c7, c8, c9, c10), Value(x, x2, c0, c1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, float c0, float c1)
        where L : struct, ILanes<L, float> =>
        L.MultiplyAdd(x, L.Of(c1), L.Of(c0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, float c0, float c1, float c2)
        where L : struct, ILanes<L, float> =>
        L.MultiplyAdd(x2, L.Of(c2), Value(x, x2, c0, c1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, float c0, float c1, float c2, float c3, float c4)
        where L : struct, ILanes<L, float> =>
        L.MultiplyAdd(x2, Value(x, x2, c2, c3, c4), Value(x, x2, c0, c1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, float c0, float c1, float c2, float c3, float c4, float c5, float c6)
        where L : struct, ILanes<L, float> =>
        L.MultiplyAdd(x2, Value(x, x2, c2, c3, c4, c5, c6), Value(x, x2, c0, c1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value<L>(L x, L x2, float c0, float c1, float c2, float c3, float c4, float c5, float c6,
        float c7, float c8)
        where L : struct, ILanes<L, float> =>
        L.MultiplyAdd(x2, Value(x, x2, c2, c3, c4, c5, c6, c7, c8), Value(x, x2, c0, c1));
}

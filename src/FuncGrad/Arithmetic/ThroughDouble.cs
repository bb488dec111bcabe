using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FuncGrad;

/// <summary>A function of one variable, written once for every width of double.</summary>
internal interface IDoubleFunction
{
    static abstract L Apply<L>(L x) where L : struct, ILanes<L, double>;
}

/// <summary>A function of two variables, written once for every width of double.</summary>
internal interface IDoubleFunction2
{
    static abstract L Apply<L>(L x, L y) where L : struct, ILanes<L, double>;
}

/// <summary>A function of one variable with a shorter approximation for float, written once for every width.</summary>
internal interface ISingleFunction
{
    static abstract L ApplySingle<L>(L x) where L : struct, ILanes<L, float>;
}

/// <summary>A function of two variables that float computes by itself, written once for every width.</summary>
internal interface ISingleFunction2
{
    static abstract L ApplySingle<L>(L x, L y) where L : struct, ILanes<L, float>;
}

/// <summary>A float function by way of the double one, rounded once at the end: correct but for about 1 in 2^28 arguments.</summary>
internal static partial class ThroughDouble
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Map<F>(float x) where F : struct, IDoubleFunction => (float)(double)F.Apply<Lane<double>>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Map<F>(Vector128<float> x) where F : struct, IDoubleFunction =>
        Vector128.Narrow(
            F.Apply<Lanes128<double>>(Vector128.WidenLower(x)),
            F.Apply<Lanes128<double>>(Vector128.WidenUpper(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Map<F>(Vector256<float> x) where F : struct, IDoubleFunction =>
        Vector256.Narrow(
            F.Apply<Lanes256<double>>(Vector256.WidenLower(x)),
            F.Apply<Lanes256<double>>(Vector256.WidenUpper(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Map<F>(Vector512<float> x) where F : struct, IDoubleFunction =>
        Vector512.Narrow(
            F.Apply<Lanes512<double>>(Vector512.WidenLower(x)),
            F.Apply<Lanes512<double>>(Vector512.WidenUpper(x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Map<F>(float x, float y) where F : struct, IDoubleFunction2 =>
        (float)(double)Body<F, Lane<double>>(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Map<F>(Vector128<float> x, Vector128<float> y) where F : struct, IDoubleFunction2 =>
        Vector128.Narrow(
            Body<F, Lanes128<double>>(Vector128.WidenLower(x), Vector128.WidenLower(y)),
            Body<F, Lanes128<double>>(Vector128.WidenUpper(x), Vector128.WidenUpper(y)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Map<F>(Vector256<float> x, Vector256<float> y) where F : struct, IDoubleFunction2 =>
        Vector256.Narrow(
            Body<F, Lanes256<double>>(Vector256.WidenLower(x), Vector256.WidenLower(y)),
            Body<F, Lanes256<double>>(Vector256.WidenUpper(x), Vector256.WidenUpper(y)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Map<F>(Vector512<float> x, Vector512<float> y) where F : struct, IDoubleFunction2 =>
        Vector512.Narrow(
            Body<F, Lanes512<double>>(Vector512.WidenLower(x), Vector512.WidenLower(y)),
            Body<F, Lanes512<double>>(Vector512.WidenUpper(x), Vector512.WidenUpper(y)));

    // Called twice rather than inlined twice: the just-in-time compiler stops inlining in methods that grow too long.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static L Body<F, L>(L x, L y)
        where F : struct, IDoubleFunction2
        where L : struct, ILanes<L, double> =>
        F.Apply(x, y);
}

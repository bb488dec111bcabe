using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FuncGrad;

/// <content>Functions of three variables, also of registers of double.</content>
internal static partial class ThroughDouble
{
    public static float Map<F>(float x, float y, float z) where F : struct, IDoubleFunction3 =>
        (float)(double)Body<F, Lane<double>>(x, y, z);

    public static Vector128<float> Map<F>(Vector128<float> x, Vector128<float> y, Vector128<float> z) where F : struct, IDoubleFunction3 =>
        Vector128.Narrow(
            Body<F, Lanes128<double>>(Vector128.WidenLower(x), Vector128.WidenLower(y), Vector128.WidenLower(z)),
            Body<F, Lanes128<double>>(Vector128.WidenUpper(x), Vector128.WidenUpper(y), Vector128.WidenUpper(z)));

    public static Vector256<float> Map<F>(Vector256<float> x, Vector256<float> y, Vector256<float> z) where F : struct, IDoubleFunction3 =>
        Vector256.Narrow(
            Body<F, Lanes256<double>>(Vector256.WidenLower(x), Vector256.WidenLower(y), Vector256.WidenLower(z)),
            Body<F, Lanes256<double>>(Vector256.WidenUpper(x), Vector256.WidenUpper(y), Vector256.WidenUpper(z)));

    public static Vector512<float> Map<F>(Vector512<float> x, Vector512<float> y, Vector512<float> z) where F : struct, IDoubleFunction3 =>
        Vector512.Narrow(
            Body<F, Lanes512<double>>(Vector512.WidenLower(x), Vector512.WidenLower(y), Vector512.WidenLower(z)),
            Body<F, Lanes512<double>>(Vector512.WidenUpper(x), Vector512.WidenUpper(y), Vector512.WidenUpper(z)));

    public static double Map<F>(double x, double y, double z) where F : struct, IDoubleFunction3 => Body<F, Lane<double>>(x, y, z);

    public static Vector128<double> Map<F>(Vector128<double> x, Vector128<double> y, Vector128<double> z)
        where F : struct, IDoubleFunction3 => Body<F, Lanes128<double>>(x, y, z);

    public static Vector256<double> Map<F>(Vector256<double> x, Vector256<double> y, Vector256<double> z)
        where F : struct, IDoubleFunction3 => Body<F, Lanes256<double>>(x, y, z);

    public static Vector512<double> Map<F>(Vector512<double> x, Vector512<double> y, Vector512<double> z)
        where F : struct, IDoubleFunction3 => Body<F, Lanes512<double>>(x, y, z);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static L Body<F, L>(L x, L y, L z)
        where F : struct, IDoubleFunction3
        where L : struct, ILanes<L, double> =>
        F.Apply(x, y, z);
}

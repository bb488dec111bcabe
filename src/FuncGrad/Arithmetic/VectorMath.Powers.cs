using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FuncGrad;

/// <content>Powers.</content>
public static partial class VectorMath
{
    /// <summary>x^y, with the special cases of C99: x^0 = 1^y = 1 even for NaN, NaN for x &lt; 0 and y not an integer.</summary>
    /// <param name="x">The base: any number.</param>
    /// <param name="y">The exponent: any number.</param>
    /// <returns>The power. Error: at most 0.51 ulp in double, 0.51 ulp in float.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static double Pow(double x, double y) => Power.Apply<Lane<double>>(x, y);

    /// <inheritdoc cref="Pow(double, double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<double> Pow(Vector128<double> x, Vector128<double> y) => Power.Apply<Lanes128<double>>(x, y);

    /// <inheritdoc cref="Pow(double, double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<double> Pow(Vector256<double> x, Vector256<double> y) => Power.Apply<Lanes256<double>>(x, y);

    /// <inheritdoc cref="Pow(double, double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Pow(Vector512<double> x, Vector512<double> y) => Power.Apply<Lanes512<double>>(x, y);

    /// <inheritdoc cref="Pow(double, double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Pow(float x, float y) => ThroughDouble.Map<Power>(x, y);

    /// <inheritdoc cref="Pow(double, double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Pow(Vector128<float> x, Vector128<float> y) => ThroughDouble.Map<Power>(x, y);

    /// <inheritdoc cref="Pow(double, double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Pow(Vector256<float> x, Vector256<float> y) => ThroughDouble.Map<Power>(x, y);

    /// <inheritdoc cref="Pow(double, double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Pow(Vector512<float> x, Vector512<float> y) => ThroughDouble.Map<Power>(x, y);

    /// <summary>
    /// x^n by multiplications in this order: the square s = x is squared until the lowest binary digit of |n| that is 1, where the
    /// result starts as s; for each higher digit s becomes s·s, and where the digit is 1 the result becomes result·s. A negative
    /// n gives 1 / x^|n|, and n = 0 gives 1 even for NaN.
    /// </summary>
    /// <param name="x">The base: any number.</param>
    /// <param name="n">The exponent, the same for all lanes.</param>
    /// <returns>The power. Error: about |n| / 2 ulp; for n &lt; 0 zero where x^|n| overflows.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double IntegerPower(double x, int n) =>
        RepeatedMultiplication.Apply<Lane<double>, double>(x, n, 1);

    /// <inheritdoc cref="IntegerPower(double, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> IntegerPower(Vector128<double> x, int n) =>
        RepeatedMultiplication.Apply<Lanes128<double>, double>(x, n, Vector128.Create(1d));

    /// <inheritdoc cref="IntegerPower(double, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> IntegerPower(Vector256<double> x, int n) =>
        RepeatedMultiplication.Apply<Lanes256<double>, double>(x, n, Vector256.Create(1d));

    /// <inheritdoc cref="IntegerPower(double, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> IntegerPower(Vector512<double> x, int n) =>
        RepeatedMultiplication.Apply<Lanes512<double>, double>(x, n, Vector512.Create(1d));

    /// <inheritdoc cref="IntegerPower(double, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float IntegerPower(float x, int n) =>
        RepeatedMultiplication.Apply<Lane<float>, float>(x, n, 1);

    /// <inheritdoc cref="IntegerPower(double, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> IntegerPower(Vector128<float> x, int n) =>
        RepeatedMultiplication.Apply<Lanes128<float>, float>(x, n, Vector128.Create(1f));

    /// <inheritdoc cref="IntegerPower(double, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> IntegerPower(Vector256<float> x, int n) =>
        RepeatedMultiplication.Apply<Lanes256<float>, float>(x, n, Vector256.Create(1f));

    /// <inheritdoc cref="IntegerPower(double, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> IntegerPower(Vector512<float> x, int n) =>
        RepeatedMultiplication.Apply<Lanes512<float>, float>(x, n, Vector512.Create(1f));
}

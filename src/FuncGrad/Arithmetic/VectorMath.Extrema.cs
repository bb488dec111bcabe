using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FuncGrad;

/// <content>Extrema.</content>
public static partial class VectorMath
{
    /// <summary>The larger of a and b as IEEE 754-2019 defines it: NaN if either is NaN, and +0 counts as larger than −0.</summary>
    /// <param name="a">Any number.</param>
    /// <param name="b">Any number.</param>
    /// <returns>a or b, exactly.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Maximum(double a, double b) => Lane<double>.Maximum(a, b);

    /// <inheritdoc cref="Maximum(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Maximum(Vector128<double> a, Vector128<double> b) => Lanes128<double>.Maximum(a, b);

    /// <inheritdoc cref="Maximum(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Maximum(Vector256<double> a, Vector256<double> b) => Lanes256<double>.Maximum(a, b);

    /// <inheritdoc cref="Maximum(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Maximum(Vector512<double> a, Vector512<double> b) => Lanes512<double>.Maximum(a, b);

    /// <inheritdoc cref="Maximum(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Maximum(float a, float b) => Lane<float>.Maximum(a, b);

    /// <inheritdoc cref="Maximum(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Maximum(Vector128<float> a, Vector128<float> b) => Lanes128<float>.Maximum(a, b);

    /// <inheritdoc cref="Maximum(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Maximum(Vector256<float> a, Vector256<float> b) => Lanes256<float>.Maximum(a, b);

    /// <inheritdoc cref="Maximum(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Maximum(Vector512<float> a, Vector512<float> b) => Lanes512<float>.Maximum(a, b);

    /// <summary>The smaller of a and b as IEEE 754-2019 defines it: NaN if either is NaN, and −0 counts as smaller than +0.</summary>
    /// <param name="a">Any number.</param>
    /// <param name="b">Any number.</param>
    /// <returns>a or b, exactly.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Minimum(double a, double b) => Lane<double>.Minimum(a, b);

    /// <inheritdoc cref="Minimum(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Minimum(Vector128<double> a, Vector128<double> b) => Lanes128<double>.Minimum(a, b);

    /// <inheritdoc cref="Minimum(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Minimum(Vector256<double> a, Vector256<double> b) => Lanes256<double>.Minimum(a, b);

    /// <inheritdoc cref="Minimum(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Minimum(Vector512<double> a, Vector512<double> b) => Lanes512<double>.Minimum(a, b);

    /// <inheritdoc cref="Minimum(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Minimum(float a, float b) => Lane<float>.Minimum(a, b);

    /// <inheritdoc cref="Minimum(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Minimum(Vector128<float> a, Vector128<float> b) => Lanes128<float>.Minimum(a, b);

    /// <inheritdoc cref="Minimum(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Minimum(Vector256<float> a, Vector256<float> b) => Lanes256<float>.Minimum(a, b);

    /// <inheritdoc cref="Minimum(double, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Minimum(Vector512<float> a, Vector512<float> b) => Lanes512<float>.Minimum(a, b);
}

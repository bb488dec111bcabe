using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FuncGrad;

/// <content>Circular functions and the arc tangent.</content>
public static partial class VectorMath
{
    /// <summary>The sine of x.</summary>
    /// <param name="x">An angle in radians of any magnitude: reduced exactly, however large.</param>
    /// <returns>Between −1 and 1; −0 for −0, NaN for ±∞. Error: at most 0.85 ulp in double, 0.51 ulp in float.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static double Sin(double x) => Sine.Apply<Lane<double>>(x);

    /// <inheritdoc cref="Sin(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<double> Sin(Vector128<double> x) => Sine.Apply<Lanes128<double>>(x);

    /// <inheritdoc cref="Sin(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<double> Sin(Vector256<double> x) => Sine.Apply<Lanes256<double>>(x);

    /// <inheritdoc cref="Sin(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Sin(Vector512<double> x) => Sine.Apply<Lanes512<double>>(x);

    /// <inheritdoc cref="Sin(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Sin(float x) => ThroughDouble.Map<Sine>(x);

    /// <inheritdoc cref="Sin(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Sin(Vector128<float> x) => ThroughDouble.Map<Sine>(x);

    /// <inheritdoc cref="Sin(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Sin(Vector256<float> x) => ThroughDouble.Map<Sine>(x);

    /// <inheritdoc cref="Sin(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Sin(Vector512<float> x) => ThroughDouble.Map<Sine>(x);

    /// <summary>The cosine of x.</summary>
    /// <param name="x">An angle in radians of any magnitude: reduced exactly, however large.</param>
    /// <returns>Between −1 and 1; NaN for ±∞. Error: at most 0.85 ulp in double, 0.51 ulp in float.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static double Cos(double x) => Cosine.Apply<Lane<double>>(x);

    /// <inheritdoc cref="Cos(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<double> Cos(Vector128<double> x) => Cosine.Apply<Lanes128<double>>(x);

    /// <inheritdoc cref="Cos(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<double> Cos(Vector256<double> x) => Cosine.Apply<Lanes256<double>>(x);

    /// <inheritdoc cref="Cos(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Cos(Vector512<double> x) => Cosine.Apply<Lanes512<double>>(x);

    /// <inheritdoc cref="Cos(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Cos(float x) => ThroughDouble.Map<Cosine>(x);

    /// <inheritdoc cref="Cos(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Cos(Vector128<float> x) => ThroughDouble.Map<Cosine>(x);

    /// <inheritdoc cref="Cos(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Cos(Vector256<float> x) => ThroughDouble.Map<Cosine>(x);

    /// <inheritdoc cref="Cos(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Cos(Vector512<float> x) => ThroughDouble.Map<Cosine>(x);

    /// <summary>The tangent of x.</summary>
    /// <param name="x">An angle in radians of any magnitude: reduced exactly, however large.</param>
    /// <returns>Finite for every finite x; −0 for −0, NaN for ±∞. Error: at most 1.2 ulp in double, 0.51 ulp in float.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static double Tan(double x) => Tangent.Apply<Lane<double>>(x);

    /// <inheritdoc cref="Tan(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<double> Tan(Vector128<double> x) => Tangent.Apply<Lanes128<double>>(x);

    /// <inheritdoc cref="Tan(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<double> Tan(Vector256<double> x) => Tangent.Apply<Lanes256<double>>(x);

    /// <inheritdoc cref="Tan(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Tan(Vector512<double> x) => Tangent.Apply<Lanes512<double>>(x);

    /// <inheritdoc cref="Tan(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Tan(float x) => ThroughDouble.Map<Tangent>(x);

    /// <inheritdoc cref="Tan(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Tan(Vector128<float> x) => ThroughDouble.Map<Tangent>(x);

    /// <inheritdoc cref="Tan(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Tan(Vector256<float> x) => ThroughDouble.Map<Tangent>(x);

    /// <inheritdoc cref="Tan(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Tan(Vector512<float> x) => ThroughDouble.Map<Tangent>(x);

    /// <summary>The arc tangent of x.</summary>
    /// <param name="x">Any number.</param>
    /// <returns>An angle in radians between −π/2 and π/2; −0 for −0. Error: at most 0.9 ulp in double, 0.51 ulp in float.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static double Atan(double x) => ArcTangent.Apply<Lane<double>>(x);

    /// <inheritdoc cref="Atan(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<double> Atan(Vector128<double> x) => ArcTangent.Apply<Lanes128<double>>(x);

    /// <inheritdoc cref="Atan(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<double> Atan(Vector256<double> x) => ArcTangent.Apply<Lanes256<double>>(x);

    /// <inheritdoc cref="Atan(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Atan(Vector512<double> x) => ArcTangent.Apply<Lanes512<double>>(x);

    /// <inheritdoc cref="Atan(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Atan(float x) => ThroughDouble.Map<ArcTangent>(x);

    /// <inheritdoc cref="Atan(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Atan(Vector128<float> x) => ThroughDouble.Map<ArcTangent>(x);

    /// <inheritdoc cref="Atan(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Atan(Vector256<float> x) => ThroughDouble.Map<ArcTangent>(x);

    /// <inheritdoc cref="Atan(double)"/>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Atan(Vector512<float> x) => ThroughDouble.Map<ArcTangent>(x);
}

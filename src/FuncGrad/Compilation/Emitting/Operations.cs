using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FuncGrad;

/// <summary>Operations of one number that generated code calls; small enough to be inlined into it.</summary>
internal static class ScalarOperations
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sqrt(double a) => Math.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Abs(double a) => Math.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double FusedMultiplyAdd(double a, double b, double c) => Math.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLess(double a, double b) => a < b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLessOrEqual(double a, double b) => a <= b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsEqual(double a, double b) => a == b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsUnequal(double a, double b) => a != b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Select(bool condition, double then, double otherwise) => condition ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Where(double condition, double then, double otherwise) => condition != 0 ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sign(double a) => a > 0 ? 1 : a < 0 ? -1 : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Relu(double a) => a <= 0 ? 0 : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sqrt(float a) => MathF.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Abs(float a) => MathF.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FusedMultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLess(float a, float b) => a < b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLessOrEqual(float a, float b) => a <= b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsEqual(float a, float b) => a == b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsUnequal(float a, float b) => a != b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Select(bool condition, float then, float otherwise) => condition ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Where(float condition, float then, float otherwise) => condition != 0 ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sign(float a) => a > 0 ? 1 : a < 0 ? -1 : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Relu(float a) => a <= 0 ? 0 : a;
}

/// <summary>Operations on registers that are several instructions.</summary>
internal static class VectorOperations
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Where(Vector128<double> condition, Vector128<double> then, Vector128<double> otherwise) =>
        Vector128.ConditionalSelect(Vector128.Equals(condition, Vector128<double>.Zero), otherwise, then);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Sign(Vector128<double> a) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(a, Vector128<double>.Zero), Vector128.Create(1.0),
            Vector128.ConditionalSelect(Vector128.LessThan(a, Vector128<double>.Zero), Vector128.Create(-1.0), a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Relu(Vector128<double> a) =>
        Vector128.ConditionalSelect(Vector128.LessThanOrEqual(a, Vector128<double>.Zero), Vector128<double>.Zero, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Where(Vector128<float> condition, Vector128<float> then, Vector128<float> otherwise) =>
        Vector128.ConditionalSelect(Vector128.Equals(condition, Vector128<float>.Zero), otherwise, then);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sign(Vector128<float> a) =>
        Vector128.ConditionalSelect(Vector128.GreaterThan(a, Vector128<float>.Zero), Vector128.Create(1f),
            Vector128.ConditionalSelect(Vector128.LessThan(a, Vector128<float>.Zero), Vector128.Create(-1f), a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Relu(Vector128<float> a) =>
        Vector128.ConditionalSelect(Vector128.LessThanOrEqual(a, Vector128<float>.Zero), Vector128<float>.Zero, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Where(Vector256<double> condition, Vector256<double> then, Vector256<double> otherwise) =>
        Vector256.ConditionalSelect(Vector256.Equals(condition, Vector256<double>.Zero), otherwise, then);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sign(Vector256<double> a) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(a, Vector256<double>.Zero), Vector256.Create(1.0),
            Vector256.ConditionalSelect(Vector256.LessThan(a, Vector256<double>.Zero), Vector256.Create(-1.0), a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Relu(Vector256<double> a) =>
        Vector256.ConditionalSelect(Vector256.LessThanOrEqual(a, Vector256<double>.Zero), Vector256<double>.Zero, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Where(Vector256<float> condition, Vector256<float> then, Vector256<float> otherwise) =>
        Vector256.ConditionalSelect(Vector256.Equals(condition, Vector256<float>.Zero), otherwise, then);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sign(Vector256<float> a) =>
        Vector256.ConditionalSelect(Vector256.GreaterThan(a, Vector256<float>.Zero), Vector256.Create(1f),
            Vector256.ConditionalSelect(Vector256.LessThan(a, Vector256<float>.Zero), Vector256.Create(-1f), a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Relu(Vector256<float> a) =>
        Vector256.ConditionalSelect(Vector256.LessThanOrEqual(a, Vector256<float>.Zero), Vector256<float>.Zero, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Where(Vector512<double> condition, Vector512<double> then, Vector512<double> otherwise) =>
        Vector512.ConditionalSelect(Vector512.Equals(condition, Vector512<double>.Zero), otherwise, then);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sign(Vector512<double> a) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(a, Vector512<double>.Zero), Vector512.Create(1.0),
            Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512<double>.Zero), Vector512.Create(-1.0), a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Relu(Vector512<double> a) =>
        Vector512.ConditionalSelect(Vector512.LessThanOrEqual(a, Vector512<double>.Zero), Vector512<double>.Zero, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Where(Vector512<float> condition, Vector512<float> then, Vector512<float> otherwise) =>
        Vector512.ConditionalSelect(Vector512.Equals(condition, Vector512<float>.Zero), otherwise, then);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sign(Vector512<float> a) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(a, Vector512<float>.Zero), Vector512.Create(1f),
            Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512<float>.Zero), Vector512.Create(-1f), a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Relu(Vector512<float> a) =>
        Vector512.ConditionalSelect(Vector512.LessThanOrEqual(a, Vector512<float>.Zero), Vector512<float>.Zero, a);
}

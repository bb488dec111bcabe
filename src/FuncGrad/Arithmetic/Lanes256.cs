using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FuncGrad;

/// <summary>256 bits: 4 doubles or 8 floats.</summary>
internal readonly struct Lanes256<T>(Vector256<T> value) : ILanes<Lanes256<T>, T>
    where T : struct
{
    private readonly Vector256<T> v = value;

    public static int Count => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lanes256<T>(Vector256<T> value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Vector256<T>(Lanes256<T> lanes) => lanes.v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Of(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> OfBits(long bits) => new(
        typeof(T) == typeof(double)
            ? Vector256.Create(bits).As<long, T>()
            : Vector256.Create((int)bits).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator +(Lanes256<T> a, Lanes256<T> b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> a, Lanes256<T> b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator *(Lanes256<T> a, Lanes256<T> b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator /(Lanes256<T> a, Lanes256<T> b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator -(Lanes256<T> a) => new(-a.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> MultiplyAdd(Lanes256<T> a, Lanes256<T> b, Lanes256<T> c) => new(
        typeof(T) == typeof(double)
            ? Vector256.FusedMultiplyAdd(a.v.As<T, double>(), b.v.As<T, double>(), c.v.As<T, double>()).As<double, T>()
            : Vector256.FusedMultiplyAdd(a.v.As<T, float>(), b.v.As<T, float>(), c.v.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Sqrt(Lanes256<T> a) => new(Vector256.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator &(Lanes256<T> a, Lanes256<T> b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator |(Lanes256<T> a, Lanes256<T> b) => new(a.v | b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator ^(Lanes256<T> a, Lanes256<T> b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator <(Lanes256<T> a, Lanes256<T> b) => new(Vector256.LessThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator >(Lanes256<T> a, Lanes256<T> b) => new(Vector256.GreaterThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator <=(Lanes256<T> a, Lanes256<T> b) => new(Vector256.LessThanOrEqual(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> operator >=(Lanes256<T> a, Lanes256<T> b) => new(Vector256.GreaterThanOrEqual(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> AreEqual(Lanes256<T> a, Lanes256<T> b) => new(Vector256.Equals(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Select(Lanes256<T> mask, Lanes256<T> whenTrue, Lanes256<T> whenFalse) =>
        new(Vector256.ConditionalSelect(mask.v, whenTrue.v, whenFalse.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes256<T> mask) => mask.v.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Lanes256<T> mask) => mask.v.ExtractMostSignificantBits() == (1u << Count) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> AtMost(Lanes256<T> x, Lanes256<T> bound) => new(Vector256.MinNative(bound.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> AtLeast(Lanes256<T> x, Lanes256<T> bound) => new(Vector256.MaxNative(bound.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Maximum(Lanes256<T> a, Lanes256<T> b) => new(Vector256.Max(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> Minimum(Lanes256<T> a, Lanes256<T> b) => new(Vector256.Min(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> AddBits(Lanes256<T> a, Lanes256<T> b) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() + b.v.AsInt64()).As<long, T>()
            : (a.v.AsInt32() + b.v.AsInt32()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> SubtractBits(Lanes256<T> a, Lanes256<T> b) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() - b.v.AsInt64()).As<long, T>()
            : (a.v.AsInt32() - b.v.AsInt32()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> MultiplyBits(Lanes256<T> a, Lanes256<T> b) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() * b.v.AsInt64()).As<long, T>()
            : (a.v.AsInt32() * b.v.AsInt32()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ShiftLeftBits(Lanes256<T> a, int count) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() << count).As<long, T>()
            : (a.v.AsInt32() << count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ShiftRightBits(Lanes256<T> a, int count) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() >> count).As<long, T>()
            : (a.v.AsInt32() >> count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256<T> ScaleByPowerOfTwo(Lanes256<T> x, Lanes256<T> k)
    {
        if (!Avx512F.VL.IsSupported) return PowersOfTwo.Scale<Lanes256<T>, T>(x, k);
        return new(typeof(T) == typeof(double)
            ? Avx512F.VL.Scale(x.v.As<T, double>(), k.v.As<T, double>()).As<double, T>()
            : Avx512F.VL.Scale(x.v.As<T, float>(), k.v.As<T, float>()).As<float, T>());
    }

    public T this[int lane] => v[lane];

    public Lanes256<T> With(int lane, T value) => v.WithElement(lane, value);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FuncGrad;

/// <summary>128 bits: 2 doubles or 4 floats.</summary>
internal readonly struct Lanes128<T>(Vector128<T> value) : ILanes<Lanes128<T>, T>
    where T : struct
{
    private readonly Vector128<T> v = value;

    public static int Count => Vector128<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lanes128<T>(Vector128<T> value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Vector128<T>(Lanes128<T> lanes) => lanes.v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Of(T value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> OfBits(long bits) => new(
        typeof(T) == typeof(double)
            ? Vector128.Create(bits).As<long, T>()
            : Vector128.Create((int)bits).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator +(Lanes128<T> a, Lanes128<T> b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> a, Lanes128<T> b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator *(Lanes128<T> a, Lanes128<T> b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator /(Lanes128<T> a, Lanes128<T> b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator -(Lanes128<T> a) => new(-a.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> MultiplyAdd(Lanes128<T> a, Lanes128<T> b, Lanes128<T> c) => new(
        typeof(T) == typeof(double)
            ? Vector128.FusedMultiplyAdd(a.v.As<T, double>(), b.v.As<T, double>(), c.v.As<T, double>()).As<double, T>()
            : Vector128.FusedMultiplyAdd(a.v.As<T, float>(), b.v.As<T, float>(), c.v.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Sqrt(Lanes128<T> a) => new(Vector128.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator &(Lanes128<T> a, Lanes128<T> b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator |(Lanes128<T> a, Lanes128<T> b) => new(a.v | b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator ^(Lanes128<T> a, Lanes128<T> b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator <(Lanes128<T> a, Lanes128<T> b) => new(Vector128.LessThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator >(Lanes128<T> a, Lanes128<T> b) => new(Vector128.GreaterThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator <=(Lanes128<T> a, Lanes128<T> b) => new(Vector128.LessThanOrEqual(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> operator >=(Lanes128<T> a, Lanes128<T> b) => new(Vector128.GreaterThanOrEqual(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> AreEqual(Lanes128<T> a, Lanes128<T> b) => new(Vector128.Equals(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Select(Lanes128<T> mask, Lanes128<T> whenTrue, Lanes128<T> whenFalse) =>
        new(Vector128.ConditionalSelect(mask.v, whenTrue.v, whenFalse.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes128<T> mask) => mask.v.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Lanes128<T> mask) => mask.v.ExtractMostSignificantBits() == (1u << Count) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> AtMost(Lanes128<T> x, Lanes128<T> bound) => new(Vector128.MinNative(bound.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> AtLeast(Lanes128<T> x, Lanes128<T> bound) => new(Vector128.MaxNative(bound.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Maximum(Lanes128<T> a, Lanes128<T> b) => new(Vector128.Max(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> Minimum(Lanes128<T> a, Lanes128<T> b) => new(Vector128.Min(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> AddBits(Lanes128<T> a, Lanes128<T> b) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() + b.v.AsInt64()).As<long, T>()
            : (a.v.AsInt32() + b.v.AsInt32()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> SubtractBits(Lanes128<T> a, Lanes128<T> b) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() - b.v.AsInt64()).As<long, T>()
            : (a.v.AsInt32() - b.v.AsInt32()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> MultiplyBits(Lanes128<T> a, Lanes128<T> b) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() * b.v.AsInt64()).As<long, T>()
            : (a.v.AsInt32() * b.v.AsInt32()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ShiftLeftBits(Lanes128<T> a, int count) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() << count).As<long, T>()
            : (a.v.AsInt32() << count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ShiftRightBits(Lanes128<T> a, int count) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() >> count).As<long, T>()
            : (a.v.AsInt32() >> count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128<T> ScaleByPowerOfTwo(Lanes128<T> x, Lanes128<T> k)
    {
        if (!Avx512F.VL.IsSupported) return PowersOfTwo.Scale<Lanes128<T>, T>(x, k);
        return new(typeof(T) == typeof(double)
            ? Avx512F.VL.Scale(x.v.As<T, double>(), k.v.As<T, double>()).As<double, T>()
            : Avx512F.VL.Scale(x.v.As<T, float>(), k.v.As<T, float>()).As<float, T>());
    }

    public T this[int lane] => v[lane];

    public Lanes128<T> With(int lane, T value) => v.WithElement(lane, value);
}

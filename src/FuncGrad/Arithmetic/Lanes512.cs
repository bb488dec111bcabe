using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FuncGrad;

/// <summary>512 bits: 8 doubles or 16 floats.</summary>
internal readonly struct Lanes512<T>(Vector512<T> value) : ILanes<Lanes512<T>, T>
    where T : struct
{
    private readonly Vector512<T> v = value;

    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lanes512<T>(Vector512<T> value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Vector512<T>(Lanes512<T> lanes) => lanes.v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Of(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> OfBits(long bits) => new(
        typeof(T) == typeof(double)
            ? Vector512.Create(bits).As<long, T>()
            : Vector512.Create((int)bits).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator +(Lanes512<T> a, Lanes512<T> b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> a, Lanes512<T> b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator *(Lanes512<T> a, Lanes512<T> b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator /(Lanes512<T> a, Lanes512<T> b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator -(Lanes512<T> a) => new(-a.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> MultiplyAdd(Lanes512<T> a, Lanes512<T> b, Lanes512<T> c) => new(
        typeof(T) == typeof(double)
            ? Vector512.FusedMultiplyAdd(a.v.As<T, double>(), b.v.As<T, double>(), c.v.As<T, double>()).As<double, T>()
            : Vector512.FusedMultiplyAdd(a.v.As<T, float>(), b.v.As<T, float>(), c.v.As<T, float>()).As<float, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Sqrt(Lanes512<T> a) => new(Vector512.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator &(Lanes512<T> a, Lanes512<T> b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator |(Lanes512<T> a, Lanes512<T> b) => new(a.v | b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator ^(Lanes512<T> a, Lanes512<T> b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator <(Lanes512<T> a, Lanes512<T> b) => new(Vector512.LessThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator >(Lanes512<T> a, Lanes512<T> b) => new(Vector512.GreaterThan(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator <=(Lanes512<T> a, Lanes512<T> b) => new(Vector512.LessThanOrEqual(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> operator >=(Lanes512<T> a, Lanes512<T> b) => new(Vector512.GreaterThanOrEqual(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> AreEqual(Lanes512<T> a, Lanes512<T> b) => new(Vector512.Equals(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Select(Lanes512<T> mask, Lanes512<T> whenTrue, Lanes512<T> whenFalse) =>
        new(Vector512.ConditionalSelect(mask.v, whenTrue.v, whenFalse.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lanes512<T> mask) => mask.v.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Lanes512<T> mask) => mask.v.ExtractMostSignificantBits() == (1ul << Count) - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> AtMost(Lanes512<T> x, Lanes512<T> bound) => new(Vector512.MinNative(bound.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> AtLeast(Lanes512<T> x, Lanes512<T> bound) => new(Vector512.MaxNative(bound.v, x.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Maximum(Lanes512<T> a, Lanes512<T> b) => new(Vector512.Max(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> Minimum(Lanes512<T> a, Lanes512<T> b) => new(Vector512.Min(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> AddBits(Lanes512<T> a, Lanes512<T> b) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() + b.v.AsInt64()).As<long, T>()
            : (a.v.AsInt32() + b.v.AsInt32()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> SubtractBits(Lanes512<T> a, Lanes512<T> b) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() - b.v.AsInt64()).As<long, T>()
            : (a.v.AsInt32() - b.v.AsInt32()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> MultiplyBits(Lanes512<T> a, Lanes512<T> b) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() * b.v.AsInt64()).As<long, T>()
            : (a.v.AsInt32() * b.v.AsInt32()).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> ShiftLeftBits(Lanes512<T> a, int count) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() << count).As<long, T>()
            : (a.v.AsInt32() << count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> ShiftRightBits(Lanes512<T> a, int count) => new(
        typeof(T) == typeof(double)
            ? (a.v.AsInt64() >> count).As<long, T>()
            : (a.v.AsInt32() >> count).As<int, T>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512<T> ScaleByPowerOfTwo(Lanes512<T> x, Lanes512<T> k)
    {
        if (!Avx512F.IsSupported) return PowersOfTwo.Scale<Lanes512<T>, T>(x, k);
        return new(typeof(T) == typeof(double)
            ? Avx512F.Scale(x.v.As<T, double>(), k.v.As<T, double>()).As<double, T>()
            : Avx512F.Scale(x.v.As<T, float>(), k.v.As<T, float>()).As<float, T>());
    }

    public T this[int lane] => v[lane];

    public Lanes512<T> With(int lane, T value) => v.WithElement(lane, value);
}

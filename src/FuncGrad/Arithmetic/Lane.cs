using System.Numerics;
using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>One number: the plain scalar meaning that every wider type must reproduce.</summary>
internal readonly struct Lane<T>(T value) : ILanes<Lane<T>, T>
    where T : struct, IBinaryFloatingPointIeee754<T>
{
    private readonly T v = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator Lane<T>(T value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator T(Lane<T> lane) => lane.v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Of(T value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> OfBits(long bits) => new(
        typeof(T) == typeof(double)
            ? Unsafe.BitCast<long, T>(bits)
            : Unsafe.BitCast<int, T>((int)bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator +(Lane<T> a, Lane<T> b) => new(a.v + b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator -(Lane<T> a, Lane<T> b) => new(a.v - b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator *(Lane<T> a, Lane<T> b) => new(a.v * b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator /(Lane<T> a, Lane<T> b) => new(a.v / b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator -(Lane<T> a) => new(-a.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> MultiplyAdd(Lane<T> a, Lane<T> b, Lane<T> c) => new(T.FusedMultiplyAdd(a.v, b.v, c.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Sqrt(Lane<T> a) => new(T.Sqrt(a.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator &(Lane<T> a, Lane<T> b) => new(a.v & b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator |(Lane<T> a, Lane<T> b) => new(a.v | b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator ^(Lane<T> a, Lane<T> b) => new(a.v ^ b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator <(Lane<T> a, Lane<T> b) => Mask(a.v < b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator >(Lane<T> a, Lane<T> b) => Mask(a.v > b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator <=(Lane<T> a, Lane<T> b) => Mask(a.v <= b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> operator >=(Lane<T> a, Lane<T> b) => Mask(a.v >= b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> AreEqual(Lane<T> a, Lane<T> b) => Mask(a.v == b.v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Select(Lane<T> mask, Lane<T> whenTrue, Lane<T> whenFalse) => Any(mask) ? whenTrue : whenFalse;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Lane<T> mask) => typeof(T) == typeof(double)
        ? Unsafe.BitCast<T, long>(mask.v) != 0
        : Unsafe.BitCast<T, int>(mask.v) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Lane<T> mask) => Any(mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> AtMost(Lane<T> x, Lane<T> bound) => bound.v < x.v ? bound : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> AtLeast(Lane<T> x, Lane<T> bound) => bound.v > x.v ? bound : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Maximum(Lane<T> a, Lane<T> b) => new(T.Max(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> Minimum(Lane<T> a, Lane<T> b) => new(T.Min(a.v, b.v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> AddBits(Lane<T> a, Lane<T> b) => new(
        typeof(T) == typeof(double)
            ? Unsafe.BitCast<long, T>(Unsafe.BitCast<T, long>(a.v) + Unsafe.BitCast<T, long>(b.v))
            : Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(a.v) + Unsafe.BitCast<T, int>(b.v)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> SubtractBits(Lane<T> a, Lane<T> b) => new(
        typeof(T) == typeof(double)
            ? Unsafe.BitCast<long, T>(Unsafe.BitCast<T, long>(a.v) - Unsafe.BitCast<T, long>(b.v))
            : Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(a.v) - Unsafe.BitCast<T, int>(b.v)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> MultiplyBits(Lane<T> a, Lane<T> b) => new(
        typeof(T) == typeof(double)
            ? Unsafe.BitCast<long, T>(Unsafe.BitCast<T, long>(a.v) * Unsafe.BitCast<T, long>(b.v))
            : Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(a.v) * Unsafe.BitCast<T, int>(b.v)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> ShiftLeftBits(Lane<T> a, int count) => new(
        typeof(T) == typeof(double)
            ? Unsafe.BitCast<long, T>(Unsafe.BitCast<T, long>(a.v) << count)
            : Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(a.v) << count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> ShiftRightBits(Lane<T> a, int count) => new(
        typeof(T) == typeof(double)
            ? Unsafe.BitCast<long, T>(Unsafe.BitCast<T, long>(a.v) >> count)
            : Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(a.v) >> count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane<T> ScaleByPowerOfTwo(Lane<T> x, Lane<T> k) => PowersOfTwo.Scale<Lane<T>, T>(x, k);

    public T this[int lane] => v;

    public Lane<T> With(int lane, T value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lane<T> Mask(bool condition) => OfBits(condition ? -1L : 0L);
}

using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// An unevaluated sum high + low of two doubles, about 106 bits. Source: Dekker, A floating-point technique for extending the
/// available precision, 1971, doi:10.1007/BF01397083; products by fused multiply-add.
/// </summary>
internal readonly struct DoubleDouble<L>(L high, L low)
    where L : struct, ILanes<L, double>
{
    public readonly L High = high;
    public readonly L Low = low;

    /// <summary>a + b exactly, where a is zero or has no smaller exponent than b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble<L> Sum(L a, L b)
    {
        var sum = a + b;
        return new(sum, b - (sum - a));
    }

    /// <summary>a·b exactly, barring underflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble<L> Product(L a, L b)
    {
        var product = a * b;
        return new(product, L.MultiplyAdd(a, b, -product));
    }

    /// <summary>The constant a + b, plus a double of smaller magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble<L> Sum(double a, double b, L term)
    {
        var sum = Sum(L.Of(a), term);
        return new(sum.High, sum.Low + L.Of(b));
    }

    /// <summary>The constant a + b, plus a term of smaller magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble<L> Sum(double a, double b, DoubleDouble<L> term)
    {
        var sum = Sum(L.Of(a), term.High);
        return new(sum.High, sum.Low + (term.Low + L.Of(b)));
    }

    /// <summary>The sum with a term of smaller magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble<L> operator +(DoubleDouble<L> a, DoubleDouble<L> b)
    {
        var sum = Sum(a.High, b.High);
        return new(sum.High, sum.Low + (a.Low + b.Low));
    }

    /// <summary>The product; the square of the low parts, below 2^-106 of it, is left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble<L> operator *(DoubleDouble<L> a, DoubleDouble<L> b)
    {
        var product = Product(a.High, b.High);
        return new(product.High, L.MultiplyAdd(a.Low, b.High, L.MultiplyAdd(a.High, b.Low, product.Low)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble<L> operator *(L a, DoubleDouble<L> b)
    {
        var product = Product(a, b.High);
        return new(product.High, L.MultiplyAdd(a, b.Low, product.Low));
    }
}

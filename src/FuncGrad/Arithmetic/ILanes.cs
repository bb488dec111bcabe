namespace FuncGrad;

/// <summary>
/// One or more numbers that are computed side by side, with only those operations whose result IEEE 754 fixes to the last bit.
/// A function written once over this interface therefore gives the same bits at every width and on every machine.
/// </summary>
/// <remarks>
/// A comparison gives a mask: all bits of a lane set for true, none for false. Bit operations act on the binary
/// representation, and "bits" in a name says that a lane is read as an integer of the element's size.
/// No estimates (reciprocal, reciprocal square root, contracted a·b + c): they differ between processors.
/// Which of several NaNs comes out is the processor's choice: any NaN counts as the same.
/// </remarks>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="TElement">double or float.</typeparam>
internal interface ILanes<TSelf, TElement>
    where TSelf : struct, ILanes<TSelf, TElement>
    where TElement : struct
{
    static abstract int Count { get; }

    static abstract TSelf Of(TElement value);

    /// <summary>Every lane with this bit pattern; for float the low 32 bits.</summary>
    static abstract TSelf OfBits(long bits);

    static abstract TSelf operator +(TSelf a, TSelf b);
    static abstract TSelf operator -(TSelf a, TSelf b);
    static abstract TSelf operator *(TSelf a, TSelf b);
    static abstract TSelf operator /(TSelf a, TSelf b);
    static abstract TSelf operator -(TSelf a);

    /// <summary>a·b + c in one rounding.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    static abstract TSelf Sqrt(TSelf a);

    static abstract TSelf operator &(TSelf a, TSelf b);
    static abstract TSelf operator |(TSelf a, TSelf b);
    static abstract TSelf operator ^(TSelf a, TSelf b);

    static abstract TSelf operator <(TSelf a, TSelf b);
    static abstract TSelf operator >(TSelf a, TSelf b);
    static abstract TSelf operator <=(TSelf a, TSelf b);
    static abstract TSelf operator >=(TSelf a, TSelf b);
    static abstract TSelf AreEqual(TSelf a, TSelf b);

    /// <summary>Per lane <paramref name="whenTrue"/> where the mask is set, else <paramref name="whenFalse"/>.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whenTrue, TSelf whenFalse);

    /// <summary>Whether the mask is set in at least one lane.</summary>
    static abstract bool Any(TSelf mask);

    /// <summary>Whether the mask is set in every lane.</summary>
    static abstract bool All(TSelf mask);

    /// <summary>The smaller of a bound that is not NaN and x; NaN where x is NaN.</summary>
    static abstract TSelf AtMost(TSelf x, TSelf bound);

    /// <summary>The larger of a bound that is not NaN and x; NaN where x is NaN.</summary>
    static abstract TSelf AtLeast(TSelf x, TSelf bound);

    /// <summary>IEEE 754-2019 maximum: NaN if either is NaN, and +0 above −0.</summary>
    static abstract TSelf Maximum(TSelf a, TSelf b);

    /// <summary>IEEE 754-2019 minimum: NaN if either is NaN, and −0 below +0.</summary>
    static abstract TSelf Minimum(TSelf a, TSelf b);

    static abstract TSelf AddBits(TSelf a, TSelf b);
    static abstract TSelf SubtractBits(TSelf a, TSelf b);
    static abstract TSelf ShiftLeftBits(TSelf a, int count);

    /// <summary>The low bits of the product of two integers.</summary>
    static abstract TSelf MultiplyBits(TSelf a, TSelf b);

    /// <summary>Shifts right and fills with the sign bit.</summary>
    static abstract TSelf ShiftRightBits(TSelf a, int count);

    /// <summary>x·2^k in one rounding, for integral k of magnitude up to 2 × the exponent range.</summary>
    static abstract TSelf ScaleByPowerOfTwo(TSelf x, TSelf k);

    TElement this[int lane] { get; }

    TSelf With(int lane, TElement value);
}

namespace FuncGrad;

/// <summary>The width of the numbers a run computes with.</summary>
public enum Precision
{
    /// <summary>IEEE 754 binary64, the default everywhere.</summary>
    Double,

    /// <summary>IEEE 754 binary32: half the memory and twice the lanes; chaotic sweeps change visibly (one pixel in five).</summary>
    Float,
}

internal static class PrecisionRounding
{
    /// <summary>
    /// The nearest number of this precision. For + − × ÷ √ of two floats, computing in double and rounding once is the same as computing
    /// in float (53 ≥ 2·24 + 2 bits: Figueroa, "When is double rounding innocuous?", 1995).
    /// </summary>
    public static double Round(this Precision precision, double value) => precision == Precision.Double ? value : (float)value;
}

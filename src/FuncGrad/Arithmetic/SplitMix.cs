namespace FuncGrad;

/// <summary>
/// Numbers that look random, of numbers: the parts of SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2714064.2660195).
/// </summary>
internal static class SplitMix
{
    /// <summary>2⁶⁴ / φ, odd: what is added from draw to draw.</summary>
    public const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>Between the shifts by 30, 27 and 31 (Stafford's variant 13).</summary>
    public const ulong FirstFactor = 0xBF58476D1CE4E5B9, SecondFactor = 0x94D049BB133111EB;

    /// <summary>A bijection of 64 bits in which every input bit changes every output bit with probability ½.</summary>
    public static ulong Mixed(ulong x)
    {
        x = (x ^ (x >> 30)) * FirstFactor;
        x = (x ^ (x >> 27)) * SecondFactor;
        return x ^ (x >> 31);
    }
}

namespace FuncGrad;

/// <summary>Numbers that look random, of numbers: the parts of SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2714064.2660195).</summary>
internal static class SplitMix
{
    /// <summary>2⁶⁴ / φ, odd: what is added from draw to draw.</summary>
    public const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    /// <summary>A bijection of 64 bits in which every input bit changes every output bit with probability ½ (Stafford's variant 13).</summary>
    public static ulong Mixed(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}

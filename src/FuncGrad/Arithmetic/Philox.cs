namespace FuncGrad;

/// <summary>
/// Philox4x32-10: a bijection of 128-bit counters for each 64-bit key whose output passes BigCrush, so that a random number is a pure
/// function of where it stands (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
/// doi:10.1145/2063384.2063405).
/// </summary>
internal static class Philox
{
    private const int Rounds = 10;

    /// <summary>The 128 bits at a counter, as two 64-bit words, low first.</summary>
    public static (ulong Low, ulong High) Bits(ulong counterLow, ulong counterHigh, ulong key)
    {
        var (c0, c1, c2, c3) = ((uint)counterLow, (uint)(counterLow >> 32), (uint)counterHigh, (uint)(counterHigh >> 32));
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var left = (ulong)c0 * 0xD2511F53;
            var right = (ulong)c2 * 0xCD9E8D57;
            (c0, c1, c2, c3) = ((uint)(right >> 32) ^ c1 ^ k0, (uint)right, (uint)(left >> 32) ^ c3 ^ k1, (uint)left);
            (k0, k1) = (k0 + 0x9E3779B9, k1 + 0xBB67AE85);
        }
        return (c0 | ((ulong)c1 << 32), c2 | ((ulong)c3 << 32));
    }
}

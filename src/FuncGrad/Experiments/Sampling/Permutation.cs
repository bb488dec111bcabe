using System.Numerics;

namespace FuncGrad;

/// <summary>
/// A pseudo-random permutation of 0 ... count − 1 that is evaluated at one place without making the others: a Feistel network over the next
/// even power of two, walked along its cycle until it lands inside (Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA
/// 2002, doi:10.1007/3-540-45760-7_9).
/// </summary>
internal readonly struct Permutation
{
    private const int Rounds = 6;
    private readonly Randomness _keys;
    private readonly ulong _count;
    private readonly int _halfBits;

    /// <summary>The permutation of <paramref name="count"/> numbers, 1 to 2⁶², that belongs to a stream.</summary>
    public Permutation(Randomness keys, long count)
    {
        _keys = keys;
        _count = (ulong)count;
        _halfBits = (65 - BitOperations.LeadingZeroCount(_count - 1)) / 2;
    }

    /// <summary>Where <paramref name="index"/>, 0 to count − 1, goes; a bijection.</summary>
    public long this[long index]
    {
        get
        {
            // The network permutes fewer than 4·count numbers, so a walk takes fewer than 4 turns on average, and it ends: it comes back to
            // index at the latest.
            var place = (ulong)index;
            do place = Network(place); while (place >= _count);
            return (long)place;
        }
    }

    private ulong Network(ulong value)
    {
        var mask = (1UL << _halfBits) - 1;
        var (left, right) = (value >> _halfBits, value & mask);
        for (var round = 0; round < Rounds; round++)
            (left, right) = (right, left ^ (SplitMix.Mixed(right ^ _keys.Bits(round)) & mask));
        return (left << _halfBits) | right;
    }
}

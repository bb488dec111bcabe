using System.Numerics;

namespace FuncGrad;

/// <summary>
/// The Sobol sequence: points of the unit cube that fill it evenly, the first 2ᵏ of them one in each of 2ᵏ equal intervals of every axis.
/// A point is a pure function of its index (Sobol 1967; direction numbers of Joe and Kuo 2008), in the order of the index, not of its Gray
/// code.
/// </summary>
/// <remarks>
/// Seed 0 is the plain sequence, whose point 0 is the corner 0. Any other seed scrambles it as Owen does ("Randomly permuted (t,m,s)-nets
/// and (t,s)-sequences", 1995): each bit is flipped by chance of the bits above it, which keeps the even filling and makes every point
/// uniform.
/// </remarks>
internal sealed class SobolSequence
{
    /// <summary>So many points have coordinates that differ: 2⁵².</summary>
    public const long Points = 1L << Bits;

    private const int Bits = 52;
    private readonly ulong[] _directions;
    private readonly Randomness? _flips;

    /// <summary>One coordinate of all points.</summary>
    /// <param name="dimension">0 to <see cref="DirectionNumbers.Dimensions"/> − 1.</param>
    /// <param name="seed">0 for the plain sequence.</param>
    public SobolSequence(int dimension, long seed)
    {
        _directions = Directions(dimension);
        _flips = seed == 0 ? null : new Randomness(seed, $"sobol.{dimension}");
    }

    /// <summary>The coordinate of a point, in [0, 1), a multiple of 2⁻⁵².</summary>
    /// <param name="index">0 to 2⁵² − 1.</param>
    public double At(long index)
    {
        var point = 0UL;
        for (var rest = (ulong)index; rest != 0; rest &= rest - 1) point ^= _directions[BitOperations.TrailingZeroCount(rest)];
        if (_flips is { } flips) point = Scrambled(point, flips);
        return point * (1.0 / Points);
    }

    private static ulong[] Directions(int dimension) =>
        [.. DirectionNumbers.Of(dimension, Bits).Select((number, i) => number << (Bits - 1 - i))];

    private static ulong Scrambled(ulong point, Randomness flips)
    {
        var scrambled = point;
        for (var bit = Bits - 1; bit >= 0; bit--)
        {
            // The bits above, with a 1 before them, name a node of the binary tree of intervals; each node has its own coin.
            var node = (point >> (bit + 1)) | (1UL << (Bits - 1 - bit));
            scrambled ^= (SplitMix.Mixed(flips.Bits(0) ^ SplitMix.Mixed(node)) & 1) << bit;
        }
        return scrambled;
    }
}

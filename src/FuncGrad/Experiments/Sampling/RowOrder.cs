using System.Globalization;

namespace FuncGrad;

/// <summary>
/// A shuffled order of rows: a pure function of (seed, purpose), small enough to be written again in any language. The draws are SplitMix64
/// (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, doi:10.1145/2660193.2660195) from the first
/// number of the stream (seed, purpose); the shuffle is that of Fisher and Yates from the last place to the first; a place is the high half
/// of draw · places (Lemire 2019, doi:10.1145/3230636, without its rejection).
/// </summary>
internal static class RowOrder
{
    /// <summary>Which row stands at each place.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="purpose">What the order is for.</param>
    /// <param name="rows">How many rows there are.</param>
    public static int[] Shuffled(long seed, string purpose, int rows)
    {
        var order = new int[rows];
        Shuffle(seed, purpose, order);
        return order;
    }

    /// <summary>The same into memory that is there.</summary>
    public static void Shuffle(long seed, string purpose, Span<int> order)
    {
        for (var row = 0; row < order.Length; row++) order[row] = row;
        var state = Start(seed, purpose);
        for (var last = order.Length - 1; last > 0; last--)
        {
            var place = Place(ref state, last + 1);
            (order[last], order[place]) = (order[place], order[last]);
        }
    }

    /// <summary>Rows drawn with replacement, as many as there are.</summary>
    public static void Draw(long seed, string purpose, Span<int> order)
    {
        var state = Start(seed, purpose);
        for (var place = 0; place < order.Length; place++) order[place] = Place(ref state, order.Length);
    }

    /// <summary>What the order of an epoch is for.</summary>
    public static string PurposeOf(long epoch) => string.Create(CultureInfo.InvariantCulture, $"batch.{epoch}");

    private static ulong Start(long seed, string purpose) => new Randomness(seed, purpose).Bits(0);

    private static int Place(ref ulong state, int places)
    {
        state += SplitMix.GoldenGamma;
        return (int)Math.BigMul(SplitMix.Mixed(state), (ulong)places, out _);
    }
}

namespace FuncGrad;

/// <summary>How the points of a sampled sweep are chosen.</summary>
public enum SamplingKind
{
    /// <summary>Independent and uniform.</summary>
    Random,

    /// <summary>A Sobol sequence: low discrepancy in all dimensions together (Sobol 1967, Joe and Kuo 2008).</summary>
    Sobol,

    /// <summary>
    /// One point in each of <c>count</c> equal strata of every axis (McKay, Beckman and Conover 1979, doi:10.2307/1268522).
    /// </summary>
    LatinHypercube,
}

/// <summary>The sampling of a sweep: every point is a pure function of its index, so that a sample can be cut anywhere.</summary>
/// <param name="Count">The number of points, 1 or more.</param>
/// <param name="By">The kind.</param>
/// <param name="Seed">0 or more. With Sobol, 0 is the plain sequence, any other seed an Owen scrambling of it.</param>
public sealed record Sampling(long Count, SamplingKind By, long Seed = 0)
{
    /// <summary>The most axes a Sobol sample can have, 64: as many direction numbers are carried.</summary>
    public static int SobolDimensions => DirectionNumbers.Dimensions;

    /// <summary>
    /// The most points a sample can have: beyond 2⁵² points of Sobol's repeat, and beyond 2³⁵ a double has no room for a place within a
    /// stratum.
    /// </summary>
    internal static long MostPoints(SamplingKind by) => by switch
    {
        SamplingKind.Sobol => SobolSequence.Points,
        SamplingKind.LatinHypercube => 1L << (51 - PlaceBits),
        _ => 1L << 53, // the largest number of a setting
    };

    // Random bits within a stratum, and never its edge: so that rounding cannot push a point into the next one.
    private const int PlaceBits = 16;

    /// <summary>
    /// One coordinate of the points, in [0, 1), as a function of their index. No dimension needs the others, however many there are.
    /// </summary>
    /// <param name="dimension">0-based.</param>
    internal Func<long, double> Coordinate(int dimension) => By switch
    {
        SamplingKind.Sobol => new SobolSequence(dimension, Seed).At,
        SamplingKind.LatinHypercube => LatinHypercube(dimension),
        _ => Stream("random", dimension).Uniform,
    };

    private Func<long, double> LatinHypercube(int dimension)
    {
        var (strata, places) =
            (new Permutation(Stream("latin_hypercube.stratum", dimension), Count), Stream("latin_hypercube.place", dimension));
        return index => (strata[index] + (((places.Bits(index) >> (64 - PlaceBits)) + 0.5) / (1 << PlaceBits))) / Count;
    }

    private Randomness Stream(string purpose, int dimension) => new(Seed, $"{purpose}.{dimension}");
}

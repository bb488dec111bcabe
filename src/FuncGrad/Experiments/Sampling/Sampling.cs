namespace FuncGrad;

/// <summary>How the points of a sampled sweep are chosen.</summary>
public enum SamplingKind
{
    /// <summary>Independent and uniform.</summary>
    Random,

    /// <summary>A Sobol sequence: low discrepancy in all dimensions together (Sobol 1967, Joe and Kuo 2008).</summary>
    Sobol,

    /// <summary>One point in each of <c>count</c> equal strata of every axis (McKay, Beckman and Conover 1979, doi:10.2307/1268522).</summary>
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

    /// <summary>The coordinates of a point as a function of (index, dimension), each in [0, 1).</summary>
    internal Func<long, int, double> Points(int dimensions) => By switch
    {
        SamplingKind.Sobol => new SobolSequence(dimensions, Seed).At,
        SamplingKind.LatinHypercube => LatinHypercube(dimensions),
        _ => Independent(dimensions),
    };

    private Func<long, int, double> Independent(int dimensions)
    {
        var streams = Streams("random", dimensions);
        return (index, dimension) => streams[dimension].Uniform(index);
    }

    // 16 random bits within a stratum, and never its edge: so that rounding cannot push a point into the next one.
    private Func<long, int, double> LatinHypercube(int dimensions)
    {
        var strata = Streams("latin_hypercube.stratum", dimensions).Select(keys => new Permutation(keys, Count)).ToArray();
        var places = Streams("latin_hypercube.place", dimensions);
        return (index, dimension) => (strata[dimension][index] + (((places[dimension].Bits(index) >> 48) + 0.5) / 65536)) / Count;
    }

    private Randomness[] Streams(string purpose, int dimensions) =>
        [.. Enumerable.Range(0, dimensions).Select(dimension => new Randomness(Seed, $"{purpose}.{dimension}"))];
}

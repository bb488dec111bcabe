using Xunit;

namespace FuncGrad.Tests;

public sealed class SamplingTests
{
    /// <summary>The first points in two and three dimensions as printed in the literature: Joe and Kuo's sobol.cc, in Gray code order, sorted.</summary>
    [Fact]
    public void The_first_points_of_the_Sobol_sequence_are_the_published_ones()
    {
        SobolSequence[] sobol = [.. Enumerable.Range(0, 3).Select(d => new SobolSequence(d, seed: 0))];
        double[][] published = [[0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75], [0.375, 0.375, 0.625], [0.875, 0.875, 0.125], [0.625, 0.125, 0.875], [0.125, 0.625, 0.375]];
        var points = Enumerable.Range(0, 8).Select(i => Enumerable.Range(0, 3).Select(d => sobol[d].At(GrayCode(i))).ToArray());
        Assert.Equal(published, points);
    }

    private static long GrayCode(long index) => index ^ (index >> 1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12345)]
    public void The_first_powers_of_two_of_Sobol_points_lie_one_in_each_interval_of_every_axis(long seed)
    {
        for (var dimension = 0; dimension < Sampling.SobolDimensions; dimension++)
            for (var k = 0; k <= 10; k++)
                AssertOneInEach(1 << k, new SobolSequence(dimension, seed).At);
    }

    /// <summary>Property A of Sobol, which Joe and Kuo's table has: the first 2ᵈ points lie one in each orthant of the d-dimensional cube.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    public void The_direction_numbers_have_property_A(long seed)
    {
        const int d = 14;
        SobolSequence[] sobol = [.. Enumerable.Range(0, d).Select(dimension => new SobolSequence(dimension, seed))];
        Assert.Equal(1 << d, Enumerable.Range(0, 1 << d)
            .Select(i => Enumerable.Range(0, d).Sum(dimension => (int)(sobol[dimension].At(i) * 2) << dimension)).Distinct().Count());
        for (var dimensions = 1; dimensions <= DirectionNumbers.Dimensions; dimensions++) Assert.Equal(dimensions, RankOfLeadingBits(dimensions));
    }

    private static int RankOfLeadingBits(int dimensions)
    {
        var rows = Enumerable.Range(0, dimensions).Select(d => DirectionNumbers.Of(d, dimensions)
            .Select((number, k) => ((number >> (k == 0 || d == 0 ? 0 : k)) & 1 & (d == 0 && k > 0 ? 0UL : 1UL)) << k).Aggregate(0UL, (row, bit) => row | bit)).ToArray();
        var rank = 0;
        for (var column = 0; column < dimensions; column++)
        {
            var pivot = Array.FindIndex(rows, rank, row => ((row >> column) & 1) == 1);
            if (pivot < 0) continue;
            (rows[rank], rows[pivot]) = (rows[pivot], rows[rank]);
            for (var row = 0; row < dimensions; row++)
                if (row != rank && ((rows[row] >> column) & 1) == 1) rows[row] ^= rows[rank];
            rank++;
        }
        return rank;
    }

    [Fact]
    public void Direction_numbers_are_odd_and_below_their_power_of_two()
    {
        for (var dimension = 0; dimension < DirectionNumbers.Dimensions; dimension++)
        {
            var numbers = DirectionNumbers.Of(dimension, 52);
            for (var i = 0; i < numbers.Length; i++) Assert.True((numbers[i] & 1) == 1 && numbers[i] < 1UL << (i + 1), $"m{i + 1} of dimension {dimension}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(4097)]
    public void A_Latin_hypercube_has_one_point_in_each_stratum_of_every_axis(int count)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var sample = new Sampling(count, SamplingKind.LatinHypercube, seed);
            for (var dimension = 0; dimension < 4; dimension++) AssertOneInEach(count, sample.Coordinate(dimension));
        }
    }

    [Theory]
    [InlineData(SamplingKind.Random)]
    [InlineData(SamplingKind.Sobol)]
    [InlineData(SamplingKind.LatinHypercube)]
    public void Axes_of_a_sample_are_not_correlated(SamplingKind kind)
    {
        const int count = 4096;
        var points = Enumerable.Range(0, 6).Select(new Sampling(count, kind, 3).Coordinate).ToArray();
        for (var a = 0; a < 6; a++)
            for (var b = 0; b < a; b++)
                Assert.InRange(Enumerable.Range(0, count).Average(i => (points[a](i) - 0.5) * (points[b](i) - 0.5)) * 12, -5 / Math.Sqrt(count), 5 / Math.Sqrt(count));
    }

    [Fact]
    public void A_permutation_of_a_trillion_is_asked_at_a_few_places_and_is_one_to_one_on_small_ones()
    {
        for (var count = 1; count < 300; count++)
        {
            var permutation = new Permutation(new Randomness(count, "permutation"), count);
            Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), Enumerable.Range(0, count).Select(i => permutation[i]).Order());
        }
        var large = new Permutation(new Randomness(0, "permutation"), 1_000_000_000_000);
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(i => large[i]).Where(place => place is >= 0 and < 1_000_000_000_000).Distinct().Count());
    }

    private static void AssertOneInEach(int count, Func<long, double> point)
    {
        var seen = new bool[count];
        for (var i = 0; i < count; i++) seen[(int)(point(i) * count)] = true;
        Assert.DoesNotContain(false, seen);
    }
}

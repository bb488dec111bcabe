using Xunit;

namespace FuncGrad.Tests;

public sealed class RandomnessTests
{
    private const int Draws = 100_000;

    /// <summary>The known answers of the authors' library Random123 1.14 (kat_vectors): counter, key, block.</summary>
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0xE169C58D6627E8D5UL, 0x9B00DBD8BC57AC4CUL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41C83B0E408F276DUL, 0x6D5451FDA20BC7C6UL)]
    [InlineData(0x85A308D3243F6A88UL, 0x0370734413198A2EUL, 0x299F31D0A4093822UL, 0x94FDCCEBD16CFE09UL, 0x24126EA15001E420UL)]
    public void The_generator_gives_the_known_answers_of_its_authors(ulong low, ulong high, ulong key, ulong expectedLow, ulong expectedHigh) =>
        Assert.Equal((expectedLow, expectedHigh), Philox.Bits(low, high, key));

    /// <summary>Quantiles from Wichura's paper and from tables with 15 digits.</summary>
    [Theory]
    [InlineData(0.25, -0.6744897501960817)]
    [InlineData(0.001, -3.090232306167814)]
    [InlineData(1e-20, -9.262340089798408)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.5, 0.0)]
    public void The_normal_quantile_agrees_with_tables(double p, double quantile) => Assert.Equal(quantile, NormalQuantile.Of(p), 1e-15 * 9.3);

    [Fact]
    public void The_logarithm_and_the_exponential_are_within_one_ulp()
    {
        var random = new Randomness(1, "logarithm");
        for (var i = 0; i < Draws; i++)
        {
            var x = Math.Exp((random.Uniform(i) - 0.5) * 1400);
            Assert.InRange(StableMath.Log(x), Math.BitDecrement(Math.BitDecrement(Math.Log(x))), Math.BitIncrement(Math.BitIncrement(Math.Log(x))));
            var y = (random.Uniform(Draws + i) - 0.5) * 1400;
            Assert.InRange(StableMath.Exp(y), Math.BitDecrement(Math.BitDecrement(Math.Exp(y))), Math.BitIncrement(Math.BitIncrement(Math.Exp(y))));
        }
    }

    [Fact]
    public void The_stream_never_changes()
    {
        var stream = new Randomness(42, "parameters.W");
        Assert.Equal(GoldenUniform, Enumerable.Range(0, 4).Select(i => stream.Uniform(i)));
        Assert.Equal(GoldenNormal, Enumerable.Range(0, 4).Select(i => stream.Normal(i)));
    }

    // From the definition, written again in Python with its statistics.NormalDist, which is AS 241 too.
    private static readonly double[] GoldenUniform = [0.8912770747497545, 0.7645052183000701, 0.8183372100546531, 0.8803125966590054];

    private static readonly double[] GoldenNormal = [1.2333482848732031, 0.7208699004854466, 0.9090465021505306, 1.176550896060876];

    [Fact]
    public void Uniform_draws_have_the_mean_variance_and_distribution_of_their_law()
    {
        var draws = Numbers(i => new Randomness(7, "uniform").Uniform(i));
        Assert.All(draws, draw => Assert.InRange(draw, 0, Math.BitDecrement(1)));
        Assert.InRange(draws.Average(), 0.5 - (5 * Math.Sqrt(1.0 / 12 / Draws)), 0.5 + (5 * Math.Sqrt(1.0 / 12 / Draws)));
        Assert.InRange(Variance(draws), (1.0 / 12) - 0.002, (1.0 / 12) + 0.002);
        Assert.InRange(KolmogorovSmirnov(draws, x => x), 0, 2.0 / Math.Sqrt(Draws));
    }

    [Fact]
    public void Normal_draws_have_the_mean_variance_and_distribution_of_their_law()
    {
        var draws = Numbers(i => new Randomness(7, "normal").Normal(i));
        Assert.InRange(draws.Average(), -5 / Math.Sqrt(Draws), 5 / Math.Sqrt(Draws));
        Assert.InRange(Variance(draws), 1 - 0.025, 1 + 0.025);
        Assert.InRange(KolmogorovSmirnov(draws, NormalDistribution), 0, 2.0 / Math.Sqrt(Draws));
        Assert.InRange(draws.Max(Math.Abs), 3.5, 8.3);
    }

    [Fact]
    public void Neighbouring_seeds_purposes_and_positions_are_independent()
    {
        var first = Numbers(i => new Randomness(1, "a").Normal(i));
        Func<int, double>[] neighbours = [i => new Randomness(2, "a").Normal(i), i => new Randomness(1, "b").Normal(i), i => new Randomness(1, "a").Normal(i + 1)];
        foreach (var neighbour in neighbours)
            Assert.InRange(first.Zip(Numbers(neighbour), (x, y) => x * y).Average(), -5 / Math.Sqrt(Draws), 5 / Math.Sqrt(Draws));
        var overSeeds = Numbers(seed => new Randomness(seed, "a").Uniform(0));
        Assert.InRange(KolmogorovSmirnov(overSeeds, x => x), 0, 2.0 / Math.Sqrt(Draws));
    }

    private static double[] Numbers(Func<int, double> draw) => [.. Enumerable.Range(0, Draws).Select(draw)];

    private static double Variance(double[] draws)
    {
        var mean = draws.Average();
        return draws.Average(draw => (draw - mean) * (draw - mean));
    }

    /// <summary>The largest distance between the empirical and the true distribution; above 2/√n once in 1500 times.</summary>
    private static double KolmogorovSmirnov(double[] draws, Func<double, double> distribution)
    {
        double[] sorted = [.. draws.Order()];
        return sorted.Select((x, i) => Math.Max(Math.Abs(distribution(x) - ((double)i / sorted.Length)), Math.Abs(distribution(x) - ((i + 1.0) / sorted.Length)))).Max();
    }

    /// <summary>Φ by Marsaglia's series for the middle (Journal of Statistical Software 11, 2004), exact to 1e-15.</summary>
    private static double NormalDistribution(double x)
    {
        var (sum, term, before) = (x, x, 0.0);
        for (var i = 3; sum != before; i += 2) (before, sum) = (sum, sum + (term *= x * x / i));
        return 0.5 + (sum * Math.Exp((-0.5 * x * x) - 0.91893853320467274178));
    }
}

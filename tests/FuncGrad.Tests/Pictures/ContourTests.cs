using Xunit;

namespace FuncGrad.Tests;

/// <summary>Contours enclose what is low, whatever the ground looks like.</summary>
public sealed class ContourTests
{
    private const int Size = 41;

    [Fact]
    public void The_ring_of_a_bowl_is_a_circle()
    {
        var ring = Assert.Single(new Contours(Grid((x, y) => (x * x) + (y * y)), Size).Rings(0.25));
        Assert.All(ring, spot => Assert.Equal(10, Math.Sqrt(Math.Pow(spot.X - 20, 2) + Math.Pow(spot.Y - 20, 2)), 0.05));
        Assert.Equal(Math.PI * 100, Area(ring), 2.0);
    }

    [Fact]
    public void Rings_cover_what_is_below_the_level_for_any_ground()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var stream = new Randomness(seed, "contours");
            var values = Enumerable.Range(0, 81).Select(i => seed % 3 == 0 && stream.Uniform(i + 500) < 0.1 ? double.NaN
                : stream.Uniform(i)).ToArray();
            var contours = new Contours(values, 9);
            var rings = contours.Rings(0.5);
            for (var i = 0; i < values.Length; i++)
                Assert.Equal(values[i] <= 0.5, IsInside(rings, new(i % 9, i / 9))
                    || rings.Any(ring => ring.Any(spot => Math.Abs(spot.X - (i % 9)) + Math.Abs(spot.Y - (i / 9)) < 1e-9))
                    && values[i] <= 0.5);
        }
    }

    [Fact]
    public void Lines_leave_out_the_edge_of_the_grid()
    {
        var contours = new Contours(Grid((x, _) => x), Size);
        var ring = Assert.Single(contours.Rings(0.3));
        var line = Assert.Single(contours.Inner(ring));
        Assert.All(line, spot => Assert.Equal(26, spot.X, 1e-9));
        Assert.Equal((0, 40), (line.Min(spot => spot.Y), line.Max(spot => spot.Y)));
    }

    [Theory]
    [InlineData("100*(y - x^2)^2 + (1 - x)^2")]
    [InlineData("1e6 + 1e-3*x")]
    [InlineData("exp(40*x)")]
    public void Levels_are_some_round_numbers_between_the_least_and_the_greatest(string formula)
    {
        Expr[] symbols = [Expr.Symbol("x", Shape.Scalar), Expr.Symbol("y", Shape.Scalar)];
        var loss = Loss.Of(Formula.Read(formula, symbols.ToDictionary(symbol => symbol.InputName!)).Expression!, symbols);
        var values = LossSurface.Values(loss,
            [.. Enumerable.Range(0, 400).Select(i => (double[])[((i % 20) / 10.0) - 1, (i / 20 / 10.0) - 1])]);
        var levels = ContourLayers.LevelsOf(values);
        Assert.InRange(levels.Count, 5, 12);
        Assert.All(levels, level => Assert.InRange(level, values.Min(), values.Max()));
    }

    private static double[] Grid(Func<double, double, double> height) =>
        [.. Enumerable.Range(0, Size * Size).Select(i => height(((i % Size) - 20) / 20.0, ((i / Size) - 20) / 20.0))];

    private static double Area(IReadOnlyList<Spot> ring) =>
        Math.Abs(Enumerable.Range(0, ring.Count)
        .Sum(i => (ring[i].X * ring[(i + 1) % ring.Count].Y) - (ring[(i + 1) % ring.Count].X * ring[i].Y))) / 2;

    /// <summary>Whether an odd number of rings is around a place, by a ray that meets no grid point.</summary>
    private static bool IsInside(IReadOnlyList<IReadOnlyList<Spot>> rings, Spot place)
    {
        var (x, y) = (place.X + 1e-7, place.Y + 2.3e-7);
        return rings.Sum(ring => Enumerable.Range(0, ring.Count).Count(i =>
        {
            var (a, b) = (ring[i], ring[(i + 1) % ring.Count]);
            return (a.Y > y) != (b.Y > y) && x < a.X + ((y - a.Y) / (b.Y - a.Y) * (b.X - a.X));
        })) % 2 == 1;
    }
}

using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>What the judge computes for many lanes at once comes out for each as if it were alone.</summary>
public class JudgedLanesTests
{
    private const int Elements = 7;

    private static double[] Numbers(int lanes, uint seed) => [.. Enumerable.Range(0, Elements * lanes).Select(i => Math.Sin((i + 1) * (seed + 0.37)) * Math.Pow(10, (i * seed) % 7))];

    private static double[] Of(double[] values, int lanes, int lane) => [.. values.Where((_, i) => i % lanes == lane)];

    public static TheoryData<int> LaneCounts => [1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 21];

    [Theory]
    [MemberData(nameof(LaneCounts))]
    public void VectorsOfLanesAreTheirOwn(int lanes)
    {
        var (all, alone) = (Results([.. Enumerable.Range(1, 6).Select(seed => Numbers(lanes, (uint)seed))], lanes), new List<double[]>());
        for (var lane = 0; lane < lanes; lane++)
            foreach (var (many, one) in all.Zip(Results([.. Enumerable.Range(1, 6).Select(seed => Of(Numbers(lanes, (uint)seed), lanes, lane))], 1)))
                Assert.Equal(one, Of(many, lanes, lane));
    }

    /// <summary>Each operation on six vectors.</summary>
    private static List<double[]> Results(double[][] vectors, int lanes)
    {
        double[][] Arrays(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];
        var (dots, length, changed) = (Arrays(5, lanes), new double[lanes], Arrays(4, Elements * lanes));
        LaneVectors.Dots(vectors, 5, vectors[5], dots);
        LaneVectors.Length(vectors[0], length);
        vectors[5].CopyTo(changed[0], 0);
        LaneVectors.Combine(-1, dots, vectors, 5, changed[0]);
        LaneVectors.Sum(vectors[1], 3.7, vectors[2], changed[1]);
        LaneVectors.Divide(vectors[3], length, changed[2]);
        LaneVectors.Scale(vectors[4], length, changed[3]);
        return [.. dots, length, .. changed];
    }

    [Theory]
    [InlineData(1e-250)]
    [InlineData(1e-160)]
    [InlineData(1)]
    [InlineData(1e160)]
    [InlineData(1e300)]
    public void LengthsNeitherVanishNorOverflow(double scale)
    {
        var length = new double[1];
        LaneVectors.Length([3 * scale, -4 * scale], length);
        Assert.Equal(5 * scale, length[0], 1e-14 * scale);
    }

    [Fact]
    public void SpectraOfLanesAreTheirOwnAndRight() => Gen.Double[-1, 1].Array[8 * 15].Sample(entries =>
    {
        const int n = 5;
        var (matrices, vectors) = (new Lanes256<double>[n * n], new Lanes256<double>[n * n]);
        for (var lane = 0; lane < 4; lane++) Fill(matrices, entries[(15 * lane)..], lane);
        Spectrum<Lanes256<double>>.Decompose(matrices, vectors, n);
        for (var lane = 0; lane < 4; lane++)
        {
            Lane<double>[] matrix = new Lane<double>[n * n], own = new Lane<double>[n * n], given = new Lane<double>[n * n];
            Fill(matrix, entries[(15 * lane)..], 0, lane);
            matrix.CopyTo(given, 0);
            Spectrum<Lane<double>>.Decompose(matrix, own, n);
            for (var k = 0; k < n; k++)
            {
                Assert.Equal(matrix[(k * n) + k][0], matrices[(k * n) + k][lane]);
                for (var i = 0; i < n; i++)
                {
                    Assert.Equal(own[(k * n) + i][0], vectors[(k * n) + i][lane]);
                    var product = Enumerable.Range(0, n).Sum(j => given[(Math.Min(i, j) * n) + Math.Max(i, j)][0] * own[(k * n) + j][0]);
                    Assert.Equal(matrix[(k * n) + k][0] * own[(k * n) + i][0], product, 1e-13);
                }
            }
        }
    }, iter: 200);

    /// <summary>Upper triangles, of which every fourth has no entries outside of its diagonal.</summary>
    private static void Fill<T>(T[] matrix, double[] entries, int lane, int? kind = null)
        where T : struct, ILanes<T, double>
    {
        var (n, next) = ((int)Math.Sqrt(matrix.Length), 0);
        for (var i = 0; i < n; i++)
            for (var j = i; j < n; j++, next++) matrix[(i * n) + j] = matrix[(i * n) + j].With(lane, i != j && (kind ?? lane) == 3 ? 0 : entries[next]);
    }
}

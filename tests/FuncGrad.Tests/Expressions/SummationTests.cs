using System.Numerics;
using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Expressions;

/// <summary>The order of a sum is a promise (a compiled kernel must give the same bits), and so is its error.</summary>
public sealed class SummationTests
{
    private static readonly int[] Lengths = [0, 1, 2, 15, 16, 17, 31, 32, 33, 47, 48, 63, 64, 65, 1000, 4095, 4096, 4097, 8192, 10_000, 140_000];

    [Fact]
    public void Up_to_32_terms_are_added_left_to_right()
    {
        foreach (var length in Lengths.Where(length => length is > 0 and <= 32))
        {
            var terms = Terms(length);
            Assert.Equal(terms[1..].Aggregate(terms[0], (sum, term) => sum + term), Summation.Sum(terms));
        }
    }

    [Fact]
    public void Up_to_4096_terms_run_in_sixteen_strands_that_are_folded_in_halves()
    {
        foreach (var length in Lengths.Where(length => length is > 32 and <= 4096))
        {
            var terms = Terms(length);
            double[] strands = [.. Enumerable.Range(0, 16).Select(strand => Enumerable.Range(0, (length - strand + 15) / 16)
                .Select(row => terms[(16 * row) + strand]).Aggregate((sum, term) => sum + term))];
            for (var half = 8; half > 0; half /= 2) strands = [.. Enumerable.Range(0, half).Select(j => strands[j] + strands[j + half])];
            Assert.Equal(strands[0], Summation.Sum(terms));
        }
    }

    [Fact]
    public void More_terms_are_summed_in_chunks_of_4096_and_the_chunk_sums_by_the_same_rule()
    {
        foreach (var length in Lengths.Where(length => length > 4096))
        {
            var terms = Terms(length);
            Assert.Equal(Summation.Sum([.. terms.Chunk(4096).Select(chunk => Summation.Sum(chunk))]), Summation.Sum(terms));
        }
    }

    [Fact]
    public void No_terms_give_zero_and_one_term_gives_itself_with_its_sign()
    {
        Assert.Equal(0, Summation.Sum([]));
        Assert.True(double.IsNegative(Summation.Sum([-0.0])));
    }

    [Fact]
    public void The_error_stays_within_the_stated_bound() =>
        Gen.Double[-1, 1].Select(Gen.Int[-30, 30], Math.ScaleB).Array[0, 4096].Sample(terms =>
        {
            var bound = ((((terms.Length + 15) / 16) + 4) * Math.ScaleB(1, -53) * terms.Sum(Math.Abs)) + double.Epsilon;
            if (terms.Length <= 32) bound = terms.Length * Math.ScaleB(1, -53) * terms.Sum(Math.Abs);
            return Math.Abs(ErrorOf(Summation.Sum(terms), terms)) <= bound;
        }, iter: 300);

    [Fact]
    public void The_error_of_140_000_equal_terms_is_far_below_that_of_one_running_sum()
    {
        var terms = Enumerable.Repeat(0.1, 140_000).ToArray();
        var (ours, running) = (ErrorOf(Summation.Sum(terms), terms), ErrorOf(terms.Aggregate(0.0, (sum, term) => sum + term), terms));
        Assert.True(Math.Abs(ours) < Math.Abs(running) / 10, $"{ours} against {running}");
    }

    [Fact]
    public void In_single_precision_each_addition_is_rounded_to_a_float()
    {
        var terms = Terms(20).Select(term => (double)(float)term).ToArray();
        Assert.Equal(terms.Select(term => (float)term).Aggregate((sum, term) => sum + term), Summation.Sum(terms, Precision.Float));
    }

    private static double[] Terms(int length) => [.. Enumerable.Range(0, length).Select(i => Math.Sin(i * 12.9898) * Math.ScaleB(1, i % 23))];

    /// <summary>computed − exact, from exact integer arithmetic on the significands, down to 2^−600.</summary>
    private static double ErrorOf(double computed, double[] terms)
    {
        var exact = terms.Aggregate(BigInteger.Zero, (sum, term) => sum + Scaled(term));
        return (double)((Scaled(computed) - exact) >> 474) * Math.ScaleB(1, -600);
    }

    /// <summary>term · 2^1074, a whole number for every double.</summary>
    private static BigInteger Scaled(double term)
    {
        var bits = BitConverter.DoubleToInt64Bits(term);
        var (exponent, fraction) = ((int)((bits >> 52) & 0x7FF), bits & 0xFFFFFFFFFFFFF);
        var significand = exponent == 0 ? fraction : fraction | (1L << 52);
        return (bits < 0 ? -significand : significand) * BigInteger.Pow(2, Math.Max(exponent - 1, 0));
    }
}

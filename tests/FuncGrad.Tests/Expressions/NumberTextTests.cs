using System.Globalization;
using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>One way to write numbers for people.</summary>
public sealed class NumberTextTests
{
    [Theory]
    [InlineData(25, "25", "25", "25")]
    [InlineData(0.1, "0.1", "0.1", "0.1")]
    [InlineData(-0.1 - 0.2, "-0.30000000000000004", "-0.300000", "-0.3000")]
    [InlineData(0.9999999, "0.9999999", "1.00000", "1.000")]
    [InlineData(1e-10, "1e-10", "1e-10", "1e-10")]
    [InlineData(6.9e10, "6.9e10", "6.9e10", "6.9e10")]
    [InlineData(1.0373751e-18, "1.0373751e-18", "1.03738e-18", "1.037e-18")]
    [InlineData(6.7240312e26, "6.7240312e26", "6.72403e26", "6.724e26")]
    [InlineData(0.0001, "0.0001", "0.0001", "0.0001")]
    [InlineData(0.00001, "1e-5", "1e-5", "1e-5")]
    [InlineData(0.00012345678, "0.00012345678", "0.000123457", "0.0001235")]
    [InlineData(100000, "100000", "100000", "100000")]
    [InlineData(1000000, "1e6", "1e6", "1e6")]
    [InlineData(1234567, "1234567", "1.23457e6", "1.235e6")]
    [InlineData(123456, "123456", "123456", "1.235e5")]
    [InlineData(999999.7, "999999.7", "1.00000e6", "1.000e6")]
    [InlineData(0, "0", "0", "0")]
    [InlineData(-0.0, "-0", "-0", "-0")]
    [InlineData(double.NaN, "NaN", "NaN", "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity", "-Infinity", "-Infinity")]
    [InlineData(5e-324, "5e-324", "5e-324", "5e-324")]
    [InlineData(double.MaxValue, "1.7976931348623157e308", "1.79769e308", "1.798e308")]
    public void A_number_is_written_in_one_way(double value, string exact, string inTable, string inSentence) =>
        Assert.Equal((exact, inTable, inSentence), (NumberText.Exact(value), NumberText.InTable(value), NumberText.InSentence(value)));

    [Fact]
    public void Numbers_of_a_column_that_differ_look_different()
    {
        Assert.Equal(["0.1", "0.9999999", "0.99999997", "1"], NumberText.Column([0.1, 0.9999999, 0.99999997, 1]));
        Assert.Equal(["1.037e-18", "1.03738e-18", "1.0374e-18"], NumberText.Column([1.037e-18, 1.0373751e-18, 1.0374e-18]));
        Gen.Double.Select(Gen.Int[-3, 3]).Array[0, 12].Sample(pairs =>
        {
            double[] values = [.. pairs.Select(pair => Enumerable.Range(0, Math.Abs(pair.Item2)).Aggregate(pair.Item1, (x, _) => pair.Item2 < 0 ? double.BitDecrement(x) : double.BitIncrement(x)))];
            var texts = NumberText.Column(values);
            Assert.Equal(values.Distinct().Count(), texts.Distinct().Count());
            Assert.All(values.Zip(texts, (first, second) => (First: first, Second: second)), pair => Assert.True(!double.IsFinite(pair.First) || Math.Abs((Parsed(pair.Second) / pair.First) - 1) <= 5.001e-6 || pair.First == 0, pair.Second));
        }, iter: 2000);
    }

    [Fact]
    public void A_setting_stays_as_it_was_written() =>
        Assert.Equal(["0.99999997", "1e-10", "20000", "0.333333"], NumberText.Settings([0.99999997, 1e-10, 20000, 1.0 / 3]));

    [Fact]
    public void What_is_exact_reads_back_and_is_no_longer_than_the_file_has_it() => Gen.Double.Sample(value =>
    {
        Assert.Equal(value, Parsed(NumberText.Exact(value)));
        Assert.InRange(NumberText.Exact(value).Length, 0, value.ToString("R", CultureInfo.InvariantCulture).Length);
    }, iter: 2000);

    [Theory]
    [InlineData(0.2, "1")]
    [InlineData(12345.1, "12,346")]
    [InlineData(999999.5, "1.0e6")]
    [InlineData(6.934e10, "6.9e10")]
    [InlineData(1e300, "1e300")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void An_estimate_of_a_count_has_two_digits_where_it_is_large(double count, string text) => Assert.Equal(text, NumberText.Estimate(count));

    private static double Parsed(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Runtime.Intrinsics;
using CsCheck;
using Xunit;

namespace FuncGrad.Tests.Elementary;

public sealed class SameBitsTests
{
    private const int Length = 16;

    private static readonly Dictionary<string, (string Doubles, string Singles)> Recorded = new()
    {
        ["Exp"] = ("9d8d4722f6b982ed", "c46559a5ce6a254e"),
        ["Log"] = ("eb5d308f7f162769", "358964394fc4bc51"),
        ["Sigmoid"] = ("f84c9af5a708a434", "793bd395ea22bfd0"),
        ["Softplus"] = ("8839bb240781df78", "20c9b3508effb662"),
        ["Sin"] = ("2cb1f7bfe311864f", "051a461785768179"),
        ["Cos"] = ("5176e35110d0f321", "1db05823cbe167a5"),
        ["Tan"] = ("cbdfb4915e305500", "befd3dbb869d98bb"),
        ["Atan"] = ("0813827d9e2ef8ad", "a78cea627c0a5a23"),
        ["Sinh"] = ("df274c3a2a2de4b2", "a89f434e53e8aa4b"),
        ["Cosh"] = ("1471586c02c50f4d", "8be8f27d3d6091f0"),
        ["Tanh"] = ("a535c34c05a0e056", "947bdc11c9f7effb"),
        ["Pow"] = ("9b2cb1eefa4ba7cc", "cb0ca20e1f2747f6"),
        ["Maximum"] = ("f8d43b0f1ff84b04", "2f90361860cdbda9"),
        ["Minimum"] = ("8312d1b02ef28af3", "e935ca00c79ecd8c"),
    };

    public static TheoryData<string> Functions => [.. ElementaryFunctions.Names];

    [Theory, MemberData(nameof(Functions))]
    public void Every_width_of_double_gives_the_bits_of_the_scalar_in_every_lane(string function) =>
        Gen.Select(Samples.Doubles.Array[Length], Samples.Doubles.Array[Length]).Sample((x, y) =>
        {
            var expected = ElementaryFunctions.Apply(function, typeof(double), x, y);
            foreach (var width in ElementaryFunctions.DoubleWidths)
                Assert.Equal(expected.Select(Samples.Bits), ElementaryFunctions.Apply(function, width, x, y).Select(Samples.Bits));
        }, iter: 3000);

    [Theory, MemberData(nameof(Functions))]
    public void Every_width_of_float_gives_the_bits_of_the_scalar_in_every_lane(string function) =>
        Gen.Select(Samples.Singles.Array[Length], Samples.Singles.Array[Length]).Sample((x, y) =>
        {
            var expected = ElementaryFunctions.Apply(function, typeof(float), x, y);
            foreach (var width in ElementaryFunctions.SingleWidths)
                Assert.Equal(expected.Select(Samples.Bits), ElementaryFunctions.Apply(function, width, x, y).Select(Samples.Bits));
        }, iter: 3000);

    [Theory, MemberData(nameof(Functions))]
    public void A_lane_does_not_depend_on_what_the_others_hold(string function)
    {
        var usual = Enumerable.Range(0, Length).Select(i => 0.1 + i * 0.37).ToArray();
        foreach (var special in Samples.Special)
        {
            for (var lane = 0; lane < 8; lane++)
            {
                var disturbed = usual.ToArray();
                disturbed[lane] = special;
                foreach (var width in ElementaryFunctions.DoubleWidths)
                {
                    var expected = ElementaryFunctions.Apply(function, width, usual, usual);
                    expected[lane] = ElementaryFunctions.Scalar(function, special, special);
                    var result = ElementaryFunctions.Apply(function, width, disturbed, disturbed);
                    Assert.Equal(expected.Select(Samples.Bits), result.Select(Samples.Bits));
                }
            }
        }
    }

    [Fact]
    public void Integer_powers_have_the_same_bits_at_every_width() =>
        Gen.Select(Samples.Doubles, Gen.Int[-40, 40]).Sample((x, n) =>
        {
            var expected = Samples.Bits(VectorMath.IntegerPower(x, n));
            Assert.Equal(expected, Samples.Bits(VectorMath.IntegerPower(Vector512.Create(x), n)[7]));
            Assert.Equal(expected, Samples.Bits(VectorMath.IntegerPower(Vector256.Create(x), n)[3]));
            Assert.Equal(expected, Samples.Bits(VectorMath.IntegerPower(Vector128.Create(x), n)[1]));
        });

    /// <summary>
    /// Hashes of results on fixed arguments. They may change only with the functions themselves: a difference between two
    /// machines, or with the processor's extensions switched off (DOTNET_EnableAVX512=0, DOTNET_EnableAVX2=0, DOTNET_EnableHWIntrinsic=0), is an error.
    /// </summary>
    [Theory, MemberData(nameof(Functions))]
    public void Results_have_the_recorded_bits_on_this_machine(string function)
    {
        var (doubles, singles) = Recorded.GetValueOrDefault(function, ("", ""));
        var (x, y) = (Samples.Fixed(16_384), Samples.Fixed(16_389)[5..]);
        foreach (var width in ElementaryFunctions.DoubleWidths)
            Assert.Equal(doubles, Hash(ElementaryFunctions.Apply(function, width, x, y).Select(Samples.Bits)));
        var (a, b) = (Array.ConvertAll(x, v => (float)v), Array.ConvertAll(y, v => (float)v));
        foreach (var width in ElementaryFunctions.SingleWidths)
            Assert.Equal(singles, Hash(ElementaryFunctions.Apply(function, width, a, b).Select(v => (ulong)Samples.Bits(v))));
    }

    /// <summary>FNV-1a over 64-bit words.</summary>
    private static string Hash(IEnumerable<ulong> words) =>
        words.Aggregate(14695981039346656037UL, (h, w) => (h ^ w) * 1099511628211UL).ToString("x16", CultureInfo.InvariantCulture);
}

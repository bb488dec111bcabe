using System.Globalization;
using System.Xml.Linq;
using Xunit;

namespace FuncGrad.Tests.Elementary;

public sealed class AccuracyTests
{
    private sealed record Reference(string Function, double X, double Y, double Value, double Remainder);

    private static readonly ILookup<string, Reference> References = Read().ToLookup(r => r.Function);

    public static TheoryData<string> Functions => [.. ErrorBounds.All.Select(b => b.Function)];

    [Theory, MemberData(nameof(Functions))]
    public void Every_reference_value_is_met_within_the_stated_bound(string function)
    {
        var bound = ErrorBounds.All.Single(b => b.Function == function).Double;
        Assert.True(References[function].Count() > 900);
        foreach (var r in References[function])
        {
            var value = ElementaryFunctions.Scalar(function, r.X, r.Y);
            var error = ErrorInUnits(value, r);
            Assert.True(error <= bound, $"{function}({r.X:R}, {r.Y:R}) = {value:R} is off by {error} ulp of {r.Value:R}");
        }
    }

    [Theory, MemberData(nameof(Functions))]
    public void Floats_are_within_the_stated_bound_of_the_double_function(string function)
    {
        var bound = ErrorBounds.All.Single(b => b.Function == function).Single;
        // Every float is a double, and the double function's own error is below 2^-28 of a float's last place.
        var samples = Array.ConvertAll(Samples.Fixed(200_016), v => (float)v);
        var (x, y) = (samples[16..], samples[..^16]);
        var values = ElementaryFunctions.Apply(function, typeof(float), x, y);
        var (wideX, wideY) = (Array.ConvertAll(x, v => (double)v), Array.ConvertAll(y, v => (double)v));
        var exact = ElementaryFunctions.Apply(function, typeof(double), wideX, wideY);
        for (var i = 0; i < x.Length; i++)
            Assert.True(IsWithin(values[i], exact[i], bound), $"{function}({x[i]:R}, {y[i]:R}) = {values[i]:R}, not {exact[i]:R}");
    }

    [Fact]
    public void Decays_of_the_optimizers_are_correctly_rounded()
    {
        double[] decays = [0.9, 0.99, 0.999];
        var rows = References["Pow"].Where(r => decays.Contains(r.X) && r.Y is >= 1 and <= 30).ToList();
        Assert.Equal(90, rows.Select(r => (r.X, r.Y)).Distinct().Count());
        Assert.All(rows, r => Assert.Equal(r.Value, VectorMath.Pow(r.X, r.Y)));
    }

    [Fact]
    public void Nearly_every_power_is_correctly_rounded() =>
        Assert.InRange(References["Pow"].Count(r => VectorMath.Pow(r.X, r.Y) != r.Value), 0, 1);

    [Theory, MemberData(nameof(Functions))]
    public void The_documentation_states_the_bounds_of_the_table(string function)
    {
        var bound = ErrorBounds.All.Single(b => b.Function == function);
        var file = Path.ChangeExtension(typeof(VectorMath).Assembly.Location, ".xml");
        var member = XDocument.Load(file).Descendants("member")
            .First(m => m.Attribute("name")!.Value.StartsWith($"M:FuncGrad.VectorMath.{function}(System.Double", StringComparison.Ordinal));
        var stated = FormattableString.Invariant($"Error: at most {bound.Double} ulp in double, {bound.Single} ulp in float.");
        Assert.Contains(stated, member.Value, StringComparison.Ordinal);
    }

    /// <summary>|value − exact| in units in the last place of the reference value.</summary>
    private static double ErrorInUnits(double value, Reference r)
    {
        if (double.IsInfinity(r.Value)) return value == r.Value ? 0 : double.PositiveInfinity;
        var size = Math.Abs(r.Value);
        var unit = size < 4.5e-308 ? double.Epsilon : Math.BitIncrement(size) - size;
        return Math.Abs((value - r.Value) / unit - r.Remainder);
    }

    private static bool IsWithin(float value, double exact, double bound)
    {
        if (float.IsNaN(value) || double.IsNaN(exact)) return float.IsNaN(value) && double.IsNaN(exact);
        if (float.IsInfinity(value) || float.IsInfinity((float)exact)) return value == (float)exact;
        var unit = Math.ScaleB(1, Math.Max(Math.ILogB(exact == 0 ? float.Epsilon : exact), -126) - 23);
        return Math.Abs(value - exact) <= bound * unit && float.IsNegative(value) == double.IsNegative(exact);
    }

    private static IEnumerable<Reference> Read()
    {
        static double OfBits(string text) => text.Length == 0
            ? 0
            : BitConverter.UInt64BitsToDouble(ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

        foreach (var line in File.ReadLines(Path.Combine(SourceCode.Root, "tests", "FuncGrad.Tests", "Arithmetic", "reference_values.csv")).Skip(1))
        {
            var field = line.Split(',');
            yield return new(
                field[0], OfBits(field[1]), OfBits(field[2]), OfBits(field[3]), double.Parse(field[4], CultureInfo.InvariantCulture));
        }
    }
}

namespace FuncGrad.Tests;

/// <summary>
/// Colours as people see them who have one kind of cone less, and how different they look. Matrices: Machado, Oliveira and Fernandes 2009,
/// severity 1, on linear light;
/// difference: the distance in CIE L*a*b* (1976), of which 2.3 is just noticed.
/// </summary>
internal static class ColourBlindness
{
    /// <summary>The kinds of sight.</summary>
    public static IReadOnlyDictionary<string, double[]> Kinds { get; } = new Dictionary<string, double[]>
    {
        ["normal"] = [1, 0, 0, 0, 1, 0, 0, 0, 1],
        ["protanopia"] = [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        ["deuteranopia"] = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        ["tritanopia"] = [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    };

    /// <summary>The least difference of any two colours in a kind of sight.</summary>
    public static double LeastDistance(IReadOnlyList<Colour> colours, string kind)
    {
        var seen = colours.Select(colour => Lab(Seen(colour, Kinds[kind]))).ToArray();
        return Enumerable.Range(0, seen.Length).SelectMany(i => Enumerable.Range(0, i).Select(j => Distance(seen[i], seen[j]))).Min();
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(Enumerable.Range(0, 3).Sum(i => Math.Pow(a[i] - b[i], 2)));

    private static double[] Seen(Colour colour, double[] matrix)
    {
        double[] linear = [.. new[] { colour.Red, colour.Green, colour.Blue }.Select(value => value / 255.0).Select(c => c <= 0.04045
            ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
        return [.. Enumerable.Range(0, 3).Select(i => Math.Clamp(Enumerable.Range(0, 3).Sum(j => matrix[(3 * i) + j] * linear[j]), 0, 1))];
    }

    private static double[] Lab(double[] c)
    {
        var x = ((0.4124564 * c[0]) + (0.3575761 * c[1]) + (0.1804375 * c[2])) / 0.95047;
        var y = (0.2126729 * c[0]) + (0.7151522 * c[1]) + (0.0721750 * c[2]);
        var z = ((0.0193339 * c[0]) + (0.1191920 * c[1]) + (0.9503041 * c[2])) / 1.08883;
        double F(double t) => t > 216.0 / 24389 ? Math.Cbrt(t) : ((24389.0 / 27 * t) + 16) / 116;
        return [(116 * F(y)) - 16, 500 * (F(x) - F(y)), 200 * (F(y) - F(z))];
    }
}

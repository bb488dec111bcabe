using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>The words of a page can be read by everybody: a contrast of 4.5 at least (WCAG 2.2, 1.4.3), on light and on dark paper.</summary>
public sealed partial class ContrastTests
{
    private static readonly string Styles = File.ReadAllText(Path.Combine(SourceCode.Root, "src/FuncGrad.Lab/Reports/Page/report.css"));

    public static TheoryData<int, string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<int, string, string>();
            for (var scheme = 0; scheme < 2; scheme++)
                foreach (var word in (string[])["ink", "quiet", "accent", "selection", "hover"])
                    foreach (var under in (string[])["paper", "card"]) pairs.Add(scheme, word, under);
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Words_stand_out_from_what_is_under_them(int scheme, string word, string under)
    {
        var colours = Scheme().Matches(Styles)[scheme].Value;
        var (light, dark) = (Luminance(colours, word), Luminance(colours, under));
        Assert.InRange((Math.Max(light, dark) + 0.05) / (Math.Min(light, dark) + 0.05), word is "selection" ? 3 : 4.5, 21);
    }

    private static double Luminance(string colours, string name)
    {
        var rgb = int.Parse(Regex.Match(colours, $"--{name}: #([0-9a-f]{{6}})").Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        double Linear(int shift) => ((rgb >> shift) & 255) / 255.0 is var part && part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        return (0.2126 * Linear(16)) + (0.7152 * Linear(8)) + (0.0722 * Linear(0));
    }

    [GeneratedRegex(":root \\{ [^}]*--paper[^}]*\\}")]
    private static partial Regex Scheme();
}

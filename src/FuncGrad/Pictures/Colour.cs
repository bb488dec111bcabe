using System.Globalization;

namespace FuncGrad;

/// <summary>A colour in sRGB.</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    public static Colour White { get; } = new(255, 255, 255);

    public static Colour Black { get; } = new(0, 0, 0);

    /// <summary>The colour of six hexadecimal digits.</summary>
    public static Colour Of(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);

    /// <summary>This colour with a share of another in it.</summary>
    /// <param name="other">The other.</param>
    /// <param name="share">0 to 1.</param>
    public Colour Mixed(Colour other, double share) => new(Mixed(Red, other.Red, share), Mixed(Green, other.Green, share),
        Mixed(Blue, other.Blue, share));

    /// <summary>How light it is, 0 to 1: the luma of sRGB.</summary>
    public double Lightness => ((0.2126 * Red) + (0.7152 * Green) + (0.0722 * Blue)) / 255;

    /// <summary>As in SVG: <c>#0072b2</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    private static byte Mixed(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));
}

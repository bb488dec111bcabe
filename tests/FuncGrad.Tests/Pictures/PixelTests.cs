using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Pixels show what marks cover: by their share, in the order of the marks, and the same in bands of any height.</summary>
public sealed class PixelTests
{
    [Fact]
    public void A_pixel_is_covered_by_the_share_of_its_area()
    {
        var coverage = new Coverage(20, 10);
        Spot[] triangle = [new(1.25, 1), new(17.5, 2.5), new(4.75, 8.8)];
        coverage.Add(triangle);
        var sum = 0.0;
        coverage.Flush(false, (0, 0, 20, 10), (_, _, share) => sum += share);
        Assert.Equal(60.75, sum, 0.1);
        coverage.Add([new(2, 2), new(6, 2), new(6, 6), new(2, 6)]);
        var found = new Dictionary<(int, int), float>();
        coverage.Flush(false, (0, 0, 20, 10), (x, y, share) => found[(x, y)] = share);
        Assert.Equal(16, found.Count);
        Assert.All(found.Values, share => Assert.Equal(1, share, 1e-4));
    }

    [Fact]
    public void Clipped_marks_end_at_their_box_and_later_marks_lie_above()
    {
        var square = new Mark.Area([new Box(0, 0, 40, 40).Corners], Colour.Of(0xff0000));
        var picture = new Picture(40, 40, "", "",
            [new Mark.Clipped(new Box(10, 10, 10, 10), [square]),
            new Mark.Raster(new Box(15, 15, 4, 4), new Cells(2, 1, [0, 1], [Colour.Black, Colour.Of(0x00ff00)]))]);
        var pixels = Decoded(picture, 1);
        Assert.Equal(100, pixels.Pixels.Count(colour => colour != Colour.White));
        Assert.Equal((Colour.Of(0xff0000), Colour.Black, Colour.Of(0x00ff00)), (pixels[11, 11], pixels[16, 16], pixels[18, 18]));
    }

    [Fact]
    public void Letters_are_drawn_where_the_text_stands_whatever_fonts_the_machine_has()
    {
        var picture = new Picture(200, 60, "", "",
            [new Mark.Label(new(100, 40), "λ → ∞ Åg", new TextStyle(20, Colour.Black, Anchor.Middle))]);
        var pixels = Decoded(picture, 2);
        var dark = Enumerable.Range(0, pixels.Pixels.Length).Where(i => pixels.Pixels[i].Lightness < 0.5)
            .Select(i => (X: i % 400, Y: i / 400)).ToArray();
        Assert.InRange(dark.Length, 400, 4000);
        Assert.Equal(200, (dark.Min(spot => spot.X) + dark.Max(spot => spot.X)) / 2.0, 12.0);
        Assert.InRange(dark.Max(spot => spot.Y), 80, 92);
        Assert.Empty(Shapes.Missing("λ → ∞ Åg ж ₂ ⁻⁷ ≤"));
        Assert.Equal(["学"], Shapes.Missing("学a"));
    }

    [Fact]
    public void Widths_that_were_kept_free_are_wide_enough()
    {
        foreach (var text in (string[])["learning_rate", "10⁻¹² of 100", "Ünïcödé λmax", "WWWWiiii", "~!@#"])
            foreach (var isBold in (bool[])[false, true])
            {
                var font = isBold ? TrueType.Bold : TrueType.Regular;
                var width = text.EnumerateRunes().Sum(rune => font.Advance(rune.Value)) / font.UnitsPerEm;
                Assert.InRange(TextWidth.Of(text, 1, isBold), width * 0.94, width * 1.35);
            }
    }

    [Fact]
    public void Tall_pictures_are_painted_in_bands_without_a_seam()
    {
        var line = new Mark.Line([new(3, 0), new(7, 3000), new(12, 6000)], Colour.Black, 2);
        var whole = Decoded(new Picture(400, 6000, "", "", [line]), 1);
        for (var y = 1; y < 5999; y++) Assert.True(Enumerable.Range(0, 20).Sum(x => 1 - whole[x, y].Lightness) is > 1.9 and < 2.1, $"{y}");
    }

    private static DecodedPng Decoded(Picture picture, double scale)
    {
        using var memory = new MemoryStream();
        Pixels.WritePng(picture, scale, memory);
        return DecodedPng.Read(memory.ToArray());
    }
}

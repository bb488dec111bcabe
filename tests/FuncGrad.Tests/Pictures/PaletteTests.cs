using FuncGrad.Lab;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Colours that mean different things look different to everybody, and every verdict has one.</summary>
public sealed class PaletteTests
{
    public static TheoryData<string> Kinds => [.. ColourBlindness.Kinds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Verdicts_are_told_apart(string kind)
    {
        Colour[] colours = [.. Palette.Verdicts.Select(verdict => verdict.Colour)];
        Assert.True(ColourBlindness.LeastDistance(colours, kind) >= 24.9, $"{ColourBlindness.LeastDistance(colours, kind)}");
        Assert.True(ColourBlindness.LeastDistance([.. colours, Colour.White],
            kind) >= 12, $"against white: {ColourBlindness.LeastDistance([.. colours, Colour.White], kind)}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Series_are_told_apart(string kind) =>
        Assert.True(ColourBlindness.LeastDistance(Palette.Series, kind) >= 15, $"{ColourBlindness.LeastDistance(Palette.Series, kind)}");

    [Fact]
    public void The_measure_knows_colours_that_are_not_told_apart() =>
        Assert.True(ColourBlindness.LeastDistance([Colour.Of(0x2ca02c), Colour.Of(0xd62728), Colour.Of(0x8c564b)], "deuteranopia") < 12);

    [Fact]
    public void Every_verdict_of_the_program_has_a_colour_and_a_letter_of_its_own()
    {
        Assert.All(Tally.VerdictNames, name => Assert.Contains(Palette.Verdicts, verdict => verdict.Word == name));
        Assert.Equal(Palette.Verdicts.Count, Palette.Verdicts.Select(verdict => verdict.Letter).Distinct().Count());
        Assert.Equal(Palette.Unknown, TrialFigures.ColourOf(Palette.PositionOf("a word of tomorrow")));
    }

    [Fact]
    public void Quantities_grow_lighter_so_that_a_print_in_black_and_white_has_their_order()
    {
        var lightness = Enumerable.Range(0, 101).Select(i => Palette.Quantity(i / 100.0).Lightness).ToArray();
        Assert.Equal(lightness.Order(), lightness);
        Assert.True(TrialFigures.ColourOf(Palette.PositionOf("diverged")).Lightness < TrialFigures.ColourOf(Palette.PositionOf("converged")).Lightness);
    }
}

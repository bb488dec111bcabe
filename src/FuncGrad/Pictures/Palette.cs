namespace FuncGrad;

/// <summary>
/// Which colour means what. Tests hold the least distances between colours, also as people see them who have one kind of cone less
/// (Machado, Oliveira and Fernandes 2009, doi:10.1109/TVCG.2009.113).
/// </summary>
internal static class Palette
{
    /// <summary>Of text and axes, of what is less important, and of lines of a grid.</summary>
    public static Colour Ink { get; } = Colour.Of(0x1b1f24);

    /// <inheritdoc cref="Ink"/>
    public static Colour Grey { get; } = Colour.Of(0x5c6570);

    /// <inheritdoc cref="Ink"/>
    public static Colour Faint { get; } = Colour.Of(0xe3e7ec);

    /// <summary>What is not known: a word that is no verdict of this program, a cell without a trial.</summary>
    public static Colour Unknown { get; } = Colour.Of(0xd9d9d9);

    /// <summary>The verdicts in the order of legends, each with its colour and its letter where there are no colours.</summary>
    public static IReadOnlyList<(string Word, Colour Colour, char Letter)> Verdicts { get; } =
        [.. VerdictWords.All.Select(row => (row.Word, Colour.Of(row.Colour), row.Letter))];

    /// <summary>
    /// Up to seven things that differ (Okabe and Ito 2008, with black in place of their yellow, which is too light for lines).
    /// </summary>
    public static IReadOnlyList<Colour> Series { get; } =
        [Colour.Of(0x0072b2), Colour.Of(0xd55e00), Colour.Of(0x009e73), Colour.Of(0xcc79a7), Colour.Of(0xe69f00), Colour.Of(0x56b4e9),
            Colour.Of(0x000000)];

    /// <summary>Light to dark blue: the heights of a loss under its paths, which stay the darkest things in the picture.</summary>
    public static Colour Height(double share) => Colour.Of(0xf4f8fd).Mixed(Colour.Of(0xb3c9e4), share);

    /// <summary>Dark to light along a quantity (viridis: van der Walt and Smith 2015), the same order in black and white.</summary>
    /// <param name="share">0 to 1.</param>
    public static Colour Quantity(double share)
    {
        var place = Math.Clamp(share, 0, 1) * (Viridis.Length - 1);
        var left = Math.Min((int)place, Viridis.Length - 2);
        return Colour.Of(Viridis[left]).Mixed(Colour.Of(Viridis[left + 1]), place - left);
    }

    /// <summary>The position of a verdict's word among <see cref="Verdicts"/>, or as many as there are.</summary>
    public static int PositionOf(string verdict)
    {
        for (var i = 0; i < Verdicts.Count; i++)
            if (Verdicts[i].Word == verdict) return i;
        return Verdicts.Count;
    }

    /// <summary>The position of a verdict among them.</summary>
    public static int PositionOf(Verdict verdict) => PositionOf(VerdictWords.Of(verdict).Word);

    /// <summary>The letters of the verdicts in their order, and one for what is not known.</summary>
    public static string Letters { get; } = string.Concat(Verdicts.Select(verdict => verdict.Letter)) + "?";

    /// <summary>The colour of a verdict.</summary>
    public static Colour Of(Verdict verdict) => Colour.Of(VerdictWords.Of(verdict).Colour);

    private static readonly int[] Viridis =
        [0x440154, 0x482878, 0x3e4a89, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6dcd59, 0xb4de2c, 0xfde725];
}

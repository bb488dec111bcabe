namespace FuncGrad.Lab;

/// <summary>Lines and texts as the rings of what they cover, for writers that only fill.</summary>
internal static class Shapes
{
    /// <summary>
    /// A line as convex pieces, all turning the same way: a rectangle for each straight part, and a disc at each joint that bends.
    /// </summary>
    public static IEnumerable<IReadOnlyList<Spot>> Stroke(IReadOnlyList<Spot> spots, double width, bool isDashed)
    {
        foreach (var piece in isDashed ? Dashed(spots) : [spots])
            for (var i = 1; i < piece.Count; i++)
            {
                if (Side(piece[i - 1], piece[i], width) is { } side) yield return side;
                if (i + 1 < piece.Count && Bends(piece[i - 1], piece[i], piece[i + 1])) yield return Disc(piece[i], width / 2);
            }
    }

    /// <summary>A text as the rings of its letters, placed as its style says.</summary>
    public static IEnumerable<IReadOnlyList<Spot>> Letters(Mark.Label label)
    {
        var (font, scale) = (label.Style.IsBold ? TrueType.Bold : TrueType.Regular, 0.0);
        scale = label.Style.Size / font.UnitsPerEm;
        int[] letters = [.. PlainText.Of(label.Text).EnumerateRunes().Select(rune => rune.Value)];
        var width = letters.Sum(font.Advance) * scale;
        var x = label.Style.Anchor switch { Anchor.Middle => -width / 2, Anchor.End => -width, _ => 0 };
        foreach (var letter in letters)
        {
            var start = x;
            foreach (var ring in font.Outline(letter)) yield return [
                .. ring.Select(spot => Placed(label, start + (spot.X * scale), -spot.Y * scale))];
            x += font.Advance(letter) * scale;
        }
    }

    /// <summary>The letters of a text that the fonts do not have.</summary>
    public static IEnumerable<string> Missing(string text) => PlainText.Of(text).EnumerateRunes()
        .Where(rune => !TrueType.Regular.Has(rune.Value)).Select(rune => rune.ToString());

    /// <summary>The marks of a picture, also those within others.</summary>
    public static IEnumerable<Mark> All(IEnumerable<Mark> marks) => marks.SelectMany(mark => mark is Mark.Clipped clipped
        ? All(clipped.Marks) : [mark]);

    private static Spot Placed(Mark.Label label, double right, double down) =>
        label.Style.IsUpright ? new(label.Spot.X + down, label.Spot.Y - right) : new(label.Spot.X + right, label.Spot.Y + down);

    private static Spot[]? Side(Spot a, Spot b, double width)
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var length = Math.Sqrt((dx * dx) + (dy * dy));
        if (length == 0) return null;
        var (nx, ny) = (-dy / length * width / 2, dx / length * width / 2);
        return [new(a.X + nx, a.Y + ny), new(a.X - nx, a.Y - ny), new(b.X - nx, b.Y - ny), new(b.X + nx, b.Y + ny)];
    }

    private static bool Bends(Spot a, Spot b, Spot c)
    {
        var (ux, uy, vx, vy) = (b.X - a.X, b.Y - a.Y, c.X - b.X, c.Y - b.Y);
        return Math.Abs((ux * vy) - (uy * vx)) > 0.05 * Math.Sqrt(((ux * ux) + (uy * uy)) * ((vx * vx) + (vy * vy)))
            || (ux * vx) + (uy * vy) < 0;
    }

    // It turns as the sides do: what turned the other way would cancel them where they overlap.
    private static Spot[] Disc(Spot at, double radius) =>
        [.. Symbols.Outline(Form.Circle)[0].Select(spot => new Spot(at.X + (spot.X * radius), at.Y + (spot.Y * radius)))];

    private static IEnumerable<IReadOnlyList<Spot>> Dashed(IReadOnlyList<Spot> spots)
    {
        var (piece, isOn, left) = (new List<Spot> { spots[0] }, true, Dashes.On);
        for (var i = 1; i < spots.Count; i++)
        {
            var (a, b) = (spots[i - 1], spots[i]);
            var length = Math.Sqrt(Math.Pow(b.X - a.X, 2) + Math.Pow(b.Y - a.Y, 2));
            var walked = 0.0;
            for (; length - walked > left; left = isOn ? Dashes.On : Dashes.Off)
            {
                walked += left;
                var spot = new Spot(a.X + ((b.X - a.X) * walked / length), a.Y + ((b.Y - a.Y) * walked / length));
                if (isOn) yield return [.. piece, spot];
                (piece, isOn) = ([spot], !isOn);
            }
            left -= length - walked;
            piece.Add(b);
        }
        if (isOn && piece.Count > 1) yield return piece;
    }
}

namespace FuncGrad;

/// <summary>The outlines of symbols, the same in every writer.</summary>
internal static class Symbols
{
    /// <summary>The forms in the order in which things that differ take them.</summary>
    public static IReadOnlyList<Form> Series { get; } = [Form.Circle, Form.Square, Form.Diamond, Form.Triangle, Form.TriangleDown,
        Form.Plus, Form.Cross];

    /// <summary>The corners of a form around (0, 0) with a radius of about 1, as rings of which the inside is filled.</summary>
    public static IReadOnlyList<IReadOnlyList<Spot>> Outline(Form form) => form switch
    {
        Form.Circle => [Circle(1)],
        Form.Ring => [Circle(1), Circle(0.66)],
        Form.Square => [[new(-0.88, -0.88), new(0.88, -0.88), new(0.88, 0.88), new(-0.88, 0.88)]],
        Form.Diamond => [[new(0, -1.25), new(1.25, 0), new(0, 1.25), new(-1.25, 0)]],
        Form.Triangle => [[new(0, -1.2), new(1.1, 0.8), new(-1.1, 0.8)]],
        Form.TriangleDown => [[new(0, 1.2), new(1.1, -0.8), new(-1.1, -0.8)]],
        Form.Plus => [Bars(0)],
        _ => [Bars(Math.PI / 4)],
    };

    // A polygon of 24 corners is a circle at the sizes symbols have.
    private static Spot[] Circle(double radius) => [.. Enumerable.Range(0, 24).Select(i => Turned(new(radius, 0), i * Math.PI / 12))];

    /// <summary>Two crossed bars.</summary>
    private static Spot[] Bars(double turn)
    {
        const double Long = 1.25, Half = 0.34;
        Spot[] corner = [new(Half, -Half), new(Long, -Half), new(Long, Half)];
        return [.. Enumerable.Range(0, 4).SelectMany(quarter => corner.Select(spot => Turned(spot, turn + (quarter * Math.PI / 2))))];
    }

    // Rounded, so that the last bit of a platform's sine does not show.
    private static Spot Turned(Spot spot, double angle)
    {
        var (sine, cosine) = Math.SinCos(angle);
        return new(Math.Round((spot.X * cosine) - (spot.Y * sine), 6), Math.Round((spot.X * sine) + (spot.Y * cosine), 6));
    }
}

namespace FuncGrad;

/// <summary>
/// The sum of the parts of an adjoint. A loss that reads an array element by element hands back as many arrays of zeros with one element
/// inside; added one by one they would cost the square of their number. Parts that do not overlap are put side by side instead, in as many
/// layers as some element has parts.
/// </summary>
/// <remarks>
/// Bit for bit the sum from left to right: each element's own parts are still added in their order, and what else it was added to was 0, of
/// which one is kept since it makes −0 to 0.
/// </remarks>
internal static class EmbeddedSum
{
    /// <summary>Fewer parts are added as they come.</summary>
    private const int Fewest = 16;

    /// <summary>A part that fills consecutive elements, from <paramref name="Start"/> on.</summary>
    private readonly record struct Part(int Start, Expr Elements);

    /// <summary>Their sum, in their order; all have one shape.</summary>
    public static Expr Of(IReadOnlyList<Expr> parts) =>
        parts.Count >= Fewest && Layers(parts) is { } layers && layers.Count < parts.Count
            ? layers.Aggregate((sum, layer) => sum + layer) + Expr.Zero
            : parts.Aggregate((sum, part) => sum + part);

    /// <summary>The parts side by side; null if one does not fill consecutive elements.</summary>
    private static List<Expr>? Layers(IReadOnlyList<Expr> parts)
    {
        var (shape, layers) = (parts[0].Shape, new List<List<Part>>());
        var (heights, floor) = (new int[shape.ElementCount], 0);
        foreach (var part in parts)
        {
            if (part.Primitive != Structures.Embed) floor = layers.Count;
            if (Consecutive(part) is not { } own) return null;
            var covered = heights.AsSpan(own.Start, own.Elements.Shape.ElementCount);
            var layer = floor;
            foreach (var height in covered) layer = Math.Max(layer, height);
            covered.Fill(layer + 1);
            if (layer == layers.Count) layers.Add([]);
            layers[layer].Add(own);
            if (part.Primitive != Structures.Embed) floor = layers.Count;
        }
        return [.. layers.Select(layer => SideBySide(layer, shape))];
    }

    private static Part? Consecutive(Expr part)
    {
        if (part.Primitive != Structures.Embed) return new(0, part);
        var (inside, room) = (part.Operands[0], part.Shape);
        var leading = 0;
        while (leading < room.Rank && inside.Shape[leading] == 1) leading++;
        for (var axis = leading + 1; axis < room.Rank; axis++)
            if (inside.Shape[axis] != room[axis]) return null;
        return new(Structures.Offset(part, room), inside);
    }

    private static Expr SideBySide(List<Part> parts, Shape shape)
    {
        var (pieces, next) = (new List<Expr>(), 0);
        foreach (var part in parts.OrderBy(part => part.Start))
        {
            if (part.Start > next) pieces.Add(Expr.Fill(0, Shape.Of(part.Start - next)));
            pieces.Add(Expr.Reshape(part.Elements, Shape.Of(part.Elements.Shape.ElementCount)));
            next = part.Start + part.Elements.Shape.ElementCount;
        }
        if (next < shape.ElementCount) pieces.Add(Expr.Fill(0, Shape.Of(shape.ElementCount - next)));
        return Expr.Reshape(Expr.Concatenate(0, [.. pieces]), shape);
    }
}

namespace FuncGrad;

/// <summary>(operands, attribute) ↦ the shape of the result, one rule per family; shared by the rows of the table.</summary>
internal static class ShapeRules
{
    /// <summary>All operands have one shape, and so has the result. Broadcasting happened before, as nodes of its own.</summary>
    public static Shape Same(IReadOnlyList<Expr> operands, object? attribute)
    {
        for (var i = 1; i < operands.Count; i++)
            if (!operands[i].Shape.Equals(operands[0].Shape))
                throw ShapeException.CannotBroadcast("An elementwise operation", operands[0].Shape, operands[i].Shape);
        return operands[0].Shape;
    }

    public static Shape Broadcast(Shape from, Shape to) =>
        to.Equals(Shape.TryBroadcast(from, to)) ? to : throw ShapeException.CannotBroadcastTo(from, to);

    public static Shape Reshape(Shape from, Shape to) =>
        from.ElementCount == to.ElementCount ? to : throw ShapeException.CannotReshape(from, to);

    public static Shape Transpose(Shape shape, Indices permutation)
    {
        var isPermutation = permutation.Count == shape.Rank && Enumerable.Range(0, shape.Rank).All(permutation.Contains);
        return isPermutation
            ? Shape.Of([.. permutation.ToArray().Select(axis => shape[axis])])
            : throw ShapeException.BadPermutation(permutation, shape);
    }

    /// <summary>The part fits into the room at its starting position; what comes back is the room.</summary>
    public static Shape Inside(Shape part, Placement place)
    {
        var fits = part.Rank == place.Shape.Rank && place.Starts.Count == part.Rank && Enumerable.Range(0, part.Rank)
            .All(axis => place.Starts[axis] >= 0 && (long)place.Starts[axis] + part[axis] <= place.Shape[axis]);
        return fits ? place.Shape : throw ShapeException.DoesNotFitInside(part, place.Shape);
    }

    public static Shape Concatenate(IReadOnlyList<Expr> operands, int axis)
    {
        var first = operands[0].Shape;
        if (axis < 0 || axis >= first.Rank) throw ShapeException.NoSuchAxis("concatenate", axis, first);
        foreach (var operand in operands)
            if (operand.Shape.Rank != first.Rank || Enumerable.Range(0, first.Rank).Any(a => a != axis && operand.Shape[a] != first[a]))
                throw ShapeException.BadConcatenation(first, operand.Shape, axis);
        return Shape.Of([.. first.Select((extent, a) => a == axis ? operands.Sum(operand => operand.Shape[axis]) : extent)]);
    }

    public static Shape Gather(Shape values, Shape indices)
    {
        if (values.Rank == 0 || !values.WithoutAxes(new Indices(values.Rank - 1)).Equals(indices))
            throw ShapeException.BadClassIndices(values, indices);
        return indices;
    }

    public static Shape MatrixProduct(Shape a, Shape b) => a.Rank == 2 && b.Rank == 2 && a[1] == b[0]
        ? Shape.Of(a[0], b[1])
        : throw ShapeException.CannotMultiply(a, b);
}

/// <summary>A rectangular part of an array: where it starts along each axis, and a shape (of the part, or of the whole).</summary>
internal sealed record Placement(Indices Starts, Shape Shape);

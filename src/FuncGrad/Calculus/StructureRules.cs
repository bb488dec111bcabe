using static FuncGrad.Structures;

namespace FuncGrad;

/// <summary>Movements of elements that cancel or combine. All exact: no element is computed with.</summary>
internal static class StructureRules
{
    public static Expr? Rewritten(Expr node)
    {
        var x = node.Operands[0];
        if (node.Primitive == Broadcast)
            return x.Primitive == Broadcast ? Expr.BroadcastTo(x.Operands[0], node.Shape) : node.Shape.Equals(x.Shape) ? x : null;
        if (node.Primitive == Reshape) return ReshapeOf(node, x);
        if (node.Primitive == Transpose) return TransposeOf(node, x);
        if (node.Primitive == Slice) return SliceOf(node, x);
        return null;
    }

    private static Expr? ReshapeOf(Expr node, Expr x)
    {
        if (node.Shape.Equals(x.Shape)) return x;
        if (x.Primitive == Reshape) return Expr.Reshape(x.Operands[0], node.Shape);
        var isOneValueRepeated = x.Primitive == Broadcast && x.Operands[0].Shape.Rank == 0;
        return isOneValueRepeated ? Expr.BroadcastTo(x.Operands[0], node.Shape) : null;
    }

    private static Expr? TransposeOf(Expr node, Expr x)
    {
        var outer = (Indices)node.Attribute!;
        if (Enumerable.Range(0, outer.Count).All(axis => outer[axis] == axis)) return x;
        if (x.Primitive != Transpose) return null;
        var inner = (Indices)x.Attribute!;
        return Expr.Transpose(x.Operands[0], new Indices([.. outer.ToArray().Select(axis => inner[axis])]));
    }

    private static Expr? SliceOf(Expr node, Expr x)
    {
        var starts = ((Placement)node.Attribute!).Starts;
        if (node.Shape.Equals(x.Shape)) return x;
        if (x.Primitive == Slice) return Expr.Slice(x.Operands[0], Sum(starts, ((Placement)x.Attribute!).Starts), node.Shape);
        if (x.Primitive == Broadcast && x.Operands[0].Shape.Rank == 0) return Expr.BroadcastTo(x.Operands[0], node.Shape);
        if (x.Primitive == Replace) return SliceOfReplaced(node.Shape, starts, x);
        if (x.Primitive == Concatenate) return SliceOfJoined(node.Shape, starts, x);
        return null;
    }

    /// <summary>A part of an array that had another part written over: wholly inside the new part, or wholly beside it.</summary>
    private static Expr? SliceOfReplaced(Shape shape, Indices starts, Expr replaced)
    {
        var (ground, part, at) = (replaced.Operands[0], replaced.Operands[1], ((Placement)replaced.Attribute!).Starts);
        var axes = Enumerable.Range(0, shape.Rank);
        if (axes.All(a => starts[a] >= at[a] && starts[a] + shape[a] <= at[a] + part.Shape[a]))
            return Expr.Slice(part, Difference(starts, at), shape);
        var isBeside = axes.Any(a => starts[a] + shape[a] <= at[a] || starts[a] >= at[a] + part.Shape[a]);
        return isBeside ? Expr.Slice(ground, starts, shape) : null;
    }

    /// <summary>A part that lies within one piece of joined arrays.</summary>
    private static Expr? SliceOfJoined(Shape shape, Indices starts, Expr joined)
    {
        var axis = (int)joined.Attribute!;
        var position = 0;
        foreach (var piece in joined.Operands)
        {
            if (starts[axis] >= position && starts[axis] + shape[axis] <= position + piece.Shape[axis])
                return Expr.Slice(piece, new Indices([.. starts.ToArray().Select((s, a) => a == axis ? s - position : s)]), shape);
            position += piece.Shape[axis];
        }
        return null;
    }

    private static Indices Sum(Indices a, Indices b) => new([.. a.ToArray().Select((value, axis) => value + b[axis])]);

    private static Indices Difference(Indices a, Indices b) => new([.. a.ToArray().Select((value, axis) => value - b[axis])]);
}

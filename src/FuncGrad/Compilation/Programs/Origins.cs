using static FuncGrad.Structures;

namespace FuncGrad;

/// <summary>Where an element of a structural operation comes from: element <see cref="Element"/> of operand <see cref="Operand"/>; operand −1 is the number 0.</summary>
internal readonly record struct Origin(int Operand, int Element)
{
    public static Origin Zero { get; } = new(-1, 0);
}

/// <summary>Structural operations whose index maps are known before any value is: all but gather and scatter.</summary>
internal static class Origins
{
    public static bool Exist(Expr node) => node.Primitive.Family == Family.Structure && node.Primitive != Gather && node.Primitive != Scatter;

    /// <summary>For each element of the node in row-major order, its origin.</summary>
    public static Origin[] Of(Expr node)
    {
        var x = node.Operands[0].Shape;
        var origins = new Origin[node.Shape.ElementCount];
        if (node.Primitive == Broadcast) Fill(origins, Movement.Offsets(node.Shape, BroadcastStrides(x, node.Shape), 0));
        else if (node.Primitive == Transpose) Fill(origins, Movement.Offsets(node.Shape, Permuted(x.Strides(), (Indices)node.Attribute!), 0));
        else if (node.Primitive == Slice) Fill(origins, Movement.Offsets(node.Shape, x.Strides(), Offset(node, x)));
        else if (node.Primitive == Embed) Ground(origins, Origin.Zero, node, 0);
        else if (node.Primitive == Replace) Ground(origins, null, node, 1);
        else if (node.Primitive == Concatenate) Pieces(origins, node);
        else Fill(origins, null);
        return origins;
    }

    private static void Fill(Origin[] origins, int[]? elements)
    {
        for (var i = 0; i < origins.Length; i++) origins[i] = new Origin(0, elements is null ? i : elements[i]);
    }

    /// <summary>Zeros, or operand 0 itself, with an operand written over a part.</summary>
    private static void Ground(Origin[] origins, Origin? ground, Expr node, int written)
    {
        for (var i = 0; i < origins.Length; i++) origins[i] = ground ?? new Origin(0, i);
        Write(origins, node.Shape, node.Operands[written].Shape, written, Offset(node, node.Shape));
    }

    private static void Pieces(Origin[] origins, Expr node)
    {
        var (stride, start, axis) = (node.Shape.Strides()[(int)node.Attribute!], 0, (int)node.Attribute!);
        for (var piece = 0; piece < node.Operands.Count; piece++)
        {
            Write(origins, node.Shape, node.Operands[piece].Shape, piece, start);
            start += stride * node.Operands[piece].Shape[axis];
        }
    }

    private static void Write(Origin[] origins, Shape room, Shape block, int operand, int start)
    {
        var offsets = Movement.Offsets(block, room.Strides(), start);
        for (var i = 0; i < offsets.Length; i++) origins[offsets[i]] = new Origin(operand, i);
    }
}

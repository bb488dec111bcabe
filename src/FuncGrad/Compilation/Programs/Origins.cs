using static FuncGrad.Structures;

namespace FuncGrad;

/// <summary>
/// Where an element of a structural operation comes from: element <see cref="Element"/> of operand <see cref="Operand"/>; operand −1 is the
/// number 0.
/// </summary>
internal readonly record struct Origin(int Operand, int Element)
{
    public static Origin Zero { get; } = new(-1, 0);
}

/// <summary>Structural operations whose index maps are known before any value is: all but gather and scatter.</summary>
internal static class Origins
{
    /// <summary>How the origins of each are written: from operand 0 as it lies, from parts, or element for element.</summary>
    private static readonly Dictionary<Primitive, Action<Origin[], Expr, Shape>> Rows = new()
    {
        [Broadcast] = (origins, node, x) => Fill(origins, Movement.Offsets(node.Shape, BroadcastStrides(x, node.Shape), 0)),
        [Transpose] = (origins, node, x) => Fill(origins, Movement.Offsets(node.Shape, Permuted(x.Strides(), (Indices)node.Attribute!), 0)),
        [Slice] = (origins, node, x) => Fill(origins, Movement.Offsets(node.Shape, x.Strides(), Offset(node, x))),
        [Reshape] = (origins, _, _) => Fill(origins, null),
        [Embed] = (origins, node, _) => Ground(origins, Origin.Zero, node, 0),
        [Replace] = (origins, node, _) => Ground(origins, null, node, 1),
        [Concatenate] = (origins, node, _) => Pieces(origins, node),
    };

    public static bool Exist(Expr node) => Rows.ContainsKey(node.Primitive);

    /// <summary>Whether an operation puts parts beside or over each other, so that its elements are of several operands, or 0.</summary>
    public static bool AreParts(Primitive op) => op == Embed || op == Replace || op == Concatenate;

    /// <summary>These parts: which operand begins where. What is between them is 0, or operand 0 of a replacement.</summary>
    public static IEnumerable<(int Operand, Indices Starts)> Parts(Expr node) => node.Primitive == Concatenate
        ? Enumerable.Range(0, node.Operands.Count).Select(piece => (piece, PieceStarts(node, piece)))
        : AreParts(node.Primitive) ? [(node.Operands.Count - 1, ((Placement)node.Attribute!).Starts)] : [];

    /// <summary>Whether values choose where elements come from.</summary>
    public static bool AreChosen(Primitive op) => op.Family == Family.Structure && !Rows.ContainsKey(op);

    /// <summary>For each element of the node in row-major order, its origin.</summary>
    public static Origin[] Of(Expr node)
    {
        var origins = new Origin[node.Shape.ElementCount];
        Rows[node.Primitive](origins, node, node.Operands[0].Shape);
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

    private static void Write(Origin[] origins, Shape room, Shape part, int operand, int start)
    {
        var offsets = Movement.Offsets(part, room.Strides(), start);
        for (var i = 0; i < offsets.Length; i++) origins[offsets[i]] = new Origin(operand, i);
    }
}

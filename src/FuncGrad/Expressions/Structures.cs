namespace FuncGrad;

/// <summary>The operations that move, copy or drop elements. All are linear, so that the tangent is the operation itself on tangents,
/// and the adjoint is the operation that moves everything back (and sums what was copied).</summary>
internal static class Structures
{
    /// <summary>Repeats along axes of extent 1 and new leading axes. Attribute: the target <see cref="Shape"/>.</summary>
    public static readonly Primitive Broadcast = Linear("broadcast", 1,
        (operands, to) => ShapeRules.Broadcast(operands[0].Shape, (Shape)to!),
        (node, values) => Movement.Gather(values[0], node.Shape, BroadcastStrides(values[0].Shape, node.Shape), 0),
        (node, adjoint, _) => Expr.SumTo(adjoint, node.Operands[0].Shape));

    /// <summary>The same elements in row-major order under another shape. Attribute: the target <see cref="Shape"/>.</summary>
    public static readonly Primitive Reshape = Linear("reshape", 1,
        (operands, to) => ShapeRules.Reshape(operands[0].Shape, (Shape)to!),
        (node, values) => values[0].Reshaped(node.Shape),
        (node, adjoint, _) => Expr.Reshape(adjoint, node.Operands[0].Shape));

    /// <summary>Axis a of the result is axis permutation[a] of the operand. Attribute: the permutation, <see cref="Indices"/>.</summary>
    public static readonly Primitive Transpose = Linear("transpose", 1,
        (operands, permutation) => ShapeRules.Transpose(operands[0].Shape, (Indices)permutation!),
        (node, values) => Movement.Gather(values[0], node.Shape, Permuted(values[0].Shape.Strides(), (Indices)node.Attribute!), 0),
        (node, adjoint, _) => Expr.Transpose(adjoint, Inverse((Indices)node.Attribute!)));

    /// <summary>A rectangular part. Attribute: <see cref="Placement"/> with the part's shape.</summary>
    public static readonly Primitive Slice = Linear("slice", 1,
        (operands, placement) => SliceShape(operands[0].Shape, (Placement)placement!),
        (node, values) => Movement.Gather(values[0], node.Shape, values[0].Shape.Strides(), Offset(node, values[0].Shape)),
        (node, adjoint, _) => Expr.Embed(adjoint, ((Placement)node.Attribute!).Starts, node.Operands[0].Shape));

    /// <summary>
    /// Zeros with the operand placed inside: the adjoint of <see cref="Slice"/>. Attribute: <see cref="Placement"/> with the whole shape.
    /// </summary>
    public static readonly Primitive Embed = Linear("embed", 1,
        (operands, placement) => ShapeRules.Inside(operands[0].Shape, (Placement)placement!),
        (node, values) => Movement.Scatter(Tensor.Fill(node.Shape, 0), values[0], Offset(node, node.Shape)),
        (node, adjoint, _) => Expr.Slice(adjoint, ((Placement)node.Attribute!).Starts, node.Operands[0].Shape));

    /// <summary>The first operand with the second written over a part of it. Attribute: <see cref="Placement"/> in the whole.</summary>
    public static readonly Primitive Replace = Linear("replace", 2,
        (operands, placement) => ShapeRules.Inside(operands[1].Shape, (Placement)placement! with { Shape = operands[0].Shape }),
        (node, values) => Movement.Scatter(values[0], values[1], Offset(node, node.Shape)),
        (node, adjoint, operand) => operand == 0
            ? Expr.Replace(adjoint, Expr.Fill(0, node.Operands[1].Shape), ((Placement)node.Attribute!).Starts)
            : Expr.Slice(adjoint, ((Placement)node.Attribute!).Starts, node.Operands[1].Shape));

    /// <summary>Operands one after the other along an axis. Attribute: the axis.</summary>
    public static readonly Primitive Concatenate = Linear("concatenate", -1,
        (operands, axis) => ShapeRules.Concatenate(operands, (int)axis!),
        (node, values) => Movement.Join(values, node.Shape, (int)node.Attribute!),
        (node, adjoint, operand) => Expr.Slice(adjoint, PieceStarts(node, operand), node.Operands[operand].Shape));

    /// <summary>
    /// result[...] = values[..., indices[...]]: one element of each row of the last axis; NaN where the index does not exist.
    /// </summary>
    public static readonly Primitive Gather = new()
    {
        Name = "gather",
        Arity = 2,
        Family = Family.Structure,
        ShapeRule = (operands, _) => ShapeRules.Gather(operands[0].Shape, operands[1].Shape),
        Meaning = (node, values, _) => Movement.Pick(values[0], values[1]),
        Adjoint = (node, adjoint, operand) => operand == 0 ? Expr.Scatter(adjoint, node.Operands[1], LastExtent(node.Operands[0])) : null,
        Tangent = (node, tangents) => tangents[0] is { } t ? Expr.Gather(t, node.Operands[1]) : null,
    };

    /// <summary>
    /// result[..., k] = values[...] where k = indices[...], else 0: the adjoint of <see cref="Gather"/>. Attribute: the extent of the new
    /// last axis.
    /// </summary>
    public static readonly Primitive Scatter = new()
    {
        Name = "scatter",
        Arity = 2,
        Family = Family.Structure,
        ShapeRule = (operands, classes) => ShapeRules.Same(operands, null) is var shape ? Shape.Of([.. shape, (int)classes!]) : shape,
        Meaning = (node, values, _) => Movement.Place(values[0], values[1], (int)node.Attribute!),
        Adjoint = (node, adjoint, operand) => operand == 0 ? Expr.Gather(adjoint, node.Operands[1]) : null,
        Tangent = (node, tangents) => tangents[0] is { } t ? Expr.Scatter(t, node.Operands[1], (int)node.Attribute!) : null,
    };

    public static IReadOnlyList<Primitive> All { get; } =
        [Broadcast, Reshape, Transpose, Slice, Embed, Replace, Concatenate, Gather, Scatter];

    private static Primitive Linear(string name, int arity, Func<IReadOnlyList<Expr>, object?, Shape> shape,
        Func<Expr, IReadOnlyList<Tensor>, Tensor> meaning, Func<Expr, Expr, int, Expr?> adjoint) => new()
        {
            Name = name,
            Arity = arity,
            Family = Family.Structure,
            ShapeRule = shape,
            Meaning = (node, values, _) => meaning(node, values),
            Adjoint = adjoint,
            Tangent = LinearTangent,
        };

    internal static Expr? LinearTangent(Expr node, IReadOnlyList<Expr?> tangents) => tangents.All(t => t is null)
        ? null
        : node.With([.. tangents.Select((t, i) => t ?? Expr.Fill(0, node.Operands[i].Shape))]);

    private static int LastExtent(Expr rows) => rows.Shape[rows.Shape.Rank - 1];

    private static Shape SliceShape(Shape whole, Placement placement) =>
        ShapeRules.Inside(placement.Shape, placement with { Shape = whole }) is not null ? placement.Shape : whole;

    internal static int Offset(Expr node, Shape whole)
    {
        var strides = whole.Strides();
        return Enumerable.Range(0, whole.Rank).Sum(axis => strides[axis] * ((Placement)node.Attribute!).Starts[axis]);
    }

    internal static int[] BroadcastStrides(Shape from, Shape to)
    {
        var (own, strides) = (from.Strides(), new int[to.Rank]);
        for (var axis = 0; axis < from.Rank; axis++)
            strides[to.Rank - from.Rank + axis] = from[axis] == 1 ? 0 : own[axis];
        return strides;
    }

    internal static int[] Permuted(int[] strides, Indices permutation) => [.. permutation.ToArray().Select(axis => strides[axis])];

    internal static Indices Inverse(Indices permutation) =>
        new([.. Enumerable.Range(0, permutation.Count).Select(axis => Array.IndexOf(permutation.ToArray(), axis))]);

    /// <summary>Where an operand of a joint begins.</summary>
    internal static Indices PieceStarts(Expr node, int operand)
    {
        var starts = new int[node.Shape.Rank];
        starts[(int)node.Attribute!] = Pieces.GetValue(node, StartsAlongAxis)[operand];
        return new Indices(starts);
    }

    // Joints of many thousand pieces are asked for the place of each.
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Expr, int[]> Pieces = [];

    private static int[] StartsAlongAxis(Expr node)
    {
        var (starts, axis) = (new int[node.Operands.Count], (int)node.Attribute!);
        for (var i = 1; i < starts.Length; i++) starts[i] = starts[i - 1] + node.Operands[i - 1].Shape[axis];
        return starts;
    }
}

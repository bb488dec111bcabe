using static FuncGrad.Structures;

namespace FuncGrad;

/// <summary>
/// Transpositions of arrays with more than two axes moved towards the result, so that images stay in one order of axes from layer to layer,
/// with the rows side by side in memory, instead of being moved there and back. All exact: the same operations on the same elements,
/// and sums in the same order.
/// </summary>
internal static class AxisOrder
{
    /// <summary>
    /// The nodes of an expression in their order, the expression last, with its transpositions moved, as it is differentiated: then
    /// derivatives come in that order of axes.
    /// </summary>
    /// <param name="nodes">The nodes in their order as the expression was written.</param>
    public static List<Expr> Settled(List<Expr> nodes) => nodes.Exists(IsOfImages)
        ? Ordering.Of(Substitution.Rebuild([nodes[^1]], (node, operands) => SettledNode(operands is null ? node : node.With(operands))))
        : nodes;

    /// <summary>What the node is with the transpositions of its operands behind it, or null where there is nothing to move.</summary>
    /// <param name="node">Any node.</param>
    /// <param name="simple">What the nodes that are made below it become.</param>
    public static Expr? Rewritten(Expr node, Func<Expr, Expr> simple)
    {
        if (node.Primitive.Family == Family.Elementwise) return node.Primitive == Dropout.Operation ? null : BehindElements(node, simple);
        if (node.Primitive == Transpose) return Moved(node, node.Operands[0], (Indices)node.Attribute!, simple);
        return node.Primitive == Reshape && node.Operands[0].Primitive == Transpose ? BehindReshape(node, node.Operands[0], simple) : null;
    }

    private static Expr SettledNode(Expr node)
    {
        while ((Rewritten(node, SettledNode) ?? Joined(node)) is { } other && other != node) node = other;
        return node;
    }

    private static Expr? Joined(Expr node) => node.Primitive == Transpose ? StructureRules.Rewritten(node) : null;

    /// <summary>Whether the axes of an array with more than two of them are moved, or of one that was flattened from such.</summary>
    private static bool IsOfImages(Expr node) => node.Primitive == Transpose && (node.Shape.Rank > 2 || IsFlattened(node.Operands[0]));

    private static bool IsFlattened(Expr node) => node.Primitive == Reshape && node.Operands[0].Shape.Rank > 2;

    /// <summary>f(transpose(a), b) is transpose(f(a, b moved the other way)), if that leaves nothing transposed below.</summary>
    private static Expr? BehindElements(Expr node, Func<Expr, Expr> simple)
    {
        if (node.Operands.FirstOrDefault(IsOfImages) is not { } first) return null;
        var axes = (Indices)first.Attribute!;
        var back = Structures.Inverse(axes);
        Expr[] operands = [.. node.Operands.Select(operand => simple(Expr.Transpose(operand, back)))];
        return Array.Exists(operands, IsOfImages) ? null : Expr.Transpose(simple(node.With(operands)), axes);
    }

    /// <summary>
    /// A broadcast is repeated along other axes instead; a product of matrices is the product of its transposed factors; where only axes of
    /// extent 1 move, it is a reshape.
    /// </summary>
    private static Expr? Moved(Expr node, Expr x, Indices axes, Func<Expr, Expr> simple)
    {
        if (x.Primitive.Family == Family.Product && x.Shape.Rank == 2 && axes[0] == 1)
            return Expr.Node(x.Primitive, x.Attribute, simple(Expr.Transpose(x.Operands[1])), simple(Expr.Transpose(x.Operands[0])));
        if (node.Shape.Rank < 3) return null;
        if (x.Primitive == Broadcast) return OfRepeated(node, x.Operands[0], axes, simple);
        int[] longer = [.. axes.ToArray().Where(axis => x.Shape[axis] != 1)];
        return longer.SequenceEqual(longer.Order()) ? Expr.Reshape(x, node.Shape) : null;
    }

    private static Expr OfRepeated(Expr node, Expr part, Indices axes, Func<Expr, Expr> simple)
    {
        int[] shape = [.. Enumerable.Repeat(1, node.Shape.Rank - part.Shape.Rank), .. part.Shape];
        return Expr.BroadcastTo(simple(Expr.Transpose(simple(Expr.Reshape(part, Shape.Of(shape))), axes)), node.Shape);
    }

    /// <summary>
    /// A reshape of a transposed array is the transposition of a reshaped one where every group of axes that it joins or cuts lies
    /// together in both.
    /// </summary>
    private static Expr? BehindReshape(Expr node, Expr moved, Func<Expr, Expr> simple)
    {
        if (node.Shape.Rank == 0 || Math.Max(node.Shape.Rank, moved.Shape.Rank) < 3) return null;
        if (Groups(moved.Shape, node.Shape) is not { } groups) return null;
        var axes = (Indices)moved.Attribute!;
        if (groups.Exists(group => Enumerable.Range(group.From, group.Count - 1).Any(a => axes[a + 1] != axes[a] + 1))) return null;
        var order = groups.OrderBy(group => axes[group.From]).ToList();
        int[] shape = [.. order.SelectMany(group => node.Shape.Skip(group.To).Take(group.CountOfTarget))];
        var starts = new int[order.Count];
        for (var i = 1; i < order.Count; i++) starts[i] = starts[i - 1] + order[i - 1].CountOfTarget;
        int[] permutation = [.. groups.SelectMany(group => Enumerable.Range(starts[order.IndexOf(group)], group.CountOfTarget))];
        return Expr.Transpose(simple(Expr.Reshape(moved.Operands[0], Shape.Of(shape))), new Indices(permutation));
    }

    /// <summary>The shortest runs of axes of both shapes with as many elements; those of extent 1 go with the run before them.</summary>
    private static List<(int From, int Count, int To, int CountOfTarget)>? Groups(Shape from, Shape to)
    {
        var groups = new List<(int From, int Count, int To, int CountOfTarget)>();
        if (from.ElementCount == 0) return null;
        for (int i = 0, j = 0; i < from.Rank && j < to.Rank;)
        {
            var (start, target, a, b) = (i, j, (long)from[i++], (long)to[j++]);
            while (a != b)
                if (a < b) a *= from[i++];
                else b *= to[j++];
            while (i < from.Rank && from[i] == 1) i++;
            while (j < to.Rank && to[j] == 1) j++;
            groups.Add((start, i - start, target, j - target));
        }
        return groups;
    }
}

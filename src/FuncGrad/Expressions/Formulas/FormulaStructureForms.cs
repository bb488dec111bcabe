namespace FuncGrad;

/// <summary>How the operations that move elements are written.</summary>
internal static class FormulaStructureForms
{
    public static FormulaForm Of(Expr node) => node.Primitive.Name switch
    {
        "broadcast" => FormulaForms.Call("broadcast", node.Operands, FormulaForms.Numbers(node.Shape)),
        "reshape" => Reshape(node),
        "transpose" => Transpose(node, ((Indices)node.Attribute!).ToArray()),
        "slice" => Slice(node, (Placement)node.Attribute!),
        "embed" => FormulaForms.Call("embed", node.Operands, List(((Placement)node.Attribute!).Starts.ToArray()), List(node.Shape)),
        "replace" => FormulaForms.Call("replace", node.Operands, List(((Placement)node.Attribute!).Starts.ToArray())),
        "concatenate" => Concatenation(node, (int)node.Attribute!),
        "scatter" => FormulaForms.Call("scatter", node.Operands, FormulaForms.Number((int)node.Attribute!)),
        _ => FormulaForms.Call(node.Operation, node.Operands),
    };

    private static string List(IReadOnlyList<int> values) => $"[{string.Join(", ", values.Select(FormulaForms.Number))}]";

    private static FormulaForm Reshape(Expr node) =>
        Element(node) ?? VectorProduct(node) ?? FormulaForms.Call("reshape", node.Operands, FormulaForms.Numbers(node.Shape));

    private static FormulaForm Transpose(Expr node, int[] permutation)
    {
        var isReversal = permutation.Length >= 2 && permutation.Select((axis, i) => axis + i).All(sum => sum == permutation.Length - 1);
        return isReversal ? FormulaForms.Call("transpose", node.Operands)
            : FormulaForms.Call("transpose", node.Operands, FormulaForms.Numbers(permutation));
    }

    // ---- elements and slices ----------------------------------------------------------------------------------------

    private static FormulaForm Slice(Expr node, Placement placement)
    {
        var whole = node.Operands[0].Shape;
        var entries = node.Shape.Select((extent, axis) => Entry(placement.Starts[axis], extent, whole[axis])).ToList();
        return Indexed(node, node.Operands[0], entries)
            ?? FormulaForms.Call("slice", node.Operands, List(placement.Starts.ToArray()), List(node.Shape));
    }

    /// <summary>x[0], W[0], W[1:, 0]: a slice whose axes of extent 1 are dropped, all or some of them.</summary>
    private static FormulaForm? Element(Expr node)
    {
        var part = node.Operands[0];
        if (part.Primitive != Structures.Slice) return node.Shape.Rank == 0 && part.Shape.Rank > 0
            ? Indexed(node, part, [.. part.Shape.Select(_ => new IndexEntry(false, 0, null))])
            : null;
        if (Dropped(part.Shape, node.Shape) is not { } dropped) return null;
        var (starts, whole) = (((Placement)part.Attribute!).Starts, part.Operands[0]);
        return Indexed(node, whole, [.. part.Shape.Select((extent, axis) =>
            dropped[axis] ? new IndexEntry(false, starts[axis], null) : Entry(starts[axis], extent, whole.Shape[axis]))]);
    }

    private static IndexEntry Entry(int start, int extent, int whole) =>
        new(true, start == 0 ? null : start, start + extent == whole ? null : start + extent);

    private static FormulaForm? Indexed(Expr node, Expr whole, List<IndexEntry> entries)
    {
        while (entries.Count > 1 && entries[^1] is { IsSlice: true, Start: null, Stop: null }) entries.RemoveAt(entries.Count - 1);
        if (entries.Count == 0 || FormulaIndexing.Part(whole, entries) != node) return null;
        return new(Binding.Element, [new FormulaPart(null, whole, Binding.Element), $"[{string.Join(", ", entries)}]"]);
    }

    /// <summary>
    /// Which axes of extent 1 go so that <paramref name="to"/> is left: in each run of ones the first ones; null if it cannot be.
    /// </summary>
    private static bool[]? Dropped(Shape from, Shape to)
    {
        var dropped = new bool[from.Rank];
        for (int axis = from.Rank - 1, kept = to.Rank - 1; axis >= 0; axis--)
        {
            if (kept >= 0 && from[axis] == to[kept]) kept--;
            else if (from[axis] == 1) dropped[axis] = true;
            else return null;
        }
        return from.Rank - dropped.Count(d => d) == to.Rank ? dropped : null;
    }

    // ---- products with vectors, arrays of expressions ---------------------------------------------------------------

    /// <summary>v @ W and W @ v: the products that treat a vector as a row or a column for a moment.</summary>
    private static FormulaForm? VectorProduct(Expr node)
    {
        var product = node.Operands[0];
        if (product.Primitive != Products.MatrixProduct) return null;
        var (a, b) = (product.Operands[0], product.Operands[1]);
        foreach (var (left, right) in new[] { (Vector(a, 0), b), (a, Vector(b, 1)) })
            if (left is not null && right is not null && Expr.MatrixProduct(left, right) == node)
                return new(Binding.Product, [new FormulaPart(null, left, Binding.Product), " @ ",
                    new FormulaPart(null, right, Binding.Product + 1)]);
        return null;
    }

    /// <summary>The vector that was made a row (thin along axis 0) or a column (thin along axis 1).</summary>
    private static Expr? Vector(Expr matrix, int thinAxis) =>
        matrix.Primitive == Structures.Reshape && matrix.Shape[thinAxis] == 1 && matrix.Operands[0].Shape.Rank == 1 ? matrix.Operands[0]
            : null;

    private static FormulaForm Concatenation(Expr node, int axis)
    {
        if (axis == 0 && node.Operands.Count > 1 && node.Operands.All(piece => piece.Primitive == Structures.Reshape))
        {
            Expr[] elements = [.. node.Operands.Select(piece => piece.Operands[0])];
            if (elements.All(element => element.Shape.Equals(elements[0].Shape) && element.Shape.Rank < FormulaCall.MaxRank)
                && FormulaArrays.Stacked(elements) == node)
                return ArrayOf(elements);
        }
        return axis == 0 ? FormulaForms.Call("concatenate", node.Operands)
            : FormulaForms.Call("concatenate", node.Operands, $"axis={FormulaForms.Number(axis)}");
    }

    /// <summary>
    /// An array of nothing but numbers would be read as one constant; parentheses around the first keep it an array of expressions.
    /// </summary>
    private static FormulaForm ArrayOf(Expr[] elements)
    {
        var isAllConstant = elements.All(element => element.ConstantValue is not null);
        var parts = FormulaForms.Call("", elements).Parts.ToList();
        (parts[0], parts[^1]) = ("[", "]");
        if (isAllConstant) (parts[0], parts[2]) = ("[(", ")" + parts[2].Text);
        return new(Binding.Atom, parts);
    }
}

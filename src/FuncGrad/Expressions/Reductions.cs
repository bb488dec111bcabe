namespace FuncGrad;

/// <summary>The operations that fold axes away: sum, maximum, minimum. Attribute: the axes, sorted, <see cref="Indices"/>.</summary>
internal static class Reductions
{
    public static readonly Primitive Sum = new()
    {
        Name = "sum",
        Arity = 1,
        Family = Family.Reduction,
        ShapeRule = (operands, axes) => operands[0].Shape.WithoutAxes((Indices)axes!),
        Meaning = (node, values, precision) => Fold(node, values[0], terms => Summation.Sum(terms, precision)),
        Adjoint = (node, adjoint, _) => Spread(node, adjoint),
        Tangent = Structures.LinearTangent,
    };

    public static readonly Primitive Max = Extreme("max", terms => Best(terms, greatest: true));
    public static readonly Primitive Min = Extreme("min", terms => Best(terms, greatest: false));

    /// <summary>√Σx², see <see cref="EuclideanNorm"/>; its derivative at 0 is 0, the least of its subgradients (as in PyTorch).</summary>
    public static readonly Primitive Norm = new()
    {
        Name = "norm",
        Arity = 1,
        Family = Family.Reduction,
        ShapeRule = (operands, axes) => operands[0].Shape.WithoutAxes((Indices)axes!),
        Meaning = (node, values, precision) => Fold(node, values[0], terms => EuclideanNorm.Of(terms, precision)),
        Adjoint = (node, adjoint, _) => Spread(node, adjoint) * Direction(node),
        Tangent = (node, tangents) => tangents[0] is { } t ? Expr.SumOver(Direction(node) * t, (Indices)node.Attribute!) : null,
        Definition = (node, _) => EuclideanNorm.Of(node.Operands[0], (Indices)node.Attribute!),
    };

    public static IReadOnlyList<Primitive> All { get; } = [Sum, Max, Min, Norm];

    private delegate double Folding(ReadOnlySpan<double> terms);

    /// <summary>
    /// The derivative goes to the extreme element, in equal parts where several share the extreme (as in PyTorch and JAX).
    /// </summary>
    private static Primitive Extreme(string name, Folding fold) => new()
    {
        Name = name,
        Arity = 1,
        Family = Family.Reduction,
        ShapeRule = (operands, axes) =>
            operands[0].Shape.KeepingAxes((Indices)axes!).ElementCount > 0 && operands[0].Shape.ElementCount == 0
                ? throw ShapeException.EmptyReduction(name, operands[0].Shape)
                : operands[0].Shape.WithoutAxes((Indices)axes!),
        Meaning = (node, values, _) => Fold(node, values[0], fold),
        Adjoint = (node, adjoint, _) => Expr.Where(IsLeftOut(node), 0, Spread(node, adjoint / Sharers(node))),
        Tangent = (node, tangents) => tangents[0] is { } t
            ? Expr.SumOver(Expr.Where(IsLeftOut(node), 0, t), (Indices)node.Attribute!) / Sharers(node)
            : null,
    };

    /// <summary>x / ‖x‖, or 0 where that is 0: no element is greater than 1, whatever the size of x.</summary>
    private static Expr Direction(Expr norm)
    {
        var whole = Spread(norm, norm);
        return Expr.Where(Expr.Equal(whole, 0), 0, norm.Operands[0] / whole);
    }

    /// <summary>Whether an element is less (for the smallest: more) than the extreme; none is known to be if that is NaN.</summary>
    private static Expr IsLeftOut(Expr node) => node.Primitive == Max
        ? Expr.Less(node.Operands[0], Spread(node, node))
        : Expr.Less(Spread(node, node), node.Operands[0]);

    private static Expr Sharers(Expr node)
    {
        var leftOut = Expr.SumOver(IsLeftOut(node), (Indices)node.Attribute!);
        return node.Operands[0].Shape.ElementCount / Math.Max(1, node.Shape.ElementCount) - leftOut;
    }

    /// <summary>A value per reduced row, repeated over the axes that were folded away.</summary>
    private static Expr Spread(Expr node, Expr reduced)
    {
        var whole = node.Operands[0].Shape;
        return Expr.BroadcastTo(Expr.Reshape(reduced, whole.KeepingAxes((Indices)node.Attribute!)), whole);
    }

    /// <summary>
    /// For every element of the result where its first term stands in the operand, and how far from it the terms stand, in row-major order.
    /// </summary>
    internal static (int[] Starts, int[] Steps) Terms(Expr node)
    {
        var (shape, axes, strides) = (node.Operands[0].Shape, (Indices)node.Attribute!, node.Operands[0].Shape.Strides());
        int[] kept = [.. Enumerable.Range(0, shape.Rank).Where(axis => !axes.Contains(axis))];
        int[] folded = [.. Enumerable.Range(0, shape.Rank).Where(axes.Contains)];
        return (Movement.Offsets(node.Shape, Pick(strides, kept), 0),
            Movement.Offsets(Shape.Of(Pick([.. shape], folded)), Pick(strides, folded), 0));
    }

    /// <summary>Folds, for every element of the result, the terms along the reduced axes in row-major order.</summary>
    private static Tensor Fold(Expr node, Tensor operand, Folding fold)
    {
        if (node.Shape.Rank == 0) return Tensor.Scalar(fold(operand.Values));
        var (starts, steps) = Terms(node);
        var (values, terms) = (new double[starts.Length], new double[steps.Length]);
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < terms.Length; j++) terms[j] = operand[starts[i] + steps[j]];
            values[i] = fold(terms);
        }
        return Tensor.Own(node.Shape, values);
    }

    private static int[] Pick(int[] values, int[] positions) => [.. positions.Select(position => values[position])];

    /// <summary>The greatest or smallest term; NaN if any is.</summary>
    internal static double Best(ReadOnlySpan<double> terms, bool greatest)
    {
        var best = terms[0];
        foreach (var term in terms[1..]) best = greatest ? Math.Max(best, term) : Math.Min(best, term);
        return best;
    }
}

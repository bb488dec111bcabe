namespace FuncGrad;

/// <summary>
/// A recurrence on arrays ↦ the same recurrence on their elements, every symbol and node a scalar: movements of elements vanish, folds and
/// products become the operations they stand for, in their order. For small arrays, whose elements then live in processor registers.
/// </summary>
internal sealed class Scalarization
{
    private readonly Dictionary<Expr, Expr[]> _elements = new(ReferenceEqualityComparer.Instance);

    /// <summary>The recurrence on scalars: symbol after symbol, each in row-major order.</summary>
    public static Recurrence Of(Recurrence recurrence)
    {
        var own = new Scalarization();
        Expr[] roots = [.. recurrence.State, .. recurrence.LaneInputs, .. recurrence.SharedInputs, .. recurrence.Next,
            .. recurrence.Observed,
            .. recurrence.Continues is { } c ? [c] : Array.Empty<Expr>()];
        foreach (var node in Ordering.Of(roots)) own._elements[node] = own.Elements(node);
        return new Recurrence(own.All(recurrence.State), own.All(recurrence.Next), own.All(recurrence.LaneInputs), own
            .All(recurrence.SharedInputs),
            recurrence.Iteration, own.All(recurrence.Observed), recurrence.Continues is { } condition ? own._elements[condition][0] : null);
    }

    /// <summary>How many scalar operations it would have, about; stops counting at a limit.</summary>
    public static long Size(Recurrence recurrence, long limit)
    {
        var size = 0.0;
        foreach (var node in Ordering.Of([.. recurrence.State, .. recurrence.Next, .. recurrence.Observed,
            .. recurrence.Continues is { } c ? [c] : Array.Empty<Expr>()]))
        {
            size += node.Primitive.Family switch
            {
                Family.Elementwise => node.Shape.ElementCount,
                Family.Reduction => node.Operands[0].Shape.ElementCount,
                Family.Product => 2.0 * node.Shape.ElementCount * node.Operands[0].Shape[1],
                Family.Structure =>
                    Origins.Exist(node) ? node.Shape.ElementCount / 4
                        : 3L * node.Shape.ElementCount * Math.Max(1,
                            node.Operands[0].Shape.ElementCount / Math.Max(1, node.Shape.ElementCount)),
                _ => node.Shape.ElementCount / 4,
            };
            if (size > limit) return limit == long.MaxValue ? limit : limit + 1;
        }
        return (long)size;
    }

    private Expr[] All(IReadOnlyList<Expr> nodes) => [.. nodes.SelectMany(node => _elements[node])];

    private Expr[] Elements(Expr node) => node.Primitive.Family switch
    {
        Family.Leaf => Leaf(node),
        Family.Elementwise =>
            [.. Enumerable.Range(0, node.Shape.ElementCount).Select(e => node.With([.. node.Operands.Select(o => _elements[o][e])]))],
        Family.Structure => Moved(node),
        Family.Reduction => Folded(node),
        _ => Multiplied(node),
    };

    private static Expr[] Leaf(Expr node)
    {
        if (node.Shape.Rank == 0) return [node];
        return node.ConstantValue is { } constant
            ? [.. constant.ToArray().Select(Expr.Constant)]
            : [.. Enumerable.Range(0, node.Shape.ElementCount).Select(e => Expr.Input($"{node.InputName}[{e}]", Shape.Scalar))];
    }

    private Expr[] Moved(Expr node)
    {
        if (Origins.Exist(node))
            return [.. Origins.Of(node)
                .Select(origin => origin.Operand < 0 ? Expr.Zero : _elements[node.Operands[origin.Operand]][origin.Element])];
        var (values, indices) = (_elements[node.Operands[0]], _elements[node.Operands[1]]);
        var classes = node.Primitive == Structures.Gather ? node.Operands[0].Shape[^1] : (int)node.Attribute!;
        return node.Primitive == Structures.Gather
            ? [.. indices.Select((index, row) =>
                Enumerable.Range(0, classes).Aggregate(Expr.Constant(double.NaN),
                    (rest, k) => Expr.Where(Expr.Equal(index, k), values[(row * classes) + k], rest)))]
            : [.. indices.SelectMany((index, row) =>
                Enumerable.Range(0, classes).Select(k => Expr.Where(Expr.Equal(index, k), values[row], 0)))];
    }

    private Expr[] Folded(Expr node)
    {
        var (terms, (starts, steps)) = (_elements[node.Operands[0]], Reductions.Terms(node));
        return [.. starts.Select(start => Fold(node.Primitive, [.. steps.Select(step => terms[start + step])]))];
    }

    private static Expr Fold(Primitive fold, Expr[] terms)
    {
        if (fold == Reductions.Sum) return Sum(terms);
        var better = fold == Reductions.Max ? Elementwise.Maximum : Elementwise.Minimum;
        return terms.Skip(1).Aggregate(terms[0], (best, term) => Expr.Node(better, null, best, term));
    }

    /// <summary>In the order of <see cref="Summation"/>.</summary>
    private static Expr Sum(Expr[] terms)
    {
        if (terms.Length == 0) return Expr.Zero;
        if (terms.Length <= Summation.SequentialLimit) return terms.Skip(1).Aggregate(terms[0], (sum, term) => sum + term);
        if (terms.Length > Summation.ChunkLength) return Sum([.. terms.Chunk(Summation.ChunkLength).Select(Sum)]);
        var strands = terms[..Summation.Strands];
        for (var i = Summation.Strands; i < terms.Length; i++) strands[i % Summation.Strands] += terms[i];
        for (var half = Summation.Strands / 2; half >= 1; half /= 2)
            for (var j = 0; j < half; j++) strands[j] += strands[j + half];
        return strands[0];
    }

    private Expr[] Multiplied(Expr node)
    {
        var (a, b) = (_elements[node.Operands[0]], _elements[node.Operands[1]]);
        var (columns, inner) = (node.Shape[1], node.Operands[0].Shape[1]);
        return [.. Enumerable.Range(0, node.Shape.ElementCount).Select(e => Enumerable.Range(0, inner).Aggregate(Expr.Zero, (sum, k) =>
        {
            var (left, right) = (a[(e / columns * inner) + k], b[(k * columns) + (e % columns)]);
            return node.Primitive == Products.FusedMatrixProduct ? Expr.FusedMultiplyAdd(left, right, sum) : sum + (left * right);
        }))];
    }
}

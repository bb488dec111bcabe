namespace FuncGrad.Tests;

/// <summary>Grows a random graph operation by operation. A choice that does not fit is left out, so growth never fails.</summary>
internal sealed class ExpressionGrowth
{
    private readonly RandomExpressionOptions _options;
    private readonly Primitive[] _operations;
    private readonly Dictionary<Expr, Tensor> _inputs;
    private readonly List<Expr> _grown;
    private Choices _choices;

    public ExpressionGrowth(RandomExpressionOptions options, Choices choices)
    {
        (_options, _choices) = (options, choices);
        _operations = [.. options.Primitives.Where(p => p != Leaves.Symbol && !(options.IsRegular && p == Elementwise.StopGradient))];
        _inputs = options.Symbols.ToDictionary(symbol => symbol, symbol => choices.Array(symbol.Shape, options.HasSpecialValues));
        _grown = [.. options.Symbols];
        if (_grown.Count == 0) _grown.Add(Expr.One);
    }

    public RandomExpression Grown(ulong[] operations, (Primitive Primitive, ulong[] Attempts)? last = null)
    {
        foreach (var operation in operations)
        {
            _choices = new Choices(operation);
            Add(_choices.Of(_operations));
        }
        if (last is { } end && !end.Attempts.Any(attempt => Add(end.Primitive, attempt)))
            throw new InvalidOperationException($"No random operands were found for {end.Primitive.Name}.");
        var root = _grown[^1];
        return new RandomExpression(_options.IsScalar ? Expr.Sum(root) : root, _inputs);
    }

    private bool Add(Primitive primitive, ulong attempt)
    {
        _choices = new Choices(attempt);
        return Add(primitive);
    }

    private bool Add(Primitive primitive)
    {
        Expr? node;
        try
        {
            node = New(primitive);
        }
        catch (ShapeException) // a random choice met a limit, such as the maximum of no elements
        {
            return false;
        }
        if (node is null || node.Shape.Rank > 3 || node.Shape.ElementCount > _options.MaxElements) return false;
        if (_options.IsRegular && !Regularity.Holds(node, _inputs)) return false;
        _grown.Add(node);
        return true;
    }

    private Expr? New(Primitive primitive) => primitive.Family switch
    {
        Family.Leaf => primitive == Leaves.Constant ? Constant(AnyShape()) : _choices.Of(_options.Symbols),
        Family.Elementwise => NewElementwise(primitive),
        Family.Reduction => NewReduction(primitive, Existing()),
        Family.Product => NewProduct(primitive),
        _ => NewStructure(primitive, Existing()),
    };

    // ---- operands ---------------------------------------------------------------------------------------------------

    /// <summary>Something already grown, more likely something recent, so that graphs become deep as well as shared.</summary>
    private Expr Existing() => _choices.Below(2) == 0 ? _grown[^(1 + _choices.Below(Math.Min(3, _grown.Count)))] : _choices.Of(_grown);

    private Expr? Existing(Func<Shape, bool> fits) =>
        _grown.Where(node => fits(node.Shape)).ToArray() is { Length: > 0 } fitting ? _choices.Of(fitting) : null;

    private Expr Constant(Shape shape) => Expr.Constant(_choices.Array(shape, _options.HasSpecialValues));

    private Shape AnyShape() => _options.HasEmptyArrays && _choices.Below(6) == 0
        ? _choices.Of([Shape.Of(0), Shape.Of(2, 0), Shape.Of(0, 2)])
        : _choices.Shape(_choices.Below(4));

    /// <summary>Something of this shape: grown already, or broadcast or reshaped to it, or a constant.</summary>
    private Expr Shaped(Shape shape)
    {
        var choice = _choices.Below(4);
        if (choice <= 1 && Existing(shape.Equals) is { } same) return same;
        if (choice == 2 && May(Structures.Broadcast) && Existing(s => shape.Equals(Shape.TryBroadcast(s, shape))) is { } smaller)
            return Expr.BroadcastTo(smaller, shape);
        if (choice == 3 && May(Structures.Reshape) && Existing(s => s.ElementCount == shape.ElementCount) is { } reshaped)
            return Expr.Reshape(reshaped, shape);
        return Existing(shape.Equals) ?? Constant(shape);
    }

    private bool May(Primitive primitive) => _options.Primitives.Contains(primitive);

    // ---- operations -------------------------------------------------------------------------------------------------

    private Expr NewElementwise(Primitive primitive)
    {
        var first = Existing();
        if (primitive == Elementwise.IntegerPower) return Expr.Node(primitive, _choices.Below(9) - 4, first);
        var others = Enumerable.Range(1, primitive.Arity - 1)
            .Select(_ => _choices.Below(2) == 0 ? Shaped(first.Shape) : Existing(s => May(Structures.Broadcast) && Shape.TryBroadcast(s, first.Shape) is not null))
            .Select(other => other ?? Shaped(first.Shape));
        return Expr.Elementwise(primitive, primitive.Name, [first, .. others]);
    }

    private Expr NewReduction(Primitive primitive, Expr x) => Expr.Node(primitive,
        new Indices([.. Enumerable.Range(0, x.Shape.Rank).Where(_ => _choices.Below(2) == 0)]), x);

    private Expr NewProduct(Primitive primitive)
    {
        var left = Existing(shape => shape.Rank == 2) ?? Constant(_choices.Shape(2));
        return Expr.Node(primitive, null, left, Shaped(Shape.Of(left.Shape[1], 1 + _choices.Below(3))));
    }

    private Expr? NewStructure(Primitive primitive, Expr x) => primitive.Name switch
    {
        "broadcast" => Expr.Node(primitive, Broader(x.Shape), x),
        "reshape" => Expr.Node(primitive, Rearranged(x.Shape), x),
        "transpose" => Expr.Node(primitive, Shuffled(x.Shape.Rank), x),
        "slice" => NewSlice(primitive, x),
        "embed" => NewEmbed(primitive, x),
        "replace" => NewReplace(primitive, x),
        "concatenate" => x.Shape.Rank == 0 ? null : NewConcatenation(primitive, x, _choices.Below(x.Shape.Rank)),
        "gather" => x.Shape.Rank == 0 ? null : Expr.Node(primitive, null, x, Classes(Shape.Of([.. x.Shape.SkipLast(1)]), x.Shape[^1])),
        "scatter" => Scattered(primitive, x, 1 + _choices.Below(3)),
        _ => throw new NotSupportedException($"Say here how a random '{primitive.Name}' is made."),
    };

    private Shape Broader(Shape shape) => Shape.Of([
        .. Enumerable.Range(0, _choices.Below(4 - Math.Min(3, shape.Rank))).Select(_ => 1 + _choices.Below(3)),
        .. shape.Select(extent => extent == 1 ? 1 + _choices.Below(3) : extent)]);

    /// <summary>The extents in another order, with a 1 put in between or two of them multiplied.</summary>
    private Shape Rearranged(Shape shape)
    {
        var extents = Shuffled(shape.Rank).ToArray().Select(axis => shape[axis]).ToList();
        var choice = _choices.Below(3);
        if (choice == 0) extents.Insert(_choices.Below(extents.Count + 1), 1);
        if (choice == 1 && extents.Count >= 2) extents = [extents[0] * extents[1], .. extents.Skip(2)];
        if (choice == 2) extents.Remove(1);
        return Shape.Of([.. extents]);
    }

    private Indices Shuffled(int count) => new([.. Enumerable.Range(0, count).Select(axis => (axis, key: _choices.Next())).OrderBy(p => p.key).Select(p => p.axis)]);

    private Expr NewSlice(Primitive primitive, Expr x)
    {
        int[] starts = [.. x.Shape.Select(extent => _choices.Below(extent + (_options.HasEmptyArrays || extent == 0 ? 1 : 0)))];
        int[] extents = [.. starts.Select((start, axis) => x.Shape[axis] == start ? 0 : 1 + _choices.Below(x.Shape[axis] - start))];
        return Expr.Node(primitive, new Placement(new Indices(starts), Shape.Of(extents)), x);
    }

    private Expr NewEmbed(Primitive primitive, Expr x)
    {
        int[] starts = [.. x.Shape.Select(_ => _choices.Below(3))];
        return Expr.Node(primitive, new Placement(new Indices(starts), Shape.Of([.. x.Shape.Select((extent, axis) => starts[axis] + extent + _choices.Below(2))])), x);
    }

    private Expr NewReplace(Primitive primitive, Expr x)
    {
        int[] starts = [.. x.Shape.Select(extent => _choices.Below(Math.Max(1, extent)))];
        var part = Shaped(Shape.Of([.. x.Shape.Select((extent, axis) => extent == 0 ? 0 : 1 + _choices.Below(extent - starts[axis]))]));
        return Expr.Node(primitive, new Placement(new Indices(starts), x.Shape), x, part);
    }

    private Expr NewConcatenation(Primitive primitive, Expr x, int axis)
    {
        var others = Enumerable.Range(0, _choices.Below(3))
            .Select(_ => Shaped(Shape.Of([.. x.Shape.Select((extent, a) => a == axis ? 1 + _choices.Below(2) : extent)])));
        return Expr.Node(primitive, axis, [x, .. others]);
    }

    private Expr Scattered(Primitive primitive, Expr x, int classes) => Expr.Node(primitive, classes, x, Classes(x.Shape, classes));

    /// <summary>Class indices, 0 to count − 1; one in eight does not exist if special values are wanted.</summary>
    private Expr Classes(Shape shape, int count) => Expr.Constant(Tensor.Of(shape, Enumerable.Range(0, shape.ElementCount)
        .Select(_ => count > 0 && !(_options.HasSpecialValues && _choices.Below(8) == 0) ? _choices.Below(count) : -1.0)));
}

namespace FuncGrad.Tests.Calculus;

/// <summary>One use of a primitive: operands of given shapes, an attribute, and which operands are indices (which do not move).</summary>
internal sealed record PrimitiveCase(Primitive Primitive, object? Attribute, Shape[] Shapes, int[] IndexOperands)
{
    public Expr[] Symbols { get; } = [.. Shapes.Select((shape, i) => Expr.Symbol($"x{i}", shape))];

    public Expr Node => Expr.Node(Primitive, Attribute, Symbols);

    public override string ToString() => $"{Primitive.Name}[{Attribute}] of {string.Join(" and ", Shapes.Select(shape => shape.ToString()))}";
}

/// <summary>
/// For every row of the table of operations, uses of it with operands of rank 0 to 3. An elementwise row needs no entry here; a row of
/// another family that has none is reported by name.
/// </summary>
internal static class PrimitiveCases
{
    private static readonly Shape[] Ranks = [Shape.Scalar, Shape.Of(3), Shape.Of(2, 3), Shape.Of(2, 1, 3)];

    public static IEnumerable<PrimitiveCase> Of(Primitive primitive) => primitive.Family == Family.Elementwise
        ? Elementwise(primitive)
        : primitive.Name switch
        {
            "constant" or "symbol" => [],
            "broadcast" => Unary(primitive, (Shape.Scalar, Shape.Of(2, 3)), (Shape.Of(3), Shape.Of(2, 3)), (Shape.Of(2, 1), Shape.Of(2, 3)),
                (Shape.Of(2, 1, 3), Shape.Of(2, 2, 2, 3))),
            "reshape" => Unary(primitive, (Shape.Scalar, Shape.Of(1, 1)), (Shape.Of(6), Shape.Of(2, 3)), (Shape.Of(2, 3), Shape.Of(3, 2)),
                (Shape.Of(2, 1, 3), Shape.Of(6))),
            "transpose" => Unary(primitive, (Shape.Scalar, new Indices()), (Shape.Of(3), new Indices(0)), (Shape.Of(2, 3), new Indices(1, 0)),
                (Shape.Of(2, 4, 3), new Indices(2, 0, 1))),
            "slice" => Unary(primitive, (Shape.Scalar, Part([], [])), (Shape.Of(4), Part([1], [2])), (Shape.Of(3, 4), Part([1, 0], [2, 3])),
                (Shape.Of(2, 3, 4), Part([0, 1, 3], [2, 1, 1])), (Shape.Of(4), Part([2], [0]))),
            "embed" => Unary(primitive, (Shape.Scalar, Part([], [])), (Shape.Of(2), Part([1], [4])), (Shape.Of(2, 3), Part([1, 0], [3, 4])),
                (Shape.Of(2, 1, 1), Part([0, 1, 3], [2, 3, 4]))),
            "replace" => [new(primitive, Part([], []), [Shape.Scalar, Shape.Scalar], []), new(primitive, Part([1], [4]), [Shape.Of(4), Shape.Of(2)], []),
                new(primitive, Part([1, 0], [3, 4]), [Shape.Of(3, 4), Shape.Of(2, 3)], []),
                new(primitive, Part([0, 1, 3], [2, 3, 4]), [Shape.Of(2, 3, 4), Shape.Of(2, 1, 1)], [])],
            "concatenate" => [new(primitive, 0, [Shape.Of(2), Shape.Of(1), Shape.Of(3)], []), new(primitive, 1, [Shape.Of(2, 3), Shape.Of(2, 1)], []),
                new(primitive, 1, [Shape.Of(2, 3, 2), Shape.Of(2, 0, 2), Shape.Of(2, 1, 2)], [])],
            "gather" => [new(primitive, null, [Shape.Of(4), Shape.Scalar], [1]), new(primitive, null, [Shape.Of(2, 3), Shape.Of(2)], [1]),
                new(primitive, null, [Shape.Of(2, 3, 4), Shape.Of(2, 3)], [1])],
            "scatter" => [new(primitive, 4, [Shape.Scalar, Shape.Scalar], [1]), new(primitive, 3, [Shape.Of(2), Shape.Of(2)], [1]),
                new(primitive, 5, [Shape.Of(2, 3), Shape.Of(2, 3)], [1])],
            "sum" or "max" or "min" or "norm" => Unary(primitive, (Shape.Of(3), new Indices(0)), (Shape.Of(2, 3), new Indices(0)), (Shape.Of(2, 3), new Indices(1)),
                (Shape.Of(2, 3), new Indices(0, 1)), (Shape.Of(2, 4, 3), new Indices(1)), (Shape.Of(2, 4, 3), new Indices(0, 2))),
            "matrix_product" or "fused_matrix_product" => [new(primitive, null, [Shape.Of(1, 1), Shape.Of(1, 1)], []),
                new(primitive, null, [Shape.Of(2, 3), Shape.Of(3, 4)], []), new(primitive, null, [Shape.Of(3, 1), Shape.Of(1, 2)], [])],
            _ => throw new InvalidOperationException($"The primitive '{primitive.Name}' has no case in {nameof(PrimitiveCases)}: add one."),
        };

    /// <summary>
    /// Distinct values, at least 0.015 apart and from 0 (so that no comparison, |x| or max is near its edge), of both signs if asked and
    /// else in (0.2, 1.4); for index operands 0, 1, 2, 0, 1, 2 ...
    /// </summary>
    public static Tensor[] Values(PrimitiveCase use, bool bothSigns)
    {
        var position = 0;
        return [.. use.Shapes.Select((shape, operand) => Tensor.Of(shape, Enumerable.Range(0, shape.ElementCount)
            .Select(i => use.IndexOperands.Contains(operand) ? i % 3 : Value(position++, bothSigns))))];
    }

    /// <summary>A direction or weight for each element, without a pattern that could hide a wrong factor; 0 for index operands.</summary>
    public static Tensor[] Directions(PrimitiveCase use) => [.. use.Shapes.Select((shape, operand) => use.IndexOperands.Contains(operand)
        ? Tensor.Fill(shape, 0)
        : Weights(shape, operand + 1))];

    public static Tensor Weights(Shape shape, int seed) =>
        Tensor.Of(shape, Enumerable.Range(0, shape.ElementCount).Select(i => Math.Cos((1.7 * i) + seed) + 0.3));

    private static double Value(int position, bool bothSigns)
    {
        var magnitude = 0.22 + (0.0153 * (position * 29 % 76));
        return bothSigns && position % 3 == 1 ? -magnitude : magnitude;
    }

    private static IEnumerable<PrimitiveCase> Elementwise(Primitive primitive) =>
        from attribute in primitive == FuncGrad.Elementwise.IntegerPower ? [-3, -1, 0, 1, 2, 3, 7] : new object?[] { null }
        from shape in Ranks
        select new PrimitiveCase(primitive, attribute, [.. Enumerable.Repeat(shape, primitive.Arity)], []);

    private static IEnumerable<PrimitiveCase> Unary(Primitive primitive, params (Shape Operand, object Attribute)[] uses) =>
        uses.Select(use => new PrimitiveCase(primitive, use.Attribute, [use.Operand], []));

    private static Placement Part(int[] starts, int[] extents) => new(new Indices(starts), Shape.Of(extents));
}

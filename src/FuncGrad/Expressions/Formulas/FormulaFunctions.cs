namespace FuncGrad;

/// <summary>
/// A function of the formula language: between <paramref name="Least"/> and <paramref name="Most"/> arguments, and perhaps <c>axis=</c>.
/// <paramref name="Signature"/> is how it is written, for messages and help.
/// </summary>
internal sealed record FormulaFunction(string Name, string Signature, int Least, int Most, bool HasAxis, Func<FormulaCall, Expr> Build);

/// <summary>
/// The table of functions. Every elementwise operation is called by its name in the table of operations, so that a new one needs no row
/// here; the functions that a user does not think of as operations (softmax, mean ...) and those with attributes have one each.
/// </summary>
internal static class FormulaFunctions
{
    private const int Any = int.MaxValue;

    public static IReadOnlyList<FormulaFunction> All { get; } = [.. Written(), .. FurtherFunctions.All, .. ElementwiseOperations()];

    private static readonly Dictionary<string, FormulaFunction> ByName = All.ToDictionary(function => function.Name);

    public static FormulaFunction? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>What to write instead of an unknown function.</summary>
    public static string Hint(string name, IEnumerable<string> known) => Elsewhere(name) ?? NearestName.Spelling(name, known, "Functions");

    /// <summary>What to write for a function of another language; null if it is none.</summary>
    public static string? Elsewhere(string name) =>
        OtherNames.Function(name) is { } here ? $"Here it is written {here}." : OtherNames.Instead(name);

    private static IEnumerable<FormulaFunction> ElementwiseOperations() => Elementwise.All
        .Where(primitive => primitive != Elementwise.IntegerPower)
        .Select(primitive => new FormulaFunction(primitive.Name, $"{primitive.Name}({string.Join(", ", "abc".Take(primitive.Arity))})",
            primitive.Arity, primitive.Arity, false, call => Expr.Elementwise(primitive, primitive.Name, [.. call.Arguments])));

    private static IEnumerable<FormulaFunction> Written() =>
    [
        // ---- reductions ---------------------------------------------------------------------------------------------
        new("sum", "sum(x), sum(x, 0) or sum(x, axis=0)", 1, 2, true, call => Reduced(Reductions.Sum, call, Expr.Sum)),
        new("max", "max(x), max(x, axis=0) or max(a, b)", 1, 2, true, call => Extreme(Reductions.Max, call, Expr.Max, Expr.Max)),
        new("min", "min(x), min(x, axis=0) or min(a, b)", 1, 2, true, call => Extreme(Reductions.Min, call, Expr.Min, Expr.Min)),
        AlongAxis("mean", Expr.Mean, Expr.MeanOver),
        AlongAxis("prod", Expr.Prod, Expr.ProdOver),
        new("norm", "norm(x), norm(x, 0) or norm(x, axis=0)", 1, 2, true, call => Reduced(Reductions.Norm, call, Expr.Norm)),
        AlongAxis("softmax", Expr.Softmax, Expr.SoftmaxOver),
        AlongAxis("log_softmax", Expr.LogSoftmax, Expr.LogSoftmaxOver),

        // ---- products and networks ----------------------------------------------------------------------------------
        new("dot", "dot(a, b)", 2, 2, false, call => Expr.Dot(call[0], call[1])),
        new("fused_matrix_product", "fused_matrix_product(A, B)", 2, 2, false,
            call => Expr.Node(Products.FusedMatrixProduct, null, call[0], call[1])),
        new("cross_entropy", "cross_entropy(p, t) or cross_entropy(p, t, epsilon)", 2, 3, false,
            call => call.Count == 2 ? Expr.CrossEntropy(call[0], call[1]) : Expr.CrossEntropy(call[0], call[1], call.Number(2))),
        new("integer_power", "integer_power(x, n)", 2, 2, false, call => Expr.Node(Elementwise.IntegerPower, call.Whole(1), call[0])),

        // ---- structure ----------------------------------------------------------------------------------------------
        new("transpose", "transpose(x) or transpose(x, 1, 0)", 1, Any, false,
            call => call.Count == 1 ? Expr.Transpose(call[0]) : Expr.Transpose(call[0], new Indices(call.WholesFrom(1)))),
        new("broadcast", "broadcast(x, 2, 3)", 2, Any, false,
            call => Expr.Node(Structures.Broadcast, Shape.Of(call.WholesFrom(1)), call[0])),
        new("reshape", "reshape(x, 2, 3)", 2, Any, false,
            call => Expr.Node(Structures.Reshape, Shape.Of(WithRest(call[0], call.WholesFrom(1))), call[0])),
        new("slice", "slice(x, [starts], [extents])", 3, 3, false,
            call => Expr.Node(Structures.Slice, new Placement(new Indices(call.Wholes(1)), Shape.Of(call.Wholes(2))), call[0])),
        new("embed", "embed(x, [starts], [extents of the whole])", 3, 3, false,
            call => Expr.Node(Structures.Embed, new Placement(new Indices(call.Wholes(1)), Shape.Of(call.Wholes(2))), call[0])),
        new("replace", "replace(x, part, [starts])", 3, 3, false,
            call => Expr.Node(Structures.Replace, new Placement(new Indices(call.Wholes(2)), call[0].Shape), call[0], call[1])),
        new("concatenate", "concatenate(a, b) or concatenate(a, b, axis=1)", 1, Any, true,
            call => Expr.Node(Structures.Concatenate, call.Axis is null ? 0 : call.AxisOf(call[0]), [.. call.Arguments])),
        new("gather", "gather(values, indices)", 2, 2, false, call => Expr.Gather(call[0], call[1])),
        new("scatter", "scatter(values, indices, classes)", 3, 3, false, call => Expr.Scatter(call[0], call[1], call.Whole(2))),
        new("empty", "empty(0, 3)", 1, Any, false, call => Empty(Shape.Of(call.WholesFrom(0)))),
    ];

    internal static FormulaFunction AlongAxis(string name, Func<Expr, Expr> whole, Func<Expr, int, Expr> along) =>
        new(name, $"{name}(x), {name}(x, 0) or {name}(x, axis=0)", 1, 2, true,
            call => call.AxisOrSecond is null ? whole(call[0]) : along(call[0], call.AxisOf(call[0])));

    private static Expr Reduced(Primitive reduction, FormulaCall call, Func<Expr, Expr> whole) =>
        call.AxisOrSecond is null ? whole(call[0]) : Expr.Node(reduction, new Indices(call.AxesOf(call[0])), call[0]);

    private static Expr Extreme(Primitive reduction, FormulaCall call, Func<Expr, Expr> whole, Func<Expr, Expr, Expr> greater)
    {
        if (call.Count == 1) return Reduced(reduction, call, whole);
        return call.Axis is null ? greater(call[0], call[1])
            : throw new ShapeException($"{reduction} of two arrays has no axis. Leave the axis out.");
    }

    private static Expr Empty(Shape shape) => shape.ElementCount == 0
        ? Expr.Constant(Tensor.Fill(shape, 0))
        : throw new ShapeException($"An array of shape {shape} is not empty. One extent must be 0; write broadcast(0, ...) for zeros.");

    /// <summary>Extents of which one may be −1: as many as are left for it, so that a formula fits any number of rows.</summary>
    private static int[] WithRest(Expr x, int[] extents)
    {
        if (extents.Count(extent => extent == -1) != 1) return extents;
        var others = extents.Where(extent => extent != -1).Aggregate(1L, (product, extent) => product * extent);
        return others > 0 && x.Shape.ElementCount % others == 0
            ? [.. extents.Select(extent => extent == -1 ? (int)(x.Shape.ElementCount / others) : extent)]
            : throw new ShapeException(
                $"{x.Shape.ElementCount} elements of shape {x.Shape} are not a whole number of parts of {others}: reshape finds no extent "
                    + "for -1. Write extents that fit.");
    }
}

namespace FuncGrad;

/// <summary>The operations without operands: what a graph starts from.</summary>
internal static class Leaves
{
    public static readonly Primitive Constant = new()
    {
        Name = "constant",
        Arity = 0,
        Family = Family.Leaf,
        ShapeRule = (_, attribute) => ((Tensor)attribute!).Shape,
        Meaning = (node, _, precision) => Rounded(node.ConstantValue!, precision),
        Adjoint = (_, _, _) => null,
        Tangent = (_, _) => null,
    };

    public static readonly Primitive Symbol = new()
    {
        Name = "symbol",
        Arity = 0,
        Family = Family.Leaf,
        ShapeRule = (_, attribute) => ((SymbolName)attribute!).Shape,
        Meaning = (node, _, _) => throw new ArgumentException($"No value was given for '{node.InputName}' of shape {node.Shape}."),
        Adjoint = (_, _, _) => null,
        Tangent = (_, _) => null,
    };

    public static IReadOnlyList<Primitive> All { get; } = [Constant, Symbol];

    internal static Tensor Rounded(Tensor value, Precision precision)
    {
        if (precision == Precision.Double) return value;
        var rounded = value.ToArray();
        for (var i = 0; i < rounded.Length; i++) rounded[i] = precision.Round(rounded[i]);
        return Tensor.Own(value.Shape, rounded);
    }
}

/// <summary>The whole table of operations.</summary>
internal static class Primitives
{
    public static IReadOnlyList<Primitive> All { get; } =
        [.. Leaves.All, .. Elementwise.All, .. Structures.All, .. Reductions.All, .. Products.All];
}

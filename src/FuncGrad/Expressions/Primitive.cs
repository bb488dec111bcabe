namespace FuncGrad;

/// <summary>What kind of thing an operation does, which decides how a compiler treats it.</summary>
internal enum Family
{
    /// <summary>A constant or an input.</summary>
    Leaf,

    /// <summary>Every element of the result depends on the same element of each operand.</summary>
    Elementwise,

    /// <summary>Elements are moved, copied or dropped, not computed with.</summary>
    Structure,

    /// <summary>Axes are folded away.</summary>
    Reduction,

    /// <summary>Rows times columns.</summary>
    Product,
}

/// <summary>The value of one element of an elementwise operation; operands it does not have are passed as 0.</summary>
internal delegate double ElementFunction(double a, double b, double c);

/// <summary>
/// One row of the table of operations: everything that any part of FuncGrad knows about it. To add an operation is to add a row
/// (and a vector body in the compiler).
/// </summary>
internal sealed class Primitive
{
    /// <summary>The name, as the formula language writes it.</summary>
    public required string Name { get; init; }

    /// <summary>How many operands it takes; −1 for any number.</summary>
    public required int Arity { get; init; }

    public required Family Family { get; init; }

    /// <summary>(operands, attribute) ↦ the shape of the result. Throws <see cref="ShapeException"/>.</summary>
    public required Func<IReadOnlyList<Expr>, object?, Shape> ShapeRule { get; init; }

    /// <summary>(node, operand values, precision) ↦ the value of the node: the definition that every faster way must agree with.</summary>
    public required Func<Expr, IReadOnlyList<Tensor>, Precision, Tensor> Meaning { get; init; }

    /// <summary>
    /// (node, ȳ, i) ↦ the part of the adjoint of operand i that flows back through this node, where ȳ = ∂loss/∂node; null if the node
    /// does not depend on that operand or is piecewise constant in it.
    /// </summary>
    public required Func<Expr, Expr, int, Expr?> Adjoint { get; init; }

    /// <summary>(node, ẋ) ↦ ẏ, the change of the node when its operands change by ẋ; null stands for zero on both sides.</summary>
    public required Func<Expr, IReadOnlyList<Expr?>, Expr?> Tangent { get; init; }

    /// <summary>
    /// (node, precision) ↦ the same value, bit for bit, from other operations, for compilers that do not know this one; null for most.
    /// </summary>
    public Func<Expr, Precision, Expr>? Definition { get; init; }

    /// <summary>For elementwise operations: the value of one element in double precision.</summary>
    public ElementFunction? InDouble { get; init; }

    /// <summary>For elementwise operations: the value of one element in single precision, from and to numbers that are floats.</summary>
    public ElementFunction? InFloat { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

namespace FuncGrad;

/// <summary>
/// Inverted dropout (Srivastava et al. 2014, JMLR 15:1929): in an update each element of x is dropped with probability <c>rate</c>, the
/// others are divided by 1 − rate. By itself the operation gives x: that is what observations and looks compute with. The graph of a step
/// puts draws in its place, by its number, the attribute: operations of one number and shape drop the same elements.
/// </summary>
internal static class Dropout
{
    /// <summary>dropout(x, rate). Linear in x: the adjoint is dropped in the same places.</summary>
    public static readonly Primitive Operation = new()
    {
        Name = "dropout",
        Arity = 2,
        Family = Family.Elementwise,
        ShapeRule = ShapeRules.Same,
        Meaning = (_, values, _) => values[0],
        Adjoint = (node, adjoint, operand) => operand == 0 ? node.With(adjoint, node.Operands[1]) : null,
        Tangent = (node, tangents) => tangents[0] is { } tangent ? node.With(tangent, node.Operands[1]) : null,
        Definition = (node, _) => node.Operands[0],
    };

    /// <summary>The attribute of an operation that is given its number when the loss is whole: no two are alike.</summary>
    private sealed class Unnumbered
    {
        public override string ToString() => "unnumbered";
    }

    /// <summary>The node; without a number it is one of its own.</summary>
    public static Expr Node(Expr x, Expr rate, int? number)
    {
        if (Arguments.Given(rate).ConstantValue is { } constant && constant.ToArray().Any(share => !(share >= 0 && share < 1)))
            throw new ShapeException(
                $"dropout: the rate {constant} is not from 0 to below 1. It is the share of elements that is dropped, as 0.5.");
        if (number < 0)
            throw new ShapeException(
                $"dropout: the number {number} is below 0. Elements that are to be dropped alike have the same number, 0 or more.");
        if (Shape.TryBroadcast(Arguments.Given(x).Shape, rate.Shape) is not { } shape || !shape.Equals(x.Shape))
            throw ShapeException.CannotBroadcast("dropout", x.Shape, rate.Shape);
        return Expr.Node(Operation, number ?? (object)new Unnumbered(), x, Expr.BroadcastTo(rate, x.Shape));
    }

    /// <summary>The number of an operation; null if it has none yet.</summary>
    public static int? NumberOf(Expr node) => node.Attribute as int?;
}

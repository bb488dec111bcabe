namespace FuncGrad;

/// <summary>
/// Functions that are several operations each, recognised so that a network reads as it was written. A guess at the argument is enough:
/// the function is built on it, and the form is right exactly if that gives this very node.
/// </summary>
internal static class FormulaComposites
{
    public static FormulaForm? Of(Expr node) => node.Primitive.Name switch
    {
        "divide" when node.Operands[0].Primitive == Elementwise.Exp =>
            OverAxis(node, "softmax", Unshifted(node.Operands[0].Operands[0]), Expr.SoftmaxOver),
        "subtract" => OverAxis(node, "log_softmax", Unshifted(node.Operands[0]), Expr.LogSoftmaxOver),
        _ => null,
    };

    /// <summary>x, if a node is the softmax of x along its last axis; else null.</summary>
    public static Expr? SoftmaxArgument(Expr node) => node.Primitive.Name == "divide" && node.Operands[0].Primitive == Elementwise.Exp
        && Unshifted(node.Operands[0].Operands[0]) is { } x && Expr.SoftmaxOver(x, x.Shape.Rank - 1) == node ? x : null;

    private static FormulaForm? OverAxis(Expr node, string name, Expr? x, Func<Expr, int, Expr> function)
    {
        for (var axis = (x?.Shape.Rank ?? 0) - 1; axis >= 0; axis--)
            if (function(x!, axis) == node) return axis == x!.Shape.Rank - 1
                ? FormulaForms.Call(name, [x])
                : FormulaForms.Call(name, [x], $"axis={FormulaForms.Number(axis)}");
        return null;
    }

    /// <summary>x of x − broadcast(reshape(stop_gradient(max(x)))), the shift that keeps exponentials from overflowing.</summary>
    private static Expr? Unshifted(Expr shifted)
    {
        if (shifted.Primitive != Elementwise.Subtract || shifted.Shape.Rank is 0 or > FormulaCall.MaxRank
            || shifted.Shape.ElementCount == 0)
            return null;
        var shift = shifted.Operands[1].Primitive == Structures.Broadcast ? shifted.Operands[1].Operands[0] : shifted.Operands[1];
        return shift.Primitive == Structures.Reshape && shift.Operands[0].Primitive == Elementwise.StopGradient ? shifted.Operands[0]
            : null;
    }
}

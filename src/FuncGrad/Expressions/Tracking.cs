namespace FuncGrad;

/// <summary>
/// A parameter that is no matter of the rule: each update sets it to (1 − share)·average + share·x, x as the update sees it, as the running
/// averages of a batch normalisation are formed (Ioffe and Szegedy 2015, arXiv:1502.03167). As a term of a loss the operation is 0 and has
/// no gradient; the graph of a step reads from it what becomes of the parameter.
/// </summary>
internal static class Tracking
{
    public static readonly Primitive Operation = new()
    {
        Name = "track",
        Arity = 3,
        Family = Family.Elementwise,
        ShapeRule = ShapeRules.Same,
        Meaning = (node, _, _) => Tensor.Own(node.Shape, new double[node.Shape.ElementCount]),
        Adjoint = (_, _, _) => null,
        Tangent = (_, _) => null,
        Definition = (node, _) => Expr.Fill(0, node.Shape),
    };

    public static Expr Node(Expr average, Expr x, Expr share)
    {
        if (average.InputName is not { } name)
            throw new ShapeException(
                "track(average, x, share) sets a parameter, but a formula was found in the place of its name. Write the name of a "
                    + "parameter.");
        if (share.ConstantValue is { } constant && constant.ToArray().Any(number => !(number is >= 0 and <= 1)))
            throw new ShapeException($"track: the share {constant} is not from 0 to 1. It is how much of the average is new, as 0.1.");
        foreach (var operand in (Expr[])[x, share])
            if (!average.Shape.Equals(Shape.TryBroadcast(average.Shape, operand.Shape)))
                throw ShapeException.CannotBroadcast($"track({name}, ...)", average.Shape, operand.Shape);
        return Expr.Node(Operation, null, average, Expr.BroadcastTo(x, average.Shape), Expr.BroadcastTo(share, average.Shape));
    }
}

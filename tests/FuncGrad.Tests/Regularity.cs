namespace FuncGrad.Tests;

/// <summary>Where derivatives by rule and by finite differences must agree: finite, moderate, and away from every kink, jump and edge.</summary>
internal static class Regularity
{
    private const double Margin = 0.05;
    private const double Greatest = 50;

    /// <summary>Whether <paramref name="node"/>, whose operands are regular, is regular at the inputs.</summary>
    public static bool Holds(Expr node, IReadOnlyDictionary<Expr, Tensor> inputs)
    {
        var values = new Evaluation([node, .. node.Operands]).At(inputs);
        return values.All(IsModerate) && IsInside(node, [.. values.Skip(1)]);
    }

    private static bool IsModerate(Tensor value) => value.ToArray().All(element => Math.Abs(element) < Greatest);

    private static bool IsInside(Expr node, Tensor[] operands) => node.Primitive.Name switch
    {
        "log" or "sqrt" or "power" => All(operands[0], x => x > 4 * Margin),
        "integer_power" => (int)node.Attribute! >= 0 || All(operands[0], x => Math.Abs(x) > 4 * Margin),
        "divide" => All(operands[1], x => Math.Abs(x) > 4 * Margin),
        "tan" => All(operands[0], x => Math.Abs(Math.Cos(x)) > 4 * Margin),
        "floor" or "ceil" => All(operands[0], x => Math.Abs(x - Math.Round(x)) > Margin),
        "round" or "random" or "random_high" or "random_low" => operands.All(operand => All(operand, x => Math.Abs(x - Math.Floor(x) - 0.5) > Margin)),
        "log1p" => All(operands[0], x => 1 + x > 4 * Margin),
        "abs" or "relu" or "sign" => All(operands[0], x => Math.Abs(x) > Margin),
        "where" => IsStepwise(node.Operands[0]) || All(operands[0], x => Math.Abs(x) > Margin),
        "less" or "less_or_equal" or "equal" or "not_equal" or "maximum" or "minimum" =>
            operands[0].ToArray().Zip(operands[1].ToArray(), (a, b) => Math.Abs(a - b)).All(gap => gap > Margin),
        "norm" => All(Evaluation.Of(node.With(Expr.Constant(operands[0]))), x => x > 4 * Margin),
        "max" or "min" => HasOneExtreme(node, operands[0]),
        "stop_gradient" => false,
        _ => true,
    };

    /// <summary>A comparison that is regular itself, or a constant: it stays what it is nearby, 0 included.</summary>
    private static bool IsStepwise(Expr condition) =>
        condition.ConstantValue is not null || condition.Operation is "less" or "less_or_equal" or "equal" or "not_equal";

    private static bool All(Tensor value, Func<double, bool> condition) => value.ToArray().All(condition);

    private static bool HasOneExtreme(Expr node, Tensor operand)
    {
        var x = Expr.Constant(operand);
        var axes = (Indices)node.Attribute!;
        var extreme = Expr.Reshape(node.With(x), operand.Shape.KeepingAxes(axes));
        var near = Expr.SumOver(Expr.Less(Expr.Abs(x - extreme), Margin), axes);
        return All(Evaluation.Of(near), count => count == 1);
    }
}

using System.Globalization;

namespace FuncGrad;

/// <summary>
/// A piece of a formula's text: letters as they are, or a node, in parentheses if it holds together less tightly than its place demands.
/// </summary>
internal readonly record struct FormulaPart(string? Text, Expr? Node, Binding Place)
{
    public static implicit operator FormulaPart(string text) => new(text, null, default);

    /// <summary>A node in a place between commas or brackets, where nothing needs parentheses.</summary>
    public static implicit operator FormulaPart(Expr node) => new(null, node, Binding.Anything);
}

/// <summary>How a node is written, and how tightly that holds together.</summary>
internal readonly record struct FormulaForm(Binding Binding, IReadOnlyList<FormulaPart> Parts);

/// <summary>
/// How each operation is written. Where the language has a short form that may mean this node (a broadcast left out, an element, a
/// vector-matrix product), the short form is built: nodes are interned, so it is right exactly if it is this very node.
/// </summary>
internal static class FormulaForms
{
    public static FormulaForm Of(Expr node) => node.Primitive.Family switch
    {
        Family.Leaf => Leaf(node),
        Family.Elementwise => OfElementwise(node),
        Family.Reduction => Reduction(node),
        Family.Product => Infix(node, node.Operands) ?? Call(node.Operation, node.Operands),
        _ => FormulaStructureForms.Of(node),
    };

    public static FormulaForm Call(string name, IEnumerable<Expr> arguments, params string[] more)
    {
        var parts = new List<FormulaPart> { $"{name}(" };
        foreach (var argument in arguments)
        {
            if (parts.Count > 1) parts.Add(", ");
            parts.Add(argument);
        }
        foreach (var text in more) parts.Add(parts.Count > 1 ? ", " + text : text);
        parts.Add(")");
        return new FormulaForm(Binding.Atom, parts);
    }

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The numbers between commas, or <c>[]</c> for none.</summary>
    public static string Numbers(IReadOnlyList<int> values) => values.Count == 0 ? "[]" : string.Join(", ", values.Select(Number));

    private static FormulaForm Leaf(Expr node) => node.ConstantValue is { } value
        ? new(value.Shape.Rank == 0 && FormulaNumbers.HasSign(value[0]) ? Binding.Sign
            : Binding.Atom, [new FormulaPart(null, node, Binding.Atom)])
        : new(Binding.Atom, [Name(node.InputName!)]);

    private static string Name(string name) =>
        FormulaNames.IsPlain(name) ? name : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    // ---- elementwise ------------------------------------------------------------------------------------------------

    private static FormulaForm OfElementwise(Expr node)
    {
        if (FormulaComposites.Of(node) is { } composite) return composite;
        if (node.Primitive == Elementwise.Negate) return Negation(node.Operands[0]);
        if (node.Primitive == Elementwise.IntegerPower) return IntegerPower(node, (int)node.Attribute!);
        if (node.Primitive == Dropout.Operation) return OfDropout(node, node.Operands[0], node.Operands[1]);
        var operands = WithoutBroadcasts(node);
        return Infix(node, operands) ?? Call(Spoken(node.Primitive), operands);
    }

    private static FormulaForm OfDropout(Expr node, Expr x, Expr rate) =>
        Call(node.Operation, [x, IsBroadcast(rate) ? rate.Operands[0] : rate], Dropout.NumberOf(node) is { } number ? [Number(number)]
            : []);

    private static string Spoken(Primitive primitive) =>
        primitive == Elementwise.Maximum ? "max" : primitive == Elementwise.Minimum ? "min" : primitive.Name;

    /// <summary>The negation of a positive number is written -(2), since -2 is the negative number itself.</summary>
    private static FormulaForm Negation(Expr operand)
    {
        var isBareNumber = operand.ConstantValue is { Shape.Rank: 0 } value && !FormulaNumbers.HasSign(value[0]);
        return new(Binding.Sign, isBareNumber ? ["-(", operand, ")"] : ["-", new FormulaPart(null, operand, Binding.Sign)]);
    }

    private static FormulaForm IntegerPower(Expr node, int exponent) => Expr.Pow(node.Operands[0], exponent) == node
        ? new(Binding.Power, [new FormulaPart(null, node.Operands[0], Binding.Element), $"^{Number(exponent)}"])
        : Call("integer_power", node.Operands, Number(exponent));

    private static FormulaForm? Infix(Expr node, IReadOnlyList<Expr> operands)
    {
        if (FormulaOperators.Of(node.Primitive) is not { } infix || infix.Build(operands[0], operands[1]) != node) return null;
        var sign = infix.Binding == Binding.Power ? infix.Sign : $" {infix.Sign} ";
        return new(infix.Binding, [new FormulaPart(null, operands[0], infix.Left), sign, new FormulaPart(null, operands[1], infix.Right)]);
    }

    /// <summary>
    /// The operands without the broadcasts that the operation puts back by itself: as many as possible, if a choice the first ones stay.
    /// </summary>
    private static IReadOnlyList<Expr> WithoutBroadcasts(Expr node)
    {
        var operands = node.Operands;
        if (operands.Count == 1 || !operands.Any(IsBroadcast)) return operands;
        return Enumerable.Range(0, 1 << operands.Count)
            .OrderByDescending(chosen => System.Numerics.BitOperations.PopCount((uint)chosen)).ThenByDescending(chosen => chosen)
            .Select(chosen =>
                operands.Select((operand, i) => (chosen >> i & 1) == 1 && IsBroadcast(operand) ? operand.Operands[0] : operand).ToArray())
            .First(candidate => node.Shape.Equals(Common(candidate)));
    }

    private static bool IsBroadcast(Expr operand) =>
        operand.Primitive == Structures.Broadcast && !operand.Operands[0].Shape.Equals(operand.Shape);

    private static Shape? Common(IReadOnlyList<Expr> operands) =>
        operands.Select(operand => operand.Shape).Aggregate((Shape?)Shape.Scalar, (a, b) => a is null ? null : Shape.TryBroadcast(a, b!));

    // ---- reductions -------------------------------------------------------------------------------------------------

    private static FormulaForm Reduction(Expr node)
    {
        var (axes, rank) = (((Indices)node.Attribute!).ToArray(), node.Operands[0].Shape.Rank);
        if (rank > 0 && axes.Length == rank) return Call(node.Operation, node.Operands);
        return Call(node.Operation, node.Operands, axes.Length == 1 ? $"axis={Number(axes[0])}"
            : $"axis=[{string.Join(", ", axes.Select(Number))}]");
    }
}

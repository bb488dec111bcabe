namespace FuncGrad;

/// <summary>How tightly a piece of text holds together, from a comparison to a single name.</summary>
internal enum Binding
{
    Anything, Comparison, Sum, Product, Sign, Power, Element, Atom,
}

/// <summary>An infix operator: its sign, how tightly it binds, what it builds, and the operation whose nodes are printed with it.</summary>
internal sealed record Infix(FormulaToken Token, string Sign, Binding Binding, Func<Expr, Expr, Expr> Build, Primitive? Prints)
{
    /// <summary>Only powers group to the right: a^b^c is a^(b^c).</summary>
    public bool IsRightAssociative => Binding == Binding.Power;

    /// <summary>
    /// What the operand may be without parentheses. A comparison of comparisons is never written without; an exponent may have a sign.
    /// </summary>
    public Binding Left => Binding is Binding.Comparison or Binding.Power ? Binding + 1 : Binding;

    /// <inheritdoc cref="Left"/>
    public Binding Right => Binding == Binding.Power ? Binding.Sign : Binding + 1;
}

/// <summary>The table of infix operators.</summary>
internal static class FormulaOperators
{
    public static IReadOnlyList<Infix> All { get; } =
    [
        new(FormulaToken.Less, "<", Binding.Comparison, Expr.Less, Elementwise.Less),
        new(FormulaToken.LessOrEqual, "<=", Binding.Comparison, Expr.LessOrEqual, Elementwise.LessOrEqual),
        new(FormulaToken.Greater, ">", Binding.Comparison, (a, b) => a > b, null),
        new(FormulaToken.GreaterOrEqual, ">=", Binding.Comparison, (a, b) => a >= b, null),
        new(FormulaToken.EqualTo, "==", Binding.Comparison, Expr.Equal, Elementwise.EqualTo),
        new(FormulaToken.NotEqualTo, "!=", Binding.Comparison, Expr.NotEqual, Elementwise.NotEqualTo),
        new(FormulaToken.Plus, "+", Binding.Sum, (a, b) => a + b, Elementwise.Add),
        new(FormulaToken.Minus, "-", Binding.Sum, (a, b) => a - b, Elementwise.Subtract),
        new(FormulaToken.Times, "*", Binding.Product, (a, b) => a * b, Elementwise.Multiply),
        new(FormulaToken.Divide, "/", Binding.Product, (a, b) => a / b, Elementwise.Divide),
        new(FormulaToken.MatrixTimes, "@", Binding.Product, Expr.MatrixProduct, Products.MatrixProduct),
        new(FormulaToken.Power, "^", Binding.Power, Expr.Pow, Elementwise.Power),
    ];

    private static readonly Dictionary<FormulaToken, Infix> ByToken = All.ToDictionary(row => row.Token);

    private static readonly Dictionary<Primitive, Infix> ByPrimitive =
        All.Where(row => row.Prints is not null).ToDictionary(row => row.Prints!);

    public static Infix? Of(FormulaToken token) => ByToken.GetValueOrDefault(token);

    public static Infix? Of(Primitive primitive) => ByPrimitive.GetValueOrDefault(primitive);
}

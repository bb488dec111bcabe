namespace FuncGrad;

/// <summary>
/// Derivatives along a direction, in forward mode: J·v, and with reverse mode beneath it H·v and the Hessian
/// (Pearlmutter, Fast exact multiplication by the Hessian, Neural Computation 6, 1994).
/// </summary>
public static class Directional
{
    /// <summary>
    /// J·v: how each output changes when every symbol xᵢ moves along vᵢ, lim (y(x + t·v) − y(x)) / t. Costs a small multiple of the
    /// outputs.
    /// </summary>
    /// <param name="outputs">Expressions of any shape.</param>
    /// <param name="symbols">The inputs that move.</param>
    /// <param name="directions">For each symbol a direction of its shape.</param>
    /// <exception cref="ShapeException">A direction has another shape than its symbol.</exception>
    public static IReadOnlyList<Expr> Derivative(IReadOnlyList<Expr> outputs, IReadOnlyList<Expr> symbols, IReadOnlyList<Expr> directions)
    {
        Arguments.AllGiven(outputs);
        if (Arguments.AllGiven(directions).Count != Arguments.AllGiven(symbols).Count)
            throw new ArgumentException($"There are {symbols.Count} symbols, but {directions.Count} directions. Give one for each symbol.");
        var tangents = new Dictionary<Expr, Expr?>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < symbols.Count; i++)
            tangents[symbols[i]] = directions[i].Shape.Equals(symbols[i].Shape)
                ? directions[i].IsConstant(0) ? null : directions[i]
                : throw ShapeException.CannotBroadcast($"The direction of {symbols[i].InputName}", directions[i].Shape, symbols[i].Shape);
        var singular = new HashSet<Expr>(ReferenceEqualityComparer.Instance);
        foreach (var node in Ordering.Of(outputs))
            if (!tangents.ContainsKey(node)) tangents[node] = Tangent(node, tangents, singular);
        return [.. outputs.Select(output => tangents[output] ?? Expr.Fill(0, output.Shape))];
    }

    /// <summary>
    /// H·v = ∂/∂t ∇loss(x + t·v): the curvature along v, one entry per symbol, at a small multiple of the cost of the loss.
    /// </summary>
    /// <exception cref="ShapeException">The loss is not a scalar, or a direction has another shape than its symbol.</exception>
    public static IReadOnlyList<Expr> HessianVector(Expr loss, IReadOnlyList<Expr> symbols, IReadOnlyList<Expr> directions) =>
        Derivative(Differentiation.Gradient(loss, symbols), symbols, directions);

    /// <summary>
    /// The Hessian H[i,j] = ∂²loss/∂xᵢ∂xⱼ of all elements of all symbols, in order: a matrix of shape (n,n), column j from H·eⱼ.
    /// </summary>
    /// <exception cref="ShapeException">The loss is not a scalar.</exception>
    public static Expr Hessian(Expr loss, IReadOnlyList<Expr> symbols)
    {
        var gradient = Differentiation.Gradient(loss, symbols);
        var columns = new List<Expr>();
        for (var moving = 0; moving < symbols.Count; moving++)
            for (var element = 0; element < symbols[moving].Shape.ElementCount; element++)
                columns.Add(Reshaped(Derivative(gradient, symbols, [
                    .. symbols.Select((s, i) => Unit(s.Shape, i == moving ? element : -1))])));
        return Expr.Transpose(Expr.Concatenate(0, [.. columns]));
    }

    /// <param name="node">The next in order.</param>
    /// <param name="tangents">Those of the nodes before it.</param>
    /// <param name="singular">The nodes beneath whose tangents a derivative may be infinite: a weight of 0 must keep them 0.</param>
    private static Expr? Tangent(Expr node, Dictionary<Expr, Expr?> tangents, HashSet<Expr> singular)
    {
        Expr?[] ofOperands = [.. node.Operands.Select(operand => tangents[operand])];
        if (ofOperands.All(tangent => tangent is null) || node.Primitive.Tangent(node, ofOperands) is not { } tangent) return null;
        if (Reach.IsSingular(node) || node.Operands.Any(singular.Contains)) singular.Add(node);
        var isWeighted = singular.Contains(node) && ofOperands.Length == 2;
        if (isWeighted && Reach.Weight(node, ofOperands[0] is null ? 1 : 0, operand => tangents[operand] is not null) is { } weight)
            tangent = Expr.Where(weight, tangent, 0);
        return Simplification.Simplified(tangent);
    }

    /// <summary>All elements in order as a row, shape (1, n).</summary>
    private static Expr Reshaped(IReadOnlyList<Expr> parts)
    {
        var row = Expr.Concatenate(0, [.. parts.Select(part => Expr.Reshape(part, Shape.Of(part.Shape.ElementCount)))]);
        return Expr.Reshape(row, Shape.Of(1, row.Shape[0]));
    }

    private static Expr Unit(Shape shape, int element)
    {
        var values = new double[shape.ElementCount];
        if (element >= 0) values[element] = 1;
        return Expr.Constant(Tensor.Own(shape, values));
    }
}

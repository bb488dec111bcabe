namespace FuncGrad;

/// <summary>The matrix product C[i,j] = Σₖ A[i,k]·B[k,j] of shapes (m,k) and (k,n), the sum from k = 0 upwards.</summary>
internal static class Products
{
    /// <summary>Each product and each addition is rounded.</summary>
    public static readonly Primitive MatrixProduct = Product("matrix_product", Expr.MatrixProduct);

    /// <summary>Each product and its addition are rounded together, once: what <c>arithmetic = "fused"</c> writes instead.</summary>
    public static readonly Primitive FusedMatrixProduct = Product("fused_matrix_product",
        (a, b) => Expr.Node(FusedMatrixProduct!, null, a, b));

    public static IReadOnlyList<Primitive> All { get; } = [MatrixProduct, FusedMatrixProduct];

    /// <summary>(sum, a, b) ↦ sum + a·b as the product rounds it.</summary>
    internal static Func<double, double, double, double> Accumulation(Primitive product, Precision precision) =>
        (product == FusedMatrixProduct, precision) switch
        {
            (false, _) => (sum, a, b) => precision.Round(sum + precision.Round(a * b)),
            (true, Precision.Double) => (sum, a, b) => Math.FusedMultiplyAdd(a, b, sum),
            (true, _) => (sum, a, b) => MathF.FusedMultiplyAdd((float)a, (float)b, (float)sum),
        };

    private static Primitive Product(string name, Func<Expr, Expr, Expr> multiply) => new()
    {
        Name = name,
        Arity = 2,
        Family = Family.Product,
        ShapeRule = (operands, _) => ShapeRules.MatrixProduct(operands[0].Shape, operands[1].Shape),
        Meaning = (node, values, precision) => Multiply(node.Shape, values[0], values[1], Accumulation(node.Primitive, precision)),
        Adjoint = (node, adjoint, operand) => operand == 0
            ? multiply(adjoint, Expr.Transpose(node.Operands[1]))
            : multiply(Expr.Transpose(node.Operands[0]), adjoint),
        Tangent = (node, tangents) => Expr.AddIfAny(
            tangents[0] is { } left ? multiply(left, node.Operands[1]) : null,
            tangents[1] is { } right ? multiply(node.Operands[0], right) : null),
    };

    private static Tensor Multiply(Shape shape, Tensor a, Tensor b, Func<double, double, double, double> accumulate)
    {
        var (rows, columns, inner) = (shape[0], shape[1], a.Shape[1]);
        var values = new double[rows * columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                for (var k = 0; k < inner; k++)
                    values[(i * columns) + j] = accumulate(values[(i * columns) + j], a[i, k], b[k, j]);
        return Tensor.Own(shape, values);
    }
}

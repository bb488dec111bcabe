using CsCheck;
using Xunit;

namespace FuncGrad.Tests;

/// <summary>Decompositions of matrices in formulas.</summary>
public sealed class MatrixTests
{
    private static Gen<Tensor> Matrices(int rows, int columns) => Gen.Double[-3, 3].Array[rows * columns].Select(values => Tensor.Of(Shape.Of(rows, columns), values));

    private static double Greatest(Expr value) => Evaluation.Of(Expr.Max(Expr.Abs(value))).ToDouble();

    private static Expr Identity(int count) => Expr.OneHot(Expr.Constant(Tensor.Of(Shape.Of(count), Enumerable.Range(0, count).Select(i => (double)i))), count);

    /// <summary>Vectors are products of up to ten sweeps of n(n − 1)/2 rotations, each of which rounds by 3·2⁻⁵³ at most.</summary>
    private static double OfRotations(int rows) => 4e-15 * rows * rows;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(9)]
    public void Eigenvectors_are_orthonormal_and_make_a_symmetric_matrix_diagonal_greatest_first(int rows) => Matrices(rows, rows).Sample(values =>
    {
        var half = Expr.Constant(values);
        var matrix = half + Expr.Transpose(half);
        var v = Expr.Constant(Evaluation.Of(Expr.Eigenvectors(matrix)));
        var diagonal = Expr.MatrixProduct(Expr.Transpose(v), Expr.MatrixProduct(matrix, v));
        Assert.InRange(Greatest(Expr.MatrixProduct(Expr.Transpose(v), v) - Identity(rows)), 0, OfRotations(rows));
        Assert.InRange(Greatest(diagonal * (1 - Identity(rows))), 0, 1e-12);
        var eigenvalues = Evaluation.Of(Expr.SumOver(diagonal * Identity(rows), 1)).ToArray();
        Assert.All(eigenvalues.Zip(eigenvalues.Skip(1)), pair => Assert.True(pair.Item1 >= pair.Item2 - 1e-12));
    }, iter: 10);

    [Fact]
    public void Of_a_diagonal_or_singular_matrix_they_are_there_too()
    {
        foreach (var matrix in new[] { new[,] { { 1.0, 0 }, { 0, 3 } }, new[,] { { 0.0, 0 }, { 0, 0 } }, new[,] { { 1.0, 1 }, { 1, 1 } }, new[,] { { 2.0, 0 }, { 0, 2 } } })
        {
            var v = Expr.Constant(Evaluation.Of(Expr.Eigenvectors(Expr.Constant(Tensor.Matrix(matrix)))));
            Assert.InRange(Greatest(Expr.MatrixProduct(Expr.Transpose(v), v) - Identity(2)), 0, 1e-15);
        }
        Assert.Equal([0, 1, 1, 0], Evaluation.Of(Expr.Eigenvectors(Expr.Constant(Tensor.Matrix(new[,] { { 1.0, 0 }, { 0, 3 } })))).ToArray().Select(Math.Abs));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    [InlineData(7, 7)]
    public void Columns_become_orthonormal_and_span_what_they_did(int rows, int columns) => Matrices(rows, columns).Sample(values =>
    {
        var q = Expr.Constant(Evaluation.Of(Expr.Orthonormal(Expr.Constant(values))));
        var r = Expr.MatrixProduct(Expr.Transpose(q), Expr.Constant(values));
        Assert.InRange(Greatest(Expr.MatrixProduct(Expr.Transpose(q), q) - Identity(columns)), 0, 1e-12);
        Assert.InRange(Greatest(Expr.MatrixProduct(q, r) - Expr.Constant(values)), 0, 1e-11);
        var below = Expr.Constant(Tensor.Of(Shape.Of(columns, columns), Enumerable.Range(0, columns * columns).Select(i => i % columns < i / columns ? 1.0 : 0)));
        Assert.InRange(Greatest(r * below), 0, 1e-11);
    }, iter: 10);

    [Fact]
    public void Columns_that_depend_on_each_other_do_no_harm()
    {
        foreach (var matrix in new[] { new[,] { { 0.0, 0 }, { 0, 0 } }, new[,] { { 1.0, 1 }, { 1, 1 } }, new[,] { { 0.0, 1 }, { 0, 2 } } })
        {
            var q = Expr.Constant(Evaluation.Of(Expr.Orthonormal(Expr.Constant(Tensor.Matrix(matrix)))));
            Assert.InRange(Greatest(Expr.MatrixProduct(Expr.Transpose(q), q) - Identity(2)), 0, 1e-15);
        }
    }

    [Theory]
    [InlineData("eigenvectors([1, 2])")]
    [InlineData("eigenvectors([[1, 2, 3], [4, 5, 6]])")]
    [InlineData("eigenvectors(broadcast(1, 65, 65))")]
    [InlineData("orthonormal([[1, 2, 3], [4, 5, 6]])")]
    [InlineData("orthonormal(3)")]
    public void Other_shapes_are_refused(string formula) => Assert.True(Formula.Parse(formula).IsFail);
}

namespace FuncGrad;

// Decompositions of matrices, unrolled: so many products as make rounding the only error.
public sealed partial class Expr
{
    /// <summary>Of larger matrices the graphs would take longer to compile than is worth it.</summary>
    private const int MostRows = 64;

    /// <summary>Each sweep about squares what is left beside the diagonal, once that is small.</summary>
    private const int Sweeps = 12;

    /// <summary>
    /// The eigenvectors of a symmetric matrix as columns, that of the greatest eigenvalue first, by the method of Jacobi (1846): sweeps of
    /// rotations, of which those that do not meet are made at once (Brent and Luk 1985, doi:10.1137/0906007). Their signs mean nothing. A
    /// constant to derivatives.
    /// </summary>
    /// <param name="matrix">A square matrix, of at most 64 rows; only its symmetric part is meant.</param>
    /// <exception cref="ShapeException">It is not square, or larger.</exception>
    public static Expr Eigenvectors(Expr matrix)
    {
        if (Arguments.Given(matrix).Shape is not { Rank: 2 } shape || shape[0] != shape[1] || shape[0] > MostRows)
            throw new ShapeException(
                $"eigenvectors takes a square matrix of at most {MostRows} rows, but the shape {matrix.Shape} was found.");
        var (a, v, count) = (StopGradient(matrix), Constant(Identity(shape[0])), shape[0]);
        for (var sweep = 0; sweep < Sweeps; sweep++)
            for (var round = 0; round < RoundsOf(count); round++)
            {
                var rotation = Rotation(a, count, round);
                (a, v) = (MatrixProduct(Transpose(rotation), MatrixProduct(a, rotation)), MatrixProduct(v, rotation));
            }
        return MatrixProduct(v, Descending(Diagonal(a, count), count));
    }

    /// <summary>
    /// Orthonormal columns, the first ones of which span what those of a matrix span: the Q of A = QR, by reflections (Householder 1958,
    /// doi:10.1145/320941.320947), so that columns that depend on each other do no harm. A constant to derivatives.
    /// </summary>
    /// <param name="matrix">A matrix of at most 64 columns, and not fewer rows.</param>
    /// <exception cref="ShapeException">It is no matrix, or has more columns.</exception>
    public static Expr Orthonormal(Expr matrix)
    {
        if (Arguments.Given(matrix).Shape is not { Rank: 2 } shape || shape[1] > MostRows || shape[1] > shape[0])
            throw new ShapeException(
                $"orthonormal takes a matrix of at most {MostRows} columns and not fewer rows, but the shape {matrix.Shape} was found.");
        var (rest, mirrors) = (StopGradient(matrix), new Expr[shape[1]]);
        for (var column = 0; column < mirrors.Length; column++)
        {
            mirrors[column] = Mirror(rest.SliceOver(1, column, column + 1), column);
            rest = Reflected(rest, mirrors[column]);
        }
        var q = Constant(Entries(shape[0], shape[1], (row, column) => row == column));
        for (var column = mirrors.Length - 1; column >= 0; column--) q = Reflected(q, mirrors[column]);
        return q;
    }

    /// <summary>v, so that I − 2vvᵀ/vᵀv brings what a column has from a row on to that row.</summary>
    private static Expr Mirror(Expr column, int row)
    {
        var below = column * Constant(Entries(column.Shape[0], 1, (at, _) => at >= row));
        var first = below.SliceOver(0, row, row + 1);
        return below + (Constant(Entries(column.Shape[0], 1, (at, _) => at == row)) * Where(Less(first, 0), -1, 1) * Norm(below));
    }

    private static Expr Reflected(Expr matrix, Expr mirror)
    {
        var square = Sum(mirror * mirror);
        return matrix - (mirror * (Where(Equal(square, 0), 0, 2 / square) * MatrixProduct(Transpose(mirror), matrix)));
    }

    // ---- rotations ----------------------------------------------------------------------------------------------------

    /// <summary>With an odd number one stands aside in each round.</summary>
    private static int RoundsOf(int count) => count % 2 == 0 ? count - 1 : count;

    /// <summary>Who meets whom in a round of a tournament: the last place stands, the others go round.</summary>
    private static int[] Partners(int count, int round)
    {
        var (partners, places) = (Enumerable.Range(0, count).ToArray(), RoundsOf(count));
        for (var place = 0; place < places; place++)
        {
            var other = ((2 * round) - place + (2 * places)) % places;
            if (other != place) (partners[place], partners[other]) = (other, place);
            else if (count % 2 == 0) (partners[place], partners[count - 1]) = (count - 1, place);
        }
        return partners;
    }

    /// <summary>
    /// The rotations of all pairs of a round, each by the smaller angle that brings its element beside the diagonal to 0 (Golub and Van
    /// Loan, section 8.5).
    /// </summary>
    private static Expr Rotation(Expr a, int count, int round)
    {
        var partners = Partners(count, round);
        var meets = Constant(Entries(count, count, (row, column) => partners[row] == column && row != column));
        var side = Constant(Tensor.Of(Shape.Of(count), partners.Select((partner, row) => row < partner ? 1.0 : row > partner ? -1 : 0)));
        var (diagonal, beside) = (Diagonal(a, count), SumOver(a * meets, 1));
        var other = Reshape(MatrixProduct(meets, Reshape(diagonal, Shape.Of(count, 1))), Shape.Of(count));
        var cotangent = side * (other - diagonal) / (2 * Where(Equal(beside, 0), 1, beside));
        var tangent = Where(Equal(beside, 0), 0, Where(Less(cotangent, 0), -1, 1) / (Abs(cotangent) + Sqrt((cotangent * cotangent) + 1)));
        var cosine = 1 / Sqrt((tangent * tangent) + 1);
        Expr Rows(Expr factors, Expr matrix) => Reshape(factors, Shape.Of(count, 1)) * matrix;
        return Rows(cosine, Constant(Identity(count))) + Rows(side * tangent * cosine, meets);
    }

    private static Expr Diagonal(Expr a, int count) => SumOver(a * Constant(Identity(count)), 1);

    /// <summary>The matrix that puts columns into the order of falling values.</summary>
    private static Expr Descending(Expr values, int count)
    {
        var (row, column) = (Reshape(values, Shape.Of(1, count)), Reshape(values, Shape.Of(count, 1)));
        var earlier = Constant(Entries(count, count, (row, column) => column < row));
        var place = SumOver(Less(column, row) + (Equal(column, row) * earlier), 1);
        return Equal(Reshape(place, Shape.Of(count, 1)), Constant(Tensor.Of(Shape.Of(1, count), Enumerable.Range(0, count)
            .Select(at => (double)at))));
    }

    private static Tensor Identity(int count) => Entries(count, count, (row, column) => row == column);

    /// <summary>1 where a condition holds, else 0.</summary>
    private static Tensor Entries(int rows, int columns, Func<int, int, bool> isOne) =>
        Tensor.Of(Shape.Of(rows, columns), Enumerable.Range(0, rows * columns).Select(at => isOne(at / columns, at % columns) ? 1.0 : 0));
}

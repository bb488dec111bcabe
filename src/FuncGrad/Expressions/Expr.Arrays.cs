namespace FuncGrad;

// Arrays: elements, parts, shapes, sums, products.
public sealed partial class Expr
{
    // ---- elements and parts -----------------------------------------------------------------------------------------

    /// <summary>
    /// Element <paramref name="index"/> of a vector, or row <paramref name="index"/> of a matrix; negative counts from the end.
    /// </summary>
    /// <exception cref="ShapeException">There is no such element.</exception>
    public Expr this[int index] => Element(index);

    /// <summary>The element of a matrix at a row and a column.</summary>
    /// <exception cref="ShapeException">There is no such element.</exception>
    public Expr this[int row, int column] => Element(row, column);

    /// <summary>A part along the first axis: <c>x[1..]</c>, <c>x[..^1]</c>.</summary>
    public Expr this[Range range] =>
        Shape.Rank == 0 ? throw ShapeException.WrongIndexCount(Subject, 1, Shape)
            : SliceOver(0, range.Start.GetOffset(Shape[0]), range.End.GetOffset(Shape[0]));

    /// <summary>The element at these indices, one for each leading axis; the remaining axes stay.</summary>
    internal Expr Element(params int[] indices)
    {
        if (indices.Length > Shape.Rank || Shape.Rank == 0) throw ShapeException.WrongIndexCount(Subject, indices.Length, Shape);
        var (starts, extents) = (new int[Shape.Rank], Shape.ToArray());
        for (var axis = 0; axis < indices.Length; axis++)
        {
            var index = indices[axis] < 0 ? indices[axis] + Shape[axis] : indices[axis];
            if (index < 0 || index >= Shape[axis]) throw ShapeException.NoSuchElement(Subject, indices[axis], axis, Shape);
            (starts[axis], extents[axis]) = (index, 1);
        }
        return Reshape(Slice(this, new Indices(starts), Shape.Of(extents)), Shape.Of(extents[indices.Length..]));
    }

    /// <summary>The part from <paramref name="start"/> up to but without <paramref name="stop"/> along <paramref name="axis"/>.</summary>
    public Expr SliceOver(int axis, int start, int stop)
    {
        axis = CheckedAxis("A slice", this, axis);
        if (start < 0 || stop < start || stop > Shape[axis]) throw ShapeException.BadSlice(Subject, start, stop, axis, Shape);
        var (starts, extents) = (new int[Shape.Rank], Shape.ToArray());
        (starts[axis], extents[axis]) = (start, stop - start);
        return Slice(this, new Indices(starts), Shape.Of(extents));
    }

    private string Subject => InputName ?? "this expression";

    internal static Expr Slice(Expr x, Indices starts, Shape extents) =>
        extents.Equals(x.Shape) ? x : Node(Structures.Slice, new Placement(starts, extents), x);

    internal static Expr Embed(Expr x, Indices starts, Shape room) =>
        room.Equals(x.Shape) ? x : Node(Structures.Embed, new Placement(starts, room), x);

    internal static Expr Replace(Expr x, Expr part, Indices starts) =>
        part.Shape.Equals(x.Shape) ? part : Node(Structures.Replace, new Placement(starts, x.Shape), x, part);

    /// <summary>
    /// <paramref name="values"/>[..., k] at the class k that <paramref name="indices"/> gives for each row: 0-based whole numbers, NaN
    /// where there is no such class.
    /// </summary>
    public static Expr Gather(Expr values, Expr indices) => Node(Structures.Gather, null, values, indices);

    /// <summary>
    /// Rows of zeros with <paramref name="values"/> at the class that <paramref name="indices"/> gives: the adjoint of
    /// <see cref="Gather"/>.
    /// </summary>
    public static Expr Scatter(Expr values, Expr indices, int classes) => Node(Structures.Scatter, classes, values, indices);

    // ---- shapes -----------------------------------------------------------------------------------------------------

    /// <summary>The same elements in row-major order under another shape of the same count.</summary>
    public static Expr Reshape(Expr x, Shape shape) =>
        Arguments.Given(shape).Equals(Arguments.Given(x).Shape) ? x : Node(Structures.Reshape, shape, x);

    /// <summary>x repeated along axes of extent 1 and new leading axes, as NumPy does.</summary>
    public static Expr BroadcastTo(Expr x, Shape shape) =>
        Arguments.Given(shape).Equals(Arguments.Given(x).Shape) ? x : Node(Structures.Broadcast, shape, x);

    /// <summary>The adjoint of broadcasting: sums what was repeated, down to <paramref name="shape"/>.</summary>
    internal static Expr SumTo(Expr x, Shape shape)
    {
        var lead = x.Shape.Rank - shape.Rank;
        int[] axes = [.. Enumerable.Range(0, x.Shape.Rank).Where(axis => axis < lead || (shape[axis - lead] == 1 && x.Shape[axis] != 1))];
        return Reshape(SumOver(x, new Indices(axes)), shape);
    }

    /// <summary>An array of one value.</summary>
    public static Expr Fill(double value, Shape shape) => BroadcastTo(Constant(value), shape);

    /// <summary>The axes in reverse order; of a matrix: rows become columns.</summary>
    public static Expr Transpose(Expr x) =>
        Arguments.Given(x).Shape.Rank < 2 ? x : Transpose(x, new Indices([.. Enumerable.Range(0, x.Shape.Rank).Reverse()]));

    internal static Expr Transpose(Expr x, Indices permutation) => Node(Structures.Transpose, permutation, x);

    /// <summary>Arrays one after the other along an axis, which counts from the last if negative; all other extents agree.</summary>
    /// <exception cref="ShapeException">There is no piece, no such axis, or the other extents differ.</exception>
    public static Expr Concatenate(int axis, params Expr[] pieces)
    {
        if (Arguments.AllGiven(pieces).Length == 0) throw ShapeException.NothingToJoin();
        axis = CheckedAxis("concatenate", pieces[0], axis);
        return pieces.Length == 1 ? pieces[0] : Node(Structures.Concatenate, axis, pieces);
    }

    /// <summary>A vector from scalars; from none, the empty vector.</summary>
    public static Expr Vector(params Expr[] elements) => Arguments.AllGiven(elements).Length == 0
        ? Constant(Tensor.Vector())
        : Concatenate(0, [.. elements.Select(element => Reshape(element, Shape.Of(1)))]);

    // ---- reductions -------------------------------------------------------------------------------------------------

    /// <summary>The sum of all elements.</summary>
    public static Expr Sum(Expr x) => SumOver(x, Indices.Range(Arguments.Given(x).Shape.Rank));

    /// <summary>The sums along one axis, which disappears; negative counts from the last.</summary>
    public static Expr SumOver(Expr x, int axis) => SumOver(x, new Indices(CheckedAxis("sum", x, axis)));

    internal static Expr SumOver(Expr x, Indices axes) => axes.Count == 0 ? x : Node(Reductions.Sum, axes, x);

    /// <summary>The sum of all elements divided by their number.</summary>
    public static Expr Mean(Expr x) => Sum(x) / x.Shape.ElementCount;

    /// <summary>The means along one axis, which disappears.</summary>
    public static Expr MeanOver(Expr x, int axis) => SumOver(x, axis) / x.Shape[CheckedAxis("mean", x, axis)];

    /// <summary>The greatest element; NaN if any is. Elements that share it share the derivative.</summary>
    public static Expr Max(Expr x) => Arguments.Given(x).Shape.Rank == 0 ? x : Node(Reductions.Max, Indices.Range(x.Shape.Rank), x);

    /// <summary>The greatest elements along one axis, which disappears.</summary>
    public static Expr MaxOver(Expr x, int axis) => Node(Reductions.Max, new Indices(CheckedAxis("max", x, axis)), x);

    /// <summary>The smallest element; NaN if any is. Elements that share it share the derivative.</summary>
    public static Expr Min(Expr x) => Arguments.Given(x).Shape.Rank == 0 ? x : Node(Reductions.Min, Indices.Range(x.Shape.Rank), x);

    /// <summary>The smallest elements along one axis, which disappears.</summary>
    public static Expr MinOver(Expr x, int axis) => Node(Reductions.Min, new Indices(CheckedAxis("min", x, axis)), x);

    /// <summary>The product of all elements, formed in halves (so that its derivative is right where elements are 0).</summary>
    public static Expr Prod(Expr x) => ProdOver(Reshape(x, Shape.Of(Arguments.Given(x).Shape.ElementCount)), 0);

    /// <summary>The products along one axis, which disappears.</summary>
    public static Expr ProdOver(Expr x, int axis)
    {
        axis = CheckedAxis("prod", x, axis);
        if (x.Shape[axis] == 0) return Fill(1, x.Shape.WithoutAxes(new Indices(axis)));
        Expr? odd = null;
        while (x.Shape[axis] > 1)
        {
            var (extent, half) = (x.Shape[axis], x.Shape[axis] / 2);
            if (extent % 2 == 1) odd = odd is null ? x.SliceOver(axis, extent - 1, extent) : odd * x.SliceOver(axis, extent - 1, extent);
            x = x.SliceOver(axis, 0, half) * x.SliceOver(axis, half, 2 * half);
        }
        return Reshape(odd is null ? x : x * odd, x.Shape.WithoutAxes(new Indices(axis)));
    }

    /// <summary>The Euclidean norm √Σx², without overflow or underflow on the way; its derivative at 0 is 0.</summary>
    public static Expr Norm(Expr x) => Arguments.Given(x).Shape.Rank == 0 ? Abs(x) : Node(Reductions.Norm, Indices.Range(x.Shape.Rank), x);

    /// <summary>The Euclidean norms along one axis, which disappears.</summary>
    public static Expr NormOver(Expr x, int axis) => Node(Reductions.Norm, new Indices(CheckedAxis("norm", x, axis)), x);

    /// <summary>The square of a norm is Σx², smooth also at 0: no root is taken to be squared again.</summary>
    private static Expr SquaredNorm(Expr norm) => SumOver(Pow(norm._operands[0], 2), (Indices)norm.Attribute!);

    // ---- products ---------------------------------------------------------------------------------------------------

    /// <summary>Σ aᵢ·bᵢ of two vectors, or the matrix product as NumPy's <c>dot</c> for up to two axes; a scalar side scales.</summary>
    /// <exception cref="ShapeException">The inner extents differ.</exception>
    public Expr Dot(Expr other) => Dot(this, other);

    /// <inheritdoc cref="Dot(Expr)"/>
    public static Expr Dot(Expr a, Expr b)
    {
        if (Arguments.Given(a).Shape.Rank == 0 || Arguments.Given(b).Shape.Rank == 0) return a * b;
        return MatrixProduct(a, b);
    }

    /// <summary>
    /// The matrix product of (m,k) and (k,n); a vector on the left is a row, on the right a column, and that axis disappears. Of (b,m,k)
    /// and (b,k,n) the product of each pair, as NumPy's <c>@</c>; a matrix beside them meets each.
    /// </summary>
    /// <exception cref="ShapeException">A side has no axis or more than three, or the extents do not fit.</exception>
    public static Expr MatrixProduct(Expr a, Expr b)
    {
        if (Arguments.Given(a).Shape.Rank == 3 || Arguments.Given(b).Shape.Rank == 3) return BatchedProduct(a, b);
        if (Arguments.Given(a).Shape.Rank is 0 or > 2 || Arguments.Given(b).Shape.Rank is 0 or > 2
            || a.Shape[a.Shape.Rank - 1] != b.Shape[0])
            throw ShapeException.CannotMultiply(a.Shape, b.Shape);
        if (a.Shape.Rank == 1 && b.Shape.Rank == 1) return Sum(a * b);
        var left = a.Shape.Rank == 2 ? a : Reshape(a, Shape.Of(1, a.Shape[0]));
        var right = b.Shape.Rank == 2 ? b : Reshape(b, Shape.Of(b.Shape[0], 1));
        var product = Node(Products.MatrixProduct, null, left, right);
        return Reshape(product, Shape.Of([.. a.Shape.Take(a.Shape.Rank - 1), .. b.Shape.Skip(1)]));
    }

    private static Expr BatchedProduct(Expr a, Expr b)
    {
        var (left, right) = (a.Shape.Rank, b.Shape.Rank);
        if (left is < 2 or > 3 || right is < 2 or > 3 || a.Shape[left - 1] != b.Shape[right - 2]
            || (left == right && a.Shape[0] != b.Shape[0]))
            throw ShapeException.CannotMultiply(a.Shape, b.Shape);
        if (right == 2)
            return Reshape(MatrixProduct(Reshape(a, Shape.Of(a.Shape[0] * a.Shape[1], a.Shape[2])), b), Shape.Of(a.Shape[0], a.Shape[1],
                b.Shape[1]));
        var (count, rows, columns) = (b.Shape[0], a.Shape[left - 2], b.Shape[2]);
        if (count > MostProducts)
            throw new ShapeException(
                $"This is {count} matrix products side by side, more than {MostProducts}. Use fewer, or make one product of them with "
                    + "reshape.");
        return count == 0 ? Fill(0, Shape.Of(0, rows, columns))
            : Concatenate(0, [
                .. Enumerable.Range(0, count).Select(i => Reshape(MatrixProduct(left == 3 ? a[i] : a, b[i]), Shape.Of(1, rows, columns)))]);
    }

    /// <summary>Each is an operation of its own.</summary>
    private const int MostProducts = 1024;

    internal static Expr? AddIfAny(Expr? a, Expr? b) => a is null ? b : b is null ? a : a + b;

    private static int CheckedAxis(string operation, Expr x, int axis)
    {
        var rank = Arguments.Given(x).Shape.Rank;
        return axis >= -rank && axis < rank ? (axis + rank) % rank : throw ShapeException.NoSuchAxis(operation, axis, x.Shape);
    }
}

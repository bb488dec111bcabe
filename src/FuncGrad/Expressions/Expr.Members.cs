namespace FuncGrad;

// What reads better behind the array than before it: parts by C#'s indices and ranges, and reductions along an axis.
public sealed partial class Expr
{
    /// <summary>An element of a vector or a row of a matrix, also from the end: <c>x[^1]</c>.</summary>
    /// <exception cref="ShapeException">There is no such element.</exception>
    public Expr this[Index index] => Element(Offset(index, 0));

    /// <summary>An element of a matrix, also from the end: <c>W[^1, 0]</c>.</summary>
    /// <exception cref="ShapeException">There is no such element.</exception>
    public Expr this[Index row, Index column] => Element(Offset(row, 0), Offset(column, 1));

    /// <summary>Part of a column: <c>W[.., 1]</c>.</summary>
    /// <exception cref="ShapeException">There is no such column or part.</exception>
    public Expr this[Range rows, Index column] =>
        Reshape(Part(rows, 0).Part(Single(Offset(column, 1), 1), 1), Shape.Of([Length(rows, 0), .. Shape.ToArray()[2..]]));

    /// <summary>Part of a row: <c>W[1, ..]</c>.</summary>
    /// <exception cref="ShapeException">There is no such row or part.</exception>
    public Expr this[Index row, Range columns] => Element(Offset(row, 0)).Part(columns, 0);

    /// <summary>Part of a matrix: <c>W[1.., ..^1]</c>.</summary>
    /// <exception cref="ShapeException">There is no such part.</exception>
    public Expr this[Range rows, Range columns] => Part(rows, 0).Part(columns, 1);

    /// <summary>The sum of all elements.</summary>
    public Expr Sum() => Sum(this);

    /// <summary>The sums along one axis, which disappears; negative counts from the last.</summary>
    public Expr Sum(int axis) => SumOver(this, axis);

    /// <summary>The mean of all elements.</summary>
    public Expr Mean() => Mean(this);

    /// <summary>The means along one axis, which disappears.</summary>
    public Expr Mean(int axis) => MeanOver(this, axis);

    /// <summary>The greatest element.</summary>
    public Expr Max() => Max(this);

    /// <summary>The greatest elements along one axis, which disappears.</summary>
    public Expr Max(int axis) => MaxOver(this, axis);

    /// <summary>The smallest element.</summary>
    public Expr Min() => Min(this);

    /// <summary>The smallest elements along one axis, which disappears.</summary>
    public Expr Min(int axis) => MinOver(this, axis);

    /// <summary>The Euclidean norm of all elements.</summary>
    public Expr Norm() => Norm(this);

    /// <summary>The Euclidean norms along one axis, which disappears.</summary>
    public Expr Norm(int axis) => NormOver(this, axis);

    /// <summary>The index of the greatest element along an axis.</summary>
    public Expr ArgMax(int axis) => ArgMaxOver(this, axis);

    /// <summary>exp(x) / Σ exp(x) along an axis.</summary>
    public Expr Softmax(int axis) => SoftmaxOver(this, axis);

    /// <summary>
    /// The axes in another order: result axis k is axis <c>axes[k]</c> of this array; negative counts from the last. <c>x.Permute(0, 2,
    /// 1)</c> turns every matrix of a pile.
    /// </summary>
    /// <exception cref="ShapeException">The axes are no permutation.</exception>
    public Expr Permute(params int[] axes) =>
        Transpose(this, new Indices([.. Arguments.Given(axes).Select(axis => axis < 0 ? axis + Shape.Rank : axis)]));

    /// <summary>The same elements in other extents of the same product: <c>x.Reshape(2, 3)</c>.</summary>
    /// <exception cref="ShapeException">The product differs.</exception>
    public Expr Reshape(params int[] extents) => Reshape(this, Shape.Of(Arguments.Given(extents)));

    private int Offset(Index index, int axis) => axis >= Shape.Rank || index.Value == int.MaxValue ? index.Value
        : !index.IsFromEnd ? index.Value : index.Value is 0 ? Shape[axis] : index.Value > Shape[axis]
        ? throw ShapeException.NoSuchElement(Subject, -index.Value, axis, Shape) : Shape[axis] - index.Value;

    private int Length(Range range, int axis) => range.End.GetOffset(Shape[axis]) - range.Start.GetOffset(Shape[axis]);

    private Expr Part(Range range, int axis) => axis >= Shape.Rank
        ? throw ShapeException.WrongIndexCount(Subject, axis + 1, Shape)
        : SliceOver(axis, range.Start.GetOffset(Shape[axis]), range.End.GetOffset(Shape[axis]));

    /// <summary>The range of one element; told as the element that it is if there is none.</summary>
    private Range Single(int index, int axis) =>
        axis < Shape.Rank && (uint)index >= (uint)Shape[axis] ? throw ShapeException.NoSuchElement(Subject, index, axis, Shape)
            : index..(index + 1);
}

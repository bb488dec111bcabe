namespace FuncGrad;

/// <summary>
/// A mistake in a formula found while it is traced: shapes that do not fit, an element that does not exist. The message names the
/// shapes and the remedy. Thrown to programmers; the formula language turns it into an <see cref="InputError"/> with its column.
/// </summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>A mistake without a message; use the constructor with one.</summary>
    public ShapeException() { }

    /// <summary>A mistake described by <paramref name="message"/>: what is wrong, then the remedy.</summary>
    public ShapeException(string message) : base(message) { }

    /// <summary>A mistake with the exception that showed it.</summary>
    public ShapeException(string message, Exception innerException) : base(message, innerException) { }

    internal static ShapeException NegativeExtent(int extent) =>
        new($"A shape cannot have the extent {extent}. Extents are 0 or more.");

    internal static ShapeException TooLarge(string extents) =>
        new($"The shape ({extents}) holds more than 2147483647 elements. Use smaller arrays.");

    internal static ShapeException CannotBroadcast(string operation, Shape a, Shape b) =>
        new(
            $"{operation}: the shapes {a} and {b} do not fit. Extents must be equal or 1, counted from the right; reshape or transpose "
                + "one side.");

    internal static ShapeException CannotBroadcastTo(Shape from, Shape to) =>
        new($"An array of shape {from} cannot be broadcast to {to}. Extents must be equal or 1, counted from the right.");

    internal static ShapeException CannotReshape(Shape from, Shape to) =>
        new(
            $"An array of shape {from} has {from.ElementCount} elements and cannot be reshaped to {to} with {to.ElementCount}. Both "
                + "counts must agree.");

    internal static ShapeException NoSuchElement(string subject, int index, int axis, Shape shape) => shape.Rank switch
    {
        0 => new($"{subject} is a scalar and has no element [{index}]. Use it without brackets."),
        _ when shape[axis] == 0 => new($"{subject} has shape {shape} and so no element at all."),
        1 => new($"{subject}[{index}] does not exist: it has {shape[0]} elements, 0 to {shape[0] - 1}."),
        _ => new(
            $"Index {index} does not exist on axis {axis} of {subject}: its shape is {shape}, so that axis runs from 0 to "
                + $"{shape[axis] - 1}."),
    };

    internal static ShapeException NoSuchPosition(int position, Shape shape) => shape.ElementCount == 0
        ? new($"An array of shape {shape} has no element at all.")
        : new(
            $"Position {position} does not exist: an array of shape {shape} has the positions 0 to {shape.ElementCount - 1}, row by row.");

    internal static ShapeException NoSuchElementOfMatrix(int row, int column, Shape shape) => shape.Rank != 2
        ? new(
            $"[{row}, {column}] is an element of a matrix, but this array has the shape {shape}. Give its position in row-major order: "
                + "one index.")
        : new($"Element [{row}, {column}] does not exist: the matrix has {shape[0]} rows and {shape[1]} columns, counted from 0.");

    internal static ShapeException NoSuchAxisOfShape(int axis, Shape shape) => shape.Rank == 0
        ? new($"Axis {axis} does not exist: the shape of a scalar has no axis.")
        : new($"Axis {axis} does not exist: the shape {shape} has the axes 0 to {shape.Rank - 1}.");

    internal static ShapeException WrongIndexCount(string subject, int given, Shape shape) => shape.Rank == 0
        ? new($"{subject} is a scalar and takes no index. Use it without brackets.")
        : new($"{subject} has shape {shape} and takes at most {shape.Rank} indices, but {given} were given.");

    internal static ShapeException BadSlice(string subject, int start, int stop, int axis, Shape shape) =>
        new(
            $"The slice {start}:{stop} does not fit axis {axis} of {subject}: its shape is {shape}, so a slice lies within "
                + $"0:{shape[axis]} and does not run backwards.");

    internal static ShapeException NoSuchAxis(string operation, int axis, Shape shape) => shape.Rank == 0
        ? new($"{operation} over axis {axis}: a scalar has no axis. Leave the axis out.")
        : new($"{operation} over axis {axis}: the shape {shape} has the axes 0 to {shape.Rank - 1} (or -{shape.Rank} to -1).");

    internal static ShapeException EmptyReduction(string operation, Shape shape) =>
        new($"{operation} of an array of shape {shape}: it has no elements along that axis, so there is no value. Give it at least one.");

    internal static ShapeException BadPermutation(Indices permutation, Shape shape) =>
        new($"The axes ({permutation}) are not a permutation of the {shape.Rank} axes of shape {shape}.");

    internal static ShapeException CannotMultiply(Shape a, Shape b) => Math.Max(a.Rank, b.Rank) == 3 && Math.Min(a.Rank, b.Rank) >= 2
        ? new(
            $"The matrix product of shapes {a} and {b} is not defined: of (b,m,k) and (b,k,n) the extents b and k must agree. Use "
                + "transpose(x, 0, 2, 1) to turn the matrices of a side.")
        : a.Rank is 0 or > 2 || b.Rank is 0 or > 2
        ? new(
            $"The matrix product of shapes {a} and {b} is not defined: each side must be a vector or a matrix. Use * for a product "
                + "element by element.")
        : new(
            $"The matrix product of shapes {a} and {b} is not defined: the last extent of the left side ({a[a.Rank - 1]}) must equal the "
                + $"first of the right side ({b[0]}). {Fitting(a, b)}");

    private static string Fitting(Shape a, Shape b)
    {
        if (a.Rank == 2 && a[0] == b[0]) return $"Transpose the left side: transpose(left) has the shape ({a[1]},{a[0]}).";
        if (b.Rank == 2 && a[a.Rank - 1] == b[1]) return $"Transpose the right side: transpose(right) has the shape ({b[1]},{b[0]}).";
        return $"The right side would have to have the shape {(b.Rank == 1 ? $"({a[a.Rank - 1]})" : $"({a[a.Rank - 1]},{b[1]})")}.";
    }

    internal static ShapeException NotAScalar(string subject, Shape shape) =>
        new($"{subject} must be a single number, but its shape is {shape}. Reduce it with sum, mean or norm.");

    internal static ShapeException BadClassIndices(Shape values, Shape indices) =>
        new(
            $"Class indices of shape {indices} do not pick from an array of shape {values}: they must have its shape without the last "
                + "axis (and one-hot rows exactly its shape).");

    internal static ShapeException BadConcatenation(Shape a, Shape b, int axis) =>
        new($"Arrays of shapes {a} and {b} cannot be joined along axis {axis}: all other extents must be equal.");

    internal static ShapeException NothingToJoin() =>
        new("There is nothing to join: give at least one array.");

    internal static ShapeException WrongValueCount(Shape shape, int given) =>
        new($"An array of shape {shape} needs {shape.ElementCount} values, but {given} were given.");

    internal static ShapeException DoesNotFitInside(Shape part, Shape room) =>
        new($"A part of shape {part} does not fit into an array of shape {room} at that position.");

    internal static ShapeException BadName(string name) =>
        new($"'{name}' is not a name: a name starts with a letter or _ and goes on with letters, digits or _.");
}

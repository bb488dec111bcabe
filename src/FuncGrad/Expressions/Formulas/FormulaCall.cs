namespace FuncGrad;

/// <summary>
/// The arguments of one call. What an operation must know when the graph is built (an axis, an extent) has to be a constant.
/// </summary>
internal sealed record FormulaCall(string Name, IReadOnlyList<Expr> Arguments, Expr? Axis)
{
    /// <summary>No array of the formula language has more axes.</summary>
    public const int MaxRank = 32;

    public int Count => Arguments.Count;

    public Expr this[int position] => Arguments[position];

    /// <summary>Whether an argument is there: others behind it may be given by name.</summary>
    public bool Has(int position) => Count > position && Arguments[position] is not null;

    /// <summary>The axis by name or, for the functions whose second argument it is, by position; null if there is none.</summary>
    public Expr? AxisOrSecond => Axis ?? (Count > 1 ? this[1] : null);

    /// <summary>A constant number.</summary>
    public double Number(int position) => this[position].ConstantValue is { Shape.Rank: 0 } value
        ? value.ToDouble()
        : throw new ShapeException($"Argument {position + 1} of {Name} must be a number. Write it out.");

    /// <summary>A constant whole number.</summary>
    public int Whole(int position) => Whole(Number(position), $"argument {position + 1}");

    /// <summary>A constant list of whole numbers, <c>[2, 3]</c>.</summary>
    public int[] Wholes(int position) => WholesOf(this[position], $"argument {position + 1}");

    /// <summary>The arguments from <paramref name="position"/> on as whole numbers, or one list of them.</summary>
    public int[] WholesFrom(int position) => Count == position + 1 && this[position].Shape.Rank == 1
        ? Wholes(position)
        : [.. Enumerable.Range(position, CheckedRank(Count - position)).Select(Whole)];

    /// <summary>The one axis, 0 or more.</summary>
    public int AxisOf(Expr x) => AxesOf(x) is [var axis]
        ? axis
        : throw new ShapeException($"{Name} takes one axis. Write axis=0.");

    /// <summary>The axes in increasing order, negative ones counted from the last.</summary>
    public int[] AxesOf(Expr x)
    {
        int[] given = AxisOrSecond!.Shape.Rank == 0
            ? [Whole(AxisOrSecond.ConstantValue?.ToDouble() ?? double.NaN, "the axis")]
            : WholesOf(AxisOrSecond, "the axis");
        var axes = new SortedSet<int>(given.Select(axis => Checked(axis, x.Shape)));
        return axes.Count == given.Length ? [.. axes] : throw new ShapeException($"{Name} was given one axis twice. Write each once.");
    }

    private int Checked(int axis, Shape shape) => axis >= -shape.Rank && axis < shape.Rank
        ? (axis + shape.Rank) % shape.Rank
        : throw ShapeException.NoSuchAxis(Name, axis, shape);

    private int[] WholesOf(Expr list, string subject) => list.ConstantValue is { Shape.Rank: 1 } values
        ? [.. values.ToArray().Take(CheckedRank(values.Values.Length)).Select(value => Whole(value, subject))]
        : throw new ShapeException($"{Name}: {subject} must be a list of whole numbers. Write it out: [0, 1].");

    private int CheckedRank(int count) => count <= MaxRank
        ? count
        : throw new ShapeException($"{Name} was given {count} axes. An array has at most {MaxRank}.");

    private int Whole(double value, string subject) => value == Math.Floor(value) && value is >= int.MinValue and <= int.MaxValue
        ? (int)value
        : throw new ShapeException($"{Name}: {subject} must be a whole number. Write it out: 0, 1, 2 ...");
}

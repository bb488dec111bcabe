using static FuncGrad.Structures;

namespace FuncGrad;

/// <summary>
/// One axis of a value within a loop: its index is that of loop axis <see cref="Loop"/> plus <see cref="Offset"/>; loop −1 stands still.
/// </summary>
internal readonly record struct AxisView(int Loop, int Offset);

/// <summary>Which element of a value is meant at each point of a loop: how movements of elements become index arithmetic.</summary>
internal static class View
{
    public static AxisView[] Identity(int rank) => [.. Enumerable.Range(0, rank).Select(axis => new AxisView(axis, 0))];

    public static string Key(int value, AxisView[] view) => $"{value}:{string.Join(",", view.Select(a => $"{a.Loop}+{a.Offset}"))}";

    /// <summary>The view of the operand of a broadcast, transpose, slice or reshape, given that of the node.</summary>
    public static AxisView[] Through(Expr node, AxisView[] view)
    {
        var operand = node.Operands[0].Shape;
        if (node.Primitive == Broadcast)
            return [.. operand.Select((extent, axis) => extent == 1 ? new AxisView(-1, 0) : view[node.Shape.Rank - operand.Rank + axis])];
        if (node.Primitive == Transpose)
        {
            var permutation = ((Indices)node.Attribute!).ToArray();
            return [.. operand.Select((_, axis) => view[Array.IndexOf(permutation, axis)])];
        }
        if (node.Primitive == Slice) return Shifted(view, ((Placement)node.Attribute!).Starts, +1);
        var axes = ReshapeAxes(operand, node.Shape) ?? throw new NoLoopException("a reshape that is no view");
        return [.. axes.Select(axis => axis < 0 ? new AxisView(-1, 0) : view[axis])];
    }

    /// <summary>The view of factor 0, a column, or 1, a row, of an outer product.</summary>
    public static AxisView[] OfFactor(int factor, AxisView[] view) =>
        factor == 0 ? [view[0], new AxisView(-1, 0)] : [new AxisView(-1, 0), view[1]];

    public static AxisView[] Shifted(AxisView[] view, Indices starts, int sign) =>
        [.. view.Select((axis, i) => axis with { Offset = axis.Offset + (sign * starts[i]) })];

    /// <summary>
    /// For each axis of <paramref name="from"/> the axis of <paramref name="to"/> with the same extent, −1 for extent 1; null if the
    /// reshape does more than add and drop axes of extent 1.
    /// </summary>
    public static int[]? ReshapeAxes(Shape from, Shape to)
    {
        int[] fromLong = [.. Enumerable.Range(0, from.Rank).Where(axis => from[axis] != 1)],
            toLong = [.. Enumerable.Range(0, to.Rank).Where(axis => to[axis] != 1)];
        if (!fromLong.Select(axis => from[axis]).SequenceEqual(toLong.Select(axis => to[axis]))) return null;
        return [.. Enumerable.Range(0, from.Rank).Select(axis => Array.IndexOf(fromLong, axis) is >= 0 and var k ? toLong[k] : -1)];
    }
}

/// <summary>
/// Elements lo ≤ index &lt; hi of each loop axis, where every embedding, replacement and joint lies wholly inside or outside.
/// </summary>
internal sealed record Region(int[] Low, int[] High)
{
    public bool IsInside(AxisView[] view, Indices starts, Shape part)
    {
        for (var axis = 0; axis < view.Length; axis++)
        {
            var low = view[axis].Offset + (view[axis].Loop < 0 ? 0 : Low[view[axis].Loop]);
            if (low < starts[axis] || low >= starts[axis] + part[axis]) return false;
        }
        return true;
    }
}

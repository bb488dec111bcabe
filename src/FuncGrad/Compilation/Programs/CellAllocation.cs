namespace FuncGrad;

/// <summary>Places values in cells: a cell is free again after the last use of its value within a step.</summary>
internal sealed class CellAllocation
{
    private readonly List<Cell> _all = [];
    private readonly Dictionary<Cell, Stack<int>> _free = [];

    private CellAllocation(int count) => Of = new int[count];

    /// <summary>For each value its cell.</summary>
    public int[] Of { get; }

    public IReadOnlyList<Cell> All => _all;

    /// <summary>
    /// Inputs and what stays the same over a run keep their cells; so do results until the step ends. A reshape is its operand in
    /// another shape and shares its cell.
    /// </summary>
    public static CellAllocation For(List<Expr> order, Dictionary<Expr, int> positions, (bool IsUniform, bool IsPerStep)[] traits,
        Expr[] roots)
    {
        var allocation = new CellAllocation(order.Count);
        var lastUse = LastUses(order, positions, roots);
        var due = new List<int>[order.Count];
        for (var i = 0; i < order.Count; i++)
        {
            var node = order[i];
            var isView = node.Primitive == Structures.Reshape;
            allocation.Of[i] =
                isView ? allocation.Of[positions[node.Operands[0]]]
                    : allocation.Take(new Cell(node.Shape.ElementCount, traits[i].IsUniform), traits[i].IsPerStep
                        && node.Primitive.Family != Family.Leaf);
            var isTemporary = !isView && traits[i].IsPerStep && node.Primitive.Family != Family.Leaf && lastUse[i] < order.Count;
            if (isTemporary) (due[lastUse[i]] ??= []).Add(i);
            if (due[i] is { } ended)
                foreach (var value in ended) allocation.Release(allocation.Of[value]);
        }
        return allocation;
    }

    /// <summary>Position of the last user, through reshapes; past the end for results.</summary>
    private static int[] LastUses(List<Expr> order, Dictionary<Expr, int> positions, Expr[] roots)
    {
        var last = new int[order.Count];
        for (var i = 0; i < last.Length; i++) last[i] = i;
        foreach (var root in roots) last[positions[root]] = order.Count;
        for (var i = order.Count - 1; i >= 0; i--)
            foreach (var operand in order[i].Operands)
            {
                var use = order[i].Primitive == Structures.Reshape ? last[i] : i;
                last[positions[operand]] = Math.Max(last[positions[operand]], use);
            }
        return last;
    }

    /// <summary>
    /// What is computed once, or written before a step, must not lie in a cell that the body of the loop has used before it.
    /// </summary>
    private int Take(Cell kind, bool mayShare)
    {
        if (mayShare && _free.TryGetValue(kind, out var free) && free.TryPop(out var cell)) return cell;
        _all.Add(kind);
        return _all.Count - 1;
    }

    private void Release(int cell)
    {
        if (!_free.TryGetValue(_all[cell], out var free)) _free[_all[cell]] = free = new Stack<int>();
        free.Push(cell);
    }
}

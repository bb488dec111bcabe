using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;

namespace FuncGrad;

/// <summary>
/// Addresses of all buffers, first and last-but-one element, memory for prepared groups, for sums of chunks, which phases ↦ nothing.
/// </summary>
internal delegate void LineCode(nint buffers, long start, long end, nint prepared, nint chunkSums, int phases);

/// <summary>The code of a pass along a line, and the memory it needs.</summary>
/// <param name="Code">The code.</param>
/// <param name="PreparedNumbers">Numbers of prepared groups, for each part.</param>
/// <param name="Overwrites">Whether a state is overwritten whose neighbours are read: all parts must be prepared before any is
/// walked.</param>
internal sealed record Line(LineCode Code, int PreparedNumbers, bool Overwrites);

/// <summary>
/// Writes the machine code of a pass along one line of elements, in groups of 16. First the first and the last group are prepared in memory
/// of their own, where also elements of other formulas than the middle's are put right; then the line is walked upwards, sums are formed on
/// the way in the order of <see cref="Summation"/>, and a state is overwritten at once: what a later element needs of the old numbers is in
/// registers, or was prepared.
/// </summary>
[RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
internal sealed partial class LineBody
{
    /// <summary>What a call does: prepare, walk, or both.</summary>
    public const int Prepares = 1, Walks = 2;

    private const int Group = LineReads.Group, SlotLength = 2 * Group;

    /// <summary>Numbers formed in a loop's body up to which it is written out for a whole group.</summary>
    private const int LargestUnrolledBody = 240;

    private readonly LoopStage _stage;
    private readonly Code _code;
    private readonly VectorEmitter _vector;
    private readonly VectorEmitter _one;
    private readonly Dictionary<int, LocalBuilder> _bases = [];
    private readonly LocalBuilder _offset;
    private readonly LocalBuilder _target;
    private readonly LocalBuilder _limit;
    private readonly LocalBuilder _last;
    private readonly StripMemory _strips;
    private readonly int _count;
    private readonly int _axis;
    private readonly List<(Region Region, LoopNodes Nodes, LoopStore[] Stores)> _ends = [];
    private readonly LoopStore[] _stores;
    private readonly LineGraph _graph;
    private readonly LoopNode[] _leaders;

    private LineBody(LoopSchedule schedule, LoopStage stage, Precision precision, int width, Code code)
    {
        (_stage, _code, _count, _axis) = (stage, code, stage.Domain.ElementCount, stage.Domain.Rank - 1);
        (_vector, _one, _strips) =
            (new VectorEmitter(code.IL, precision, width), new VectorEmitter(code.IL, precision, 64), new StripMemory(code));
        (_offset, _target, _limit, _last) =
            (code.Whole(), code.Address(), code.Whole(), code.Whole());
        var regions = LoopNodes.Regions(schedule, stage);
        var middle = regions.MaxBy(region => (long)region.High[_axis] - region.Low[_axis])!;
        foreach (var region in regions.Where(region => region != middle)) _ends.Add(Formed(schedule, region));
        (_, var nodes, _stores) = Formed(schedule, middle);
        int[] overwritten = [
            .. stage.Roots.Where(root => root.State >= 0 && root.Target < schedule.Program.Values.Count).Select(root => root.Target)];
        foreach (var state in overwritten) nodes.Element(state, stage.Domain);
        if (stage.Domain.Rank > 1
            && LoopAxes.Of(middle, [.. nodes.Order.Where(node => node.Buffer >= 0).Select(node => node.Strides)],
                stage.Domain).Axis.Count != 1)
            throw new NoLoopException("no line");
        var roots = _stores.SelectMany(store => (LoopNode?[])[store.Value, store.Old, store.Mask]).OfType<LoopNode>();
        _graph = new LineGraph(nodes.Order, roots, _axis, overwritten.Contains, Math.Max(4, _vector.Count));
        _leaders = [.. _graph.History.Keys];
    }

    private int Size => _vector.ElementSize;

    private int RegisterSize => _vector.Count * Size;

    private int RegistersOfGroup => Group / _vector.Count;

    private int[] Sums => [.. Enumerable.Range(0, _stores.Length).Where(i => _stage.Roots[i].IsSum)];

    /// <summary>Registers in a turn of the loop.</summary>
    private int Unrolled => _graph.Order.Count * RegistersOfGroup <= LargestUnrolledBody ? Math.Min(RegistersOfGroup, 4) : 1;

    private bool HasSumsInRegisters => Unrolled == RegistersOfGroup;

    public static Line Compile(LoopSchedule schedule, LoopStage stage, Precision precision, int width)
    {
        var method = new DynamicMethod("line", typeof(void), [typeof(nint), typeof(long), typeof(long), typeof(nint), typeof(nint),
            typeof(int)], typeof(LineBody).Module, skipVisibility: true) { InitLocals = false };
        var body = new LineBody(schedule, stage, precision, width, new Code(method.GetILGenerator()));
        body.Write();
        var overwrites = stage.Roots
            .Any(root => root.State >= 0 && stage.Reads.TryGetValue(root.Target, out var isIdentity) && !isIdentity);
        return new Line(method.CreateDelegate<LineCode>(), body.HistorySlot(body._leaders.Length, 1), overwrites);
    }

    private (Region Region, LoopNodes Nodes, LoopStore[] Stores) Formed(LoopSchedule schedule, Region region)
    {
        var nodes = new LoopNodes(schedule, _stage, region);
        var stores = LoopStore.Of(schedule, _stage, nodes);
        return (region, nodes, stores);
    }

    private void Write()
    {
        foreach (var buffer in Buffers().Distinct()) Base(buffer);
        _code.Set(_last, ((Number.Argument(2) - 1L) & ~(Group - 1L)) * (long)Size);
        foreach (var (phase, body) in ((int, Action)[])[(Prepares, Prepare), (Walks, Walk)])
            _code.If(Test.IsNotZero(Number.Argument(5) & phase), body);
        _code.Return();
        _strips.Write();
    }

    private IEnumerable<int> Buffers()
    {
        foreach (var (nodes, stores) in _ends.Select(end => (end.Nodes.Order, end.Stores)).Append((_graph.Order, _stores)))
        {
            foreach (var node in nodes.Where(node => node.Buffer >= 0)) yield return node.Buffer;
            for (var i = 0; i < stores.Length; i++)
                if (!_stage.Roots[i].IsSum) yield return stores[i].Buffer;
        }
        foreach (var leader in _leaders)
            foreach (var node in Below([leader]).Where(node => node.Buffer >= 0)) yield return node.Buffer;
    }

    private void Base(int buffer)
    {
        _code.Set(_bases[buffer] = _code.Address(), (Number.Argument(0) + (buffer * 8)).Read());
    }

    private LineValues Values(VectorEmitter emitter) => new(emitter, _bases, _axis, _offset);

    /// <summary>What these are formed of from memory, operands before users.</summary>
    private static List<LoopNode> Below(IEnumerable<LoopNode> roots)
    {
        var (order, seen) = (new List<LoopNode>(), new HashSet<LoopNode>());
        foreach (var root in roots) Visit(root);
        return order;

        void Visit(LoopNode node)
        {
            if (!seen.Add(node)) return;
            foreach (var operand in node.Operands) Visit(operand);
            order.Add(node);
        }
    }

    /// <summary>
    /// Where the register before the first group's end, or one further before, of a leader is prepared: in numbers, behind the roots'
    /// groups.
    /// </summary>
    private int HistorySlot(int leader, int before) =>
        (_stores.Length * SlotLength) + ((_leaders.Take(leader).Sum(HistoryLength) + before - 1) * Math.Max(_vector.Count, 1));

    private int HistoryLength(LoopNode leader) => (_graph.History[leader] + _vector.Count - 1) / _vector.Count;

    // ---- small code -------------------------------------------------------------------------------------------------

    /// <summary>place = from + so many bytes</summary>
    private void Set(LocalBuilder place, LocalBuilder from, long plus) =>
        _code.Set(place, from + (from.LocalType == typeof(nint) ? ((Number)plus).AsAddress() : plus));

    /// <summary>The address in the prepared memory, argument 3, behind so many numbers.</summary>
    private Number Prepared(long numbers) => Number.Argument(3) + ((Number)(numbers * Size)).AsAddress();

    private void SetToStart() => _code.Set(_offset, Number.Argument(1) * (long)Size);
}

using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;

namespace FuncGrad;

/// <summary>Writes the nested loops of one region. An element may be computed twice if what is written is not what is read.</summary>
[RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
internal sealed partial class LoopNest(Code code, Dictionary<int, LocalBuilder> bases, LoopAxes axes, List<LoopNode> order,
    LoopStore[] stores, int lanes, Precision precision, int width, StripMemory strips, bool mayRepeat)
{
    private readonly Dictionary<LoopNode, LocalBuilder> _rows = [];
    private readonly Dictionary<int, LocalBuilder> _storeRows = [];
    private readonly Dictionary<LoopStore, LaneSums> _sums = [];
    private readonly Dictionary<LoopNode, LocalBuilder> _values = [];
    private readonly List<LocalBuilder> _indices = [];
    private readonly LocalBuilder _offset = code.Whole();
    private VectorEmitter _emitter = null!;

    private bool HasLanes => lanes > 1;

    private int NumberSize => precision == Precision.Double ? 8 : 4;

    private int Inner => axes.Axis.Count - 1;

    public void Write()
    {
        _emitter = new VectorEmitter(code.IL, precision, HasLanes ? width : 64);
        var isByStrands = Array.Exists(stores, store => store.Terms > Summation.SequentialLimit) && axes.GoByStrands();
        foreach (var store in stores.Where(store => store.Terms > 0))
            _sums.Add(store, new LaneSums(_emitter, strips.Take(), store.Terms, isByStrands));
        if (Inner >= 0) Outer(0);
        else
        {
            Rows();
            Hoist();
            Point();
        }
        foreach (var (store, sum) in _sums) sum.End(bases[store.Buffer]);
        strips.Release();
    }

    // ---- loops ------------------------------------------------------------------------------------------------------

    private void Outer(int axis)
    {
        if (axis == Inner)
        {
            Rows();
            InnerLoops();
            return;
        }
        var index = code.Whole();
        _indices.Add(index);
        code.Set(index, 0L);
        var strands = axis == 0 && axes.AreByStrands ? _sums.Values.ToArray() : [];
        code.Repeat(() =>
        {
            foreach (var sum in strands) sum.Begin();
            Outer(axis + 1);
            foreach (var sum in strands) sum.Keep(index);
            code.Set(index, index + 1L);
        }, index < axes.Extents[axis]);
    }

    private void InnerLoops()
    {
        long step = NumberSize * (HasLanes ? lanes : 1);
        var end = code.Whole();
        Bounds(end, step);
        var isDense = order.All(node => node.Buffer < 0 || Stride(node) is 0 or 1);
        var registers = HasLanes || !isDense || width == 64 ? 1 : width / 8 / NumberSize;
        if (registers > 1 && axes.Extents[Inner] >= registers)
        {
            _emitter = new VectorEmitter(code.IL, precision, width);
            _values.Clear();
            Hoist();
            if (mayRepeat && !CallsFunctions) Aligned(end, registers * step);
            else Loop(end, registers * step);
            _emitter = new VectorEmitter(code.IL, precision, 64);
            _values.Clear();
        }
        Hoist();
        Loop(end, step);
    }

    /// <summary>Where the innermost loop begins and ends, in bytes; a pass over one axis does the part it is asked for.</summary>
    private void Bounds(LocalBuilder end, long step)
    {
        var last = axes.Extents[Inner] * step;
        var isWhole = axes.Domain.Rank != 1 || axes.AreByStrands;
        code.Set(_offset, isWhole ? 0L : Number.Max(Bytes(1), 0L));
        code.Set(end, isWhole ? last : Number.Min(Bytes(2), last));

        Number Bytes(int argument) => (Number.Argument(argument) - (long)axes.Low[0]) * step;
    }

    /// <summary>
    /// While offset ≤ end − step: all values at offset; offset += step. Functions that are called from memory to memory are computed strip
    /// by strip.
    /// </summary>
    private void Loop(LocalBuilder end, long step)
    {
        var last = code.Whole();
        code.Set(last, end - step);
        if (CallsFunctions) Strips(last, step);
        else Repeat(last, step, () => Values(stores, []));
    }

    /// <summary>
    /// All values between offset and end, if they fill a register: the first register where the row begins, then those that lie in one line
    /// of the cache, then the one that ends where the row ends; elements that two of them share are computed twice. A store across two
    /// lines costs as much as two stores, and a rest done number by number as much as many registers.
    /// </summary>
    private void Aligned(LocalBuilder end, long bytes)
    {
        var (last, following) = (code.Whole(), code.Whole());
        var (onwards, done) = (code.IL.DefineLabel(), code.IL.DefineLabel());
        code.Set(last, end - bytes);
        code.GoTo(done, _offset > last);
        code.Set(following, FollowingLine(_storeRows[stores[0].Buffer], bytes));
        var start = code.Here();
        Values(stores, []);
        code.Set(_offset, following);
        code.Set(following, following + bytes);
        code.GoTo(start, _offset <= last);
        code.GoTo(onwards, _offset < end);
        code.GoTo(done);
        code.IL.MarkLabel(onwards);
        code.Set(_offset, last);
        code.Set(following, end);
        code.GoTo(start);
        code.IL.MarkLabel(done);
    }

    /// <summary>The first offset behind the current one at which row + offset is a multiple of a register's bytes.</summary>
    private Number FollowingLine(LocalBuilder row, long bytes) => ((row.AsLong() + _offset + bytes) & -bytes) - row.AsLong();

    /// <summary>While offset ≤ last: body; offset += step.</summary>
    private void Repeat(LocalBuilder last, long step, Action body) => code.While(_offset <= last, () =>
    {
        body();
        code.Set(_offset, _offset + step);
    });
}

using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;

namespace FuncGrad;

/// <summary>Writes the nested loops of one region. An element may be computed twice if what is written is not what is read.</summary>
[RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
internal sealed partial class LoopNest(ILGenerator il, Dictionary<int, LocalBuilder> bases, LoopAxes axes, List<LoopNode> order,
    LoopStore[] stores, int lanes, Precision precision, int width, StripMemory strips, bool mayRepeat)
{
    private readonly Dictionary<LoopNode, LocalBuilder> _rows = [];
    private readonly Dictionary<int, LocalBuilder> _storeRows = [];
    private readonly Dictionary<LoopStore, LaneSums> _sums = [];
    private readonly Dictionary<LoopNode, LocalBuilder> _values = [];
    private readonly List<LocalBuilder> _indices = [];
    private readonly LocalBuilder _offset = il.DeclareLocal(typeof(long));
    private VectorEmitter _emitter = null!;

    private bool HasLanes => lanes > 1;

    private int NumberSize => precision == Precision.Double ? 8 : 4;

    private int Inner => axes.Axis.Count - 1;

    public void Write()
    {
        _emitter = new VectorEmitter(il, precision, HasLanes ? width : 64);
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
        var index = il.DeclareLocal(typeof(long));
        _indices.Add(index);
        Constant(0);
        il.Emit(OpCodes.Stloc, index);
        var start = il.DefineLabel();
        il.MarkLabel(start);
        var strands = axis == 0 && axes.AreByStrands ? _sums.Values.ToArray() : [];
        foreach (var sum in strands) sum.Begin();
        Outer(axis + 1);
        foreach (var sum in strands) sum.Keep(index);
        Increase(index, 1);
        il.Emit(OpCodes.Ldloc, index);
        Constant(axes.Extents[axis]);
        il.Emit(OpCodes.Blt, start);
    }

    private void InnerLoops()
    {
        long step = NumberSize * (HasLanes ? lanes : 1);
        var end = il.DeclareLocal(typeof(long));
        Bounds(end, step);
        var isDense = order.All(node => node.Buffer < 0 || Stride(node) is 0 or 1);
        var registers = HasLanes || !isDense || width == 64 ? 1 : width / 8 / NumberSize;
        if (registers > 1 && axes.Extents[Inner] >= registers)
        {
            _emitter = new VectorEmitter(il, precision, width);
            _values.Clear();
            Hoist();
            if (mayRepeat && !CallsFunctions) Aligned(end, registers * step);
            else Loop(end, registers * step);
            _emitter = new VectorEmitter(il, precision, 64);
            _values.Clear();
        }
        Hoist();
        Loop(end, step);
    }

    /// <summary>Where the innermost loop begins and ends, in bytes; a pass over one axis does the part it is asked for.</summary>
    private void Bounds(LocalBuilder end, long step)
    {
        var last = axes.Extents[Inner] * step;
        if (axes.Domain.Rank != 1 || axes.AreByStrands)
        {
            Constant(0);
            il.Emit(OpCodes.Stloc, _offset);
            Constant(last);
            il.Emit(OpCodes.Stloc, end);
            return;
        }
        Part(1, 0, nameof(Math.Max), _offset);
        Part(2, last, nameof(Math.Min), end);

        void Part(short argument, long bound, string choice, LocalBuilder target)
        {
            il.Emit(OpCodes.Ldarg, argument);
            Constant(axes.Low[0]);
            il.Emit(OpCodes.Sub);
            Constant(step);
            il.Emit(OpCodes.Mul);
            Constant(bound);
            il.Emit(OpCodes.Call, typeof(Math).GetMethod(choice, [typeof(long), typeof(long)])!);
            il.Emit(OpCodes.Stloc, target);
        }
    }

    /// <summary>
    /// While offset ≤ end − step: all values at offset; offset += step. Functions that are called from memory to memory are computed strip
    /// by strip.
    /// </summary>
    private void Loop(LocalBuilder end, long step)
    {
        var last = il.DeclareLocal(typeof(long));
        Difference(end, step, last);
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
        var (last, following) = (il.DeclareLocal(typeof(long)), il.DeclareLocal(typeof(long)));
        var (start, onwards, done) = (il.DefineLabel(), il.DefineLabel(), il.DefineLabel());
        Difference(end, bytes, last);
        il.Emit(OpCodes.Ldloc, _offset);
        il.Emit(OpCodes.Ldloc, last);
        il.Emit(OpCodes.Bgt, done);
        FollowingLine(_storeRows[stores[0].Buffer], bytes, following);
        il.MarkLabel(start);
        Values(stores, []);
        Copy(following, _offset);
        Increase(following, bytes);
        il.Emit(OpCodes.Ldloc, _offset);
        il.Emit(OpCodes.Ldloc, last);
        il.Emit(OpCodes.Ble, start);
        il.Emit(OpCodes.Ldloc, _offset);
        il.Emit(OpCodes.Ldloc, end);
        il.Emit(OpCodes.Blt, onwards);
        il.Emit(OpCodes.Br, done);
        il.MarkLabel(onwards);
        Copy(last, _offset);
        Copy(end, following);
        il.Emit(OpCodes.Br, start);
        il.MarkLabel(done);
    }

    /// <summary>The first offset behind the current one at which row + offset is a multiple of a register's bytes.</summary>
    private void FollowingLine(LocalBuilder row, long bytes, LocalBuilder target)
    {
        il.Emit(OpCodes.Ldloc, row);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Ldloc, _offset);
        il.Emit(OpCodes.Add);
        Constant(bytes);
        il.Emit(OpCodes.Add);
        Constant(-bytes);
        il.Emit(OpCodes.And);
        il.Emit(OpCodes.Ldloc, row);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Stloc, target);
    }

    /// <summary>While offset ≤ last: body; offset += step.</summary>
    private void Repeat(LocalBuilder last, long step, Action body)
    {
        var (start, done) = (il.DefineLabel(), il.DefineLabel());
        il.Emit(OpCodes.Ldloc, _offset);
        il.Emit(OpCodes.Ldloc, last);
        il.Emit(OpCodes.Bgt, done);
        il.MarkLabel(start);
        body();
        Increase(_offset, step);
        il.Emit(OpCodes.Ldloc, _offset);
        il.Emit(OpCodes.Ldloc, last);
        il.Emit(OpCodes.Ble, start);
        il.MarkLabel(done);
    }

    private void Difference(LocalBuilder from, long amount, LocalBuilder target)
    {
        il.Emit(OpCodes.Ldloc, from);
        Constant(amount);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Stloc, target);
    }

    private void Increase(LocalBuilder local, long amount)
    {
        il.Emit(OpCodes.Ldloc, local);
        Constant(amount);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, local);
    }

    private void Constant(long value) => il.Emit(OpCodes.Ldc_I8, value);
}

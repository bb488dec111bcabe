using System.Reflection.Emit;

namespace FuncGrad;

/// <summary>Writes the nested loops of one region.</summary>
internal sealed class LoopNest(ILGenerator il, Dictionary<int, LocalBuilder> bases, LoopAxes axes, List<LoopNode> order, LoopStore[] stores, int lanes, Precision precision, int width)
{
    private readonly Dictionary<LoopNode, LocalBuilder> _rows = [];
    private readonly Dictionary<int, LocalBuilder> _storeRows = [];
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
        if (Inner < 0)
        {
            Rows();
            Hoist();
            Body();
            return;
        }
        Outer(0);
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
        Outer(axis + 1);
        il.Emit(OpCodes.Ldloc, index);
        Constant(1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, index);
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
            Loop(end, registers * step);
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
        if (axes.Domain.Rank != 1)
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

    /// <summary>while offset ≤ end − step: body; offset += step.</summary>
    private void Loop(LocalBuilder end, long step)
    {
        var (start, done, last) = (il.DefineLabel(), il.DefineLabel(), il.DeclareLocal(typeof(long)));
        il.Emit(OpCodes.Ldloc, end);
        Constant(step);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Stloc, last);
        il.Emit(OpCodes.Ldloc, _offset);
        il.Emit(OpCodes.Ldloc, last);
        il.Emit(OpCodes.Bgt, done);
        il.MarkLabel(start);
        Body();
        il.Emit(OpCodes.Ldloc, _offset);
        Constant(step);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, _offset);
        il.Emit(OpCodes.Ldloc, _offset);
        il.Emit(OpCodes.Ldloc, last);
        il.Emit(OpCodes.Ble, start);
        il.MarkLabel(done);
    }

    // ---- addresses --------------------------------------------------------------------------------------------------

    private long Stride(LoopNode load) => Inner < 0 ? 0 : load.Strides[axes.Axis[Inner]];

    private int ElementSize(LoopNode load) => NumberSize * (HasLanes && !load.IsUniformBuffer ? lanes : 1);

    /// <summary>The address of each access at the start of a row.</summary>
    private void Rows()
    {
        foreach (var load in order.Where(node => node.Buffer >= 0)) _rows[load] = Row(load.Buffer, load.Offset, load.Strides, ElementSize(load), _rows.GetValueOrDefault(load));
        long[] own = [.. axes.Domain.Strides().Select(stride => (long)stride)];
        foreach (var store in stores) _storeRows[store.Buffer] = Row(store.Buffer, 0, own, NumberSize * lanes, _storeRows.GetValueOrDefault(store.Buffer));
    }

    private LocalBuilder Row(int buffer, long offset, long[] strides, int size, LocalBuilder? known)
    {
        var row = known ?? il.DeclareLocal(typeof(nint));
        for (var axis = 0; axis < axes.Low.Length; axis++) offset += axes.Low[axis] * strides[axis];
        il.Emit(OpCodes.Ldloc, bases[buffer]);
        Constant(offset * size);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
        for (var axis = 0; axis < Inner; axis++)
        {
            if (strides[axes.Axis[axis]] == 0) continue;
            il.Emit(OpCodes.Ldloc, _indices[axis]);
            Constant(strides[axes.Axis[axis]] * size);
            il.Emit(OpCodes.Mul);
            il.Emit(OpCodes.Conv_I);
            il.Emit(OpCodes.Add);
        }
        il.Emit(OpCodes.Stloc, row);
        return row;
    }

    private void Address(LocalBuilder row, long stride, long size)
    {
        il.Emit(OpCodes.Ldloc, row);
        if (Inner < 0 || stride == 0) return;
        il.Emit(OpCodes.Ldloc, _offset);
        var own = (long)NumberSize * (HasLanes ? lanes : 1);
        if (stride * size != own)
        {
            Constant(stride * size / Math.Min(size, own));
            il.Emit(OpCodes.Mul);
            if (size < own)
            {
                Constant(own / size);
                il.Emit(OpCodes.Div);
            }
        }
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
    }

    private void Constant(long value) => il.Emit(OpCodes.Ldc_I8, value);

    // ---- values -----------------------------------------------------------------------------------------------------

    /// <summary>What stays the same along a row is loaded before it.</summary>
    private void Hoist()
    {
        foreach (var load in order.Where(node => node.Buffer >= 0 && Stride(node) == 0))
        {
            Load(load);
            var local = _emitter.Local();
            il.Emit(OpCodes.Stloc, local);
            _values[load] = local;
        }
    }

    private void Load(LoopNode load)
    {
        Address(_rows[load], Stride(load), ElementSize(load));
        var isSingle = Stride(load) == 0 ? !HasLanes || load.IsUniformBuffer : HasLanes && load.IsUniformBuffer;
        if (!isSingle || _emitter.IsScalar)
        {
            _emitter.Load();
            return;
        }
        il.Emit(precision == Precision.Double ? OpCodes.Ldind_R8 : OpCodes.Ldind_R4);
        _emitter.Broadcast();
    }

    private void Body()
    {
        var hoisted = _values.Keys.ToHashSet();
        foreach (var node in order)
        {
            if (node.Uses < 2 || hoisted.Contains(node) || (node.Operation is null && node.Buffer < 0)) continue;
            Emit(node, isDefinition: true);
            var local = _emitter.Local();
            il.Emit(OpCodes.Stloc, local);
            _values[node] = local;
        }
        Stores();
    }

    /// <summary>Everything is computed before anything is written: a state may be overwritten where it stands.</summary>
    private void Stores()
    {
        var results = stores.Length == 1 ? [] : stores.Select(store =>
        {
            Result(store);
            var local = _emitter.Local();
            il.Emit(OpCodes.Stloc, local);
            return local;
        }).ToArray();
        for (var i = 0; i < stores.Length; i++)
        {
            Address(_storeRows[stores[i].Buffer], 1, NumberSize * lanes);
            if (results.Length == 0) Result(stores[i]);
            else il.Emit(OpCodes.Ldloc, results[i]);
            _emitter.Store();
        }
    }

    private void Result(LoopStore store)
    {
        if (store.Mask is null)
        {
            Emit(store.Value);
            return;
        }
        Emit(store.Mask);
        _emitter.IsNotZero();
        Emit(store.Value);
        Emit(store.Old!);
        _emitter.Select();
    }

    private void Emit(LoopNode node, bool isDefinition = false)
    {
        if (!isDefinition && _values.TryGetValue(node, out var local)) il.Emit(OpCodes.Ldloc, local);
        else if (node.Buffer >= 0) Load(node);
        else if (node.Operation is null) _emitter.Constant(node.Constant);
        else if (node.Operation == Elementwise.FusedMultiplyAdd) Fused(node);
        else if (node.Operation == Elementwise.Where && node.Operands[0] is { Uses: 1, Operation: { } op } condition && VectorEmitter.IsComparison(op))
        {
            foreach (var operand in condition.Operands) Emit(operand);
            _emitter.Mask(op);
            Emit(node.Operands[1]);
            Emit(node.Operands[2]);
            _emitter.Select();
        }
        else
        {
            foreach (var operand in node.Operands) Emit(operand);
            _emitter.Apply(node.Operation, node.Attribute);
        }
    }

    private void Fused(LoopNode node)
    {
        var signs = new bool[3];
        for (var i = 0; i < 3; i++)
        {
            var operand = node.Operands[i];
            signs[i] = operand.Operation == Elementwise.Negate;
            Emit(signs[i] ? operand.Operands[0] : operand);
        }
        _emitter.FusedWithSigns(signs[0] != signs[1], signs[2]);
    }
}

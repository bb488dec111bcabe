using System.Reflection.Emit;

namespace FuncGrad;

/// <content>Where elements lie: rows of accesses, and places within a row.</content>
internal sealed partial class LoopNest
{
    private long Stride(LoopNode load) => Inner < 0 ? 0 : load.Strides[axes.Axis[Inner]] * axes.Scale[Inner];

    /// <summary>How far the elements that are written lie apart.</summary>
    private long OwnStride => Inner < 0 ? 0 : axes.Domain.Strides()[axes.Axis[Inner]] * axes.Scale[Inner];

    private int ElementSize(LoopNode load) => NumberSize * (HasLanes && !load.IsUniformBuffer ? lanes : 1);

    /// <summary>The address of each access at the start of a row.</summary>
    private void Rows()
    {
        foreach (var load in order.Where(node => node.Buffer >= 0))
            _rows[load] = Row(load.Buffer, load.Offset, load.Strides, ElementSize(load), _rows.GetValueOrDefault(load));
        long[] own = [.. axes.Domain.Strides().Select(stride => (long)stride)];
        foreach (var store in stores)
            _storeRows[store.Buffer] =
                Row(store.Terms > 0 ? -1 : store.Buffer, 0, own, NumberSize * lanes, _storeRows.GetValueOrDefault(store.Buffer));
    }

    /// <summary>Where a row begins in a buffer; without a buffer, how far behind the first element.</summary>

    private LocalBuilder Row(int buffer, long offset, long[] strides, int size, LocalBuilder? known)
    {
        var row = known ?? il.DeclareLocal(typeof(nint));
        for (var axis = 0; axis < axes.Low.Length; axis++) offset += axes.Low[axis] * strides[axis];
        Constant(offset * size);
        il.Emit(OpCodes.Conv_I);
        if (buffer >= 0)
        {
            il.Emit(OpCodes.Ldloc, bases[buffer]);
            il.Emit(OpCodes.Add);
        }
        for (var axis = 0; axis < Inner; axis++)
        {
            if (strides[axes.Axis[axis]] == 0) continue;
            il.Emit(OpCodes.Ldloc, _indices[axis]);
            Constant(strides[axes.Axis[axis]] * axes.Scale[axis] * size);
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
}

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
        var row = known ?? code.Address();
        for (var axis = 0; axis < axes.Low.Length; axis++) offset += axes.Low[axis] * strides[axis];
        var place = ((Number)(offset * size)).AsAddress();
        if (buffer >= 0) place += bases[buffer];
        for (var axis = 0; axis < Inner; axis++)
            if (strides[axes.Axis[axis]] is not 0 and var stride)
                place += (_indices[axis] * (stride * axes.Scale[axis] * size)).AsAddress();
        code.Set(row, place);
        return row;
    }

    private Number Address(LocalBuilder row, long stride, long size)
    {
        if (Inner < 0 || stride == 0) return row;
        Number offset = _offset;
        var own = (long)NumberSize * (HasLanes ? lanes : 1);
        if (stride * size != own)
        {
            offset *= stride * size / Math.Min(size, own);
            if (size < own) offset /= own / size;
        }
        return row + offset.AsAddress();
    }
}

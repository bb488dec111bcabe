using System.Reflection.Emit;

namespace FuncGrad;

/// <content>The first and the last group, formed from old numbers before anything is written.</content>
internal sealed partial class LineBody
{
    private void Prepare()
    {
        List<LoopNode> order = Below(_stores.SelectMany(store => (LoopNode?[])[store.Value, store.Old, store.Mask]).OfType<LoopNode>());
        var values = Values(_vector);
        values.FormFixed(_graph, order);
        Groups(values, order);
        Histories(values);
        foreach (var atEnd in new[] { false, true }) Ends(atEnd);
    }

    /// <summary>The first group, then the last: root r's numbers to slot r, one group behind the other.</summary>
    private void Groups(LineValues values, List<LoopNode> order)
    {
        var (again, next, done) = (_il.DefineLabel(), _il.DefineLabel(), _il.DefineLabel());
        SetToStart();
        Prepared(0);
        _il.Emit(OpCodes.Stloc, _target);
        _il.MarkLabel(again);
        Set(_limit, _offset, Group * Size);
        _il.MarkLabel(next);
        values.Form(order, 0);
        for (var root = 0; root < _stores.Length; root++)
        {
            Slot(root);
            values.Result(_stores[root], 0);
            _vector.Store();
        }
        Set(_offset, _offset, RegisterSize);
        Set(_target, _target, RegisterSize);
        _il.Emit(OpCodes.Ldloc, _offset);
        _il.Emit(OpCodes.Ldloc, _limit);
        _il.Emit(OpCodes.Blt, next);
        _il.Emit(OpCodes.Ldloc, _target);
        Prepared(Group);
        _il.Emit(OpCodes.Bne_Un, done);
        Set(_offset, _last, 0);
        _il.Emit(OpCodes.Br, again);
        _il.MarkLabel(done);
    }

    private void Slot(int root)
    {
        _il.Emit(OpCodes.Ldloc, _target);
        _il.Emit(OpCodes.Ldc_I4, root * SlotLength * Size);
        _il.Emit(OpCodes.Add);
    }

    /// <summary>What leaders are just before the second group.</summary>
    private void Histories(LineValues values)
    {
        for (var before = 1; before <= _leaders.Select(HistoryLength).DefaultIfEmpty(0).Max(); before++)
        {
            SetToStart();
            Set(_offset, _offset, (Group * Size) - (before * RegisterSize));
            values.Form(Below(_leaders.Where(leader => HistoryLength(leader) >= before)), 0);
            for (var i = 0; i < _leaders.Length; i++)
            {
                if (HistoryLength(_leaders[i]) < before) continue;
                Prepared(HistorySlot(i, before));
                values.Emit(_leaders[i], 0);
                _vector.Store();
            }
        }
    }

    /// <summary>
    /// Elements of other formulas than the middle's, at the beginning or the end of the whole line, one by one; no terms of sums beyond the
    /// end.
    /// </summary>
    private void Ends(bool atEnd)
    {
        var (last, over) = (LineReads.LastGroup(_count), _il.DefineLabel());
        var ends = _ends.Where(end => end.Region.Low[_axis] >= Group == atEnd).ToArray();
        if (ends.Length == 0 && !(atEnd && Sums.Length > 0 && last + Group > _count)) return;
        _il.Emit(atEnd ? OpCodes.Ldarg_2 : OpCodes.Ldarg_1);
        Constant(atEnd ? _count : 0);
        _il.Emit(OpCodes.Bne_Un, over);
        foreach (var (region, nodes, stores) in ends) Elements(region, nodes.Order, stores, atEnd ? last - Group : 0);
        foreach (var sum in atEnd ? Sums : [])
            for (var beyond = _count; beyond < last + Group; beyond++)
            {
                Prepared((sum * SlotLength) + Group + beyond - last);
                _one.Constant(-0.0);
                _one.Store();
            }
        _il.MarkLabel(over);
    }

    private void Elements(Region region, List<LoopNode> order, LoopStore[] stores, int origin)
    {
        var (values, next) = (Values(_one), _il.DefineLabel());
        Constant(region.Low[_axis] * (long)Size);
        _il.Emit(OpCodes.Stloc, _offset);
        _il.MarkLabel(next);
        values.Form(order, 0);
        for (var root = 0; root < stores.Length; root++)
        {
            Prepared((root * SlotLength) - (long)origin);
            _il.Emit(OpCodes.Ldloc, _offset);
            _il.Emit(OpCodes.Conv_I);
            _il.Emit(OpCodes.Add);
            values.Result(stores[root], 0);
            _one.Store();
        }
        Set(_offset, _offset, Size);
        _il.Emit(OpCodes.Ldloc, _offset);
        Constant(region.High[_axis] * (long)Size);
        _il.Emit(OpCodes.Blt, next);
    }
}

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
        var done = _code.IL.DefineLabel();
        SetToStart();
        _code.Set(_target, Prepared(0));
        var again = _code.Here();
        Set(_limit, _offset, Group * Size);
        _code.Repeat(() =>
        {
            values.Form(order, 0);
            for (var root = 0; root < _stores.Length; root++)
            {
                _code.Push(_target + (root * SlotLength * Size));
                values.Result(_stores[root], 0);
                _vector.Store();
            }
            Set(_offset, _offset, RegisterSize);
            Set(_target, _target, RegisterSize);
        }, _offset < _limit);
        _code.GoTo(done, Test.Differ(_target, Prepared(Group)));
        Set(_offset, _last, 0);
        _code.GoTo(again);
        _code.IL.MarkLabel(done);
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
                _code.Push(Prepared(HistorySlot(i, before)));
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
        var last = LineReads.LastGroup(_count);
        var ends = _ends.Where(end => end.Region.Low[_axis] >= Group == atEnd).ToArray();
        if (ends.Length == 0 && !(atEnd && Sums.Length > 0 && last + Group > _count)) return;
        _code.If(Test.Differ(Number.Argument(atEnd ? 2 : 1), atEnd ? _count : 0L).Opposite, () =>
        {
            foreach (var (region, nodes, stores) in ends) Elements(region, nodes.Order, stores, atEnd ? last - Group : 0);
            foreach (var sum in atEnd ? Sums : [])
                for (var beyond = _count; beyond < last + Group; beyond++)
                {
                    _code.Push(Prepared((sum * SlotLength) + Group + beyond - last));
                    _one.Constant(-0.0);
                    _one.Store();
                }
        });
    }

    private void Elements(Region region, List<LoopNode> order, LoopStore[] stores, int origin)
    {
        var values = Values(_one);
        _code.Set(_offset, region.Low[_axis] * (long)Size);
        _code.Repeat(() =>
        {
            values.Form(order, 0);
            for (var root = 0; root < stores.Length; root++)
            {
                _code.Push(Prepared((root * SlotLength) - (long)origin) + _offset.AsAddress());
                values.Result(stores[root], 0);
                _one.Store();
            }
            Set(_offset, _offset, Size);
        }, _offset < region.High[_axis] * (long)Size);
    }
}

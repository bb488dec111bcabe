namespace FuncGrad;

/// <content>The values formed at each point of a loop.</content>
internal sealed partial class LoopNest
{
    /// <summary>What stays the same along a row is loaded before it.</summary>
    private void Hoist()
    {
        foreach (var load in order.Where(node => node.Buffer >= 0 && Stride(node) == 0))
        {
            Load(load);
            code.Pop(_values[load] = _emitter.Local());
        }
    }

    private void Load(LoopNode load)
    {
        code.Push(Address(_rows[load], Stride(load), ElementSize(load)));
        var isSingle = Stride(load) == 0 ? !HasLanes || load.IsUniformBuffer : HasLanes && load.IsUniformBuffer;
        if (isSingle) _emitter.LoadSingle();
        else _emitter.Load();
    }

    /// <summary>
    /// Forms the values of these stores, and operands of functions into strips, for the current offset. Everything is computed before
    /// anything is written: a state may be overwritten where it stands.
    /// </summary>
    private void Values(LoopStore[] written, IReadOnlyList<FunctionStrip> operands)
    {
        var needed = Needed(written, operands);
        var own = new List<LoopNode>();
        foreach (var node in order)
        {
            if (!needed.Contains(node) || _values.ContainsKey(node)) continue;
            if (StripOf(node) is null && (node.Uses < 2 || (node.Operation is null && node.Buffer < 0))) continue;
            Emit(node, isDefinition: true);
            code.Pop(_values[node] = _emitter.Local());
            own.Add(node);
        }
        foreach (var strip in operands) strip.Fill(this);
        Store(written);
        foreach (var node in own) _values.Remove(node);
    }

    /// <summary>What is computed on the way to these, not looking behind functions whose strips are filled.</summary>
    private HashSet<LoopNode> Needed(LoopStore[] written, IReadOnlyList<FunctionStrip> operands)
    {
        var needed = new HashSet<LoopNode>();
        foreach (var store in written)
            foreach (var node in (LoopNode?[])[store.Value, store.Old, store.Mask])
                if (node is not null) Need(node);
        foreach (var strip in operands)
            foreach (var operand in strip.Node.Operands) Need(operand);
        return needed;

        void Need(LoopNode node)
        {
            if (!needed.Add(node) || StripOf(node) is not null) return;
            foreach (var operand in node.Operands) Need(operand);
        }
    }

    private void Store(LoopStore[] written)
    {
        var results = written.Length == 1 ? [] : written.Select(store =>
        {
            Result(store);
            var local = _emitter.Local();
            code.Pop(local);
            return local;
        }).ToArray();
        for (var i = 0; i < written.Length; i++)
        {
            var (store, result) = (written[i], results.Length == 0 ? null : results[i]);
            var sum = _sums.GetValueOrDefault(store);
            if (sum is { IsInRegister: true }) sum.Add(Value);
            else
            {
                code.Push(Address(_storeRows[store.Buffer], OwnStride, NumberSize * lanes));
                if (sum is not null) sum.AddToStrand(Value);
                else
                {
                    Value();
                    _emitter.Store();
                }
            }

            void Value()
            {
                if (result is null) Result(store);
                else code.Push(result);
            }
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
        if (!isDefinition && _values.TryGetValue(node, out var local)) code.Push(local);
        else if (StripOf(node) is { } strip) strip.Load(this);
        else if (node.Buffer >= 0) Load(node);
        else if (node.Operation is null) _emitter.Constant(node.Constant);
        else new NodeCode(_emitter, operand => Emit(operand), EmitWithoutSign).Write(node);
    }

    private bool EmitWithoutSign(LoopNode node)
    {
        var isOpposite = node.Operation == Elementwise.Negate;
        Emit(isOpposite ? node.Operands[0] : node);
        return isOpposite;
    }
}

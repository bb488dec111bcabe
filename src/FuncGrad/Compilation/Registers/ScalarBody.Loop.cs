using System.Reflection.Emit;

namespace FuncGrad;

/// <content>The loop over steps, and a step whose values stay in registers.</content>
internal sealed partial class ScalarBody
{
    private LocalBuilder[] _continues = [];

    private void Loop()
    {
        var (start, end) = (_il.DefineLabel(), _il.DefineLabel());
        if (_program.Continues >= 0)
            _continues = [.. Enumerable.Range(0, _stages is null ? _copies : 1).Select(_ => _il.DeclareLocal(_lanes.MaskType))];
        _il.MarkLabel(start);
        Step();
        if (_program.StopsForGood && _program.Observed.Count == 0) // a row for every update, whether or not it changes anything
        {
            AnyContinues();
            _lanes.IsNowhere();
            _il.Emit(OpCodes.Brtrue, end);
        }
        Count(1, +1);
        Count(2, -1);
        if (_program.Observed.Count > 0)
        {
            _il.Emit(OpCodes.Ldarg_3);
            _il.Emit(OpCodes.Ldc_I4, _layout.RowSize);
            _il.Emit(OpCodes.Add);
            _il.Emit(OpCodes.Starg, (short)3);
        }
        _il.Emit(OpCodes.Ldarg_2);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Bgt, start);
        _il.MarkLabel(end);
        if (_stages is null) StoreState();
        else if (_continues.Length == 0) EachCopy(() => StoreMask(0));
    }

    private void Count(short argument, int by)
    {
        _il.Emit(OpCodes.Ldarg, argument);
        _il.Emit(OpCodes.Ldc_I4, by);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Starg, argument);
    }

    private void AnyContinues()
    {
        if (_anyContinues is not null)
        {
            _il.Emit(OpCodes.Ldloc, _anyContinues);
            return;
        }
        for (var copy = 0; copy < _copies; copy++)
        {
            _il.Emit(OpCodes.Ldloc, _continues[copy]);
            if (copy > 0) _lanes.Either();
        }
    }

    private void StoreState()
    {
        for (var copy = 0; copy < _copies; copy++)
        {
            for (var s = 0; s < _program.Recurrence.State.Count; s++)
            {
                if (IsInMemory(s, copy)) continue;
                Address(_layout.State(s), copy);
                _il.Emit(OpCodes.Ldloc, State(s, copy));
                _lanes.Store();
            }
            StoreMask(copy);
        }
    }

    private LocalBuilder State(int index, int copy) => _locals[(_program.Position(_program.Recurrence.State[index]), copy)];

    private void StoreMask(int copy)
    {
        Address(_layout.Mask, copy);
        if (_continues.Length == 0) _lanes.Constant(1);
        else
        {
            _il.Emit(OpCodes.Ldloc, _continues[copy]);
            _lanes.MaskToNumber();
        }
        _lanes.Store();
    }

    private void Step()
    {
        for (var i = 0; i < _program.Values.Count; i++)
            if (_program.Values[i] is { IsPerStep: true, IsUniform: true }) Define(i);
        if (_stages is not null)
        {
            foreach (var stage in _stages.Stages) Stage(stage);
            return;
        }
        for (var copy = 0; copy < _copies; copy++)
        {
            for (var i = 0; i < _program.Values.Count; i++)
                if (_program.Values[i] is { IsPerStep: true, IsUniform: false } value && _uses[i] > 1
                    && value.Node.Primitive.Family != Family.Leaf)
                    DefineLanes(i, copy);
            Results(copy);
        }
    }

    /// <summary>What a step is computed for.</summary>
    private void Results(int copy)
    {
        for (var o = 0; o < _program.Observed.Count; o++)
        {
            ObservationAddress(o, copy);
            Lanes(_program.Observed[o], copy);
            _lanes.Store();
        }
        if (_continues.Length > 0)
        {
            Condition(_program.Continues, copy);
            _il.Emit(OpCodes.Stloc, _continues[copy]);
        }
        Commit(copy);
    }

    private void ObservationAddress(int index, int copy)
    {
        _il.Emit(OpCodes.Ldarg_3);
        Address(_layout.ObservationInRow(index), copy);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Sub);
    }
}

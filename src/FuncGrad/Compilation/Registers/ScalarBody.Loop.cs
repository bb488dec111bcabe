using System.Reflection.Emit;

namespace FuncGrad;

/// <content>The loop over steps, and a step whose values stay in registers.</content>
internal sealed partial class ScalarBody
{
    private LocalBuilder[] _continues = [];

    private void Loop()
    {
        var end = _code.IL.DefineLabel();
        if (_program.Continues >= 0)
            _continues = [.. Enumerable.Range(0, _rounds is null ? _copies : 1).Select(_ => _code.IL.DeclareLocal(_lanes.MaskType))];
        _code.Repeat(() =>
        {
            Step();
            if (_program.StopsForGood && _program.Observed.Count == 0) // a row for every update, whether or not it changes anything
            {
                AnyContinues();
                _lanes.IsNowhere();
                _code.IL.Emit(OpCodes.Brtrue, end);
            }
            _code.SetArgument(1, Number.Argument(1) + ((Number)1).AsLong());
            _code.SetArgument(2, Number.Argument(2) + ((Number)(-1)).AsLong());
            if (_program.Observed.Count > 0) _code.SetArgument(3, Number.Argument(3) + _layout.RowSize);
        }, Number.Argument(2) > ((Number)0).AsLong());
        _code.IL.MarkLabel(end);
        if (_rounds is null) StoreState();
        else if (_continues.Length == 0) EachCopy(() => StoreMask(0));
    }

    private void AnyContinues()
    {
        if (_anyContinues is not null)
        {
            _code.Push(_anyContinues);
            return;
        }
        for (var copy = 0; copy < _copies; copy++)
        {
            _code.Push(_continues[copy]);
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
                _code.Push(Address(_layout.State(s), copy));
                _code.Push(State(s, copy));
                _lanes.Store();
            }
            StoreMask(copy);
        }
    }

    private LocalBuilder State(int index, int copy) => _locals[(_program.Position(_program.Recurrence.State[index]), copy)];

    private void StoreMask(int copy)
    {
        _code.Push(Address(_layout.Mask, copy));
        if (_continues.Length == 0) _lanes.Constant(1);
        else
        {
            _code.Push(_continues[copy]);
            _lanes.MaskToNumber();
        }
        _lanes.Store();
    }

    private void Step()
    {
        for (var i = 0; i < _program.Values.Count; i++)
            if (_program.Values[i] is { IsPerStep: true, IsUniform: true }) Define(i);
        if (_rounds is not null)
        {
            foreach (var round in _rounds.Rounds) Round(round);
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
            _code.Push(ObservationAddress(o, copy));
            Lanes(_program.Observed[o], copy);
            _lanes.Store();
        }
        if (_continues.Length > 0)
        {
            Condition(_program.Continues, copy);
            _code.Pop(_continues[copy]);
        }
        Commit(copy);
    }

    private Number ObservationAddress(int index, int copy) =>
        Number.Argument(3) + Address(_layout.ObservationInRow(index), copy) - Number.Argument(0);
}

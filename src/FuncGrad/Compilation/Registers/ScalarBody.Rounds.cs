using System.Reflection.Emit;

namespace FuncGrad;

/// <content>A step with functions, round by round: each passes over the copies, from memory to memory.</content>
internal sealed partial class ScalarBody
{
    private readonly Dictionary<int, int> _places = [];
    private LocalBuilder? _copyStart;
    private LocalBuilder? _anyContinues;

    private void FindPlaces(FunctionRounds rounds)
    {
        _code.Set(_copyStart = _code.Address(), Number.Argument(0));
        foreach (var (position, offset) in Inputs()) _places[position] = offset;
        foreach (var (position, row) in rounds.Kept) _places[position] = _layout.KeptRow(row);
    }

    private void KeepOnce(FunctionRounds rounds) => EachCopy(() =>
    {
        for (var i = 0; i < _program.Values.Count; i++)
            if (IsOnce(i)) Keep(i, rounds);
    });

    private void Round(FunctionRound round)
    {
        var isLast = round.Calls.Count == 0;
        var gathersMasks = isLast && _program.StopsForGood && _program.Observed.Count == 0;
        if (gathersMasks) Clear(_anyContinues ??= _code.IL.DeclareLocal(_lanes.MaskType));
        EachCopy(() =>
        {
            foreach (var position in round.Computed)
                if (_uses[position] > 1) Keep(position, _rounds!);
            foreach (var call in round.Calls) WriteOperands(call);
            if (!isLast) return;
            Results(0);
            if (_continues.Length > 0) StoreMask(0);
            if (gathersMasks) Gather(_anyContinues!);
        });
        foreach (var call in round.Calls) Call(call);
    }

    /// <summary>Computes a value into a local, and into its row if another round needs it.</summary>
    private void Keep(int position, FunctionRounds rounds)
    {
        DefineLanes(position, 0);
        if (!rounds.IsKept(position)) return;
        _code.Push(Address(_places[position], 0));
        _code.Push(_locals[(position, 0)]);
        _lanes.Store();
    }

    private void WriteOperands(FunctionCall call)
    {
        for (var i = 0; i < call.Values.Count; i++)
            for (var operand = 0; operand < call.Rows.Count; operand++)
            {
                _code.Push(Address(_layout.KeptRow(call.Rows[operand] + i), 0));
                Lanes(_program.Values[call.Values[i]].Operands[operand], 0);
                _lanes.Store();
            }
    }

    private void Call(FunctionCall call)
    {
        foreach (var row in (int[])[.. call.Rows, call.Rows[0]]) _code.Push(Number.Argument(0) + _layout.KeptRow(row));
        _code.Push(call.Values.Count * _copies);
        _code.Call(Pointwise.Of(PointwiseFunctions.NameOf(call.Function), _lanes.Type));
    }

    /// <summary>One pass over the copies; registers hold nothing from one to the next.</summary>
    private void EachCopy(Action body)
    {
        _code.Set(_copyStart!, Number.Argument(0));
        if (_copies == 1) Copy();
        else
            _code.Repeat(() =>
            {
                Copy();
                _code.Set(_copyStart!, Address(RegisterSize, 0));
            }, Test.IsBefore(_copyStart!, Number.Argument(0) + (_copies * RegisterSize)));

        void Copy()
        {
            _locals.Clear();
            body();
            _locals.Clear();
        }
    }

    private void Clear(LocalBuilder mask)
    {
        _lanes.Constant(0);
        _code.Pop(mask);
    }

    private void Gather(LocalBuilder mask)
    {
        _code.Push(mask);
        _code.Push(_continues[0]);
        _lanes.Either();
        _code.Pop(mask);
    }

    /// <summary>A value that lies in memory, for as long as the pass goes on in a local if it is used several times.</summary>
    private void Fetch(int position, int place, int copy)
    {
        _code.Push(Address(place, copy));
        _lanes.Load();
        if (_uses[position] < 2) return;
        _code.Twice();
        _code.Pop(_locals[(position, copy)] = _lanes.Local());
    }
}

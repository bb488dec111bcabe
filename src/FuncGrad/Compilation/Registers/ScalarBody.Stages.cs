using System.Reflection.Emit;

namespace FuncGrad;

/// <content>A step with functions, stage by stage: each passes over the copies, from memory to memory.</content>
internal sealed partial class ScalarBody
{
    private readonly Dictionary<int, int> _places = [];
    private LocalBuilder? _copyStart;
    private LocalBuilder? _anyContinues;

    private void FindPlaces(FunctionStages stages)
    {
        _copyStart = _il.DeclareLocal(typeof(nint));
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Stloc, _copyStart);
        foreach (var (position, offset) in Inputs()) _places[position] = offset;
        foreach (var (position, row) in stages.Kept) _places[position] = _layout.KeptRow(row);
    }

    private void KeepOnce(FunctionStages stages) => EachCopy(() =>
    {
        for (var i = 0; i < _program.Values.Count; i++)
            if (IsOnce(i)) Keep(i, stages);
    });

    private void Stage(FunctionStage stage)
    {
        var isLast = stage.Calls.Count == 0;
        var gathersMasks = isLast && _program.StopsForGood && _program.Observed.Count == 0;
        if (gathersMasks) Clear(_anyContinues ??= _il.DeclareLocal(_lanes.MaskType));
        EachCopy(() =>
        {
            foreach (var position in stage.Computed)
                if (_uses[position] > 1) Keep(position, _stages!);
            foreach (var call in stage.Calls) WriteOperands(call);
            if (!isLast) return;
            Results(0);
            if (_continues.Length > 0) StoreMask(0);
            if (gathersMasks) Gather(_anyContinues!);
        });
        foreach (var call in stage.Calls) Call(call);
    }

    /// <summary>Computes a value into a local, and into its row if another stage needs it.</summary>
    private void Keep(int position, FunctionStages stages)
    {
        DefineLanes(position, 0);
        if (!stages.IsKept(position)) return;
        Address(_places[position], 0);
        _il.Emit(OpCodes.Ldloc, _locals[(position, 0)]);
        _lanes.Store();
    }

    private void WriteOperands(FunctionCall call)
    {
        for (var i = 0; i < call.Values.Count; i++)
            for (var operand = 0; operand < call.Rows.Count; operand++)
            {
                Address(_layout.KeptRow(call.Rows[operand] + i), 0);
                Lanes(_program.Values[call.Values[i]].Operands[operand], 0);
                _lanes.Store();
            }
    }

    private void Call(FunctionCall call)
    {
        foreach (var row in (int[])[.. call.Rows, call.Rows[0]])
        {
            _il.Emit(OpCodes.Ldarg_0);
            _il.Emit(OpCodes.Ldc_I4, _layout.KeptRow(row));
            _il.Emit(OpCodes.Add);
        }
        _il.Emit(OpCodes.Ldc_I4, call.Values.Count * _copies);
        _il.Emit(OpCodes.Call, Pointwise.Of(PointwiseFunctions.NameOf(call.Function), _lanes.Type));
    }

    /// <summary>One pass over the copies; registers hold nothing from one to the next.</summary>
    private void EachCopy(Action body)
    {
        _locals.Clear();
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Stloc, _copyStart!);
        var start = _il.DefineLabel();
        if (_copies > 1) _il.MarkLabel(start);
        body();
        _locals.Clear();
        if (_copies == 1) return;
        Address(RegisterSize, 0);
        _il.Emit(OpCodes.Stloc, _copyStart!);
        _il.Emit(OpCodes.Ldloc, _copyStart!);
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldc_I4, _copies * RegisterSize);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Blt_Un, start);
    }

    private void Clear(LocalBuilder mask)
    {
        _lanes.Constant(0);
        _il.Emit(OpCodes.Stloc, mask);
    }

    private void Gather(LocalBuilder mask)
    {
        _il.Emit(OpCodes.Ldloc, mask);
        _il.Emit(OpCodes.Ldloc, _continues[0]);
        _lanes.Either();
        _il.Emit(OpCodes.Stloc, mask);
    }

    /// <summary>A value that lies in memory, for as long as the pass goes on in a local if it is used several times.</summary>
    private void Fetch(int position, int place, int copy)
    {
        Address(place, copy);
        _lanes.Load();
        if (_uses[position] < 2) return;
        _il.Emit(OpCodes.Dup);
        _il.Emit(OpCodes.Stloc, _locals[(position, copy)] = _lanes.Local());
    }
}

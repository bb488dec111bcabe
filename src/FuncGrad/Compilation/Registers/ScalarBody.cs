using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;

namespace FuncGrad;

/// <summary>
/// Writes the machine code of a program of scalars: every value a register or a part of an expression, some vectors of lanes beside each
/// other so that the processor has independent work while one waits. Values used once are written where they are used, the others into
/// locals. With functions, which no register outlives, it goes by <see cref="FunctionRounds"/> instead.
/// </summary>
[RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
internal sealed partial class ScalarBody
{
    private readonly StepProgram _program;
    private readonly PackLayout _layout;
    private readonly VectorEmitter _lanes;
    private readonly VectorEmitter _one;
    private readonly Code _code;
    private readonly int _copies;
    private readonly FunctionRounds? _rounds;
    private readonly RegisterPressure? _pressure;
    private readonly int[] _uses;
    private readonly bool[] _isMask;
    private readonly bool _addsAreCheap;
    private readonly Dictionary<(int Value, int Copy), LocalBuilder> _locals = [];
    private readonly Dictionary<int, LocalBuilder> _uniforms = [];
    private readonly Dictionary<int, LocalBuilder> _broadcasts = [];

    private ScalarBody(StepProgram program, FunctionRounds? rounds, RegisterPressure? pressure, PackLayout layout, Code code,
        Precision precision, int width, int copies)
    {
        (_program, _rounds, _pressure, _layout, _code, _copies) = (program, rounds, pressure, layout, code, copies);
        (_lanes, _one) = (new VectorEmitter(code.IL, precision, width), new VectorEmitter(code.IL, precision, 64));
        (_uses, _isMask) = (new int[program.Values.Count], new bool[program.Values.Count]);
        CountUses();
        FindHomes();
        _addsAreCheap = Operations(Elementwise.Add, Elementwise.Subtract) < Operations(Elementwise.Multiply, Elementwise.FusedMultiplyAdd);
    }

    private int Operations(params Primitive[] kinds) =>
        _program.Values.Count(value => value.IsPerStep && kinds.Contains(value.Node.Primitive));

    /// <summary>The code for packs of <paramref name="copies"/> registers of this width; by rounds if there are any.</summary>
    public static PackBody Compile(StepProgram program, FunctionRounds? rounds, RegisterPressure? pressure, PackLayout layout,
        Precision precision, int width, int copies)
    {
        var method = new DynamicMethod("step", typeof(void), [typeof(nint), typeof(long), typeof(long), typeof(nint)],
            typeof(ScalarBody).Module, skipVisibility: true) { InitLocals = false };
        new ScalarBody(program, rounds, pressure, layout, new Code(method.GetILGenerator()), precision, width, copies).Write();
        return method.CreateDelegate<PackBody>();
    }

    private void CountUses()
    {
        var asNumber = new int[_uses.Length];
        foreach (var value in _program.Values)
            for (var i = 0; i < value.Operands.Length; i++)
            {
                _uses[value.Operands[i]]++;
                if (value.Node.Primitive != Elementwise.Where || i > 0) asNumber[value.Operands[i]]++;
            }
        foreach (var root in (int[])[.. _program.Next, .. _program.Observed])
        {
            _uses[root]++;
            asNumber[root]++;
        }
        if (_program.Continues >= 0) _uses[_program.Continues]++;
        for (var i = 0; i < _uses.Length; i++)
            _isMask[i] = asNumber[i] == 0 && !_program.Values[i].IsUniform && Elementwise.IsComparison(_program.Values[i].Node.Primitive);
    }

    private void Write()
    {
        LoadShared();
        if (_rounds is null) LoadInputs();
        else FindPlaces(_rounds);
        for (var i = 0; i < _program.Values.Count; i++)
            if (_program.Values[i] is { IsPerStep: false, IsUniform: true }) Define(i);
        if (_rounds is null) DefineOnce();
        else KeepOnce(_rounds);
        if (_program.Kind == ProgramKind.Observation) Step();
        else Loop();
        _code.Return();
    }

    private void LoadShared()
    {
        var inputs = _program.Recurrence.SharedInputs;
        for (var i = 0; i < inputs.Count; i++)
            if (_program.Position(inputs[i]) is >= 0 and var position) _uniforms[position] = Loaded(_one, _layout.SharedInput(i), 0);
    }

    private void LoadInputs()
    {
        foreach (var (position, offset) in Inputs())
            for (var copy = 0; copy < _copies; copy++)
                if (_pressure?.IsInMemory(position, copy) == true) _places[position] = offset;
                else _locals[(position, copy)] = Loaded(_lanes, offset, copy);
    }

    /// <summary>What each lane has for itself, with the place where it lies when the code is called.</summary>
    private IEnumerable<(int Position, int Offset)> Inputs()
    {
        var (state, inputs) = (_program.Recurrence.State, _program.Recurrence.LaneInputs);
        for (var s = 0; s < state.Count; s++) yield return (_program.Position(state[s]), _layout.State(s));
        for (var i = 0; i < inputs.Count; i++)
            if (_program.Position(inputs[i]) is >= 0 and var position) yield return (position, _layout.LaneInput(i));
    }

    /// <summary>What stays the same over a run, for each lane and, if it is one number for all, in all lanes of a register.</summary>
    private void DefineOnce()
    {
        for (var copy = 0; copy < _copies; copy++)
        {
            for (var i = 0; i < _program.Values.Count; i++)
                if (IsOnce(i)) DefineOnce(i, copy);
            foreach (var position in Once()) _locals.Remove((position, copy));
        }
        foreach (var position in Once()) _places[position] = _layout.KeptRow(_pressure!.Rows[position]);
        foreach (var value in _program.Values.Where(value => !value.IsUniform))
            foreach (var operand in value.Operands)
            {
                if (_lanes.IsScalar || _program.Values[operand].IsPerStep || _broadcasts.ContainsKey(operand)
                    || !_uniforms.ContainsKey(operand))
                    continue;
                Uniform(operand);
                _lanes.Broadcast();
                _code.Pop(_broadcasts[operand] = _lanes.Local());
            }
    }

    /// <summary>What is computed once a run and stays in memory.</summary>
    private IEnumerable<int> Once() => _pressure is null ? [] : _pressure.Rows.Keys;

    private void DefineOnce(int position, int copy)
    {
        DefineLanes(position, copy);
        if (_pressure?.RowOf(position) is not { } row) return;
        _code.Push(Address(_layout.KeptRow(row), copy));
        _code.Push(_locals[(position, copy)]);
        _lanes.Store();
    }

    private bool IsOnce(int position) =>
        _program.Values[position] is { IsPerStep: false, IsUniform: false } value && value.Node.Primitive.Family != Family.Leaf;

    private LocalBuilder Loaded(VectorEmitter emitter, int offset, int copy)
    {
        _code.Push(Address(offset, copy));
        emitter.Load();
        var local = emitter.Local();
        _code.Pop(local);
        return local;
    }

    /// <summary>An address in the pack; where its copies are passed over, in the copy that it is at.</summary>
    private Number Address(int offset, int copy) =>
        (_copyStart is null ? Number.Argument(0) : _copyStart) + (offset + (copy * RegisterSize));

    private int RegisterSize => _lanes.Count * _lanes.ElementSize;

    /// <summary>
    /// Computes a value that all lanes share into a local if more than one place needs it, or if it is kept from before the loop.
    /// </summary>
    private void Define(int position)
    {
        var value = _program.Values[position];
        var isIteration = value.Node == _program.Recurrence.Iteration;
        if (value.Node.Primitive.Family == Family.Leaf && !isIteration) return;
        if (_uses[position] < 2 && value.IsPerStep && !isIteration) return;
        if (isIteration)
        {
            _code.Push(Number.Argument(1));
            _one.FromWhole();
        }
        else Uniform(position, isRoot: true);
        var local = _uniforms.TryGetValue(position, out var known) ? known : _uniforms[position] = _one.Local();
        _code.Pop(local);
    }

    private void DefineLanes(int position, int copy)
    {
        if (_isMask[position]) Condition(position, copy, isRoot: true);
        else Lanes(position, copy, isRoot: true);
        if (!_locals.TryGetValue((position, copy), out var local))
            _locals[(position, copy)] =
                local = _homes.TryGetValue(position, out var state) ? State(state, copy)
                    : _code.IL.DeclareLocal(_isMask[position] ? _lanes.MaskType : _lanes.Type);
        _code.Pop(local);
    }
}

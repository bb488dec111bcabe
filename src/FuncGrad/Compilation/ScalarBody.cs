using System.Reflection.Emit;

namespace FuncGrad;

/// <summary>Where the numbers of a block of lanes lie: state after state, then lane inputs and the mask, each for all lanes; then what all lanes share.</summary>
internal sealed record BlockLayout(int States, int LaneInputs, int Observed, int Shared, int Lanes, int ElementSize)
{
    public int State(int index) => index * Lanes * ElementSize;

    public int LaneInput(int index) => State(States + index);

    /// <summary>1 for each lane that continued with the last update, else 0.</summary>
    public int Mask => LaneInput(LaneInputs);

    public int SharedInput(int index) => LaneInput(LaneInputs + 1) + (index * ElementSize);

    /// <summary>Observed values lie in memory of their own, row after row.</summary>
    public int ObservationInRow(int index) => index * Lanes * ElementSize;

    public int RowSize => ObservationInRow(Observed);

    public int Size => SharedInput(Shared);
}

/// <summary>
/// Memory of a block of lanes, updates made so far, updates to make, where observed values go, a row for each update ↦ nothing: everything lies in memory.
/// </summary>
internal delegate void BlockBody(nint memory, long iteration, long steps, nint observed);

/// <summary>
/// Writes the machine code of a program of scalars: every value a register or a part of an expression, some vectors of lanes beside each other so that
/// the processor has independent work while one waits. Values used once are written where they are used, the others into locals.
/// </summary>
internal sealed class ScalarBody
{
    private readonly StepProgram _program;
    private readonly BlockLayout _layout;
    private readonly VectorEmitter _lanes;
    private readonly VectorEmitter _one;
    private readonly ILGenerator _il;
    private readonly int _copies;
    private readonly int[] _uses;
    private readonly bool[] _isMask;
    private readonly bool _addsAreCheap;
    private readonly Dictionary<(int Value, int Copy), LocalBuilder> _locals = [];
    private readonly Dictionary<int, LocalBuilder> _uniforms = [];
    private readonly Dictionary<int, LocalBuilder> _broadcasts = [];
    private readonly Dictionary<Expr, int> _state = new(ReferenceEqualityComparer.Instance);
    private LocalBuilder[,] _stateLocals = new LocalBuilder[0, 0];
    private LocalBuilder[] _continues = [];

    private ScalarBody(StepProgram program, BlockLayout layout, ILGenerator il, Precision precision, int width, int copies)
    {
        (_program, _layout, _il, _copies) = (program, layout, il, copies);
        (_lanes, _one) = (new VectorEmitter(il, precision, width), new VectorEmitter(il, precision, 64));
        (_uses, _isMask) = (new int[program.Values.Count], new bool[program.Values.Count]);
        CountUses();
        _addsAreCheap = Operations(Elementwise.Add, Elementwise.Subtract) < Operations(Elementwise.Multiply, Elementwise.FusedMultiplyAdd);
    }

    private int Operations(params Primitive[] kinds) => _program.Values.Count(value => value.IsPerStep && kinds.Contains(value.Node.Primitive));

    /// <summary>The code for blocks of <paramref name="copies"/> registers of this width.</summary>
    public static BlockBody Compile(StepProgram program, BlockLayout layout, Precision precision, int width, int copies)
    {
        var method = new DynamicMethod("step", typeof(void), [typeof(nint), typeof(long), typeof(long), typeof(nint)], typeof(ScalarBody).Module, skipVisibility: true) { InitLocals = false };
        new ScalarBody(program, layout, method.GetILGenerator(), precision, width, copies).Write();
        return method.CreateDelegate<BlockBody>();
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
            _isMask[i] = asNumber[i] == 0 && !_program.Values[i].IsUniform && VectorEmitter.IsComparison(_program.Values[i].Node.Primitive);
    }

    private void Write()
    {
        for (var s = 0; s < _program.Recurrence.State.Count; s++) _state[_program.Recurrence.State[s]] = s;
        LoadInputs();
        for (var i = 0; i < _program.Values.Count; i++)
            if (!_program.Values[i].IsPerStep) Define(i);
        SpreadConstantsOfTheRun();
        if (_program.Pass == Pass.Observation) Step();
        else Loop();
        _il.Emit(OpCodes.Ret);
    }

    private void LoadInputs()
    {
        var recurrence = _program.Recurrence;
        _stateLocals = new LocalBuilder[_copies, recurrence.State.Count];
        for (var copy = 0; copy < _copies; copy++)
        {
            for (var s = 0; s < recurrence.State.Count; s++) _stateLocals[copy, s] = Loaded(_lanes, _layout.State(s), copy);
            for (var i = 0; i < recurrence.LaneInputs.Count; i++)
                if (_program.Position(recurrence.LaneInputs[i]) is >= 0 and var position) _locals[(position, copy)] = Loaded(_lanes, _layout.LaneInput(i), copy);
        }
        for (var i = 0; i < recurrence.SharedInputs.Count; i++)
            if (_program.Position(recurrence.SharedInputs[i]) is >= 0 and var position) _uniforms[position] = Loaded(_one, _layout.SharedInput(i), 0);
    }

    private void SpreadConstantsOfTheRun()
    {
        foreach (var value in _program.Values.Where(value => !value.IsUniform))
            foreach (var operand in value.Operands)
            {
                if (_lanes.IsScalar || _program.Values[operand].IsPerStep || _broadcasts.ContainsKey(operand) || !_uniforms.ContainsKey(operand)) continue;
                Uniform(operand);
                _lanes.Broadcast();
                _il.Emit(OpCodes.Stloc, _broadcasts[operand] = _lanes.Local());
            }
    }

    private LocalBuilder Loaded(VectorEmitter emitter, int offset, int copy)
    {
        Address(offset, copy);
        emitter.Load();
        var local = emitter.Local();
        _il.Emit(OpCodes.Stloc, local);
        return local;
    }

    private void Address(int offset, int copy) => Address(offset, copy, OpCodes.Ldarg_0);

    private void Address(int offset, int copy, OpCode start)
    {
        _il.Emit(start);
        _il.Emit(OpCodes.Ldc_I4, offset + (copy * _lanes.Count * _lanes.ElementSize));
        _il.Emit(OpCodes.Add);
    }

    /// <summary>Computes a value into a local if more than one place needs it, or if it is kept from before the loop.</summary>
    private void Define(int position)
    {
        var value = _program.Values[position];
        if (value.Node.Primitive.Family == Family.Leaf && value.Node != _program.Recurrence.Iteration) return;
        if (value.IsUniform)
        {
            if (_uses[position] > 1 || !value.IsPerStep || value.Node.Primitive.Family == Family.Leaf) DefineUniform(position);
            return;
        }
        if (_uses[position] < 2 && value.IsPerStep) return;
        for (var copy = 0; copy < _copies && !value.IsPerStep; copy++) DefineLanes(position, copy);
    }

    private void DefineUniform(int position)
    {
        var value = _program.Values[position];
        if (value.Node == _program.Recurrence.Iteration)
        {
            _il.Emit(OpCodes.Ldarg_1);
            _il.Emit(OpCodes.Conv_R8);
            if (_one.Precision == Precision.Float) _il.Emit(OpCodes.Conv_R4);
        }
        else Uniform(position, isRoot: true);
        var local = _uniforms.TryGetValue(position, out var known) ? known : _uniforms[position] = _one.Local();
        _il.Emit(OpCodes.Stloc, local);
    }

    private void DefineLanes(int position, int copy)
    {
        if (_isMask[position]) Condition(position, copy, isRoot: true);
        else Lanes(position, copy, isRoot: true);
        if (!_locals.TryGetValue((position, copy), out var local))
            _locals[(position, copy)] = local = _il.DeclareLocal(_isMask[position] ? _lanes.MaskType : _lanes.Type);
        _il.Emit(OpCodes.Stloc, local);
    }

    // ---- the loop over steps ----------------------------------------------------------------------------------------

    private void Loop()
    {
        var (start, end) = (_il.DefineLabel(), _il.DefineLabel());
        if (_program.Continues >= 0) _continues = [.. Enumerable.Range(0, _copies).Select(_ => _il.DeclareLocal(_lanes.MaskType))];
        _il.MarkLabel(start);
        Step();
        if (_program.StopsForGood && _program.Observed.Count == 0) // a row for every update, whether or not it changes anything
        {
            for (var copy = 0; copy < _copies; copy++)
            {
                _il.Emit(OpCodes.Ldloc, _continues[copy]);
                if (copy > 0) _lanes.Either();
            }
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
        StoreState();
    }

    private void Count(short argument, int by)
    {
        _il.Emit(OpCodes.Ldarg, argument);
        _il.Emit(OpCodes.Ldc_I4, by);
        _il.Emit(OpCodes.Conv_I8);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Starg, argument);
    }

    private void StoreState()
    {
        for (var copy = 0; copy < _copies; copy++)
        {
            for (var s = 0; s < _program.Recurrence.State.Count; s++)
            {
                Address(_layout.State(s), copy);
                _il.Emit(OpCodes.Ldloc, _stateLocals[copy, s]);
                _lanes.Store();
            }
            Address(_layout.Mask, copy);
            if (_continues.Length == 0) _lanes.Constant(1);
            else
            {
                _il.Emit(OpCodes.Ldloc, _continues[copy]);
                _lanes.MaskToNumber();
            }
            _lanes.Store();
        }
    }

    private void Step()
    {
        for (var i = 0; i < _program.Values.Count; i++)
            if (_program.Values[i] is { IsPerStep: true, IsUniform: true }) Define(i);
        for (var copy = 0; copy < _copies; copy++) Copy(copy);
    }

    private void Copy(int copy)
    {
        for (var i = 0; i < _program.Values.Count; i++)
        {
            var value = _program.Values[i];
            if (value.IsPerStep && !value.IsUniform && _uses[i] > 1 && value.Node.Primitive.Family != Family.Leaf) DefineLanes(i, copy);
        }
        for (var o = 0; o < _program.Observed.Count; o++)
        {
            Address(_layout.ObservationInRow(o), copy, OpCodes.Ldarg_3);
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

    /// <summary>All next states are formed before any is kept: they may depend on each other.</summary>
    private void Commit(int copy)
    {
        var changed = Enumerable.Range(0, _program.Next.Count).Where(s => _program.Values[_program.Next[s]].Node != _program.Recurrence.State[s]).ToArray();
        var next = new LocalBuilder[_program.Next.Count];
        foreach (var s in changed)
        {
            if (_continues.Length > 0) _il.Emit(OpCodes.Ldloc, _continues[copy]);
            Lanes(_program.Next[s], copy);
            if (_continues.Length > 0)
            {
                _il.Emit(OpCodes.Ldloc, _stateLocals[copy, s]);
                _lanes.Select();
            }
            _il.Emit(OpCodes.Stloc, next[s] = _lanes.Local());
        }
        foreach (var s in changed)
        {
            _il.Emit(OpCodes.Ldloc, next[s]);
            _il.Emit(OpCodes.Stloc, _stateLocals[copy, s]);
        }
    }

    // ---- values -----------------------------------------------------------------------------------------------------

    /// <summary>Puts a value of a copy's lanes on the stack.</summary>
    private void Lanes(int position, int copy, bool isRoot = false)
    {
        var value = _program.Values[position];
        if (value.Node.ConstantValue is { } constant) _lanes.Constant(constant[0]);
        else if (value.IsUniform) Spread(position);
        else if (_state.TryGetValue(value.Node, out var s)) _il.Emit(OpCodes.Ldloc, _stateLocals[copy, s]);
        else if (!isRoot && _locals.TryGetValue((position, copy), out var local))
        {
            _il.Emit(OpCodes.Ldloc, local);
            if (_isMask[position]) _lanes.MaskToNumber();
        }
        else if (value.Node.Primitive == Elementwise.Where)
        {
            Condition(value.Operands[0], copy);
            Lanes(value.Operands[1], copy);
            Lanes(value.Operands[2], copy);
            _lanes.Select();
        }
        else
        {
            if (value.Node.Primitive == Elementwise.FusedMultiplyAdd) Fused(value, copy);
            else if (_addsAreCheap && value.Node.Primitive == Elementwise.Multiply && value.Operands.Any(IsTwo)) Twice(value, copy);
            else
            {
                foreach (var operand in value.Operands) Lanes(operand, copy);
                _lanes.Apply(value.Node.Primitive, value.Node.Attribute);
            }
        }
    }

    private bool IsTwo(int position) => _program.Values[position].Node.ConstantValue is { } constant && constant[0] == 2;

    /// <summary>2·x = x + x to the last bit, and processors add beside multiplying: used where the body multiplies more than it adds.</summary>
    private void Twice(ProgramValue product, int copy)
    {
        Lanes(product.Operands[IsTwo(product.Operands[0]) ? 1 : 0], copy);
        _il.Emit(OpCodes.Dup);
        _lanes.Apply(Elementwise.Add, null);
    }

    private void Fused(ProgramValue fused, int copy)
    {
        var (a, negatesA) = WithoutSign(fused.Operands[0]);
        var (b, negatesB) = WithoutSign(fused.Operands[1]);
        var (c, negatesC) = WithoutSign(fused.Operands[2]);
        Lanes(a, copy);
        Lanes(b, copy);
        Lanes(c, copy);
        _lanes.FusedWithSigns(negatesA != negatesB, negatesC);
    }

    private (int Position, bool Negates) WithoutSign(int position) =>
        _program.Values[position] is { IsPerStep: true, IsUniform: false } value && value.Node.Primitive == Elementwise.Negate
            ? (value.Operands[0], true)
            : (position, false);

    /// <summary>Puts on the stack the mask of the lanes where a value is not 0.</summary>
    private void Condition(int position, int copy, bool isRoot = false)
    {
        var value = _program.Values[position];
        if (_isMask[position] && !isRoot && _locals.TryGetValue((position, copy), out var local)) _il.Emit(OpCodes.Ldloc, local);
        else if (_isMask[position])
        {
            foreach (var operand in value.Operands) Lanes(operand, copy);
            _lanes.Mask(value.Node.Primitive);
        }
        else
        {
            Lanes(position, copy);
            _lanes.IsNotZero();
        }
    }

    /// <summary>A number that all lanes share, in every lane; one that does not change is spread before the loop.</summary>
    private void Spread(int position)
    {
        if (_lanes.IsScalar || _program.Values[position].IsPerStep || !_broadcasts.TryGetValue(position, out var local))
        {
            Uniform(position);
            _lanes.Broadcast();
        }
        else _il.Emit(OpCodes.Ldloc, local);
    }

    private void Uniform(int position, bool isRoot = false)
    {
        var value = _program.Values[position];
        if (value.Node.ConstantValue is { } constant) _one.Constant(constant[0]);
        else if (!isRoot && _uniforms.TryGetValue(position, out var local)) _il.Emit(OpCodes.Ldloc, local);
        else
        {
            foreach (var operand in value.Operands) Uniform(operand);
            _one.Apply(value.Node.Primitive, value.Node.Attribute);
        }
    }
}

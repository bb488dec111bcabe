using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;

namespace FuncGrad;

/// <content>
/// Functions of <see cref="VectorMath"/>, computed from memory to memory: the arguments of a strip of registers are written side by side,
/// one call computes them all, and the rest of the body reads the results. A register passed by value would go over the stack, see
/// <see cref="Pointwise"/>. </content>
internal sealed partial class LoopNest
{
    private const int StripLength = StripMemory.BytesOfStrip / 64;

    private readonly List<FunctionStrip> _strips = [];
    private LocalBuilder _stripPosition = null!;

    private bool CallsFunctions => !_emitter.IsScalar && order.Exists(node => PointwiseFunctions.Has(node.Operation));

    /// <summary>The strip that holds a function's results, if it was computed.</summary>
    private FunctionStrip? StripOf(LoopNode node) => _strips.Find(strip => strip.Node == node && strip.IsComputed);

    /// <summary>
    /// From offset to last strip by strip: functions of first numbers, functions of those, and so on, then what is stored.
    /// </summary>
    private void Strips(LocalBuilder last, long step)
    {
        var (begin, stripLast, start, done) =
            (il.DeclareLocal(typeof(long)), il.DeclareLocal(typeof(long)), il.DefineLabel(), il.DefineLabel());
        Allocate();
        il.MarkLabel(start);
        il.Emit(OpCodes.Ldloc, _offset);
        il.Emit(OpCodes.Ldloc, last);
        il.Emit(OpCodes.Bgt, done);
        Copy(_offset, begin);
        Difference(_offset, -(StripLength - 1) * step, stripLast);
        il.Emit(OpCodes.Ldloc, stripLast);
        il.Emit(OpCodes.Ldloc, last);
        il.Emit(OpCodes.Call, typeof(Math).GetMethod(nameof(Math.Min), [typeof(long), typeof(long)])!);
        il.Emit(OpCodes.Stloc, stripLast);
        foreach (var level in Levels())
        {
            Pass([], level);
            foreach (var strip in level) strip.Call(il, Count);
        }
        Pass(stores, []);
        il.Emit(OpCodes.Br, start);
        il.MarkLabel(done);
        Release();

        void Count()
        {
            il.Emit(OpCodes.Ldloc, _stripPosition);
            Constant(RegisterSize);
            il.Emit(OpCodes.Div);
            il.Emit(OpCodes.Conv_I4);
        }

        void Pass(LoopStore[] written, IReadOnlyList<FunctionStrip> operands)
        {
            Copy(begin, _offset);
            Constant(0);
            il.Emit(OpCodes.Stloc, _stripPosition);
            Repeat(stripLast, step, () =>
            {
                Values(written, operands);
                Increase(_stripPosition, RegisterSize);
            });
        }
    }

    /// <summary>A pass without axes: one point.</summary>
    private void Point()
    {
        if (!CallsFunctions)
        {
            Values(stores, []);
            return;
        }
        Allocate();
        Constant(0);
        il.Emit(OpCodes.Stloc, _stripPosition);
        foreach (var level in Levels())
        {
            Values([], level);
            foreach (var strip in level) strip.Call(il, () => il.Emit(OpCodes.Ldc_I4_1));
        }
        Values(stores, []);
        Release();
    }

    private void Release()
    {
        _strips.Clear();
        strips.Release(_sums.Count);
    }

    private int RegisterSize => _emitter.Count * NumberSize;

    private IEnumerable<FunctionStrip[]> Levels() =>
        _strips.GroupBy(strip => strip.Level).OrderBy(group => group.Key).Select(group => group.ToArray());

    /// <summary>A strip for each function and each of its operands, in memory that belongs to the code.</summary>
    private void Allocate()
    {
        _stripPosition ??= il.DeclareLocal(typeof(long));
        var levels = new Dictionary<LoopNode, int>();
        foreach (var node in order)
        {
            var level = node.Operands.Select(operand => levels.GetValueOrDefault(operand)).DefaultIfEmpty(0).Max();
            var isFunction = PointwiseFunctions.Has(node.Operation);
            levels[node] = level + (isFunction ? 1 : 0);
            if (isFunction) _strips.Add(new FunctionStrip(node, level + 1, _emitter.Type, [.. node.Operands.Select(_ => strips.Take())]));
        }
    }

    private void Copy(LocalBuilder from, LocalBuilder to)
    {
        il.Emit(OpCodes.Ldloc, from);
        il.Emit(OpCodes.Stloc, to);
    }

    /// <summary>The address in a strip at the current position.</summary>
    private void StripAddress(LocalBuilder strip)
    {
        il.Emit(OpCodes.Ldloc, strip);
        il.Emit(OpCodes.Ldloc, _stripPosition);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
    }

    /// <summary>A function with the memory for a strip of each operand; the results take the place of the first.</summary>
    private sealed class FunctionStrip(LoopNode node, int level, Type register, LocalBuilder[] memory)
    {
        public LoopNode Node => node;

        public int Level => level;

        public bool IsComputed { get; private set; }

        public void Fill(LoopNest nest)
        {
            for (var i = 0; i < memory.Length; i++)
            {
                nest.StripAddress(memory[i]);
                nest.Emit(node.Operands[i]);
                nest._emitter.Store();
            }
        }

        public void Load(LoopNest nest)
        {
            nest.StripAddress(memory[0]);
            nest._emitter.Load();
        }

        /// <summary>Computes so many registers from the beginning.</summary>
        [RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
        public void Call(ILGenerator il, Action count)
        {
            foreach (var operand in memory) il.Emit(OpCodes.Ldloc, operand);
            il.Emit(OpCodes.Ldloc, memory[0]);
            count();
            il.Emit(OpCodes.Call, Pointwise.Of(PointwiseFunctions.NameOf(node.Operation!), register));
            IsComputed = true;
        }
    }
}

/// <summary>
/// Memory of a method's own, for strips of registers, at multiples of 64 bytes: taken from the stack when the method begins, once it is
/// known how much.
/// </summary>
internal sealed class StripMemory
{
    public const int BytesOfStrip = 2048;

    private readonly ILGenerator _il;
    private readonly Label _beginning;
    private readonly Label _body;
    private readonly List<LocalBuilder> _strips = [];
    private int _taken;

    /// <summary>At the beginning of the method.</summary>
    public StripMemory(ILGenerator il)
    {
        (_il, _beginning, _body) = (il, il.DefineLabel(), il.DefineLabel());
        il.Emit(OpCodes.Br, _beginning);
        il.MarkLabel(_body);
    }

    /// <summary>The address of a strip that is not taken.</summary>
    public LocalBuilder Take()
    {
        if (_taken == _strips.Count) _strips.Add(_il.DeclareLocal(typeof(nint)));
        return _strips[_taken++];
    }

    /// <summary>All but the first so many are free again.</summary>
    public void Release(int taken = 0) => _taken = taken;

    /// <summary>At the end of the method.</summary>
    public void Write()
    {
        _il.MarkLabel(_beginning);
        for (var i = 0; i < _strips.Count; i++)
        {
            _il.Emit(OpCodes.Ldc_I4, BytesOfStrip + 64);
            _il.Emit(OpCodes.Conv_U);
            _il.Emit(OpCodes.Localloc);
            _il.Emit(OpCodes.Ldc_I4, 63);
            _il.Emit(OpCodes.Add);
            _il.Emit(OpCodes.Ldc_I4, ~63);
            _il.Emit(OpCodes.And);
            _il.Emit(OpCodes.Stloc, _strips[i]);
        }
        _il.Emit(OpCodes.Br, _body);
    }
}

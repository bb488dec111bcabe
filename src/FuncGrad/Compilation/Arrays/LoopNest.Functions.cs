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
        var (begin, stripLast, done) = (code.Whole(), code.Whole(), code.IL.DefineLabel());
        Allocate();
        var start = code.Here();
        code.GoTo(done, _offset > last);
        code.Set(begin, _offset);
        code.Set(stripLast, _offset - (-(StripLength - 1) * step));
        code.Set(stripLast, Number.Min(stripLast, last));
        foreach (var level in Levels())
        {
            Pass([], level);
            foreach (var strip in level) strip.Call(code, (_stripPosition / (long)RegisterSize).AsInt());
        }
        Pass(stores, []);
        code.GoTo(start);
        code.IL.MarkLabel(done);
        Release();

        void Pass(LoopStore[] written, IReadOnlyList<FunctionStrip> operands)
        {
            code.Set(_offset, begin);
            code.Set(_stripPosition, 0L);
            Repeat(stripLast, step, () =>
            {
                Values(written, operands);
                code.Set(_stripPosition, _stripPosition + (long)RegisterSize);
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
        code.Set(_stripPosition, 0L);
        foreach (var level in Levels())
        {
            Values([], level);
            foreach (var strip in level) strip.Call(code, 1);
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
        _stripPosition ??= code.Whole();
        var levels = new Dictionary<LoopNode, int>();
        foreach (var node in order)
        {
            var level = node.Operands.Select(operand => levels.GetValueOrDefault(operand)).DefaultIfEmpty(0).Max();
            var isFunction = PointwiseFunctions.Has(node.Operation);
            levels[node] = level + (isFunction ? 1 : 0);
            if (isFunction) _strips.Add(new FunctionStrip(node, level + 1, _emitter.Type, [.. node.Operands.Select(_ => strips.Take())]));
        }
    }

    /// <summary>The address in a strip at the current position.</summary>
    private void PushAddress(LocalBuilder strip) => code.Push(strip + _stripPosition.AsAddress());

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
                nest.PushAddress(memory[i]);
                nest.Emit(node.Operands[i]);
                nest._emitter.Store();
            }
        }

        public void Load(LoopNest nest)
        {
            nest.PushAddress(memory[0]);
            nest._emitter.Load();
        }

        /// <summary>Computes so many registers from the beginning.</summary>
        [RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
        public void Call(Code code, Number count)
        {
            foreach (var operand in memory) code.Push(operand);
            code.Push(memory[0]);
            code.Push(count);
            code.Call(Pointwise.Of(PointwiseFunctions.NameOf(node.Operation!), register));
            IsComputed = true;
        }
    }
}

using System.Reflection.Emit;

namespace FuncGrad;

/// <summary>
/// A sum over the elements of a pass in which each element is a register of lanes, formed on the way, in the order of
/// <see cref="Summation"/>. Where the pass goes through the elements strand by strand, a register holds the strand; else the strands lie in
/// memory, and element i is added to strand i mod 16.
/// </summary>
internal sealed class LaneSums
{
    private readonly VectorEmitter _emitter;
    private readonly LocalBuilder _memory;
    private readonly LocalBuilder _strand;
    private readonly LocalBuilder _sum;
    private readonly int _strands;

    /// <param name="emitter">Writes the code.</param>
    /// <param name="memory">The address of memory for the strands.</param>
    /// <param name="terms">How many elements there are.</param>
    /// <param name="isByStrands">Whether the pass goes through them strand by strand.</param>
    public LaneSums(VectorEmitter emitter, LocalBuilder memory, int terms, bool isByStrands)
    {
        (_emitter, _memory, _strand, _sum) = (emitter, memory, emitter.IL.DeclareLocal(typeof(nint)), emitter.Local());
        _strands = terms <= Summation.SequentialLimit ? 1 : Summation.Strands;
        IsInRegister = isByStrands || _strands == 1;
        if (IsInRegister) Begin();
        else for (var strand = 0; strand < _strands; strand++) Store(strand, () => _emitter.Constant(-0.0));
    }

    /// <summary>Whether a sum of so many terms is of one chunk.</summary>
    public static bool Has(int terms) => terms is > 1 and <= Summation.ChunkLength;

    /// <summary>Whether a register holds the strand.</summary>
    public bool IsInRegister { get; }

    private int Size => _emitter.Width / 8;

    /// <summary>Before the first element: −0, to which any number adds up to itself.</summary>
    public void Begin()
    {
        _emitter.Constant(-0.0);
        _emitter.IL.Emit(OpCodes.Stloc, _sum);
    }

    /// <summary>A term is added to the register.</summary>
    public void Add(Action term)
    {
        _emitter.IL.Emit(OpCodes.Ldloc, _sum);
        term();
        _emitter.Apply(Elementwise.Add, null);
        _emitter.IL.Emit(OpCodes.Stloc, _sum);
    }

    /// <summary>After the last element of a strand.</summary>
    public void Keep(LocalBuilder strand)
    {
        _emitter.IL.Emit(OpCodes.Ldloc, strand);
        _emitter.IL.Emit(OpCodes.Ldc_I8, (long)Size);
        _emitter.IL.Emit(OpCodes.Mul);
        _emitter.IL.Emit(OpCodes.Conv_I);
        _emitter.IL.Emit(OpCodes.Ldloc, _memory);
        _emitter.IL.Emit(OpCodes.Add);
        _emitter.IL.Emit(OpCodes.Ldloc, _sum);
        _emitter.Store();
    }

    /// <summary>How far an element is behind the first, in bytes ↦ nothing; a term is added to its strand in memory.</summary>
    public void AddToStrand(Action term)
    {
        var il = _emitter.IL;
        il.Emit(OpCodes.Ldc_I4, (_strands * Size) - 1);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.And);
        il.Emit(OpCodes.Ldloc, _memory);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, _strand);
        il.Emit(OpCodes.Ldloc, _strand);
        il.Emit(OpCodes.Ldloc, _strand);
        _emitter.Load();
        term();
        _emitter.Apply(Elementwise.Add, null);
        _emitter.Store();
    }

    /// <summary>After the last element: the strands in halves, to the target.</summary>
    public void End(LocalBuilder target)
    {
        for (var half = _strands / 2; half >= 1; half /= 2)
            for (var strand = 0; strand < half; strand++)
                Store(strand, () =>
                {
                    Load(strand);
                    Load(strand + half);
                    _emitter.Apply(Elementwise.Add, null);
                });
        _emitter.IL.Emit(OpCodes.Ldloc, target);
        if (_strands == 1) _emitter.IL.Emit(OpCodes.Ldloc, _sum);
        else Load(0);
        _emitter.Store();
    }

    private void Store(int strand, Action value)
    {
        Address(strand);
        value();
        _emitter.Store();
    }

    private void Load(int strand)
    {
        Address(strand);
        _emitter.Load();
    }

    private void Address(int strand)
    {
        _emitter.IL.Emit(OpCodes.Ldloc, _memory);
        _emitter.IL.Emit(OpCodes.Ldc_I4, strand * Size);
        _emitter.IL.Emit(OpCodes.Conv_I);
        _emitter.IL.Emit(OpCodes.Add);
    }
}

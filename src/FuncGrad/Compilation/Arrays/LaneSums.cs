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
    private readonly Code _code;
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
        (_emitter, _code, _memory) = (emitter, new Code(emitter.IL), memory);
        (_strand, _sum) = (_code.Address(), emitter.Local());
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
        _code.Pop(_sum);
    }

    /// <summary>A term is added to the register.</summary>
    public void Add(Action term)
    {
        _code.Push(_sum);
        term();
        _emitter.Apply(Elementwise.Add, null);
        _code.Pop(_sum);
    }

    /// <summary>After the last element of a strand.</summary>
    public void Keep(LocalBuilder strand)
    {
        _code.Push((strand * (long)Size).AsAddress() + _memory);
        _code.Push(_sum);
        _emitter.Store();
    }

    /// <summary>How far an element is behind the first, in bytes ↦ nothing; a term is added to its strand in memory.</summary>
    public void AddToStrand(Action term)
    {
        _code.Push(((Number)((_strands * Size) - 1)).AsAddress());
        _code.IL.Emit(OpCodes.And);
        _code.Push(_memory);
        _code.IL.Emit(OpCodes.Add);
        _code.Pop(_strand);
        _code.Push(_strand);
        _code.Push(_strand);
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
        _code.Push(target);
        if (_strands == 1) _code.Push(_sum);
        else Load(0);
        _emitter.Store();
    }

    private void Store(int strand, Action value)
    {
        _code.Push(Address(strand));
        value();
        _emitter.Store();
    }

    private void Load(int strand)
    {
        _code.Push(Address(strand));
        _emitter.Load();
    }

    private Number Address(int strand) => _memory + ((Number)(strand * Size)).AsAddress();
}

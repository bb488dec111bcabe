using System.Numerics;
using System.Reflection.Emit;

namespace FuncGrad;

/// <content>The walk from the second group to the last but one, with the prepared groups at both ends.</content>
internal sealed partial class LineBody
{
    private LocalBuilder[,] _sums = new LocalBuilder[0, 0];
    private LocalBuilder[] _strands = [];

    private long ChunkBytes => Summation.ChunkLength * (long)Size;

    private void Walk()
    {
        var values = Values(_vector);
        values.FormFixed(_graph, _graph.Order);
        values.Graph = _graph;
        _strands = [.. Sums.Select(_ => _strips.Take())];
        _sums = new LocalBuilder[Sums.Length, HasSumsInRegisters ? RegistersOfGroup : 0];
        BeginChunk();
        SetToStart();
        FromPrepared(0);
        Set(_offset, _offset, Group * Size);
        values.History = Remembered();
        Loop(values);
        FromPrepared(1);
        if (Sums.Length > 0) EndChunk(_last, 0);
    }

    /// <summary>The registers of leaders before the second group, as they were prepared.</summary>
    private Dictionary<LoopNode, LocalBuilder[]> Remembered()
    {
        var history = new Dictionary<LoopNode, LocalBuilder[]>();
        for (var i = 0; i < _leaders.Length; i++)
        {
            history[_leaders[i]] = [.. Enumerable.Range(1, HistoryLength(_leaders[i])).Select(_ => _vector.Local())];
            for (var before = 1; before <= HistoryLength(_leaders[i]); before++)
            {
                _code.Push(Prepared(HistorySlot(i, before)));
                _vector.Load();
                _code.Pop(history[_leaders[i]][before - 1]);
            }
        }
        return history;
    }

    /// <summary>While offset ≠ last: chunk by chunk, as sums are formed; without sums there is one chunk.</summary>
    private void Loop(LineValues values)
    {
        var entry = new Dictionary<LoopNode, LocalBuilder[]>(values.History!);
        if (Sums.Length == 0)
        {
            Set(_limit, _last, 0);
            Chunk(values, entry);
        }
        else
            _code.Repeat(() =>
            {
                _code.Set(_limit, EndOfChunk());
                Chunk(values, entry);
                _code.If(Test.IsNotZero(_offset & (ChunkBytes - 1)).Opposite, () =>
                {
                    EndChunk(_offset, -1);
                    BeginChunk();
                });
            }, _offset < _last);
    }

    /// <summary>While offset &lt; limit</summary>
    private void Chunk(LineValues values, Dictionary<LoopNode, LocalBuilder[]> entry) => _code.Repeat(() =>
    {
        for (var register = 0; register < Unrolled; register++) Register(values, register);
        GoOn(values, entry);
        Set(_offset, _offset, Unrolled * RegisterSize);
    }, _offset < _limit);

    /// <summary>min(first multiple of a chunk behind offset, last)</summary>
    private Number EndOfChunk() => Number.Min((_offset + ChunkBytes) & -ChunkBytes, _last);

    /// <summary>Everything is formed before anything is written: a result may take the place of what another is formed of.</summary>
    private void Register(LineValues values, int register)
    {
        values.Form(_graph.Order, register * RegisterSize);
        var written = Enumerable.Range(0, _stores.Length).Where(root => !_stage.Roots[root].IsSum).ToArray();
        foreach (var root in Enumerable.Range(0, _stores.Length).Except(written))
            Put(root, register, () => values.Result(_stores[root], register * RegisterSize));
        if (written.Length == 1) Put(written[0], register, () => values.Result(_stores[written[0]], register * RegisterSize));
        else
            foreach (var (root, result) in written.Select(root => (root, Held(values, root, register))).ToArray())
                Put(root, register, () => _code.Push(result));
        values.Remember();
    }

    private LocalBuilder Held(LineValues values, int root, int register)
    {
        values.Result(_stores[root], register * RegisterSize);
        var result = _vector.Local();
        _code.Pop(result);
        return result;
    }

    /// <summary>The registers before the next turn are those of this one.</summary>
    private void GoOn(LineValues values, Dictionary<LoopNode, LocalBuilder[]> entry)
    {
        foreach (var (leader, registers) in entry)
        {
            var now = values.History![leader];
            for (var i = registers.Length - 1; i >= 0; i--)
            {
                if (now[i] == registers[i]) continue;
                _code.Set(registers[i], now[i]);
            }
            values.History[leader] = registers;
        }
    }

    private void FromPrepared(int group)
    {
        if (group == 1) Set(_offset, _last, 0);
        for (var register = 0; register < RegistersOfGroup; register++)
            for (var root = 0; root < _stores.Length; root++)
                Put(root, register, () =>
                {
                    _code.Push(Prepared((root * SlotLength) + (group * Group) + (register * _vector.Count)));
                    _vector.Load();
                });
    }

    /// <summary>A root's register to where it belongs: into memory, or to the running sums.</summary>
    private void Put(int root, int register, Action result)
    {
        if (_stage.Roots[root].IsSum)
        {
            Add(Array.IndexOf(Sums, root), register, result);
            return;
        }
        _code.Push(_bases[_stores[root].Buffer] + _offset.AsAddress() + ((Number)(long)(register * RegisterSize)).AsAddress());
        result();
        _vector.Store();
    }

    private void Add(int sum, int register, Action term)
    {
        if (HasSumsInRegisters)
        {
            _code.Push(_sums[sum, register]);
            term();
            _vector.Apply(Elementwise.Add, null);
            _code.Pop(_sums[sum, register]);
            return;
        }
        _code.Push(Strand(sum, register));
        _code.Twice();
        _vector.Load();
        term();
        _vector.Apply(Elementwise.Add, null);
        _vector.Store();
    }

    /// <summary>The address of the strands that a register's elements go to: of element i those from i mod 16.</summary>
    private Number Strand(int sum, int register) =>
        _strands[sum] + ((_offset + (long)(register * RegisterSize)) & ((Group * Size) - 1L)).AsAddress();

    /// <summary>−0 in every strand: −0 + x is x, −0 itself included.</summary>
    private void BeginChunk()
    {
        for (var sum = 0; sum < Sums.Length; sum++)
            for (var register = 0; register < RegistersOfGroup; register++)
            {
                if (!HasSumsInRegisters) _code.Push(FixedStrand(sum, register));
                _vector.Constant(-0.0);
                if (HasSumsInRegisters) _code.Pop(_sums[sum, register] ??= _vector.Local());
                else _vector.Store();
            }
    }

    private Number FixedStrand(int sum, int register) => _strands[sum] + (register * RegisterSize);

    /// <summary>The strands of each sum folded into the number of their chunk: that which an offset lies in, or one before it.</summary>
    private void EndChunk(LocalBuilder offset, int before)
    {
        var chunks = LineSums.Chunks(_count);
        for (var sum = 0; sum < Sums.Length; sum++)
        {
            for (var register = 0; register < _sums.GetLength(1); register++)
            {
                _code.Push(FixedStrand(sum, register));
                _code.Push(_sums[sum, register]);
                _vector.Store();
            }
            var chunk = (offset >> BitOperations.Log2((ulong)ChunkBytes)) + ((long)(sum * chunks) + before);
            FoldStrands(_strands[sum], Number.Argument(4) + (chunk * (long)Size).AsAddress());
        }
    }

    /// <summary>
    /// The strands of a chunk in halves, in their memory. It is written out, since across a call of a method what is in vector registers
    /// goes to the stack, in each turn of the loop, and the stack is not aligned: a line of 1000 elements then takes up to twice as long.
    /// </summary>
    private void FoldStrands(Number strands, Number target)
    {
        Number Strand(int strand) => strands + ((Number)(strand * Size)).AsAddress();
        void Load(int strand)
        {
            _code.Push(Strand(strand));
            _one.Load();
        }
        for (var half = Summation.Strands / 2; half >= 1; half /= 2)
            for (var strand = 0; strand < half; strand++)
            {
                _code.Push(Strand(strand));
                Load(strand);
                Load(strand + half);
                _one.Apply(Elementwise.Add, null);
                _one.Store();
            }
        _code.Push(target);
        Load(0);
        _one.Store();
    }
}

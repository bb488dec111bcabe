using System.Diagnostics.CodeAnalysis;
using System.Reflection.Emit;

namespace FuncGrad;

/// <summary>Writes the code that forms numbers at a place of a line: at the byte offset in a local, some bytes further on.</summary>
/// <param name="emitter">One register, or one number.</param>
/// <param name="bases">The address of each buffer.</param>
/// <param name="axis">The axis along which the line runs.</param>
/// <param name="offset">The place.</param>
[RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
internal sealed class LineValues(VectorEmitter emitter, IReadOnlyDictionary<int, LocalBuilder> bases, int axis, LocalBuilder offset)
{
    private readonly Dictionary<LoopNode, LocalBuilder> _fixed = [];
    private readonly Dictionary<LoopNode, LocalBuilder> _formed = [];

    /// <summary>
    /// Where numbers before the place are: for each leader the registers before its current one, nearest first. Null: everything is formed
    /// from memory.
    /// </summary>
    public Dictionary<LoopNode, LocalBuilder[]>? History { get; set; }

    public LineGraph? Graph { get; set; }

    private readonly Code _code = new(emitter.IL);

    /// <summary>What is the same all along the line, and no constant, is formed before it.</summary>
    public void FormFixed(LineGraph graph, IEnumerable<LoopNode> order)
    {
        foreach (var node in order.Where(node => graph.IsFixed(node) && (node.Buffer >= 0 || node.Operation is not null)))
        {
            Emit(node, 0);
            _code.Pop(_fixed[node] = emitter.Local());
        }
    }

    /// <summary>Forms what several places need, so many bytes behind the offset.</summary>
    public void Form(IEnumerable<LoopNode> order, long bytes)
    {
        _formed.Clear();
        foreach (var node in order)
        {
            if (_fixed.ContainsKey(node) || (node.Operation is null && node.Buffer < 0)) continue;
            if (node.Uses < 2 && History?.ContainsKey(node) != true) continue;
            Emit(node, bytes);
            _code.Pop(_formed[node] = emitter.Local());
        }
    }

    /// <summary>The registers of the leaders become those before the next.</summary>
    public void Remember()
    {
        foreach (var (leader, before) in History!) History[leader] = [_formed[leader], .. before[..^1]];
    }

    /// <summary>Puts on the stack what a root writes: where there is a mask, the old number where it is not set.</summary>
    public void Result(LoopStore store, long bytes)
    {
        if (store.Mask is not null)
        {
            Emit(store.Mask, bytes);
            emitter.IsNotZero();
        }
        Emit(store.Value, bytes);
        if (store.Mask is null) return;
        Emit(store.Old!, bytes);
        emitter.Select();
    }

    /// <summary>Puts a number on the stack.</summary>
    public void Emit(LoopNode node, long bytes)
    {
        if (_fixed.TryGetValue(node, out var local) || _formed.TryGetValue(node, out local)) _code.Push(local);
        else if (FollowerOf(node) is { } follower)
        {
            Follow(follower);
            if (follower.IsOpposite) emitter.Apply(Elementwise.Negate, null);
        }
        else if (node.Buffer >= 0) Load(node, bytes);
        else if (node.Operation is null) emitter.Constant(node.Constant);
        else new NodeCode(emitter, operand => Emit(operand, bytes), operand => EmitWithoutSign(operand, bytes)).Write(node);
    }

    private bool EmitWithoutSign(LoopNode node, long bytes)
    {
        var follower = FollowerOf(node);
        var isOpposite = follower?.IsOpposite ?? node.Operation == Elementwise.Negate;
        if (follower is { IsOpposite: true }) Follow(follower);
        else Emit(isOpposite ? node.Operands[0] : node, bytes);
        return isOpposite;
    }

    private Follower? FollowerOf(LoopNode node) => History is null ? null : Graph!.FollowerOf(node);

    private void Follow(Follower follower)
    {
        var (registers, rest) = Math.DivRem(follower.Distance, emitter.Count);
        var before = History![follower.Leader];
        if (rest == 0) _code.Push(before[registers - 1]);
        else
            Neighbours.Between(emitter, before[registers], registers == 0 ? _formed[follower.Leader]
                : before[registers - 1], emitter.Count - rest);
    }

    private void Load(LoopNode load, long bytes)
    {
        var moves = load.Strides.Length > 0 && load.Strides[axis] != 0;
        Number place = bases[load.Buffer];
        if (moves) place += offset.AsAddress();
        _code.Push(place + ((Number)((load.Offset * emitter.ElementSize) + (moves ? bytes : 0))).AsAddress());
        if (moves || emitter.IsScalar) emitter.Load();
        else emitter.LoadSingle();
    }
}

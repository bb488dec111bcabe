using System.Reflection.Emit;

namespace FuncGrad;

/// <content>From a state to the next: without copies that the just-in-time compiler would keep beside the state.</content>
internal sealed partial class ScalarBody
{
    /// <summary>
    /// Values that are computed straight into the register of the state that they become, since nothing reads that state after them.
    /// </summary>
    private readonly Dictionary<int, int> _homes = [];

    private bool IsInMemory(int state, int copy) =>
        _rounds is not null || _pressure?.IsInMemory(_program.Position(_program.Recurrence.State[state]), copy) == true;

    private bool IsComputedOnItsOwn(int position) =>
        _program.Values[position] is { IsPerStep: true, IsUniform: false } value && _uses[position] > 1
            && value.Node.Primitive.Family != Family.Leaf;

    private void FindHomes()
    {
        if (_rounds is not null || _program.Continues >= 0) return;
        for (var s = 0; s < _program.Next.Count; s++)
        {
            var (next, state) = (_program.Next[s], _program.Position(_program.Recurrence.State[s]));
            if (!IsComputedOnItsOwn(next) || _program.Next.Count(other => other == next) > 1 || _pressure?.IsInMemory(state) == true)
                continue;
            var later = Enumerable.Range(next + 1, _uses.Length - next - 1).Where(IsComputedOnItsOwn)
                .SelectMany(position => _program.Values[position].Operands.Select(operand => (position, operand)))
                .Select(pair => Signless(pair.position, pair.operand));
            if (!later.Concat(_program.Next).Concat(_program.Observed).Any(root => Reads(root, state))) _homes[next] = s;
        }
    }

    /// <summary>Whether a value reads a state where it is written, if that is no place of its own.</summary>
    private bool Reads(int position, int state) =>
        position == state || (!IsComputedOnItsOwn(position) && _program.Values[position] is { IsPerStep: true, IsUniform: false } value
            && value.Operands.Any(operand => Reads(Signless(position, operand), state)));

    /// <summary>The operand that is read: of a fused product with a sign, what the sign belongs to.</summary>
    private int Signless(int position, int operand) =>
        _program.Values[position].Node.Primitive == Elementwise.FusedMultiplyAdd ? WithoutSign(operand).Position : operand;

    /// <summary>
    /// Every next state goes straight to its place once no other needs the state that was there; where they need each other, one waits in a
    /// register.
    /// </summary>
    private void Commit(int copy)
    {
        var pending = Enumerable.Range(0, _program.Next.Count)
            .Where(s => _program.Values[_program.Next[s]].Node != _program.Recurrence.State[s] && !_homes.ContainsKey(_program.Next[s]))
            .OrderBy(s => IsComputedOnItsOwn(_program.Next[s])).ToList();
        var waiting = new List<(int State, LocalBuilder Next)>();
        while (pending.Count > 0)
        {
            var free = pending.FindIndex(s =>
                !pending.Exists(t => t != s && Reads(_program.Next[t], _program.Position(_program.Recurrence.State[s]))));
            var state = pending[Math.Max(free, 0)];
            pending.Remove(state);
            if (free >= 0)
            {
                Keep(state, copy, () => Next(state, copy));
                continue;
            }
            Next(state, copy);
            var next = _lanes.Local();
            _code.Pop(next);
            waiting.Add((state, next));
        }
        foreach (var (state, next) in waiting) Keep(state, copy, () => _code.Push(next));
    }

    private void Next(int state, int copy)
    {
        if (_continues.Length > 0) _code.Push(_continues[_rounds is null ? copy : 0]);
        Lanes(_program.Next[state], copy);
        if (_continues.Length == 0) return;
        Lanes(_program.Position(_program.Recurrence.State[state]), copy);
        _lanes.Select();
    }

    private void Keep(int state, int copy, Action value)
    {
        if (IsInMemory(state, copy)) _code.Push(Address(_layout.State(state), copy));
        value();
        if (IsInMemory(state, copy)) _lanes.Store();
        else _code.Pop(State(state, copy));
    }
}

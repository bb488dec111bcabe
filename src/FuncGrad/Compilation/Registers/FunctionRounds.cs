namespace FuncGrad;

/// <summary>One pass over a pack of lanes, and the functions that are called after it.</summary>
/// <param name="Computed">What is computed in the pass and no earlier, in order.</param>
/// <param name="Calls">Functions whose operands the pass has written.</param>
internal sealed record FunctionRound(IReadOnlyList<int> Computed, IReadOnlyList<FunctionCall> Calls);

/// <summary>
/// A function of several values, computed by one call: their operands lie in rows one behind the other, and the results take the place of
/// the first operands.
/// </summary>
/// <param name="Function">Such as exp.</param>
/// <param name="Values">The values that the call computes.</param>
/// <param name="Rows">For each operand the row of the first value.</param>
internal sealed record FunctionCall(Primitive Function, IReadOnlyList<int> Values, IReadOnlyList<int> Rows);

/// <summary>
/// The order in which a body with functions of <see cref="VectorMath"/> is computed: what functions of the state need, then these
/// functions, each for all lanes of a pack by one call from memory to memory; what functions of their results need, and so on; at last the
/// next state. A register passed to a function by value would go over the stack, see <see cref="Pointwise"/>, and no register outlives a
/// call, so that the values that a later round needs are kept in rows of memory.
/// </summary>
internal sealed class FunctionRounds
{
    private const int Nowhere = -1;

    private readonly StepProgram _program;
    private readonly int[] _levels;
    private readonly int[] _roundOf;
    private readonly int[] _rowOf;
    private readonly List<FunctionRound> _rounds = [];

    private FunctionRounds(StepProgram program)
    {
        _program = program;
        _levels = new int[program.Values.Count];
        (_roundOf, _rowOf) = (new int[_levels.Length], new int[_levels.Length]);
        Array.Fill(_roundOf, Nowhere);
        Array.Fill(_rowOf, Nowhere);
        for (var i = 0; i < _levels.Length; i++)
            _levels[i] = program.Values[i].Operands.Select(operand => _levels[operand]).DefaultIfEmpty(0).Max()
                + (IsFunction(program.Values[i]) ? 1 : 0);
        for (var round = 0; round <= _levels.Max(); round++) _rounds.Add(Round(round));
    }

    /// <summary>The rounds of a program; null if it has no functions that change from step to step and from lane to lane.</summary>
    public static FunctionRounds? Of(StepProgram program) => program.Values.Any(IsFunction) ? new(program) : null;

    public IReadOnlyList<FunctionRound> Rounds => _rounds;

    /// <summary>How many rows of memory are needed.</summary>
    public int Rows { get; private set; }

    /// <summary>
    /// The values that have a row, with it: functions, and what is computed in one round or once a run and used in another.
    /// </summary>
    public IEnumerable<(int Position, int Row)> Kept => _rowOf.Index().Where(row => row.Item != Nowhere);

    public bool IsKept(int position) => _rowOf[position] != Nowhere;

    private static bool IsFunction(ProgramValue value) =>
        value is { IsPerStep: true, IsUniform: false } && PointwiseFunctions.Has(value.Node.Primitive);

    private FunctionRound Round(int round)
    {
        var functions = Enumerable.Range(0, _levels.Length).Where(i => _levels[i] == round + 1 && IsFunction(_program.Values[i]));
        FunctionCall[] calls = [.. functions.GroupBy(i => _program.Values[i].Node.Primitive).Select(group => Call([.. group]))];
        int[] needed = calls.Length > 0
            ? [.. calls.SelectMany(call => call.Values).SelectMany(i => _program.Values[i].Operands)]
            : [.. _program.Next, .. _program.Observed, .. _program.Continues >= 0 ? [_program.Continues] : Array.Empty<int>()];
        foreach (var position in needed) Need(position, round);
        return new([.. Enumerable.Range(0, _levels.Length).Where(i => _roundOf[i] == round)], calls);
    }

    private FunctionCall Call(int[] values)
    {
        int[] rows = [.. Enumerable.Range(0, values.Length > 0 ? _program.Values[values[0]].Operands.Length : 0)
            .Select(operand => Rows + (operand * values.Length))];
        Rows += rows.Length * values.Length;
        for (var i = 0; i < values.Length; i++) _rowOf[values[i]] = rows[0] + i;
        return new(_program.Values[values[0]].Node.Primitive, values, rows);
    }

    /// <summary>A value is computed in the first round that needs it, and kept if a later one needs it too.</summary>
    private void Need(int position, int round)
    {
        var value = _program.Values[position];
        if (value.IsUniform || value.Node.Primitive.Family == Family.Leaf || _roundOf[position] == round || IsKept(position)) return;
        if (!value.IsPerStep || _roundOf[position] != Nowhere)
        {
            _rowOf[position] = Rows++;
            return;
        }
        _roundOf[position] = round;
        foreach (var operand in value.Operands) Need(operand, round);
    }
}

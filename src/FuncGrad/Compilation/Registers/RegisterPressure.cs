using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FuncGrad;

/// <summary>
/// What of a body without functions stays in the pack's memory because the processor has too few registers: the just-in-time compiler
/// would put some of it on the stack, where registers straddle cache lines, and would write it there twice. First goes what is only read,
/// then the states that are read least; of what goes last, some copies stay where registers are left.
/// </summary>
internal sealed class RegisterPressure
{
    /// <summary>
    /// Registers for values within a step; for these and constants, where not everything finds room; and what must be free beside single
    /// copies.
    /// </summary>
    private const int Temporaries = 4, TemporariesAndConstants = 8, BesideSingles = 11;

    private readonly List<int> _inMemory = [];
    private readonly Dictionary<int, int> _rows = [];
    private readonly int _singles;

    private RegisterPressure(StepProgram program, int copies, int registers)
    {
        var reads = new int[program.Values.Count];
        foreach (var value in program.Values.Where(value => value is { IsPerStep: true, IsUniform: false }))
            foreach (var operand in value.Operands) reads[operand]++;
        var lasting = Enumerable.Range(0, reads.Length)
            .Where(i => reads[i] > 0 && !program.Values[i].IsUniform && (!program.Values[i].IsPerStep || IsState(program, i))).ToList();
        if (lasting.Count * copies <= registers - Temporaries) return;
        foreach (var position in lasting.OrderBy(i => program.Values[i].IsPerStep).ThenBy(i => reads[i]))
        {
            if ((lasting.Count - _inMemory.Count) * copies <= registers - TemporariesAndConstants) break;
            _inMemory.Add(position);
            if (program.Values[position].Node.Primitive.Family != Family.Leaf) _rows[position] = _rows.Count;
        }
        if (IsState(program, _inMemory[^1]))
            _singles = Math.Max(0, registers - BesideSingles - ((lasting.Count - _inMemory.Count) * copies));
    }

    /// <summary>How many vector registers the processor has.</summary>
    public static int RegistersOfProcessor => Avx512F.IsSupported || AdvSimd.IsSupported ? 32 : 16;

    /// <summary>Null if everything stays in registers.</summary>
    public static RegisterPressure? Of(StepProgram program, int width, int copies)
    {
        if (width == 64) return null;
        var pressure = new RegisterPressure(program, copies, RegistersOfProcessor);
        return pressure._inMemory.Count > 0 ? pressure : null;
    }

    /// <summary>What is computed once a run, with the row where it is kept.</summary>
    public IReadOnlyDictionary<int, int> Rows => _rows;

    /// <summary>Whether a copy's lanes stay in memory.</summary>
    public bool IsInMemory(int position, int copy) => _inMemory.Contains(position) && (position != _inMemory[^1] || copy >= _singles);

    /// <summary>Whether some copies' do.</summary>
    public bool IsInMemory(int position) => _inMemory.Contains(position);

    public int? RowOf(int position) => _rows.TryGetValue(position, out var row) ? row : null;

    private static bool IsState(StepProgram program, int position) => program.Recurrence.State.Contains(program.Values[position].Node);
}

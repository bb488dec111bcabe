using static FuncGrad.Structures;

namespace FuncGrad;

/// <summary>
/// What a value reads when it is formed along one line of elements, index after index: for each buffer how far before and behind the
/// element itself. Then the line can be walked in whole groups of <see cref="Group"/> elements, sums formed and states overwritten on the
/// way, see <see cref="LineBody"/>.
/// </summary>
internal sealed class LineReads
{
    /// <summary>Elements of a group: the strands of <see cref="Summation"/>.</summary>
    public const int Group = Summation.Strands;

    /// <summary>Shorter arrays have hardly a group between the first and the last.</summary>
    public const int Shortest = 4 * Group;

    /// <summary>
    /// How far before an element a state may be read that is overwritten on the way: its neighbours are kept in registers.
    /// </summary>
    private const int FarthestBefore = 4;

    private readonly LoopSchedule _schedule;
    private readonly bool _isVector;
    private readonly Dictionary<int, (int Low, int High)> _shifts = [];
    private readonly List<int> _cuts = [];
    private readonly HashSet<(int, int)> _seen = [];

    private LineReads(LoopSchedule schedule, bool isVector) => (_schedule, _isVector) = (schedule, isVector);

    /// <summary>
    /// The reads of a value; null if it is no matter of one line: it calls functions, or elements come from other places than neighbours.
    /// </summary>
    public static LineReads? Of(LoopSchedule schedule, int value, bool isFormed)
    {
        var shape = schedule.Program.Values[value].Node.Shape;
        var reads = new LineReads(schedule, shape.Rank == 1);
        return shape.ElementCount >= Shortest && reads.Follow(value, 0, isFormed) && reads.HasCutsOnlyAtTheEnds(shape.ElementCount) ? reads
            : null;
    }

    /// <summary>The first element of the last group of a line.</summary>
    public static int LastGroup(int count) => (count - 1) / Group * Group;

    /// <summary>Whether other formulas than that of the middle hold only within the first and the last group.</summary>
    public bool HasCutsOnlyAtTheEnds(int count) => _cuts.TrueForAll(cut => cut <= Group || cut >= LastGroup(count));

    /// <summary>Whether the buffer may be overwritten element by element while the line is walked upwards.</summary>
    public bool MayBeOverwritten(int buffer) =>
        !_shifts.TryGetValue(buffer, out var shift) || (shift.Low >= -FarthestBefore && shift.High <= Group);

    private bool Follow(int position, int shift, bool isFormed = false)
    {
        var node = _schedule.Program.Values[position].Node;
        if (!_seen.Add((position, shift)) || node.ConstantValue is { Values.Length: 1 }) return true;
        if (_schedule.IsKept[position] && !isFormed) return Read(position, shift, node.Shape);
        return node.Primitive.Family switch
        {
            Family.Elementwise => !PointwiseFunctions.Has(node.Primitive) && FollowAll(position, shift),
            Family.Structure => FollowMoved(position, shift, node),
            _ => false,
        };
    }

    private bool FollowAll(int position, int shift)
    {
        foreach (var operand in _schedule.Program.Values[position].Operands)
            if (!Follow(operand, shift)) return false;
        return true;
    }

    private bool Read(int position, int shift, Shape shape)
    {
        if (shape.ElementCount == 1) return true;
        var (low, high) = _shifts.GetValueOrDefault(position, (shift, shift));
        _shifts[position] = (Math.Min(low, shift), Math.Max(high, shift));
        return true;
    }

    private bool FollowMoved(int position, int shift, Expr node)
    {
        var operands = _schedule.Program.Values[position].Operands;
        if (node.Primitive == Broadcast)
            return node.Operands[0].Shape.ElementCount == 1
                && (_schedule.IsKept[operands[0]] || node.Operands[0].ConstantValue is not null);
        if (!_isVector) return false;
        if (node.Primitive == Slice) return Follow(operands[0], shift + ((Placement)node.Attribute!).Starts[0]);
        return Origins.AreParts(node.Primitive)
            && Origins.Parts(node).All(part => FollowPart(operands[part.Operand], shift, part.Starts[0]))
            && (node.Primitive != Replace || Follow(operands[0], shift));
    }

    /// <summary>A part that begins at an element of the whole.</summary>
    private bool FollowPart(int part, int shift, int start)
    {
        _cuts.Add(start - shift);
        _cuts.Add(start - shift + _schedule.Program.Values[part].Node.Shape.ElementCount);
        return Follow(part, shift - start);
    }
}

using static FuncGrad.Structures;

namespace FuncGrad;

/// <summary>What a stage of a loop program writes for each element of its domain.</summary>
/// <param name="Value">The value computed.</param>
/// <param name="Target">The buffer it is written to.</param>
/// <param name="State">The state it is the next of, or −1: only lanes that continue take it.</param>
/// <param name="IsSum">The target is the sum of all elements.</param>
internal sealed record LoopRoot(int Value, int Target, int State, bool IsSum = false);

/// <summary>How a program of arrays is walked.</summary>
internal enum Walk
{
    /// <summary>Element by element.</summary>
    Elements,

    /// <summary>One lane, along lines where that can be: sums are formed on the way.</summary>
    Lines,

    /// <summary>Many lanes, each element a register of them: sums are formed on the way.</summary>
    Lanes,
}

/// <summary>One pass over the elements of a shape, or one fold, product or choice, reading and writing buffers.</summary>
internal sealed class LoopStage
{
    public required Shape Domain { get; set; }

    /// <summary>Whether the pass goes along one line of elements, see <see cref="LineBody"/>.</summary>
    public bool IsLine => Lines.Count > 0;

    /// <summary>The reads of each root of a line.</summary>
    public List<LineReads> Lines { get; } = [];

    /// <summary>Memory that the code of a line needs beside the buffers.</summary>
    public int OwnBytes { get; set; }

    public required bool IsUniform { get; init; }

    public required bool IsPerStep { get; init; }

    public List<LoopRoot> Roots { get; } = [];

    /// <summary>
    /// Whether it consists of regions that are walked one after the other, so that no sum can be formed on the way over many lanes.
    /// </summary>
    public bool HasCuts { get; set; }

    /// <summary>How many values its roots are formed of, each root counted for itself.</summary>
    public int Size { get; set; }

    /// <summary>The value of a fold, product or choice; −1 for a pass of elementwise operations.</summary>
    public int Single { get; init; } = -1;

    /// <summary>Buffers read, each with whether always at the very element that is written.</summary>
    public Dictionary<int, bool> Reads { get; } = [];
}

/// <summary>
/// A program of arrays as few passes over memory: decides which values are kept in buffers and which are computed where they are used, and
/// which passes over the same elements become one.
/// </summary>
internal sealed partial class LoopSchedule
{
    private readonly bool _keepsMovements;
    private readonly Walk _walk;
    private readonly Dictionary<int, int> _stageOf = [];

    /// <param name="program">The values in order of computation.</param>
    /// <param name="keepsMovements">Whether every embedding and joint has a buffer.</param>
    /// <param name="walk">How it will be walked.</param>
    /// <param name="stop">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public LoopSchedule(StepProgram program, bool keepsMovements, Walk walk, CancellationToken stop = default)
    {
        (Program, _keepsMovements, _walk) = (program, keepsMovements, walk);
        (IsKept, _sizes) = (new bool[program.Values.Count], new Size[program.Values.Count]);
        Decide();
        for (var i = 0; i < program.Values.Count; i++)
            if (_walk == Walk.Lines && IsSummedOnTheWay(i) && LineReads.Of(this, program.Values[i].Operands[0], isFormed: false) is null)
                IsKept[program.Values[i].Operands[0]] = true;
        for (var i = 0; i < program.Values.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            if (IsKept[i] && program.Values[i].Node.Primitive.Family != Family.Leaf) Place(i);
        }
        ShadowOf = [.. Enumerable.Repeat(-1, program.Recurrence.State.Count)];
        Roots();
    }

    public StepProgram Program { get; }

    /// <summary>Whether a value has a buffer, which then has the value's number.</summary>
    public bool[] IsKept { get; }

    public List<LoopStage> Stages { get; } = [];

    /// <summary>
    /// For each state the buffer its next value is written to, which then changes places with its own; −1 where it is written in place.
    /// </summary>
    public int[] ShadowOf { get; }

    /// <summary>
    /// How many buffers there are: one per value, then one per observed value, then shadows, one for copies of transposed factors, and one
    /// per stage.
    /// </summary>
    public int BufferCount => ScratchBuffer + 1 + Stages.Count;

    public int ObservedBuffer(int index) => Program.Values.Count + index;

    public int ScratchBuffer => Program.Values.Count + Program.Observed.Count + Program.Recurrence.State.Count;

    /// <summary>Memory that belongs to the code of a line.</summary>
    public int LineBuffer(LoopStage stage) => ScratchBuffer + 1 + Stages.IndexOf(stage);

    /// <summary>The most terms of a sum of a product that one lane forms, alone or for all; 0 without such products.</summary>
    public int LargestInner(int lanes) =>
        Program.Values.Where(value => value.Node.Primitive.Family == Family.Product && (lanes == 1 || value.IsUniform))
            .Select(value => value.Node.Operands[0].Shape[1]).DefaultIfEmpty(0).Max();

    public int ShadowBuffer(int state) => Program.Values.Count + Program.Observed.Count + state;

    private ProgramValue this[int position] => Program.Values[position];

    // ---- which values have buffers ----------------------------------------------------------------------------------

    private void Decide()
    {
        var uses = Uses();
        for (var i = 0; i < IsKept.Length; i++)
        {
            var (value, op) = (this[i], this[i].Node.Primitive);
            if (op.Family is Family.Leaf or Family.Reduction || Origins.AreChosen(op)
                || (op.Family == Family.Product && !IsOuterProduct(value.Node)))
                IsKept[i] = true;
            if (uses[i] > 1 && Emissions.Find(op) is { Cost: Cost.Much }) IsKept[i] = true;
            if (uses[i] > 1 && value.Node.Shape.Rank > 2 && (op == Embed || op == Transpose)) IsKept[i] = true;
            if (_keepsMovements && Origins.AreParts(op)) IsKept[i] = true;
            for (var k = 0; k < value.Operands.Length; k++) KeepOperand(value, value.Operands[k]);
            KeepIfLarge(i);
            if (uses[i] > 1 && IsManyTimesWork(i)) IsKept[i] = true;
        }
        if (Program.Continues >= 0) IsKept[Program.Continues] = true;
    }

    /// <summary>How often each value is read, at its place or moved.</summary>
    private int[] Uses()
    {
        var uses = new int[IsKept.Length];
        for (var i = uses.Length - 1; i >= 0; i--)
            foreach (var operand in this[i].Operands)
                uses[operand] += this[i].Node.Primitive.Family == Family.Structure ? Math.Max(1, uses[i]) : 1;
        return uses;
    }

    /// <summary>
    /// Whether a value of images takes so much that it had better not be formed anew for each window it is seen through: each of these sees
    /// it cut at other places, and cuts within cuts are regions of a few elements.
    /// </summary>
    private bool IsManyTimesWork(int position) =>
        this[position].Node.Shape.Rank > 2 && this[position].Node.Primitive.Family == Family.Elementwise
            && (_sizes[position].Operations >= CheapToRepeat || HasCuts(position, []));

    private void KeepOperand(ProgramValue user, int operand)
    {
        var (op, source) = (user.Node.Primitive, this[operand]);
        var isComputed = source.Node.Primitive.Family == Family.Elementwise;
        if ((op.Family == Family.Reduction && !IsSummedOnTheWay(Program.Position(user.Node))) || Origins.AreChosen(op))
            IsKept[operand] = true;
        if (op.Family == Family.Product && !IsOuterProduct(user.Node) && !IsAddressable(operand)) IsKept[operand] = true;
        if (op == Broadcast || op.Family == Family.Product) KeepComputed(operand);
        if (isComputed && (source.IsPerStep != user.IsPerStep || source.IsUniform != user.IsUniform)) IsKept[operand] = true;
        if (op == Reshape && !IsKept[operand] && View.ReshapeAxes(source.Node.Shape, user.Node.Shape) is null) IsKept[operand] = true;
    }

    /// <summary>What is read once for each row of another is formed before, also where it is read in another shape or order.</summary>
    private void KeepComputed(int position)
    {
        while (!IsKept[position] && this[position].Node.Primitive is var op && (op == Reshape || op == Transpose))
            position = this[position].Operands[0];
        if (this[position].Node.Primitive.Family == Family.Elementwise) IsKept[position] = true;
    }

    /// <summary>Whether a value may be the sum of all elements of an array, added while these are formed.</summary>
    private bool IsSummedOnTheWay(int position)
    {
        var (value, node) = (this[position], this[position].Node);
        if (node.Primitive != Reductions.Sum || node.Shape.ElementCount != 1 || this[value.Operands[0]].IsPerStep != value.IsPerStep)
            return false;
        var count = node.Operands[0].Shape.ElementCount;
        return _walk == Walk.Lines ? LineSums.Has(count)
            : _walk == Walk.Lanes && LaneSums.Has(count) && !value.IsUniform && IsFormedWhole(value.Operands[0]);
    }

    /// <summary>Whether a value is formed by operations on each element, in one region.</summary>
    private bool IsFormedWhole(int position)
    {
        var node = this[position].Node;
        return (node.Primitive.Family == Family.Elementwise || IsOuterProduct(node)) && !this[position].IsUniform && !HasCuts(position, []);
    }

    /// <summary>Whether embeddings or joints are seen on the way to a value, behind what has buffers.</summary>
    private bool HasCuts(int position, HashSet<int> seen)
    {
        if ((IsKept[position] && seen.Count > 0) || !seen.Add(position)) return false;
        var op = this[position].Node.Primitive;
        return Origins.AreParts(op) || Array.Exists(this[position].Operands, operand => HasCuts(operand, seen));
    }

    /// <summary>A product over one index is a pass like any other: each element is the product of two numbers.</summary>
    public static bool IsOuterProduct(Expr node) => node.Primitive.Family == Family.Product && node.Operands[0].Shape[1] == 1;

    /// <summary>Whether a product can read the operand where it is: a buffer, seen through transpositions or as a matrix.</summary>
    private bool IsAddressable(int position)
    {
        while (!IsKept[position])
        {
            var (op, operand) = (this[position].Node.Primitive, this[position].Operands[0]);
            if (op == Reshape && IsKept[operand]) return true;
            if (op != Transpose) return false;
            position = operand;
        }
        return true;
    }
}

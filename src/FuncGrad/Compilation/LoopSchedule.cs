using static FuncGrad.Structures;

namespace FuncGrad;

/// <summary>What a stage of a loop program writes for each element of its domain.</summary>
/// <param name="Value">The value computed.</param>
/// <param name="Target">The buffer it is written to.</param>
/// <param name="State">The state it is the next of, or −1: only lanes that continue take it.</param>
internal sealed record LoopRoot(int Value, int Target, int State);

/// <summary>One pass over the elements of a shape, or one fold, product or choice, reading and writing buffers.</summary>
internal sealed class LoopStage
{
    public required Shape Domain { get; init; }

    public required bool IsUniform { get; init; }

    public required bool IsPerStep { get; init; }

    public List<LoopRoot> Roots { get; } = [];

    /// <summary>The value of a fold, product or choice; −1 for a pass of elementwise operations.</summary>
    public int Single { get; init; } = -1;

    /// <summary>Buffers read, each with whether always at the very element that is written.</summary>
    public Dictionary<int, bool> Reads { get; } = [];
}

/// <summary>
/// A program of arrays as few passes over memory: decides which values are kept in buffers and which are computed where they are used, and which
/// passes over the same elements become one.
/// </summary>
internal sealed class LoopSchedule
{
    private readonly bool _keepsMovements;
    private readonly Dictionary<int, int> _stageOf = [];

    public LoopSchedule(StepProgram program, bool keepsMovements)
    {
        (Program, _keepsMovements) = (program, keepsMovements);
        IsKept = new bool[program.Values.Count];
        Decide();
        for (var i = 0; i < program.Values.Count; i++)
            if (IsKept[i] && program.Values[i].Node.Primitive.Family != Family.Leaf) Place(i);
        ShadowOf = [.. Enumerable.Repeat(-1, program.Recurrence.State.Count)];
        Roots();
    }

    public StepProgram Program { get; }

    /// <summary>Whether a value has a buffer, which then has the value's number.</summary>
    public bool[] IsKept { get; }

    public List<LoopStage> Stages { get; } = [];

    /// <summary>For each state the buffer its next value is written to, which then changes places with its own; −1 where it is written in place.</summary>
    public int[] ShadowOf { get; }

    /// <summary>How many buffers there are: one per value, then one per observed value, then shadows, then one for copies of transposed factors.</summary>
    public int BufferCount => Program.Values.Count + Program.Observed.Count + Program.Recurrence.State.Count + 1;

    public int ObservedBuffer(int index) => Program.Values.Count + index;

    public int ScratchBuffer => BufferCount - 1;

    /// <summary>The most elements of a right factor.</summary>
    public int LargestRightFactor => Program.Values.Where(value => value.Node.Primitive.Family == Family.Product).Select(value => value.Node.Operands[1].Shape.ElementCount).DefaultIfEmpty(0).Max();

    public int ShadowBuffer(int state) => Program.Values.Count + Program.Observed.Count + state;

    private ProgramValue this[int position] => Program.Values[position];

    // ---- which values have buffers ----------------------------------------------------------------------------------

    private void Decide()
    {
        var uses = new int[IsKept.Length];
        foreach (var value in Program.Values)
            foreach (var operand in value.Operands) uses[operand]++;
        for (var i = 0; i < IsKept.Length; i++)
        {
            var (value, op) = (this[i], this[i].Node.Primitive);
            if (op.Family is Family.Leaf or Family.Reduction || op == Gather || op == Scatter || (op.Family == Family.Product && !IsOuterProduct(value.Node))) IsKept[i] = true;
            if (op.Family == Family.Elementwise && uses[i] > 1 && IsExpensive(op)) IsKept[i] = true;
            if (_keepsMovements && (op == Embed || op == Replace || op == Concatenate)) IsKept[i] = true;
            for (var k = 0; k < value.Operands.Length; k++) KeepOperand(value, value.Operands[k]);
        }
        if (Program.Continues >= 0) IsKept[Program.Continues] = true;
    }

    private void KeepOperand(ProgramValue user, int operand)
    {
        var (op, source) = (user.Node.Primitive, this[operand]);
        var isComputed = source.Node.Primitive.Family == Family.Elementwise;
        if (op.Family == Family.Reduction || op == Gather || op == Scatter) IsKept[operand] = true;
        if (op.Family == Family.Product && !IsOuterProduct(user.Node) && !IsAddressable(operand)) IsKept[operand] = true;
        if (isComputed && (op == Broadcast || op.Family == Family.Product)) IsKept[operand] = true;
        if (isComputed && (source.IsPerStep != user.IsPerStep || source.IsUniform != user.IsUniform)) IsKept[operand] = true;
        if (op == Reshape && !IsKept[operand] && View.ReshapeAxes(source.Node.Shape, user.Node.Shape) is null) IsKept[operand] = true;
    }

    /// <summary>A product over one index is a pass like any other: each element is the product of two numbers.</summary>
    public static bool IsOuterProduct(Expr node) => node.Primitive.Family == Family.Product && node.Operands[0].Shape[1] == 1;

    private static bool IsExpensive(Primitive op) => op.InDouble is not null && op != Elementwise.Add && op != Elementwise.Subtract && op != Elementwise.Multiply
        && op != Elementwise.Negate && op != Elementwise.FusedMultiplyAdd && op != Elementwise.Where && op != Elementwise.StopGradient;

    /// <summary>Whether a product can read the operand where it is: a buffer, seen through movements that only change strides.</summary>
    private bool IsAddressable(int position)
    {
        while (!IsKept[position])
        {
            if (this[position].Node.Primitive != Transpose) return false;
            position = this[position].Operands[0];
        }
        return true;
    }

    // ---- which passes are one ---------------------------------------------------------------------------------------

    private void Place(int position)
    {
        var value = this[position];
        if (value.Node.Primitive.Family == Family.Elementwise || Origins.Exist(value.Node) || IsOuterProduct(value.Node))
        {
            Fuse(new LoopRoot(position, position, -1), value.IsUniform, value.IsPerStep);
            return;
        }
        var stage = new LoopStage { Domain = value.Node.Shape, IsUniform = value.IsUniform, IsPerStep = value.IsPerStep, Single = position };
        foreach (var operand in value.Operands) Reads(stage, operand);
        _stageOf[position] = Stages.Count;
        Stages.Add(stage);
    }

    private void Reads(LoopStage stage, int position)
    {
        if (IsKept[position]) stage.Reads[position] = false;
        else
            foreach (var operand in this[position].Operands) Reads(stage, operand);
    }

    /// <summary>Joins the earliest pass over the same elements after everything it reads was written; a value of that very pass only at the same element.</summary>
    private int Fuse(LoopRoot root, bool isUniform, bool isPerStep)
    {
        var reads = new Dictionary<int, bool>();
        Collect(root.Value, isIdentity: true, reads, isTop: root.Target == root.Value);
        if (root.State >= 0 && Program.Continues >= 0) reads.TryAdd(Program.Continues, false);
        var earliest = 0;
        foreach (var (buffer, isIdentity) in reads)
            if (_stageOf.TryGetValue(buffer, out var writer)) earliest = Math.Max(earliest, isIdentity ? writer : writer + 1);
        var shape = this[root.Value].Node.Shape;
        var index = Stages.FindIndex(earliest, s => s.Single < 0 && s.Domain.Equals(shape) && s.IsUniform == isUniform && s.IsPerStep == isPerStep);
        if (index < 0)
        {
            index = Stages.Count;
            Stages.Add(new LoopStage { Domain = shape, IsUniform = isUniform, IsPerStep = isPerStep });
        }
        var stage = Stages[index];
        stage.Roots.Add(root);
        foreach (var (buffer, isIdentity) in reads) stage.Reads[buffer] = isIdentity && stage.Reads.GetValueOrDefault(buffer, true);
        if (root.State < 0 && root.Target < IsKept.Length) _stageOf[root.Target] = index;
        return index;
    }

    private void Collect(int position, bool isIdentity, Dictionary<int, bool> reads, bool isTop = false)
    {
        if (IsKept[position] && !isTop)
        {
            reads[position] = isIdentity && reads.GetValueOrDefault(position, true);
            return;
        }
        var moves = this[position].Node.Primitive.Family is Family.Structure or Family.Product;
        foreach (var operand in this[position].Operands) Collect(operand, isIdentity && !moves, reads);
    }

    // ---- results ----------------------------------------------------------------------------------------------------

    private void Roots()
    {
        for (var o = 0; o < Program.Observed.Count; o++) Fuse(new LoopRoot(Program.Observed[o], ObservedBuffer(o), -1), isUniform: false, isPerStep: true);
        var stageOfNext = new int[Program.Next.Count];
        for (var s = 0; s < Program.Next.Count; s++)
            if (this[Program.Next[s]].Node != Program.Recurrence.State[s])
            {
                ShadowOf[s] = ShadowBuffer(s);
                stageOfNext[s] = Fuse(new LoopRoot(Program.Next[s], ShadowBuffer(s), s), isUniform: false, isPerStep: true);
            }
        for (var s = 0; s < Program.Next.Count; s++)
            if (ShadowOf[s] >= 0 && MayWriteInPlace(Program.Position(Program.Recurrence.State[s]), stageOfNext[s])) WriteInPlace(s, Stages[stageOfNext[s]]);
    }

    /// <summary>A state may be overwritten if nothing reads it later, and the pass that overwrites it reads it only at the same element.</summary>
    private bool MayWriteInPlace(int state, int stage)
    {
        for (var i = stage; i < Stages.Count; i++)
            if (Stages[i].Reads.TryGetValue(state, out var isIdentity) && (i > stage || !isIdentity)) return false;
        return true;
    }

    private void WriteInPlace(int state, LoopStage stage)
    {
        var i = stage.Roots.FindIndex(root => root.State == state);
        stage.Roots[i] = stage.Roots[i] with { Target = Program.Position(Program.Recurrence.State[state]) };
        ShadowOf[state] = -1;
    }
}

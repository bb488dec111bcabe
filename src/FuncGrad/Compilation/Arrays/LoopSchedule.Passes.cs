namespace FuncGrad;

/// <content>The passes, and which values are formed in the same.</content>
internal sealed partial class LoopSchedule
{
    // ---- which passes are one ---------------------------------------------------------------------------------------

    private void Place(int position)
    {
        var value = this[position];
        if (IsSummedOnTheWay(position))
        {
            Fuse(new LoopRoot(value.Operands[0], position, -1, IsSum: true), value.IsUniform, value.IsPerStep);
            return;
        }
        if (value.Node.Primitive.Family == Family.Elementwise || Origins.Exist(value.Node) || IsOuterProduct(value.Node))
        {
            Fuse(new LoopRoot(position, position, -1), value.IsUniform, value.IsPerStep);
            return;
        }
        var stage = new LoopStage
        {
            Domain = value.Node.Shape,
            IsUniform = value.IsUniform,
            IsPerStep = value.IsPerStep,
            Single = position,
        };
        var seen = new HashSet<int>();
        foreach (var operand in value.Operands) Reads(stage, operand, seen);
        _stageOf[position] = Stages.Count;
        Stages.Add(stage);
    }

    private void Reads(LoopStage stage, int position, HashSet<int> seen)
    {
        if (!seen.Add(position)) return;
        if (IsKept[position]) stage.Reads[position] = false;
        else
            foreach (var operand in this[position].Operands) Reads(stage, operand, seen);
    }

    /// <summary>
    /// Joins the earliest pass over the same elements after everything it reads was written; a value of that very pass only at the same
    /// element.
    /// </summary>
    private int Fuse(LoopRoot root, bool isUniform, bool isPerStep)
    {
        var (reads, seen) = (new Dictionary<int, bool>(), new Dictionary<int, bool>());
        Collect(root.Value, isIdentity: true, reads, seen, isTop: root.Target == root.Value);
        if (root.State >= 0 && Program.Continues >= 0) reads.TryAdd(Program.Continues, false);
        var earliest = 0;
        foreach (var (buffer, isIdentity) in reads)
            if (_stageOf.TryGetValue(buffer, out var writer)) earliest = Math.Max(earliest, isIdentity ? writer : writer + 1);
        var (shape, line) =
            (this[root.Value].Node.Shape, _walk == Walk.Lines ? LineReads.Of(this, root.Value, isFormed: root.Target == root.Value) : null);
        var hasCuts = _walk == Walk.Lanes && HasCuts(root.Value, []);
        var index = Stages.FindIndex(earliest,
            s => s.Single < 0 && s.IsUniform == isUniform && s.IsPerStep == isPerStep && s.IsLine == line is not null
                && Takes(s, root, shape, line) && s.Size + seen.Count <= LargestPass && !(s.HasCuts && root.IsSum)
                && !(hasCuts && s.Roots.Exists(other => other.IsSum)));
        if (index < 0)
        {
            index = Stages.Count;
            Stages.Add(new LoopStage { Domain = shape, IsUniform = isUniform, IsPerStep = isPerStep });
        }
        var stage = Stages[index];
        stage.Roots.Add(root);
        stage.Size += seen.Count;
        stage.HasCuts |= hasCuts;
        if (line is not null) stage.Lines.Add(line);
        if (shape.ElementCount > stage.Domain.ElementCount) stage.Domain = shape;
        foreach (var (buffer, isIdentity) in reads) stage.Reads[buffer] = isIdentity && stage.Reads.GetValueOrDefault(buffer, true);
        if (root.State < 0 && root.Target < IsKept.Length) _stageOf[root.Target] = index;
        return index;
    }

    /// <summary>
    /// Whether a root can be formed in a pass: over the same elements, or a sum along a line that differs in length by what fits into its
    /// last group.
    /// </summary>
    private static bool Takes(LoopStage stage, LoopRoot root, Shape shape, LineReads? line)
    {
        if (stage.Domain.Equals(shape)) return true;
        var (shorter, longer) =
            (Math.Min(shape.ElementCount, stage.Domain.ElementCount), Math.Max(shape.ElementCount, stage.Domain.ElementCount));
        return stage.IsLine && stage.Domain.Rank == 1 && shape.Rank == 1 && shorter >= LineReads.LastGroup(longer)
            && (shape.ElementCount == shorter ? root.IsSum : stage.Roots.TrueForAll(other => other.IsSum))
            && stage.Lines.Append(line!).All(each => each.HasCutsOnlyAtTheEnds(longer));
    }

    /// <summary>What a value reads. A value is looked at once, and once more if it is read elsewhere than at the same element.</summary>
    private void Collect(int position, bool isIdentity, Dictionary<int, bool> reads, Dictionary<int, bool> seen, bool isTop = false)
    {
        if (seen.TryGetValue(position, out var wasIdentity) && (isIdentity || !wasIdentity)) return;
        seen[position] = isIdentity;
        if (IsKept[position] && !isTop)
        {
            reads[position] = isIdentity && reads.GetValueOrDefault(position, true);
            return;
        }
        var moves = this[position].Node.Primitive.Family is Family.Structure or Family.Product;
        foreach (var operand in this[position].Operands) Collect(operand, isIdentity && !moves, reads, seen);
    }

    // ---- results ----------------------------------------------------------------------------------------------------

    private void Roots()
    {
        for (var o = 0; o < Program.Observed.Count; o++)
            Fuse(new LoopRoot(Program.Observed[o], ObservedBuffer(o), -1), isUniform: false, isPerStep: true);
        var stageOfNext = new int[Program.Next.Count];
        for (var s = 0; s < Program.Next.Count; s++)
            if (this[Program.Next[s]].Node != Program.Recurrence.State[s])
            {
                ShadowOf[s] = ShadowBuffer(s);
                stageOfNext[s] = Fuse(new LoopRoot(Program.Next[s], ShadowBuffer(s), s), isUniform: false, isPerStep: true);
            }
        for (var s = 0; s < Program.Next.Count; s++)
            if (ShadowOf[s] >= 0 && MayWriteInPlace(Program.Position(Program.Recurrence.State[s]), stageOfNext[s]))
                WriteInPlace(s, Stages[stageOfNext[s]]);
    }

    /// <summary>
    /// A state may be overwritten if nothing reads it later, and the pass that overwrites it reads it only at the same element, or along a
    /// line at neighbours.
    /// </summary>
    private bool MayWriteInPlace(int state, int stage)
    {
        for (var i = stage + 1; i < Stages.Count; i++)
            if (Stages[i].Reads.ContainsKey(state)) return false;
        if (Stages[stage].IsLine) return Stages[stage].Lines.TrueForAll(line => line.MayBeOverwritten(state));
        return !Stages[stage].Reads.TryGetValue(state, out var isIdentity) || isIdentity;
    }

    private void WriteInPlace(int state, LoopStage stage)
    {
        var i = stage.Roots.FindIndex(root => root.State == state);
        stage.Roots[i] = stage.Roots[i] with { Target = Program.Position(Program.Recurrence.State[state]) };
        ShadowOf[state] = -1;
    }
}

namespace FuncGrad;

/// <summary>
/// Where the buffers of a loop program lie: those that are not needed at the same time share memory, so that a pack's work stays near the
/// processor.
/// </summary>
internal sealed class LoopMemory
{
    private readonly Dictionary<long, Stack<long>> _free = [];

    /// <summary>
    /// Bytes before the first buffer and behind the last that may be read: neighbours of the first and the last elements of a line.
    /// </summary>
    private const long Margin = 512;

    private LoopMemory(int buffers) => (Offsets, Size) = (new long[buffers], Margin);

    public long[] Offsets { get; }

    public long Size { get; private set; }

    public static LoopMemory Of(LoopSchedule schedule, int lanes, int numberSize, int parts)
    {
        var (program, memory) = (schedule.Program, new LoopMemory(schedule.BufferCount));
        for (var i = 0; i < program.Values.Count; i++)
            if (schedule.IsKept[i] && (program.Values[i].Node.Primitive.Family == Family.Leaf || !program.Values[i].IsPerStep))
                memory.Place(i, Bytes(i));
        for (var s = 0; s < schedule.ShadowOf.Length; s++)
            if (schedule.ShadowOf[s] >= 0) memory.Place(schedule.ShadowOf[s], Bytes(program.Position(program.Recurrence.State[s])));
        for (var o = 0; o < program.Observed.Count; o++)
            memory.Place(schedule.ObservedBuffer(o),
                Rounded((long)program.Values[program.Observed[o]].Node.Shape.ElementCount * lanes * numberSize));
        foreach (var stage in schedule.Stages.Where(stage => stage.IsLine))
            memory.Place(schedule.LineBuffer(stage), Rounded(stage.OwnBytes));
        memory.Place(schedule.ScratchBuffer, Rounded(schedule.LargestInner(lanes) is > 0 and var inner
            ? parts * DenseScratch.Bytes(inner, numberSize) : 0));
        memory.Temporaries(schedule, Bytes);
        memory.Size += Margin;
        return memory;

        long Bytes(int position) =>
            Rounded((long)program.Values[position].Node.Shape.ElementCount * (program.Values[position].IsUniform ? 1 : lanes) * numberSize);
    }

    /// <summary>Whole groups of a line, which is walked beyond its end.</summary>
    private static long Rounded(long bytes) => Math.Max(128, (bytes + 127) & ~127L);

    private void Temporaries(LoopSchedule schedule, Func<int, long> bytes)
    {
        var last = new Dictionary<int, int>();
        for (var stage = 0; stage < schedule.Stages.Count; stage++)
            foreach (var buffer in schedule.Stages[stage].Reads.Keys) last[buffer] = stage;
        if (schedule.Program.Continues >= 0) last[schedule.Program.Continues] = int.MaxValue;
        for (var stage = 0; stage < schedule.Stages.Count; stage++)
        {
            foreach (var (buffer, end) in last)
                if (end == stage && MayTakePlaceOf(schedule, schedule.Stages[stage], buffer)) Release(Offsets[buffer], bytes(buffer));
            int[] written = schedule.Stages[stage].Single >= 0 ? [schedule.Stages[stage].Single]
                : [.. schedule.Stages[stage].Roots.Where(r => r.Target == r.Value || r.IsSum).Select(r => r.Target)];
            foreach (var buffer in written)
                if (schedule.Program.Values[buffer].IsPerStep) Place(buffer, bytes(buffer));
            foreach (var (buffer, end) in last)
                if (end == stage && IsTemporary(schedule, buffer) && !MayTakePlaceOf(schedule, schedule.Stages[stage], buffer))
                    Release(Offsets[buffer], bytes(buffer));
        }
    }

    private static bool IsTemporary(LoopSchedule schedule, int buffer) =>
        schedule.Program.Values[buffer] is { IsPerStep: true } value && value.Node.Primitive.Family != Family.Leaf;

    /// <summary>A pass may write where it reads a buffer for the last time, if it reads only the very element that it writes.</summary>
    private static bool MayTakePlaceOf(LoopSchedule schedule, LoopStage stage, int buffer) =>
        stage.Single < 0 && IsTemporary(schedule, buffer) && stage.Reads[buffer] && !stage.Roots.Exists(root => root.Target == buffer)
            && schedule.Program.Values[buffer].IsUniform == stage.IsUniform;

    private void Place(int buffer, long bytes)
    {
        if (_free.TryGetValue(bytes, out var free) && free.TryPop(out var offset))
        {
            Offsets[buffer] = offset;
            return;
        }
        Offsets[buffer] = Size;
        Size += bytes;
    }

    private void Release(long offset, long bytes)
    {
        if (!_free.TryGetValue(bytes, out var free)) _free[bytes] = free = new Stack<long>();
        free.Push(offset);
    }
}

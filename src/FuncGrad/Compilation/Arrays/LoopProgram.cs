using System.Diagnostics.CodeAnalysis;


namespace FuncGrad;

/// <summary>What a call of a loop program works in: the buffers of a pack of lanes and the table of their addresses.</summary>
internal sealed unsafe class LoopWorkspace(long bytes, int buffers)
{
    private readonly AlignedMemory _numbers = new(bytes);
    private readonly AlignedMemory _table = new(buffers * 8L);

    /// <summary>The data that the buffers hold; those of the last call need not be copied again.</summary>
    public IReadOnlyList<Tensor>? Shared { get; set; }

    public nint Numbers => _numbers.Start;

    public nint Table => _table.Start;

    public ref nint this[int buffer] => ref ((nint*)Table)[buffer];
}

/// <summary>The stages of one pass of a recurrence on arrays, compiled, for packs of so many lanes.</summary>
[RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
internal sealed class LoopProgram
{
    private const int ParallelElements = 1 << 16, LargeBatch = 1 << 15;
    private readonly StepProgram _program;
    private readonly LoopSchedule _schedule;
    private readonly Precision _precision;
    private readonly int _lanes;
    private readonly LoopMemory _memory;
    private readonly StageCode[] _once;
    private readonly StageCode[] _everyStep;
    private readonly WorkspacePool<LoopWorkspace> _pool;
    private readonly ParallelFor? _parallel;
    private readonly int _parts;
    private readonly CancellationToken _stop;
    private readonly int _iteration;
    private readonly (int State, int Shadow)[] _shadows;
    private readonly (int Input, int Buffer, bool IsUniform)[] _batches;

    public LoopProgram(StepProgram program, CompilationOptions options, int width, int lanes)
    {
        (_program, _precision, _lanes, _parallel, _parts, _stop) =
            (program, options.Precision, lanes, options.Parallel, options.Parts, options.Stop);
        (_schedule, var codes) = Compiled(width);
        _iteration = program.Position(program.Recurrence.Iteration);
        _shadows = [.. program.Recurrence.State.Select((state, s) => (program.Position(state), _schedule.ShadowOf[s]))
            .Where(pair => pair.Item2 >= 0)];
        _batches = [.. program.Recurrence.Batches.Select((batch, i) => (i, program.Position(batch))).Where(pair => pair.Item2 >= 0)
            .Select(pair => (pair.i, pair.Item2, program.Values[pair.Item2].IsUniform))];
        _memory = LoopMemory.Of(_schedule, lanes, NumberSize, _parallel is null ? 1 : _parts);
        _once = [.. codes.Where((_, i) => !_schedule.Stages[i].IsPerStep)];
        _everyStep = [.. codes.Where((_, i) => _schedule.Stages[i].IsPerStep)];
        _pool = new WorkspacePool<LoopWorkspace>(_ => Workspace());
    }

    public int StageCount => _everyStep.Length;

    private int NumberSize => _precision == Precision.Double ? 8 : 4;

    /// <summary>
    /// One trial's arrays are walked along lines where they can. Where a pass would fall into too many pieces, every embedding and joint is
    /// a pass of its own.
    /// </summary>
    private (LoopSchedule, StageCode[]) Compiled(int width)
    {
        foreach (var (walk, keepsMovements) in ((Walk, bool)[])[(_lanes == 1 ? Walk.Lines : Walk.Lanes, false), (Walk.Elements, false)])
            try
            {
                var schedule = new LoopSchedule(_program, keepsMovements, walk, _stop);
                return (schedule, Codes(schedule, width));
            }
            catch (NoLoopException)
            {
            }
        var split = new LoopSchedule(_program, keepsMovements: true, Walk.Elements, _stop);
        return (split, Codes(split, width));
    }

    private StageCode[] Codes(LoopSchedule schedule, int width)
    {
        var singles = LoopWidths.Singles(schedule, _lanes, _precision, width, _parallel, _parts);
        return [.. schedule.Stages.Select(stage =>
        {
            _stop.ThrowIfCancellationRequested();
            return stage.Single >= 0 ? singles(stage) : Pass(schedule, stage, width);
        })];
    }

    private StageCode Pass(LoopSchedule schedule, LoopStage stage, int width)
    {
        if (stage.IsLine)
            return LineStage.Of(schedule, stage, _precision, width, stage.Domain.ElementCount < ParallelElements ? null
                : _parallel, _parts);
        var (code, count) = (LoopBody.Compile(schedule, stage, _lanes, _precision, width), stage.Domain.Rank == 1 ? stage.Domain[0] : 1);
        if (_parallel is null || _lanes > 1 || count < ParallelElements) return buffers => code(buffers, 0, long.MaxValue >> 8);
        var (parallel, parts) = (_parallel, _parts);
        return buffers => parallel(parts, part => code(buffers, Start(part), Start(part + 1)));

        long Start(int part) => part == parts ? count : (count * (long)part / parts) & ~63;
    }

    public int Run(LaneFrame frame, long steps, double[][]? observed)
    {
        var workspace = _pool.Rent(1);
        if (!ReferenceEquals(workspace.Shared, frame.Shared)) Share(workspace, frame.Shared);
        var continuing = 0;
        for (var first = 0; first < frame.Lanes; first += _lanes)
            continuing += Pack(workspace, frame, first, Math.Min(_lanes, frame.Lanes - first), steps, observed);
        _pool.Return(workspace, 1);
        return continuing;
    }

    private int Pack(LoopWorkspace workspace, LaneFrame frame, int first, int lanes, long steps, double[][]? observed)
    {
        var recurrence = _program.Recurrence;
        for (var s = 0; s < frame.State.Length; s++) Enter(recurrence.State[s], frame.State[s]);
        for (var i = 0; i < frame.LaneInputs.Length; i++) Enter(recurrence.LaneInputs[i], frame.LaneInputs[i]);
        foreach (var stage in _once) stage(workspace.Table);
        var continuing = Steps(workspace, frame, first, observed is null ? steps : 1, lanes);
        for (var o = 0; observed is not null && o < observed.Length; o++) Leave(_schedule.ObservedBuffer(o), observed[o]);
        if (_program.Kind == ProgramKind.Observation) return lanes;
        for (var s = 0; s < frame.State.Length; s++) Leave(_program.Position(recurrence.State[s]), frame.State[s]);
        return continuing;

        void Enter(Expr symbol, double[] values)
        {
            if (_program.Position(symbol) is not (>= 0 and var position)) return;
            if (IsShared(frame, values)) InParts(workspace[position], values, PackTransfer.Copy);
            else PackTransfer.Enter(workspace[position], values, frame.Lanes, first, lanes, _lanes, _precision);
        }

        void Leave(int buffer, double[] values)
        {
            if (IsShared(frame, values)) InParts(workspace[buffer], values, PackTransfer.CopyBack);
            else PackTransfer.Leave(workspace[buffer], values, frame.Lanes, first, lanes, _lanes, _precision);
        }
    }

    private bool IsShared(LaneFrame frame, double[] values) =>
        _parallel is not null && frame.Lanes == 1 && values.Length >= ParallelElements;

    /// <summary>A large array by the threads that will work on it, each the part whose elements it will then find in its cache.</summary>
    private void InParts(nint buffer, double[] values, Transfer transfer) => _parallel!(_parts, part =>
    {
        var (start, end) = ((int)LineStage.Start(values.Length, part, _parts), (int)LineStage.Start(values.Length, part + 1, _parts));
        transfer(values.AsSpan(start, end - start), buffer + ((nint)start * NumberSize), _precision);
    });

    private delegate void Transfer(Span<double> numbers, nint place, Precision precision);

    private int Steps(LoopWorkspace workspace, LaneFrame frame, int first, long steps, int lanes)
    {
        var (position, continuing) = (_iteration, lanes);
        for (var step = 0L; step < steps; step++)
        {
            if (position >= 0) PackTransfer.Put(workspace[position], frame.Iteration + step, _precision);
            foreach (var (input, buffer, isUniform) in _batches)
                Take(workspace[buffer], frame, input, frame.Iteration + step, first, lanes, isUniform ? 1 : _lanes);
            foreach (var stage in _everyStep) stage(workspace.Table);
            foreach (var (state, shadow) in _shadows) (workspace[shadow], workspace[state]) = (workspace[state], workspace[shadow]);
            if (_program.Continues < 0) continue;
            continuing = Continuing(workspace, lanes);
            if (continuing == 0 && _program.StopsForGood) break;
        }
        return continuing;
    }

    /// <summary>
    /// The rows of a batch; a large one by the threads that will work on it, since it is further from the processor than all else.
    /// </summary>
    private void Take(nint buffer, LaneFrame frame, int input, long iteration, int first, int lanes, int packLanes)
    {
        var batches = frame.Batches!;
        if (_parallel is null || frame.Lanes > 1 || batches.SharedNumbers(input, iteration) < LargeBatch)
            PackTransfer.Enter(buffer, batches, input, iteration, first, lanes, packLanes, _precision);
        else _parallel(_parts, part => PackTransfer.Enter(buffer, batches, input, iteration, part, _parts, _precision));
    }

    private int Continuing(LoopWorkspace workspace, int lanes)
    {
        var (count, isUniform) = (0, _program.Values[_program.Continues].IsUniform);
        for (var lane = 0; lane < lanes; lane++)
            if (PackTransfer.Get(workspace[_program.Continues] + (isUniform ? 0 : lane * NumberSize), _precision) != 0) count++;
        return count;
    }

    private LoopWorkspace Workspace()
    {
        var workspace = new LoopWorkspace(_memory.Size, _memory.Offsets.Length);
        for (var buffer = 0; buffer < _memory.Offsets.Length; buffer++)
            workspace[buffer] = workspace.Numbers + (nint)_memory.Offsets[buffer];
        for (var i = 0; i < _program.Values.Count; i++)
            if (_program.Values[i].Node.ConstantValue is { } constant) PackTransfer.Copy(constant.Values, workspace[i], _precision);
        return workspace;
    }

    private void Share(LoopWorkspace workspace, IReadOnlyList<Tensor> shared)
    {
        for (var i = 0; i < shared.Count; i++)
            if (_program.Position(_program.Recurrence.SharedInputs[i]) is >= 0 and var position)
                PackTransfer.Copy(shared[i].Values, workspace[position], _precision);
        workspace.Shared = shared;
    }
}

/// <summary>The stages that are generic code, for each width and precision.</summary>
internal static class LoopWidths
{
    /// <summary>Packs of many lanes hold one register per element; with one lane, registers hold neighbouring elements.</summary>
    public static Func<LoopStage, StageCode> Singles(LoopSchedule schedule, int lanes, Precision precision, int width,
        ParallelFor? parallel, int parts) => (precision, width) switch
    {
        (Precision.Double, 512) => new LoopSingles<Lanes512<double>, double>(schedule, lanes, parallel, parts).Of,
        (Precision.Double, 256) => new LoopSingles<Lanes256<double>, double>(schedule, lanes, parallel, parts).Of,
        (Precision.Double, 128) => new LoopSingles<Lanes128<double>, double>(schedule, lanes, parallel, parts).Of,
        (Precision.Double, _) => new LoopSingles<Lane<double>, double>(schedule, lanes, parallel, parts).Of,
        (_, 512) => new LoopSingles<Lanes512<float>, float>(schedule, lanes, parallel, parts).Of,
        (_, 256) => new LoopSingles<Lanes256<float>, float>(schedule, lanes, parallel, parts).Of,
        (_, 128) => new LoopSingles<Lanes128<float>, float>(schedule, lanes, parallel, parts).Of,
        _ => new LoopSingles<Lane<float>, float>(schedule, lanes, parallel, parts).Of,
    };
}

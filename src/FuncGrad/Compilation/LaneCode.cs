namespace FuncGrad;

/// <summary>The machine code of one pass over blocks of lanes, and the way of the numbers from a frame into a block and back.</summary>
internal sealed class LaneCode
{
    private readonly StepProgram _program;
    private readonly Precision _precision;
    private readonly BlockLayout _layout;
    private readonly BlockBody _body;
    private readonly WorkspacePool<AlignedMemory> _pool = new(size => new AlignedMemory(size));

    public LaneCode(StepProgram program, Precision precision, int width, int copies)
    {
        (_program, _precision) = (program, precision);
        var elementSize = precision == Precision.Double ? 8 : 4;
        var recurrence = program.Recurrence;
        var lanes = (width == 64 ? 1 : width / 8 / elementSize) * copies;
        _layout = new BlockLayout(recurrence.State.Count, recurrence.LaneInputs.Count, recurrence.Observed.Count, recurrence.SharedInputs.Count, lanes, elementSize);
        _body = ScalarBody.Compile(program, _layout, precision, width, copies);
    }

    public int Run(LaneFrame frame, long steps, double[][]? observed)
    {
        var memory = _pool.Rent(_layout.Size);
        var (continuing, shared) = (0, 0);
        foreach (var tensor in frame.Shared)
            foreach (var value in tensor.Values) BlockTransfer.Put(memory.Start + _layout.SharedInput(shared++), value, _precision);
        for (var first = 0; first < frame.Lanes; first += _layout.Lanes)
            continuing += Block(memory.Start, frame, first, Math.Min(_layout.Lanes, frame.Lanes - first), steps, observed);
        _pool.Return(memory, _layout.Size);
        return continuing;
    }

    private int Block(nint memory, LaneFrame frame, int first, int lanes, long steps, double[][]? observed)
    {
        Enter(memory, frame.State, frame.Lanes, first, lanes);
        Enter(memory + _layout.LaneInput(0), frame.LaneInputs, frame.Lanes, first, lanes);
        _body(memory, frame.Iteration, steps);
        if (observed is not null) Leave(memory + _layout.Observation(0), observed, frame.Lanes, first, lanes);
        if (_program.Pass == Pass.Observation) return lanes;
        Leave(memory, frame.State, frame.Lanes, first, lanes);
        if (_program.Continues < 0) return lanes;
        var continuing = 0;
        for (var lane = 0; lane < lanes; lane++)
            if (BlockTransfer.Get(memory + _layout.Mask + (lane * _layout.ElementSize), _precision) != 0) continuing++;
        return continuing;
    }

    private void Enter(nint target, double[][] arrays, int frameLanes, int first, int lanes)
    {
        foreach (var array in arrays) target = BlockTransfer.Enter(target, array, frameLanes, first, lanes, _layout.Lanes, _precision);
    }

    private void Leave(nint source, double[][] arrays, int frameLanes, int first, int lanes)
    {
        foreach (var array in arrays) source = BlockTransfer.Leave(source, array, frameLanes, first, lanes, _layout.Lanes, _precision);
    }
}

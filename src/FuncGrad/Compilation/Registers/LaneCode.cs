using System.Diagnostics.CodeAnalysis;

namespace FuncGrad;

/// <summary>The machine code of one pass over packs of lanes, and the way of the numbers from a frame into a pack and back.</summary>
[RequiresDynamicCode(KernelCompiler.WhereNoCodeIsMade)]
internal sealed class LaneCode
{
    private readonly StepProgram _program;
    private readonly Precision _precision;
    private readonly PackLayout _layout;
    private readonly PackBody _body;
    private readonly WorkspacePool<AlignedMemory> _pool = new(size => new AlignedMemory(size));

    public LaneCode(StepProgram program, Precision precision, int width, int copies)
    {
        (_program, _precision) = (program, precision);
        var elementSize = precision == Precision.Double ? 8 : 4;
        var recurrence = program.Recurrence;
        var lanes = (width == 64 ? 1 : width / 8 / elementSize) * copies;
        var rounds = width == 64 ? null : FunctionRounds.Of(program);
        var pressure = rounds is null ? RegisterPressure.Of(program, width, copies) : null;
        _layout = new PackLayout(recurrence.State.Count, recurrence.LaneInputs.Count, rounds?.Rows ?? pressure?.Rows.Count
            ?? 0, recurrence.Observed.Count, recurrence.SharedInputs.Count, lanes, elementSize);
        _body = ScalarBody.Compile(program, rounds, pressure, _layout, precision, width, copies);
    }

    /// <summary>So many updates; of an observation no update, but a row.</summary>
    public int Run(LaneFrame frame, long steps, double[][]? observed)
    {
        var memory = Begin(frame, _layout.Size);
        var continuing = 0;
        for (var first = 0; first < frame.Lanes; first += _layout.Lanes)
        {
            var lanes = Enter(memory.Start, frame, first);
            _body(memory.Start, frame.Iteration, steps, memory.Start + _layout.Observations);
            if (observed is not null) TakeRows(memory.Start, observed, 0, 1, 1, frame.Lanes, first, lanes);
            continuing += Leave(memory.Start, frame, first, lanes);
        }
        _pool.Return(memory, _layout.Size);
        return continuing;
    }

    /// <summary>
    /// Rows of observed values, each followed by one update of this code and by further ones of other code of the same layout.
    /// </summary>
    public int RunRows(LaneFrame frame, int rows, long every, LaneCode? further, double[][] observed)
    {
        var size = Math.Max(_layout.Size, further?._layout.Size ?? 0);
        var memory = Begin(frame, size);
        var continuing = 0;
        for (var first = 0; first < frame.Lanes; first += _layout.Lanes)
        {
            var lanes = Enter(memory.Start, frame, first);
            for (var row = 0; row < rows; row += PackLayout.RowsAtOnce)
            {
                var count = Math.Min(PackLayout.RowsAtOnce, rows - row);
                Rows(memory.Start, frame.Iteration + (row * every), count, every, further);
                TakeRows(memory.Start, observed, row, count, rows, frame.Lanes, first, lanes);
            }
            continuing += Leave(memory.Start, frame, first, lanes);
        }
        _pool.Return(memory, size);
        return continuing;
    }

    private void Rows(nint memory, long iteration, int count, long every, LaneCode? further)
    {
        if (further is null)
        {
            _body(memory, iteration, count, memory + _layout.Observations);
            return;
        }
        for (var row = 0; row < count; row++, iteration += every)
        {
            _body(memory, iteration, 1, memory + _layout.Observations + (row * _layout.RowSize));
            further._body(memory, iteration + 1, every - 1, 0);
        }
    }

    private AlignedMemory Begin(LaneFrame frame, int size)
    {
        var (memory, shared) = (_pool.Rent(size), 0);
        foreach (var tensor in frame.Shared)
            foreach (var value in tensor.Values) PackTransfer.Put(memory.Start + _layout.SharedInput(shared++), value, _precision);
        return memory;
    }

    private int Enter(nint memory, LaneFrame frame, int first)
    {
        var lanes = Math.Min(_layout.Lanes, frame.Lanes - first);
        var target = memory;
        foreach (var array in frame.State)
            target = PackTransfer.Enter(target, array, frame.Lanes, first, lanes, _layout.Lanes, _precision);
        foreach (var array in frame.LaneInputs)
            target = PackTransfer.Enter(target, array, frame.Lanes, first, lanes, _layout.Lanes, _precision);
        return lanes;
    }

    /// <summary>The state back into the frame; how many lanes continue.</summary>
    private int Leave(nint memory, LaneFrame frame, int first, int lanes)
    {
        if (_program.Kind == ProgramKind.Observation) return lanes;
        var source = memory;
        foreach (var array in frame.State)
            source = PackTransfer.Leave(source, array, frame.Lanes, first, lanes, _layout.Lanes, _precision);
        if (_program.Continues < 0) return lanes;
        var continuing = 0;
        for (var lane = 0; lane < lanes; lane++)
            if (PackTransfer.Get(memory + _layout.Mask + (lane * _layout.ElementSize), _precision) != 0) continuing++;
        return continuing;
    }

    /// <summary>Rows that were observed in a pack into their place among all rows and lanes.</summary>
    private void TakeRows(nint memory, double[][] observed, int row, int count, int rows, int frameLanes, int first, int lanes)
    {
        var observation = 0;
        foreach (var array in observed)
        {
            var elements = array.Length / rows / frameLanes;
            if (frameLanes == 1 && _precision == Precision.Double)
            {
                TakeLane(memory + _layout.Observations
                    + _layout.ObservationInRow(observation), array.AsSpan(row * elements, count * elements), elements);
                observation += elements;
                continue;
            }
            for (var r = 0; r < count; r++)
            {
                var source = memory + _layout.Observations + (r * _layout.RowSize) + _layout.ObservationInRow(observation);
                var target = array.AsSpan((row + r) * elements * frameLanes, elements * frameLanes);
                PackTransfer.Leave(source, target, frameLanes, first, lanes, _layout.Lanes, _precision);
            }
            observation += elements;
        }
    }

    /// <summary>The same for a single lane, whose numbers come one by one.</summary>
    private unsafe void TakeLane(nint source, Span<double> rows, int elements)
    {
        var element = _layout.ObservationInRow(1);
        for (var at = 0; at < rows.Length; at += elements, source += _layout.RowSize)
            for (var e = 0; e < elements; e++) rows[at + e] = *(double*)(source + (e * element));
    }
}

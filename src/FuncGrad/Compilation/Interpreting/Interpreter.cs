namespace FuncGrad;

/// <summary>
/// Walks a program instruction by instruction, each for a pack of lanes: nothing to compile, so it is the quickest way to do little.
/// </summary>
internal sealed class Interpreter
{
    private const int PackNumbers = 1 << 15;
    private readonly StepProgram _program;
    private readonly Precision _precision;
    private readonly Place[] _places;
    private readonly Instruction[] _once;
    private readonly Instruction[] _everyStep;
    private readonly int _shared;
    private readonly int _perLane;
    private readonly int _scratch;
    private readonly (int State, int Value, bool Stages)[] _commits;
    private readonly WorkspacePool<double[]> _pool = new(size => new double[size]);

    public Interpreter(StepProgram program, Precision precision)
    {
        (_program, _precision) = (program, precision);
        _shared = program.Cells.Where(r => r.IsUniform).Sum(r => r.Elements);
        (_places, _perLane) = Places(program, _shared);
        _scratch = program.Values.Where(v => v.Node.Primitive.Family == Family.Reduction).Select(v => Reductions.Terms(v.Node).Steps.Length)
            .DefaultIfEmpty(0).Max();
        _commits = [.. Commits(program)];
        var staging = _commits.Where(c => c.Stages).Sum(c => program.Recurrence.State[c.State].Shape.ElementCount);
        StagingOffset = _perLane;
        _perLane += staging;
        var maker = new InstructionMaker(program, _places, precision);
        _once = Instructions(maker, perStep: false);
        _everyStep = Instructions(maker, perStep: true);
    }

    private int StagingOffset { get; }

    /// <summary>
    /// Makes <paramref name="steps"/> updates (0 or 1 where values are observed too). Returns how many lanes continued with the last.
    /// </summary>
    public int Run(LaneFrame frame, long steps, double[][]? observed)
    {
        var packLanes = Math.Clamp(PackNumbers / Math.Max(1, _perLane), 1, Math.Max(1, frame.Lanes));
        var size = _shared + (_perLane * packLanes) + _scratch;
        var workspace = _pool.Rent(size);
        var continuing = 0;
        for (var first = 0; first < frame.Lanes; first += packLanes)
            continuing += Pack(frame, first, Math.Min(packLanes, frame.Lanes - first), steps, workspace, observed);
        _pool.Return(workspace, size);
        return continuing;
    }

    private int Pack(LaneFrame frame, int first, int lanes, long steps, double[] w, double[][]? observed)
    {
        Load(frame, first, lanes, w);
        foreach (var instruction in _once) instruction(w, lanes);
        var iteration = _program.Position(_program.Recurrence.Iteration);
        var continuing = lanes;
        for (var step = 0L; step < Math.Max(steps, observed is null ? 0 : 1); step++)
        {
            if (iteration >= 0) w[Of(iteration, lanes).Start] = _precision.Round(frame.Iteration + step);
            TakeBatches(frame, first, lanes, frame.Iteration + step, w);
            foreach (var instruction in _everyStep) instruction(w, lanes);
            if (observed is not null) Show(frame, first, lanes, w, observed);
            if (_program.Next.Count > 0 || _program.Kind != ProgramKind.Observation) continuing = Commit(w, lanes);
            if (continuing == 0 && _program.StopsForGood) break;
        }
        if (steps > 0) Store(frame, first, lanes, w);
        return continuing;
    }

    private void TakeBatches(LaneFrame frame, int first, int lanes, long iteration, double[] w)
    {
        for (var i = 0; i < _program.Recurrence.Batches.Count; i++)
        {
            if (_program.Position(_program.Recurrence.Batches[i]) is not (>= 0 and var position)) continue;
            var (place, rows) = (Of(position, lanes), new double[_program.Recurrence.Batches[i].Shape.ElementCount]);
            for (var lane = 0; lane < (place.LaneStep == 0 ? 1 : lanes); lane++)
            {
                frame.Batches!.Take(i, first + lane, iteration, _precision, rows);
                for (var e = 0; e < rows.Length; e++) w[place.Start + (e * place.ElementStep) + lane] = rows[e];
            }
        }
    }

    private Strided Of(int value, int lanes) => _places[_program.Values[value].Cell].For(lanes);

    private void Load(LaneFrame frame, int first, int lanes, double[] w)
    {
        var recurrence = _program.Recurrence;
        for (var s = 0; s < recurrence.State.Count; s++) Fill(recurrence.State[s], frame.State[s]);
        for (var i = 0; i < recurrence.LaneInputs.Count; i++) Fill(recurrence.LaneInputs[i], frame.LaneInputs[i]);
        for (var i = 0; i < recurrence.SharedInputs.Count; i++) Copy(_program.Position(recurrence.SharedInputs[i]), frame.Shared[i]);
        for (var i = 0; i < _program.Values.Count; i++)
            if (_program.Values[i].Node.ConstantValue is { } constant) Copy(i, constant);

        void Fill(Expr symbol, double[] values)
        {
            var position = _program.Position(symbol);
            if (position < 0) return;
            for (int e = 0, start = Of(position, lanes).Start; e < symbol.Shape.ElementCount; e++)
                for (var lane = 0; lane < lanes; lane++)
                    w[start + (e * lanes) + lane] = _precision.Round(values[(e * frame.Lanes) + first + lane]);
        }

        void Copy(int position, Tensor values)
        {
            if (position < 0) return;
            for (int e = 0, start = Of(position, lanes).Start; e < values.Values.Length; e++) w[start + e] = _precision.Round(values[e]);
        }
    }

    private void Show(LaneFrame frame, int first, int lanes, double[] w, double[][] observed)
    {
        for (var o = 0; o < observed.Length; o++)
        {
            var (value, s) = (_program.Observed[o], Of(_program.Observed[o], lanes));
            for (var e = 0; e < _program.Values[value].Node.Shape.ElementCount; e++)
                for (var lane = 0; lane < lanes; lane++)
                    observed[o][(e * frame.Lanes) + first + lane] = w[s.Start + (e * s.ElementStep) + (lane * s.LaneStep)];
        }
    }

    /// <summary>State ← next state in the lanes that continue. Values that are another state's own cell are set aside first.</summary>
    private int Commit(double[] w, int lanes)
    {
        var staged = StagingOffset;
        foreach (var (_, value, stages) in _commits)
            if (stages) staged = Write(w, lanes, new Strided(_shared + (staged * lanes), lanes, 1), value, staged, -1);
        staged = StagingOffset;
        foreach (var (state, value, stages) in _commits)
        {
            var target = Of(_program.Position(_program.Recurrence.State[state]), lanes);
            var count = _program.Recurrence.State[state].Shape.ElementCount;
            var source = stages ? new Strided(_shared + (staged * lanes), lanes, 1) : Of(value, lanes);
            if (stages) staged += count;
            Masked(w, lanes, target, source, count, _program.Continues);
        }
        if (_program.Continues < 0) return lanes;
        var continuing = 0;
        var mask = Of(_program.Continues, lanes);
        for (var lane = 0; lane < lanes; lane++)
            if (w[mask.Start + (lane * mask.LaneStep)] != 0) continuing++;
        return continuing;
    }

    private int Write(double[] w, int lanes, Strided target, int value, int offset, int mask)
    {
        var count = _program.Values[value].Node.Shape.ElementCount;
        Masked(w, lanes, target, Of(value, lanes), count, mask);
        return offset + count;
    }

    private void Masked(double[] w, int lanes, Strided target, Strided source, int count, int mask)
    {
        var continues = mask < 0 ? default : Of(mask, lanes);
        for (var e = 0; e < count; e++)
            for (var lane = 0; lane < lanes; lane++)
                if (mask < 0 || w[continues.Start + (lane * continues.LaneStep)] != 0)
                    w[target.Start + (e * target.ElementStep) + lane] =
                        w[source.Start + (e * source.ElementStep) + (lane * source.LaneStep)];
    }

    private void Store(LaneFrame frame, int first, int lanes, double[] w)
    {
        for (var s = 0; s < _program.Recurrence.State.Count; s++)
        {
            var source = Of(_program.Position(_program.Recurrence.State[s]), lanes).Start;
            for (var e = 0; e < _program.Recurrence.State[s].Shape.ElementCount; e++)
                for (var lane = 0; lane < lanes; lane++) frame.State[s][(e * frame.Lanes) + first + lane] = w[source + (e * lanes) + lane];
        }
    }

    private static IEnumerable<(int, int, bool)> Commits(StepProgram program)
    {
        var states = program.Recurrence.State.Select(state => program.Values[program.Position(state)].Cell).ToHashSet();
        for (var s = 0; s < program.Next.Count; s++)
        {
            var (own, cell) =
                (program.Values[program.Position(program.Recurrence.State[s])].Cell, program.Values[program.Next[s]].Cell);
            if (own != cell) yield return (s, program.Next[s], states.Contains(cell));
        }
    }

    private Instruction[] Instructions(InstructionMaker maker, bool perStep) =>
        [.. Enumerable.Range(0, _program.Values.Count).Where(i => _program.Values[i].IsPerStep == perStep).Select(maker.Make)
            .OfType<Instruction>()];

    private static (Place[] Places, int PerLane) Places(StepProgram program, int sharedTotal)
    {
        var places = new Place[program.Cells.Count];
        var (shared, own) = (0, 0);
        for (var r = 0; r < places.Length; r++)
        {
            var cell = program.Cells[r];
            places[r] = new Place(cell.IsUniform ? shared : sharedTotal, own, cell.IsUniform);
            if (cell.IsUniform) shared += cell.Elements;
            else own += cell.Elements;
        }
        return (places, own);
    }
}

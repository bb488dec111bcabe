namespace FuncGrad;

/// <summary>
/// A block of trials on its way: the state of every lane and the figures taken so far. Everything a run needs to go on, bit for bit, is in
/// <see cref="Iteration"/>, <see cref="State"/>, <see cref="Taken"/> and <see cref="IsLate"/>.
/// </summary>
internal sealed class LaneProgress
{
    /// <summary>
    /// Where the figures stand in <see cref="Taken"/>, each with a value per lane: of each window its mean, least and greatest score; and
    /// all elements of two points.
    /// </summary>
    private const int FirstLoss = 0, FirstGradientNorm = 1, FirstWindow = 2,
        HalfPoint = FirstWindow + (LastHalf.Windows * WindowFigures.Columns), ThreeQuarterPoint = HalfPoint + 1;

    private readonly Row _row;
    private LaneFrame _frame;
    private double[]? _start;
    private double[][]? _rows;
    private int _rowCount;

    private LaneProgress(Stage stage, LaneFrame frame, double[][] taken) =>
        (_row, _frame, Observed, Taken) = (stage.Graph.Row, frame, Room(stage, frame.Lanes), taken);

    public int Lanes => _frame.Lanes;

    /// <summary>How many updates were made since step 0.</summary>
    public long Iteration => _frame.Iteration - _row.UpdatesBefore;

    /// <summary>How many lanes continued with the last update.</summary>
    public int Running { get; private set; }

    public double[][] State => _frame.State;

    public double[][] Taken { get; }

    /// <summary>Whether the recurrence of the last half runs, which remembers more.</summary>
    public bool IsLate { get; private set; }

    /// <summary>The observed values at the last observation.</summary>
    public double[][] Observed { get; }

    public static LaneProgress Start(LaneBlock block, Stage stage)
    {
        var state = stage.Begin(block.Start, block.Inputs, block.Lanes, block.Batches, block.Resumed);
        var start = Joined(block.Start);
        double[][] taken = [.. Enumerable.Range(0, HalfPoint).Select(_ => new double[block.Lanes]), start, start];
        return new LaneProgress(stage, Frame(block, stage, state, 0), taken) { Running = block.Lanes, _start = start };
    }

    /// <summary>A run as it was saved.</summary>
    public static LaneProgress Restore(LaneBlock block, Stage stage, SavedProgress saved)
    {
        var states = stage.Graph.Recurrence.State.Count;
        var frame = Frame(block, stage, saved.State[..states], saved.Iteration);
        OutsideGradient.TakeUp(frame, saved.State[states..]);
        return new(stage, frame, saved.Taken) { Running = saved.Running, IsLate = saved.IsLate };
    }

    /// <summary>A copy from which the run goes on as if it had never been saved.</summary>
    public SavedProgress Save(long lastLoggedStep)
    {
        var taken = Array.ConvertAll(Taken, values => (double[])values.Clone());
        return new(Iteration, Running, IsLate, OutsideGradient.Saved(_frame), taken, lastLoggedStep)
        {
            ShareOfNext = OutsideGradient.ShareOf(_frame),
        };
    }

    private static LaneFrame Frame(LaneBlock block, Stage stage, double[][] state, long iteration)
    {
        var names = stage.Graph.InputNames;
        double[][] inputs = [.. names.Select((name, i) => StepGraph.IsSuppliedOnTheWay(name)
            ? new double[stage.Graph.Recurrence.LaneInputs[i].Shape.ElementCount * block.Lanes]
            : block.Inputs[name])];
        return new()
        {
            Lanes = block.Lanes,
            State = state,
            LaneInputs = inputs,
            Supplied = [.. inputs.Where((_, i) => StepGraph.IsSuppliedOnTheWay(names[i]))],
            Shared = stage.Shared,
            Batches = block.Batches,
            Iteration = iteration + stage.Graph.Row.UpdatesBefore,
        };
    }

    /// <summary>
    /// Whether loss and gradient are there for the next update, after so many more values of them at most, which are taken off.
    /// </summary>
    public bool Differentiate(OutsideGradient kernel, ref long values) => kernel.Differentiate(_frame, ref values);

    private static double[][] Room(Stage stage, int lanes) =>
        [.. stage.Graph.Recurrence.Observed.Select(o => new double[o.Shape.ElementCount * lanes])];

    /// <summary>What is remembered from here on, none of which begins with a function.</summary>
    private static IEnumerable<double[]> Initial(StepGraph graph, int from, int lanes) =>
        Enumerable.Range(from, graph.Recurrence.State.Count - from).Select(s =>
        {
            var values = new double[graph.Recurrence.State[s].Shape.ElementCount * lanes];
            Array.Fill(values, graph.InitialState[s - graph.ParameterCount].ConstantValue!.ToDouble());
            return values;
        });

    public void Advance(Stage stage, long steps) => Running = stage.Kernel.Advance(_frame, steps);

    public void ObserveAndAdvance(Stage stage) => Running = stage.Kernel.ObserveAndAdvance(_frame, Observed);

    /// <summary>Rows of a log, each followed by so many updates; the observed values of all rows, valid until the next call.</summary>
    public double[][] ObserveRows(Stage stage, int rows, long every)
    {
        if (_rows is null || _rows.Length != Observed.Length || _rowCount != rows)
            _rows = [.. Observed.Select(values => new double[values.Length * rows])];
        _rowCount = rows;
        Running = stage.Kernel.ObserveRows(_frame, rows, every, _rows);
        return _rows;
    }

    public void Observe(Stage stage)
    {
        stage.Kernel.Observe(_frame, Observed);
        if (_frame.Batches is not null) StoppedLanes.Observe(stage.Kernel, _frame, Observed, _row);
    }

    public void KeepFirst()
    {
        Observed[_row.Loss].CopyTo(Taken[FirstLoss], 0);
        Observed[_row.GradientNorm].CopyTo(Taken[FirstGradientNorm], 0);
    }

    /// <summary>Switches to the recurrence that remembers the last change and what a window comes to.</summary>
    public void EnterLastHalf(Stage early, Stage late)
    {
        if (early != late)
            _frame = new LaneFrame
            {
                Lanes = Lanes,
                State = [.. State, .. Initial(late.Graph, State.Length, Lanes)],
                LaneInputs = _frame.LaneInputs,
                Supplied = _frame.Supplied,
                SuppliedCount = _frame.SuppliedCount,
                Shared = _frame.Shared,
                Batches = _frame.Batches,
                Iteration = _frame.Iteration,
            };
        (IsLate, Taken[HalfPoint]) = (true, Point(late));
        Array.Clear(State[^JudgeMemory.OvershootsFromEnd]);
        ClearWindow(late);
    }

    /// <summary>Takes the figures of a window that ends here, and begins the next.</summary>
    public void TakeWindow(int window, LastHalf half, Stage late)
    {
        var (at, sum) = (FirstWindow + (window * WindowFigures.Columns), State[^JudgeMemory.SumFromEnd]);
        var lack = late.Precision == Precision.Double ? null : State[^JudgeMemory.LackFromEnd];
        for (var lane = 0; lane < Lanes; lane++) Taken[at][lane] = (sum[lane] - (lack?[lane] ?? 0)) / half.Window;
        State[^JudgeMemory.LowFromEnd].CopyTo(Taken[at + 1], 0);
        State[^JudgeMemory.HighFromEnd].CopyTo(Taken[at + 2], 0);
        if (window + 1 == LastHalf.Windows / 2) Taken[ThreeQuarterPoint] = Point(late);
        ClearWindow(late);
    }

    private void ClearWindow(Stage late)
    {
        if (late.Precision != Precision.Double) Array.Clear(State[^JudgeMemory.LackFromEnd]);
        Array.Clear(State[^JudgeMemory.SumFromEnd]);
        Array.Fill(State[^JudgeMemory.LowFromEnd], double.PositiveInfinity);
        Array.Fill(State[^JudgeMemory.HighFromEnd], double.NegativeInfinity);
    }

    /// <summary>Where the runs are now: the parameters, or what the rule reports in their place.</summary>
    private double[] Point(Stage stage)
    {
        if (!stage.Graph.LastPointIsKept) return Joined(State.Take(stage.Graph.ParameterCount));
        Observe(stage);
        return Reported();
    }

    private double[] Reported() => Joined(Observed.Skip(_row.FirstParameter).Take(_row.ParameterCount));

    private static double[] Joined(IEnumerable<double[]> parts) => Flat.Joined([.. parts]);

    /// <summary>Where the runs were, for the look around their ends.</summary>
    public Waypoints Waypoints(LaneBlock block, StepGraph graph)
    {
        var end = Reported();
        var kept = IsLate ? Joined(graph.LastChanges.Select(position => State[position])) : new double[end.Length];
        var lastUpdate = IsLate && graph.LastPointIsKept ? LaneVectors.Difference(end, kept) : kept;
        return new(_start ?? Joined(block.Start), Taken[HalfPoint], Taken[ThreeQuarterPoint], end, lastUpdate);
    }

    /// <summary>How many updates the lane made when last observed: all, or up to where it stopped.</summary>
    public long StepsMade(int lane) => (long)Observed[_row.Step][lane];

    /// <summary>How many updates of the last half overshot.</summary>
    public long Overshoots(int lane) => IsLate ? (long)State[^JudgeMemory.OvershootsFromEnd][lane] : 0;

    /// <summary>All parameter elements of one lane as last observed, end to end.</summary>
    public double[] ParametersAtEnd(int lane)
    {
        var elements = new List<double>();
        for (var o = _row.FirstParameter; o < _row.FirstParameter + _row.ParameterCount; o++)
            for (var at = lane; at < Observed[o].Length; at += Lanes) elements.Add(Observed[o][at]);
        return [.. elements];
    }

    /// <summary>
    /// The parameters of one lane by name, where they were last observed or where they were best, and how many updates led there.
    /// </summary>
    public (IReadOnlyDictionary<string, Tensor> Parameters, long Updates) PointOf(int lane, bool isBest)
    {
        var first = isBest ? _row.FirstBest : _row.FirstParameter;
        var parameters = Enumerable.Range(0, _row.ParameterCount).ToDictionary(
            p => _row.Observables[_row.FirstParameter + p].Name,
            p => Of(lane, Observed[first + p], _row.Observables[first + p].Elements!));
        return (parameters, _row.UpdatesBefore + (isBest ? (long)Observed[_row.KeptStep][lane] : StepsMade(lane)));
    }

    /// <summary>A state of one lane.</summary>
    public Tensor StateOf(int lane, int state, Shape shape) => Of(lane, State[state], shape);

    private Tensor Of(int lane, double[] values, Shape shape)
    {
        var own = new double[shape.ElementCount];
        for (var element = 0; element < own.Length; element++) own[element] = values[(element * Lanes) + lane];
        return Tensor.Own(shape, own);
    }

    /// <summary>The first parameter elements as last observed: a column for each, in which each lane has its place.</summary>
    public void CopyParameters(IReadOnlyList<double[]> columns, int[] places)
    {
        var column = 0;
        for (var o = _row.FirstParameter; o < _row.FirstParameter + _row.ParameterCount; o++)
            for (var at = 0; at < Observed[o].Length && column < columns.Count; at += Lanes, column++)
                for (var lane = 0; lane < Lanes; lane++) columns[column][places[lane]] = Observed[o][at + lane];
    }

    /// <summary>What is told of the ends of trials beside what the judge tells: likewise.</summary>
    public void CopyObserved(IReadOnlyList<double[]> columns, int[] places)
    {
        for (var column = 0; column < columns.Count; column++)
            for (var lane = 0; lane < Lanes; lane++) columns[column][places[lane]] = Observed[_row.AtEnd[column]][lane];
    }

    /// <summary>The loss and the gradient norm at the start.</summary>
    public (double Loss, double GradientNorm) First(int lane) => (Taken[FirstLoss][lane], Taken[FirstGradientNorm][lane]);

    /// <summary>What the windows of the last half came to; after the last was taken.</summary>
    public FourWindows Windows(int lane) => new(Taken, FirstWindow, lane);
}

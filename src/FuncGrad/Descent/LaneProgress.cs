namespace FuncGrad;

/// <summary>
/// A block of trials on its way: the state of every lane and the figures taken so far. Everything a run needs to go on, bit for bit, is in
/// <see cref="Iteration"/>, <see cref="State"/>, <see cref="Taken"/> and <see cref="IsLate"/>.
/// </summary>
internal sealed class LaneProgress
{
    /// <summary>Where the figures stand in <see cref="Taken"/>, each with a value per lane.</summary>
    private const int FirstLoss = 0, FirstGradientNorm = 1, QuarterGradientNorm = 2, QuarterScoreSum = 3, QuarterReversals = 4, MiddleScoreSum = 5, FigureCount = 6;

    private LaneFrame _frame;
    private double[][]? _rows;
    private int _rowCount;

    private LaneProgress(LaneFrame frame, double[][] observed, double[][] taken) => (_frame, Observed, Taken) = (frame, observed, taken);

    public int Lanes => _frame.Lanes;

    public long Iteration => _frame.Iteration;

    /// <summary>How many lanes continued with the last update.</summary>
    public int Running { get; private set; }

    public double[][] State => _frame.State;

    public double[][] Taken { get; }

    /// <summary>Whether the recurrence of the last quarter runs, which remembers more.</summary>
    public bool IsLate { get; private set; }

    /// <summary>The observed values at the last observation.</summary>
    public double[][] Observed { get; }

    public static LaneProgress Start(LaneBlock block, Stage stage, LastQuarter quarter)
    {
        double[][] state = [.. block.Start.Select(values => (double[])values.Clone()), .. Initial(stage.Graph, block.Start.Length, block.Lanes)];
        var progress = new LaneProgress(Frame(block, stage, state, 0), Room(stage, block.Lanes), [.. Enumerable.Range(0, FigureCount).Select(_ => new double[block.Lanes])])
        {
            Running = block.Lanes,
        };
        return progress;
    }

    /// <summary>A run as it was saved.</summary>
    public static LaneProgress Restore(LaneBlock block, Stage stage, SavedProgress saved) =>
        new(Frame(block, stage, saved.State, saved.Iteration), Room(stage, block.Lanes), saved.Taken) { Running = saved.Running, IsLate = saved.IsLate };

    /// <summary>A copy from which the run goes on as if it had never been saved.</summary>
    public SavedProgress Save(long lastLoggedStep) =>
        new(Iteration, Running, IsLate, [.. State.Select(values => (double[])values.Clone())], [.. Taken.Select(values => (double[])values.Clone())], lastLoggedStep);

    private static LaneFrame Frame(LaneBlock block, Stage stage, double[][] state, long iteration) => new()
    {
        Lanes = block.Lanes,
        State = state,
        LaneInputs = [.. stage.Graph.InputNames.Select((name, i) => StepGraph.IsSuppliedOnTheWay(name)
            ? new double[stage.Graph.Recurrence.LaneInputs[i].Shape.ElementCount * block.Lanes]
            : block.Inputs[name])],
        Shared = stage.Shared,
        Iteration = iteration,
    };

    private static double[][] Room(Stage stage, int lanes) => [.. stage.Graph.Recurrence.Observed.Select(o => new double[o.Shape.ElementCount * lanes])];

    private static IEnumerable<double[]> Initial(StepGraph graph, int from, int lanes) =>
        Enumerable.Range(from, graph.Recurrence.State.Count - from).Select(s =>
        {
            var values = new double[graph.Recurrence.State[s].Shape.ElementCount * lanes];
            Array.Fill(values, graph.InitialState[s - graph.ParameterCount]);
            return values;
        });

    public void Advance(Stage stage, long steps) => Running = stage.Kernel.Advance(_frame, steps);

    public void ObserveAndAdvance(Stage stage) => Running = stage.Kernel.ObserveAndAdvance(_frame, Observed);

    /// <summary>Rows of a log, each followed by so many updates; the observed values of all rows, valid until the next call.</summary>
    public double[][] ObserveRows(Stage stage, int rows, long every)
    {
        if (_rows is null || _rows.Length != Observed.Length || _rowCount != rows) _rows = [.. Observed.Select(values => new double[values.Length * rows])];
        _rowCount = rows;
        Running = stage.Kernel.ObserveRows(_frame, rows, every, _rows);
        return _rows;
    }

    public void Observe(Stage stage) => stage.Kernel.Observe(_frame, Observed);

    public void KeepFirst()
    {
        Observed[StepGraph.ObservedLoss].CopyTo(Taken[FirstLoss], 0);
        Observed[StepGraph.ObservedGradientNorm].CopyTo(Taken[FirstGradientNorm], 0);
    }

    /// <summary>Switches to the recurrence that remembers the last change, and takes the figures where its sums begin.</summary>
    public void EnterLastQuarter(Stage early, Stage late)
    {
        Observe(early);
        Observed[StepGraph.ObservedGradientNorm].CopyTo(Taken[QuarterGradientNorm], 0);
        if (early != late)
            _frame = new LaneFrame
            {
                Lanes = Lanes,
                State = [.. State, .. Initial(late.Graph, State.Length, Lanes)],
                LaneInputs = _frame.LaneInputs,
                Shared = _frame.Shared,
                Iteration = Iteration,
            };
        IsLate = true;
        State[^StepGraph.ScoreSumFromEnd].CopyTo(Taken[QuarterScoreSum], 0);
        State[^StepGraph.ReversalsFromEnd].CopyTo(Taken[QuarterReversals], 0);
    }

    public void TakeMiddle(Stage stage)
    {
        if (IsLate) State[^StepGraph.ScoreSumFromEnd].CopyTo(Taken[MiddleScoreSum], 0);
    }

    /// <summary>How many updates the lane made when last observed: all, or up to where it stopped.</summary>
    public long StepsMade(int lane) => (long)Observed[StepGraph.ObservedStepsMade][lane];

    /// <summary>The observed arrays from <paramref name="first"/> on, <paramref name="count"/> of them, of one lane, end to end.</summary>
    public IEnumerable<double> Elements(int first, int count, int lane)
    {
        for (var o = first; o < first + count; o++)
            for (var at = lane; at < Observed[o].Length; at += Lanes) yield return Observed[o][at];
    }

    public Evidence Evidence(LaneBlock block, int lane, Direction direction)
    {
        var sign = direction == Direction.Minimise ? 1 : -1;
        double Judged(int figure) => Observed[StepGraph.ObservedJudge + figure][lane];
        double FromEnd(int position) => IsLate ? State[^position][lane] : 0;
        return new Evidence
        {
            PlannedSteps = block.Steps,
            StepsMade = StepsMade(lane),
            FirstLoss = Taken[FirstLoss][lane],
            LastLoss = Observed[StepGraph.ObservedLoss][lane],
            BestLoss = double.IsPositiveInfinity(Judged(0)) ? Taken[FirstLoss][lane] : sign * Judged(0),
            BestStep = (long)Judged(1),
            FirstGradientNorm = Taken[FirstGradientNorm][lane],
            LastGradientNorm = Observed[StepGraph.ObservedGradientNorm][lane],
            FirstNonFinite = (long)Judged(2),
            FirstLost = (long)Judged(3),
            QuarterGradientNorm = Taken[QuarterGradientNorm][lane],
            EarlierLossSum = sign * (Taken[MiddleScoreSum][lane] - Taken[QuarterScoreSum][lane]),
            LaterLossSum = sign * (FromEnd(StepGraph.ScoreSumFromEnd) - Taken[MiddleScoreSum][lane]),
            Reversals = (long)(FromEnd(StepGraph.ReversalsFromEnd) - Taken[QuarterReversals][lane]),
            StopReasons = [],
            Direction = direction,
            Tolerance = block.Tolerance[lane],
        };
    }
}

/// <summary>A run's progress as it was saved: a value from which it goes on, bit for bit.</summary>
/// <param name="Iteration">How many updates were made.</param>
/// <param name="Running">How many lanes continued with the last.</param>
/// <param name="IsLate">Whether the last quarter had begun.</param>
/// <param name="State">The state of the recurrence.</param>
/// <param name="Taken">The figures taken so far.</param>
/// <param name="LastLoggedStep">The step of the last row of the log, −1 before the first.</param>
internal sealed record SavedProgress(long Iteration, int Running, bool IsLate, double[][] State, double[][] Taken, long LastLoggedStep);

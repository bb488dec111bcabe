namespace FuncGrad;

/// <summary>
/// The rows of a block's log, trial by trial: step, loss, gradient norm, update norm, parameter elements, gradient elements if asked for. Lanes that stopped have
/// rows up to where they stopped.
/// </summary>
internal sealed class LaneLog
{
    private readonly List<double>[] _rows;
    private readonly long[] _lastStep;

    public LaneLog(int lanes)
    {
        _rows = [.. Enumerable.Range(0, lanes).Select(_ => new List<double>())];
        _lastStep = new long[lanes];
        Array.Fill(_lastStep, -1);
    }

    /// <summary>The rows of a lane so far, one after the other; cleared by whoever wrote them out.</summary>
    public List<double> Rows(int lane) => _rows[lane];

    /// <summary>Takes up a log whose rows up to these steps were already written.</summary>
    public void GoOnFrom(int lane, long lastStep) => _lastStep[lane] = lastStep;

    /// <summary>The step of the last row of a lane, −1 before the first.</summary>
    public long LastStep(int lane) => _lastStep[lane];

    /// <summary>A row of what was observed at a step, for the lanes that were still running there.</summary>
    public void Add(LaneProgress progress, long iteration)
    {
        for (var lane = 0; lane < progress.Lanes; lane++)
            if (progress.StepsMade(lane) == iteration) AddRow(progress, lane);
    }

    /// <summary>The last row of every lane, at the state where it ended.</summary>
    public void AddLast(LaneProgress progress)
    {
        for (var lane = 0; lane < progress.Lanes; lane++)
            if (progress.StepsMade(lane) > _lastStep[lane]) AddRow(progress, lane);
    }

    private void AddRow(LaneProgress progress, int lane)
    {
        var (rows, observed) = (_rows[lane], progress.Observed);
        _lastStep[lane] = progress.StepsMade(lane);
        rows.Add(_lastStep[lane]);
        rows.Add(observed[StepGraph.ObservedLoss][lane]);
        rows.Add(observed[StepGraph.ObservedGradientNorm][lane]);
        rows.Add(observed[StepGraph.ObservedUpdateNorm][lane]);
        rows.AddRange(progress.Elements(StepGraph.ObservedParameters, observed.Length - StepGraph.ObservedParameters, lane));
    }
}

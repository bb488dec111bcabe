using System.Runtime.InteropServices;

namespace FuncGrad;

/// <summary>
/// The rows of a block's log, trial by trial: step, loss, gradient norm, update norm, parameter elements, gradient elements if asked for. Lanes that stopped have
/// rows up to where they stopped.
/// </summary>
internal sealed class LaneLog
{
    private readonly List<double>[] _rows;
    private readonly long[] _lastStep;
    private readonly int _width;

    /// <param name="lanes">Trials of the block.</param>
    /// <param name="width">Numbers of a row, <see cref="Lockstep.RowWidth"/>.</param>
    public LaneLog(int lanes, int width)
    {
        _width = width;
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
    public void Add(LaneProgress progress, long iteration) => Add(progress.Observed, 1, iteration, 1, progress.Lanes);

    /// <summary>So many rows of what was observed from a step on, every so many steps, for the lanes that were still running there.</summary>
    public void Add(double[][] observed, int rows, long iteration, long every, int lanes)
    {
        for (var lane = 0; lane < lanes; lane++)
            for (var row = 0; row < rows; row++)
                if ((long)observed[StepGraph.ObservedStepsMade][(row * lanes) + lane] == iteration + (row * every)) AddRow(observed, row, rows, lane, lanes);
    }

    /// <summary>The last row of every lane, at the state where it ended.</summary>
    public void AddLast(LaneProgress progress)
    {
        for (var lane = 0; lane < progress.Lanes; lane++)
            if (progress.StepsMade(lane) > _lastStep[lane]) AddRow(progress.Observed, 0, 1, lane, progress.Lanes);
    }

    private void AddRow(double[][] observed, int row, int rows, int lane, int lanes)
    {
        var (list, scalars) = (_rows[lane], (row * lanes) + lane);
        _lastStep[lane] = (long)observed[StepGraph.ObservedStepsMade][scalars];
        CollectionsMarshal.SetCount(list, list.Count + _width);
        var own = CollectionsMarshal.AsSpan(list)[^_width..];
        (own[0], own[1], own[2]) = (_lastStep[lane], observed[StepGraph.ObservedLoss][scalars], observed[StepGraph.ObservedGradientNorm][scalars]);
        own[3] = observed[StepGraph.ObservedUpdateNorm][scalars];
        var next = 4;
        for (var o = StepGraph.ObservedParameters; o < observed.Length; o++)
        {
            var ofRow = observed[o].Length / rows;
            for (var at = (row * ofRow) + lane; at < (row + 1) * ofRow; at += lanes) own[next++] = observed[o][at];
        }
    }
}

using System.Runtime.InteropServices;

namespace FuncGrad;

/// <summary>
/// The rows of a block's log, trial by trial: the step, then what <see cref="Row.Logged"/> says. Lanes that stopped have rows up to where they stopped.
/// </summary>
internal sealed class LaneLog
{
    private readonly List<double>[] _rows;
    private readonly long[] _lastStep;
    private readonly Row _row;

    /// <param name="lanes">Trials of the block.</param>
    /// <param name="row">What is observed, and what of it a row shows.</param>
    public LaneLog(int lanes, Row row)
    {
        _row = row;
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
                if ((long)observed[_row.Step][(row * lanes) + lane] == iteration + (row * every)) AddRow(observed, row, rows, lane, lanes);
    }

    /// <summary>The last row of every lane, at the state where it ended.</summary>
    public void AddLast(LaneProgress progress)
    {
        for (var lane = 0; lane < progress.Lanes; lane++)
            if (progress.StepsMade(lane) > _lastStep[lane]) AddRow(progress.Observed, 0, 1, lane, progress.Lanes);
    }

    private void AddRow(double[][] observed, int row, int rows, int lane, int lanes)
    {
        var list = _rows[lane];
        _lastStep[lane] = (long)observed[_row.Step][(row * lanes) + lane];
        CollectionsMarshal.SetCount(list, list.Count + _row.LoggedCount);
        var own = CollectionsMarshal.AsSpan(list)[^_row.LoggedCount..];
        own[0] = _lastStep[lane];
        var next = 1;
        foreach (var shown in _row.Logged)
        {
            var ofRow = observed[shown].Length / rows;
            for (var at = (row * ofRow) + lane; at < (row + 1) * ofRow; at += lanes) own[next++] = observed[shown][at];
        }
    }
}

using System.Runtime.InteropServices;

namespace FuncGrad;

/// <summary>
/// The rows of a block's log, trial by trial: the step, then what <see cref="Row.Logged"/> says. Lanes that stopped have rows up to where
/// they stopped.
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

    /// <summary>The rows of a lane since they were last exchanged, one after the other.</summary>
    public List<double> Rows(int lane) => _rows[lane];

    /// <summary>Gives the rows of a lane away; those that follow go to a list that is no longer read.</summary>
    public List<double> Exchange(int lane, List<double> spare)
    {
        var rows = _rows[lane];
        spare.Clear();
        _rows[lane] = spare;
        return rows;
    }

    /// <summary>Takes up a log whose rows up to these steps were already written.</summary>
    public void GoOnFrom(int lane, long lastStep) => _lastStep[lane] = lastStep;

    /// <summary>The step of the last row of a lane, −1 before the first.</summary>
    public long LastStep(int lane) => _lastStep[lane];

    /// <summary>A row of what was observed at a step, for the lanes that were still running there.</summary>
    public void Add(LaneProgress progress, long iteration) => Add(progress.Observed, 1, iteration, 1, progress.Lanes);

    /// <summary>
    /// So many rows of what was observed from a step on, every so many steps, for the lanes that were still running there.
    /// </summary>
    public void Add(double[][] observed, int rows, long iteration, long every, int lanes)
    {
        for (var lane = 0; lane < lanes; lane++)
            AddRows(observed, rows, RunningRows(observed, rows, iteration, every, lane, lanes), lane, lanes);
    }

    /// <summary>The last row of every lane, at the state where it ended.</summary>
    public void AddLast(LaneProgress progress)
    {
        for (var lane = 0; lane < progress.Lanes; lane++)
            if (progress.StepsMade(lane) > _lastStep[lane]) AddRows(progress.Observed, 1, 1, lane, progress.Lanes);
    }

    /// <summary>How many of the rows a lane made: where it stopped, its step stays.</summary>
    private int RunningRows(double[][] observed, int rows, long iteration, long every, int lane, int lanes)
    {
        var steps = observed[_row.Step];
        var running = 0;
        while (running < rows && (long)steps[(running * lanes) + lane] == iteration + (running * every)) running++;
        return running;
    }

    /// <summary>The first rows of a lane, column by column: the numbers of one are next to each other where there is one lane.</summary>
    private void AddRows(double[][] observed, int rows, int count, int lane, int lanes)
    {
        if (count == 0) return;
        var (list, width, steps) = (_rows[lane], _row.LoggedCount, observed[_row.Step]);
        _lastStep[lane] = (long)steps[((count - 1) * lanes) + lane];
        CollectionsMarshal.SetCount(list, list.Count + (count * width));
        var own = CollectionsMarshal.AsSpan(list)[^(count * width)..];
        for (var row = 0; row < count; row++) own[row * width] = (long)steps[(row * lanes) + lane];
        var column = 1;
        foreach (var shown in _row.Logged)
        {
            var elements = observed[shown].Length / rows / lanes;
            for (var element = 0; element < elements; element++, column++)
                CopyColumn(observed[shown].AsSpan((element * lanes) + lane), elements * lanes, own[column..], width, count);
        }
    }

    private static void CopyColumn(ReadOnlySpan<double> source, int sourceStep, Span<double> target, int targetStep, int count)
    {
        for (var row = 0; row < count; row++) target[row * targetStep] = source[row * sourceStep];
    }
}

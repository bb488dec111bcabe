namespace FuncGrad;

/// <summary>
/// Lanes that stopped keep their state, but batches go on: what they show is what they showed where they stopped, whatever lanes beside
/// them do since.
/// </summary>
internal static class StoppedLanes
{
    /// <summary>Observes them once more, those that stopped at the same step together, each at its own step.</summary>
    /// <param name="kernel">Of the recurrence.</param>
    /// <param name="frame">All lanes.</param>
    /// <param name="observed">What all lanes show now.</param>
    /// <param name="row">What that is.</param>
    public static void Observe(IKernel kernel, LaneFrame frame, double[][] observed, Row row)
    {
        var (step, before) = (row.Step, row.UpdatesBefore);
        var lanesThatStopped = Enumerable.Range(0, frame.Lanes).Where(lane => observed[step][lane] != frame.Iteration - before);
        foreach (var stopped in lanesThatStopped.GroupBy(lane => observed[step][lane]).ToArray())
        {
            int[] lanes = [.. stopped];
            double[][] own = [.. observed.Select(values => new double[values.Length / frame.Lanes * lanes.Length])];
            kernel.Observe(Of(frame, lanes, (long)stopped.Key + before), own);
            for (var o = 0; o < own.Length; o++)
                for (var i = 0; i < own[o].Length; i++) observed[o][(i / lanes.Length * frame.Lanes) + lanes[i % lanes.Length]] = own[o][i];
        }
    }

    private static LaneFrame Of(LaneFrame frame, int[] lanes, long iteration)
    {
        double[] Taken(double[] values)
        {
            var own = new double[values.Length / frame.Lanes * lanes.Length];
            for (var i = 0; i < own.Length; i++) own[i] = values[(i / lanes.Length * frame.Lanes) + lanes[i % lanes.Length]];
            return own;
        }
        return new()
        {
            Lanes = lanes.Length,
            State = [.. frame.State.Select(Taken)],
            LaneInputs = [.. frame.LaneInputs.Select(Taken)],
            Shared = frame.Shared,
            Batches = frame.Batches!.Of(lanes),
            Iteration = iteration,
        };
    }
}

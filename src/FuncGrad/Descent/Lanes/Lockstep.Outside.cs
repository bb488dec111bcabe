namespace FuncGrad;

internal sealed partial class Lockstep
{
    /// <summary>
    /// Segments are meant for updates of well under a millisecond; a value of a loss that is evaluated from outside takes as long as many
    /// of them.
    /// </summary>
    private const int ValuesPerUpdateOfSegment = 64;

    /// <summary>
    /// As <see cref="Continue"/>, for losses whose gradient takes seconds or hours: a segment is so many slopes of it, and may end within a
    /// step. What is there of the gradient is part of the progress. True when the run is at its end.
    /// </summary>
    private bool ContinueByValues(LaneBlock block, LaneProgress progress, long values, LaneLog? log)
    {
        var half = LastHalf.Of(block.Steps);
        while (progress.Differentiate((OutsideGradient)StageOf(progress).Kernel, ref values))
        {
            if (progress.Iteration >= block.Steps || progress.Running == 0)
            {
                Finish(block, progress, log);
                return true;
            }
            AdvanceOnce(block, progress, half, progress.Iteration + 1, log);
        }
        return false;
    }
}

namespace FuncGrad;

/// <summary>Updates of which some are another recurrence of the same state.</summary>
internal static class Turns
{
    /// <summary>Makes so many updates; how many lanes continue after them.</summary>
    /// <param name="frame">All lanes.</param>
    /// <param name="steps">How many.</param>
    /// <param name="usual">What makes most of them.</param>
    /// <param name="other">What makes the others.</param>
    /// <param name="until">Iteration ↦ how many usual ones come before the next other one.</param>
    public static int Advance(LaneFrame frame, long steps, IKernel usual, IKernel other, Func<long, long> until)
    {
        var continuing = frame.Lanes;
        for (var end = frame.Iteration + steps; frame.Iteration < end && continuing > 0;)
        {
            var left = until(frame.Iteration);
            continuing = left == 0 ? other.Advance(frame, 1) : usual.Advance(frame, Math.Min(left, end - frame.Iteration));
        }
        return continuing;
    }
}

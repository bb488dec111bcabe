namespace FuncGrad;

/// <summary>Updates by batches of which the last of an epoch has fewer rows: it is another recurrence of the same state.</summary>
/// <param name="batch">With all batches but the last of each epoch.</param>
/// <param name="last">With the last.</param>
/// <param name="batches">How many there are in an epoch.</param>
internal sealed class EpochKernel(IKernel batch, IKernel last, long batches) : IKernel
{
    public int Advance(LaneFrame frame, long steps) => Turns.Advance(frame, steps, batch, last, UntilLast);

    public int ObserveAndAdvance(LaneFrame frame, double[][] observed) => At(frame).ObserveAndAdvance(frame, observed);

    public void Observe(LaneFrame frame, double[][] observed) => At(frame).Observe(frame, observed);

    private IKernel At(LaneFrame frame) => UntilLast(frame.Iteration) == 0 ? last : batch;

    private long UntilLast(long iteration) => batches - 1 - (iteration % batches);
}

namespace FuncGrad;

/// <summary>Updates of which each k-th looks at stop conditions that cost something: between looks it is another recurrence of the same state, without them.</summary>
/// <param name="looking">With the conditions.</param>
/// <param name="between">Without.</param>
/// <param name="every">Every how many updates is looked.</param>
/// <param name="before">How many updates there were before the first look.</param>
internal sealed class LooksKernel(IKernel looking, IKernel between, long every, long before) : IKernel
{
    public string Description => looking.Description;

    public int Advance(LaneFrame frame, long steps)
    {
        var continuing = frame.Lanes;
        for (var end = frame.Iteration + steps; frame.Iteration < end && continuing > 0;)
        {
            var since = (frame.Iteration - before) % every;
            continuing = since == 0 ? looking.Advance(frame, 1) : between.Advance(frame, Math.Min(every - since, end - frame.Iteration));
        }
        return continuing;
    }

    public int ObserveAndAdvance(LaneFrame frame, double[][] observed) => looking.ObserveAndAdvance(frame, observed);

    public void Observe(LaneFrame frame, double[][] observed) => looking.Observe(frame, observed);
}

namespace FuncGrad;

/// <summary>
/// Updates of which each k-th looks at stop conditions that cost something: between looks it is another recurrence of the same state,
/// without them.
/// </summary>
/// <param name="looking">With the conditions.</param>
/// <param name="between">Without.</param>
/// <param name="every">Every how many updates is looked.</param>
/// <param name="before">How many updates there were before the first look.</param>
internal sealed class LooksKernel(IKernel looking, IKernel between, long every, long before) : IKernel
{
    public string Description => looking.Description;

    public int Advance(LaneFrame frame, long steps) =>
        Turns.Advance(frame, steps, between, looking, iteration => (every - ((iteration - before) % every)) % every);

    public int ObserveAndAdvance(LaneFrame frame, double[][] observed) => looking.ObserveAndAdvance(frame, observed);

    public void Observe(LaneFrame frame, double[][] observed) => looking.Observe(frame, observed);
}

namespace FuncGrad;

/// <summary>What a trial costs, roughly and before it is computed: steps, operations and rows; and how many trials make a block.</summary>
/// <param name="experiment">Of which the trials are.</param>
/// <param name="loss">Its loss.</param>
/// <param name="updated">What updates take the gradient of: the loss, or that of a batch of rows.</param>
internal sealed class TrialCost(Experiment experiment, Loss loss, Expr updated)
{
    /// <summary>Operations of a block: seconds for the slowest way to compute them, a fraction of one for the fastest.</summary>
    private const long LargestWork = 1L << 33;

    /// <summary>
    /// So many trials fill the lanes of a processor and more; parameters beyond so many numbers make blocks of more trials no faster, but
    /// larger in memory and longer in their looks.
    /// </summary>
    private const long FewestTrials = 64, MostNumbers = 1L << 19;

    /// <summary>How many values of an axis are looked at for their largest; the last is always.</summary>
    private const int LookedAt = 1_000;

    private readonly Lazy<long> _mostSteps = new(() => MostStepsOf(experiment));

    /// <summary>
    /// Arithmetic operations of an update: the gradient costs about twice the loss, central differences two losses for each element.
    /// </summary>
    public long Operations { get; } = OperationsOf(experiment, loss, updated);

    /// <summary>The steps of the longest trial: they can be swept.</summary>
    public long MostSteps => _mostSteps.Value;

    public int Dimension => checked((int)experiment.ElementCount);

    /// <summary>How many trials make a block, see <see cref="Batch.BlockSize"/>.</summary>
    /// <param name="trials">How many there are.</param>
    /// <param name="columns">Of the step log.</param>
    public int BlockSize(long trials, int columns)
    {
        if (trials == 1) return 1;
        var (dimension, steps, every) = (Math.Max(1, Dimension), Math.Max(1, MostSteps), experiment.Log.Every);
        var rows = every == 0 ? 1 : (steps / every) + 2;
        var size = Math.Clamp((trials + 511) / 512, FewestTrials, 16384);
        size = Math.Min(size, (1L << 18) / rows / Math.Max(1, columns / 8));
        size = Math.Min(size, LargestWork / steps / Math.Max(dimension, Operations));
        size = Math.Min(size, Math.Max(FewestTrials, MostNumbers / dimension));
        return (int)Math.Max(1, Math.Min(size, (1L << 22) / dimension));
    }

    private static long OperationsOf(Experiment experiment, Loss loss, Expr updated)
    {
        var ofLoss = Ordering.Of(updated).Sum(OperationsOf);
        return experiment.Method.Gradient == GradientKind.CentralDifference ? (long)(ofLoss * 2 * loss.Dimension) : (long)(ofLoss * 3);
    }

    private static double OperationsOf(Expr node) => node.Primitive.Family == Family.Product
        ? node.Shape.ElementCount * (double)node.Operands[0].Shape[1] : node.Shape.ElementCount;

    private static long MostStepsOf(Experiment experiment) => experiment.Sweep.Axes
        .Where(axis => axis.Setting.Key is "method.steps" or "method.epochs" or "batch.size")
        .Aggregate(experiment, WithMostSteps).Method.Steps;

    private static Experiment WithMostSteps(Experiment experiment, Axis axis)
    {
        var (last, looked) = ((int)Math.Min(axis.Values.Count, int.MaxValue) - 1, (int)Math.Min(axis.Values.Count, LookedAt));
        return Enumerable.Range(0, looked).Append(last).Select(position => axis.Setting.Put(experiment, axis.Values.At(position)))
            .MaxBy(one => one.Method.Steps)!;
    }
}

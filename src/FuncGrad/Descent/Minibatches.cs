namespace FuncGrad;

/// <summary>A loss of a batch in place of all rows: some of its data are replaced by inputs of fewer rows.</summary>
/// <param name="Value">The loss.</param>
/// <param name="Inputs">For each of <see cref="Minibatches.Data"/> the rows of the batch.</param>
internal sealed record BatchLoss(Expr Value, IReadOnlyList<Expr> Inputs);

/// <summary>How a loss is learned in batches of rows.</summary>
/// <param name="Data">Which data is taken in batches: places among the data of the loss.</param>
/// <param name="Rows">How many rows they have.</param>
/// <param name="Size">How many rows a batch has.</param>
/// <param name="Batch">The loss of a batch.</param>
/// <param name="Last">The loss of the last batch of an epoch, where that has fewer rows; null if it has not, or is left out.</param>
internal sealed record Minibatches(IReadOnlyList<int> Data, int Rows, int Size, BatchLoss Batch, BatchLoss? Last)
{
    /// <summary>The loss at which the judge looks: of all rows, or of some of very many.</summary>
    public Loss? Look { get; init; }

    /// <summary>How many batches an epoch has.</summary>
    public long PerEpoch => (Rows / Size) + (Last is null ? 0 : 1);

    /// <summary>The places of a batch in the order of an epoch.</summary>
    /// <param name="iteration">How many updates were made before.</param>
    public (long Epoch, int First, int Count) At(long iteration)
    {
        var (epoch, first) = (iteration / PerEpoch, (int)(iteration % PerEpoch) * Size);
        return (epoch, first, Math.Min(Size, Rows - first));
    }
}

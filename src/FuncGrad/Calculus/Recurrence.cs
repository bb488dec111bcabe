namespace FuncGrad;

/// <summary>
/// A fold as a graph: state′ = next(state, inputs, iteration), for many independent trials ("lanes") at once. Everything a run does
/// between two rows of its log is one of these; a kernel is a way to compute it.
/// </summary>
/// <param name="State">The symbols that change: parameters, a rule's slots, what the judge remembers.</param>
/// <param name="Next">For each state symbol its next value, of the same shape.</param>
/// <param name="LaneInputs">Symbols that differ between lanes and stay constant over a run: hyperparameters, tolerances.</param>
/// <param name="SharedInputs">Symbols that all lanes share: the data.</param>
/// <param name="Iteration">The scalar symbol that holds the number of updates made so far: 0, 1, 2 ...</param>
/// <param name="Observed">What a logged step shows: functions of the same symbols, at the state before the update.</param>
/// <param name="Continues">A scalar of the state before the update; where it is 0 the lane keeps its state bit for bit. Null: never
/// stops.</param>
internal sealed record Recurrence(
    IReadOnlyList<Expr> State,
    IReadOnlyList<Expr> Next,
    IReadOnlyList<Expr> LaneInputs,
    IReadOnlyList<Expr> SharedInputs,
    Expr Iteration,
    IReadOnlyList<Expr> Observed,
    Expr? Continues)
{
    /// <summary>
    /// Symbols that are the rows of a batch, others for each update: of data, as <see cref="LaneFrame.Batches"/> has it. With them, who
    /// stopped stays so.
    /// </summary>
    public IReadOnlyList<Expr> Batches { get; init; } = [];

    /// <summary>Whether lanes see different rows.</summary>
    public bool BatchesDiffer { get; init; }
}

/// <summary>
/// The values of a recurrence for some lanes: <c>State[s][element · Lanes + lane]</c>, row-major elements, and likewise the inputs.
/// A kernel writes State and Iteration in place; everything else is only read.
/// </summary>
internal sealed class LaneFrame
{
    public required int Lanes { get; init; }

    public required double[][] State { get; init; }

    public required double[][] LaneInputs { get; init; }

    public required IReadOnlyList<Tensor> Shared { get; init; }

    /// <summary>Where the rows of batches are taken from; null if there are none.</summary>
    public FrameBatches? Batches { get; init; }

    /// <summary>How many updates were made so far.</summary>
    public long Iteration { get; set; }

    /// <summary>Of the lane inputs those that the kernel itself writes at each state: a loss and a gradient from outside.</summary>
    public IReadOnlyList<double[]> Supplied { get; init; } = [];

    /// <summary>How many of the values are there from which <see cref="Supplied"/> is formed at this state.</summary>
    public long SuppliedCount { get; set; }
}

/// <summary>A way to compute a recurrence. All kernels of one recurrence agree bit for bit, whatever lane or pack a trial is in.</summary>
internal interface IKernel
{
    /// <summary>The way, for a reader.</summary>
    string Description => "evaluated";

    /// <summary>Makes <paramref name="steps"/> updates. Returns how many lanes continue after them.</summary>
    int Advance(LaneFrame frame, long steps);

    /// <summary>Writes the observed values at the current state, <c>observed[o][element · Lanes + lane]</c>, then makes one update.
    /// Returns how many lanes continued with that update (the others kept their state).</summary>
    int ObserveAndAdvance(LaneFrame frame, double[][] observed);

    /// <summary>
    /// So many rows of a log at once: writes the observed values of row r, <c>observed[o][(r · elements + element) · Lanes + lane]</c>,
    /// then makes <paramref name="every"/> updates, and so on. Returns how many lanes continue after the last update.
    /// </summary>
    int ObserveRows(LaneFrame frame, int rows, long every, double[][] observed)
    {
        var continuing = frame.Lanes;
        double[][] row = [.. observed.Select(values => new double[values.Length / rows])];
        for (var r = 0; r < rows; r++)
        {
            continuing = ObserveAndAdvance(frame, row);
            if (every > 1) continuing = Advance(frame, every - 1);
            for (var o = 0; o < row.Length; o++) row[o].CopyTo(observed[o], r * row[o].Length);
        }
        return continuing;
    }

    /// <summary>Writes the observed values at the current state and changes nothing.</summary>
    void Observe(LaneFrame frame, double[][] observed);
}

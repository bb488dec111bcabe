namespace FuncGrad;

/// <summary>What a computation will take before it begins.</summary>
/// <param name="Bytes">All of it at its peak, about.</param>
/// <param name="Largest">The largest array that is formed.</param>
internal sealed record MemoryNeed(double Bytes, Expr Largest)
{
    /// <summary>A number and the entry of a table of where it comes from.</summary>
    private const double BytesOfElement = 12;

    /// <summary>Of the values of some expressions, computed one after the other by <see cref="Evaluation"/>.</summary>
    public static MemoryNeed OfValues(IReadOnlyList<Expr> outputs)
    {
        var order = Ordering.Of(outputs);
        var inputs = order.Where(node => node.Primitive.Family == Family.Leaf).Sum(node => (double)node.Shape.ElementCount);
        var largest = order.MaxBy(node => node.Shape.ElementCount) ?? Expr.Zero;
        return new(BytesOfElement * (new Evaluation(outputs).PeakElements + inputs), largest);
    }
}

/// <summary>The memory of a block of trials: its kernels, and the arrays that come and go between them.</summary>
internal static class BlockMemory
{
    /// <summary>
    /// Of everything in the frame there is the copy that goes on, and one: as it is saved, as it began, as a row of the log.
    /// </summary>
    private const int Copies = 2;

    public static MemoryNeed Of(Loss loss, Method method, Stopping stopping, Varying varying, Row row, int lanes, BatchLoss? batch = null)
    {
        var recurrence = StepGraph.Build(loss, method, stopping, varying, Memory.Recent, row, batch).Recurrence;
        var options = new CompilationOptions { Precision = method.Precision, Lanes = lanes };
        var elements = Elements(recurrence.State) + Elements(loss.Parameters)
            + Elements(recurrence.Observed) + Elements(recurrence.LaneInputs);
        var frame = 8.0 * lanes * Copies * elements;
        return new(frame + KernelMemory.Bytes(recurrence, options), KernelMemory.Largest(recurrence));
    }

    /// <summary>No less than <see cref="Of"/> finds, for any formula that is not strange, from the loss alone.</summary>
    public static double Roughly(Loss loss, int lanes) =>
        8.0 * lanes * 150 * Ordering.Of(loss.Value!).Concat(loss.Parameters).Sum(node => (double)node.Shape.ElementCount);

    private static double Elements(IReadOnlyList<Expr> nodes) => nodes.Sum(node => (double)node.Shape.ElementCount);
}

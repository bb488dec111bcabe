namespace FuncGrad;

/// <summary>A step graph with its kernel.</summary>
internal sealed class Stage
{
    private readonly Lazy<IKernel?> _beginning;

    /// <param name="graph">The graph of a step.</param>
    /// <param name="loss">Of which loss.</param>
    /// <param name="method">By which method.</param>
    /// <param name="varying">What differs between lanes.</param>
    /// <param name="compile">How graphs are computed.</param>
    /// <param name="kernel">What makes the steps; null: the graph, compiled.</param>
    public Stage(StepGraph graph, Loss loss, Method method, Varying varying, Func<Recurrence, IKernel> compile, IKernel? kernel = null)
    {
        (Graph, Precision) = (graph, method.Precision);
        var own = kernel ?? compile(graph.Recurrence);
        Kernel = StepGraph.NeedsOutsideGradient(loss, method)
            ? new OutsideGradient(graph, OutsideGradient.FunctionOf(loss, method, compile), own)
            : own;
        Shared = SharedOf(loss, varying);
        _beginning = new(() => graph.Beginning is { } beginning ? compile(beginning) : null);
    }

    /// <summary>
    /// A stage of batches, of which the last of an epoch may be another recurrence, as are the steps between looks at stop conditions.
    /// </summary>
    /// <param name="row">What is observed of a step.</param>
    /// <param name="loss">Of which loss.</param>
    /// <param name="method">By which method.</param>
    /// <param name="varying">What differs between lanes.</param>
    /// <param name="compile">How graphs are computed.</param>
    /// <param name="graphOf">The graph of a step on a batch (null: on all rows) with such a row.</param>
    /// <param name="batches">The batches of an epoch; null if there are none.</param>
    public static Stage Of(Row row, Loss loss, Method method, Varying varying, Func<Recurrence, IKernel> compile,
        Func<BatchLoss?, Row, StepGraph> graphOf, Minibatches? batches)
    {
        var graph = graphOf(batches?.Batch, row);
        IKernel Steps(StepGraph own, Row seen) => batches?.Last is { } last
            ? new EpochKernel(compile(own.Recurrence), compile(graphOf(last, seen).Recurrence), batches.PerEpoch)
            : compile(own.Recurrence);
        var kernel = Steps(graph, row);
        if (row.Stop?.BetweenLooks is { } between && !StepGraph.NeedsOutsideGradient(loss, method) && row.With(between) is var other)
            kernel = new LooksKernel(kernel, Steps(graphOf(batches?.Batch, other), other), between.Check, row.UpdatesBefore);
        return new(graph, loss, method, varying, compile, kernel);
    }

    /// <summary>The data that all trials share.</summary>
    public static IReadOnlyList<Tensor> SharedOf(Loss loss, Varying varying) =>
        [.. loss.DataValues.Where((_, i) => !varying.DataByTrial.Contains(loss.Data[i].InputName!))];

    public StepGraph Graph { get; }

    public Precision Precision { get; }

    public IKernel Kernel { get; }

    public IReadOnlyList<Tensor> Shared { get; }

    /// <summary>The state before the first update.</summary>
    /// <param name="start">For each parameter <c>[element · lanes + lane]</c>.</param>
    /// <param name="inputs">For each named input its value in every lane.</param>
    /// <param name="lanes">How many lanes there are.</param>
    /// <param name="batches">Where the rows of the first batch are taken from.</param>
    /// <param name="resumed">What the slots begin with, by name; null: as the rule says.</param>
    public double[][] Begin(IReadOnlyList<double[]> start, IReadOnlyDictionary<string, double[]> inputs, int lanes,
        FrameBatches? batches = null, IReadOnlyDictionary<string, Tensor>? resumed = null)
    {
        double[][] state = [.. Graph.Recurrence.State.Select((symbol, s) =>
            s < start.Count ? (double[])start[s].Clone() : new double[symbol.Shape.ElementCount * lanes])];
        for (var s = start.Count; s < state.Length; s++)
            if (NumberFor(s) is { } number) Array.Fill(state[s], number.ToDouble());
        if (_beginning.Value is { } kernel)
        {
            double[][] functions = [.. state.Where((_, s) => s >= start.Count && NumberFor(s) is null)];
            kernel.Observe(BeginningFrame(start, inputs, lanes, batches), functions);
        }
        for (var s = start.Count; resumed is not null && s < start.Count + Graph.SlotCount; s++)
            FillLanes(state[s], resumed[Graph.Recurrence.State[s].InputName!], lanes);
        return state;

        Tensor? NumberFor(int s) => Graph.InitialState[s - start.Count].ConstantValue is { Shape.Rank: 0 } number ? number : null;
    }

    private static void FillLanes(double[] state, Tensor values, int lanes)
    {
        for (var element = 0; element < values.Values.Length; element++) Array.Fill(state, values[element], element * lanes, lanes);
    }

    private LaneFrame BeginningFrame(IReadOnlyList<double[]> start, IReadOnlyDictionary<string, double[]> inputs, int lanes,
        FrameBatches? batches) => new()
    {
        Lanes = lanes,
        State = [],
        LaneInputs =
        [
            .. start,
            .. Graph.Beginning!.LaneInputs.Skip(start.Count)
                .Select(input => inputs.GetValueOrDefault(input.InputName!) ?? new double[input.Shape.ElementCount * lanes]),
        ],
        Shared = Shared,
        Batches = batches,
    };
}

namespace FuncGrad;

/// <summary>
/// A kernel whose loss and gradient come from evaluating a function at shifted points, one coordinate after the other, in the book's
/// operation order: for black boxes, and for traced losses of so many parameters that 2·n copies of their graph would be too large. The
/// update itself stays a graph.
/// </summary>
internal sealed class OutsideGradient : IKernel
{
    private readonly IKernel _update;
    private readonly StepGraph _graph;
    private readonly Func<double[], IReadOnlyList<Tensor>, double> _function;
    private readonly int _loss;
    private readonly int _step;
    private readonly int[] _gradients;

    public OutsideGradient(StepGraph graph, Func<double[], IReadOnlyList<Tensor>, double> function, IKernel update)
    {
        (_graph, _function, _update) = (graph, function, update);
        _loss = Position(StepGraph.OutsideLoss);
        _step = Position(StepGraph.DifferenceStep);
        var parameters = graph.Recurrence.State.Take(graph.ParameterCount);
        _gradients = [.. parameters.Select(parameter => Position(StepGraph.OutsideGradient + parameter.InputName))];
    }

    /// <summary>Values of the function for one update of one trial: the loss, and two for each element.</summary>
    public static long EvaluationsPerUpdate(int dimension) => 1 + (2L * dimension);

    private int Position(string name) => _graph.InputNames.ToList().IndexOf(name);

    private void Differentiate(LaneFrame frame)
    {
        var all = long.MaxValue;
        Differentiate(frame, ref all);
    }

    public int Advance(LaneFrame frame, long steps)
    {
        var continuing = frame.Lanes;
        for (var step = 0L; step < steps && continuing > 0; step++)
        {
            Differentiate(frame);
            continuing = _update.Advance(frame, 1);
            frame.SuppliedCount = 0;
        }
        return continuing;
    }

    public int ObserveAndAdvance(LaneFrame frame, double[][] observed)
    {
        Differentiate(frame);
        var continuing = _update.ObserveAndAdvance(frame, observed);
        frame.SuppliedCount = 0;
        return continuing;
    }

    public void Observe(LaneFrame frame, double[][] observed)
    {
        Differentiate(frame);
        _update.Observe(frame, observed);
    }

    /// <summary>
    /// Goes on with the losses and gradients at the current state by so many values at most, a loss or a slope each, takes those off, and
    /// remembers in the frame how many there are. Returns whether all are.
    /// </summary>
    public bool Differentiate(LaneFrame frame, ref long values)
    {
        var ofLane = 1 + Dimension(frame);
        var total = frame.Lanes * ofLane;
        while (frame.SuppliedCount < total && values > 0)
        {
            var (lane, first) = ((int)(frame.SuppliedCount / ofLane), frame.SuppliedCount % ofLane);
            var last = Math.Min(ofLane, first > long.MaxValue - values ? long.MaxValue : first + values);
            DifferentiateLane(frame, lane, first, last);
            frame.SuppliedCount += last - first;
            values -= last - first;
        }
        return frame.SuppliedCount == total;
    }

    /// <summary>The state of a frame as it is saved: what belongs to an unfinished gradient stands behind it.</summary>
    public static double[][] Saved(LaneFrame frame)
    {
        IEnumerable<double[]> unfinished = frame.SuppliedCount == 0 ? [] : [[frame.SuppliedCount], .. frame.Supplied];
        return [.. frame.State.Concat(unfinished).Select(values => (double[])values.Clone())];
    }

    /// <summary>Takes up what stood behind the state.</summary>
    public static void TakeUp(LaneFrame frame, double[][] unfinished)
    {
        if (unfinished.Length == 0) return;
        frame.SuppliedCount = (long)unfinished[0][0];
        for (var i = 0; i < frame.Supplied.Count; i++) unfinished[i + 1].CopyTo(frame.Supplied[i], 0);
    }

    /// <summary>How much of the gradients at the current state is there, from 0 to 1.</summary>
    public static double ShareOf(LaneFrame frame) =>
        frame.SuppliedCount == 0 ? 0 : (double)frame.SuppliedCount / frame.Supplied.Sum(values => values.Length);

    private void DifferentiateLane(LaneFrame frame, int lane, long first, long last)
    {
        var (point, h) = (Point(frame, lane), frame.LaneInputs[_step][lane]);
        if (first == 0) frame.LaneInputs[_loss][lane] = _function(point, frame.Shared);
        for (long parameter = 0, start = 1; parameter < _gradients.Length; parameter++)
        {
            var elements = frame.State[parameter].Length / frame.Lanes;
            for (var position = Math.Max(start, first); position < Math.Min(start + elements, last); position++)
            {
                var gradient = frame.LaneInputs[_gradients[parameter]];
                gradient[((position - start) * frame.Lanes) + lane] = Quotient(point, (int)position - 1, h, frame.Shared);
            }
            start += elements;
        }
    }

    private long Dimension(LaneFrame frame)
    {
        var elements = 0L;
        for (var parameter = 0; parameter < _gradients.Length; parameter++) elements += frame.State[parameter].Length / frame.Lanes;
        return elements;
    }

    private double Quotient(double[] point, int position, double h, IReadOnlyList<Tensor> shared)
    {
        var keep = point[position];
        point[position] = keep + h;
        var above = _function(point, shared);
        point[position] = keep - h;
        var below = _function(point, shared);
        point[position] = keep;
        return (above - below) / (2 * h);
    }

    private double[] Point(LaneFrame frame, int lane)
    {
        var point = new List<double>();
        for (var parameter = 0; parameter < _graph.ParameterCount; parameter++)
            for (var at = lane; at < frame.State[parameter].Length; at += frame.Lanes) point.Add(frame.State[parameter][at]);
        return [.. point];
    }

    /// <summary>The loss as a function of all parameter elements: the black box itself, which is given a copy of its own to keep or to
    /// change, or a traced loss through a kernel of its own.</summary>
    public static Func<double[], IReadOnlyList<Tensor>, double> FunctionOf(Loss loss, Method method, Func<Recurrence, IKernel> compile)
    {
        if (loss.Function is { } function) return (point, _) => function([.. point]);
        var value = Simplification.Simplify(loss.Value!, method.Precision);
        var iteration = Expr.Input("method.iteration", Shape.Scalar);
        var recurrence = new Recurrence([], [], loss.Parameters, loss.Data, iteration, [value], null);
        var kernel = compile(method.Arithmetic == Arithmetic.Fused ? Fusion.Contract(recurrence) : recurrence);
        return (point, shared) =>
        {
            double[][] inputs = new double[loss.Parameters.Count][], value = [[0]];
            for (int parameter = 0, start = 0; parameter < inputs.Length; start += inputs[parameter++].Length)
                inputs[parameter] = point.AsSpan(start, loss.Parameters[parameter].Shape.ElementCount).ToArray();
            kernel.Observe(new LaneFrame { Lanes = 1, State = [], LaneInputs = inputs, Shared = shared }, value);
            return value[0][0];
        };
    }
}

namespace FuncGrad;

/// <summary>
/// A kernel whose loss and gradient come from evaluating a function at shifted points, one coordinate after the other, in the book's operation order:
/// for black boxes, and for traced losses of so many parameters that 2·n copies of their graph would be too large. The update itself stays a graph.
/// </summary>
internal sealed class OutsideGradient : IKernel
{
    private readonly IKernel _update;
    private readonly StepGraph _graph;
    private readonly Func<double[], IReadOnlyList<Tensor>, double> _function;
    private readonly int _loss;
    private readonly int _step;

    public OutsideGradient(StepGraph graph, Func<double[], IReadOnlyList<Tensor>, double> function, IKernel update)
    {
        (_graph, _function, _update) = (graph, function, update);
        _loss = Position(StepGraph.OutsideLoss);
        _step = Position(StepGraph.DifferenceStep);
    }

    private int Position(string name) => _graph.InputNames.ToList().IndexOf(name);

    public int Advance(LaneFrame frame, long steps)
    {
        var continuing = frame.Lanes;
        for (var step = 0L; step < steps && continuing > 0; step++)
        {
            Differentiate(frame);
            continuing = _update.Advance(frame, 1);
        }
        return continuing;
    }

    public int ObserveAndAdvance(LaneFrame frame, double[][] observed)
    {
        Differentiate(frame);
        return _update.ObserveAndAdvance(frame, observed);
    }

    public void Observe(LaneFrame frame, double[][] observed)
    {
        Differentiate(frame);
        _update.Observe(frame, observed);
    }

    private void Differentiate(LaneFrame frame)
    {
        for (var lane = 0; lane < frame.Lanes; lane++)
        {
            var point = Point(frame, lane);
            frame.LaneInputs[_loss][lane] = _function(point, frame.Shared);
            var h = frame.LaneInputs[_step][lane];
            for (int parameter = 0, position = 0; parameter < _graph.ParameterCount; parameter++)
                for (var element = 0; element < frame.State[parameter].Length / frame.Lanes; element++, position++)
                    frame.LaneInputs[GradientInput(parameter)][(element * frame.Lanes) + lane] = Quotient(point, position, h, frame.Shared);
        }
    }

    private int GradientInput(int parameter) => Position(StepGraph.OutsideGradient + _graph.Recurrence.State[parameter].InputName);

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

    /// <summary>The loss as a function of all parameter elements: the black box itself, or a traced loss through a kernel of its own.</summary>
    public static Func<double[], IReadOnlyList<Tensor>, double> FunctionOf(Loss loss, Method method, Func<Recurrence, IKernel> compile)
    {
        if (loss.Function is { } function) return (point, _) => function(point);
        var recurrence = new Recurrence([], [], loss.Parameters, loss.Data, Expr.Input("method.iteration", Shape.Scalar), [Simplification.Simplify(loss.Value!, method.Precision)], null);
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

namespace FuncGrad;

/// <summary>
/// A recurrence computed lane by lane by <see cref="Evaluation"/>: the slow meaning that every compiled kernel must equal.
/// </summary>
internal sealed class EvaluatedKernel : IKernel
{
    private readonly Recurrence _recurrence;
    private readonly Evaluation _next;
    private readonly Evaluation _observed;
    private readonly Precision _precision;

    public EvaluatedKernel(Recurrence recurrence, Precision precision = Precision.Double)
    {
        _recurrence = recurrence;
        _precision = precision;
        Expr[] next = [recurrence.Continues ?? Expr.One, .. recurrence.Next];
        _next = new Evaluation(next, precision);
        _observed = new Evaluation(recurrence.Observed, precision);
    }

    public int Advance(LaneFrame frame, long steps)
    {
        RoundState(frame);
        var continuing = frame.Lanes;
        for (var step = 0L; step < steps; step++) continuing = Update(frame);
        return continuing;
    }

    public int ObserveAndAdvance(LaneFrame frame, double[][] observed)
    {
        RoundState(frame);
        Observe(frame, observed);
        return Update(frame);
    }

    public void Observe(LaneFrame frame, double[][] observed)
    {
        for (var lane = 0; lane < frame.Lanes; lane++)
        {
            var values = _observed.At(Inputs(frame, lane));
            for (var o = 0; o < values.Count; o++) Write(observed[o], frame.Lanes, lane, values[o]);
        }
    }

    /// <summary>
    /// Every kernel first rounds the state of all lanes to its precision, so that a stopped lane, too, holds numbers of that precision.
    /// </summary>
    private void RoundState(LaneFrame frame)
    {
        if (_precision == Precision.Double) return;
        foreach (var values in frame.State)
            for (var i = 0; i < values.Length; i++) values[i] = _precision.Round(values[i]);
    }

    private int Update(LaneFrame frame)
    {
        var continuing = 0;
        for (var lane = 0; lane < frame.Lanes; lane++)
        {
            var values = _next.At(Inputs(frame, lane));
            if (values[0].ToDouble() == 0) continue;
            continuing++;
            for (var s = 0; s < frame.State.Length; s++) Write(frame.State[s], frame.Lanes, lane, values[s + 1]);
        }
        frame.Iteration++;
        return continuing;
    }

    private Dictionary<Expr, Tensor> Inputs(LaneFrame frame, int lane)
    {
        var inputs = new Dictionary<Expr, Tensor> { [_recurrence.Iteration] = Tensor.Scalar(frame.Iteration) };
        for (var i = 0; i < _recurrence.State.Count; i++)
            inputs[_recurrence.State[i]] = Read(frame.State[i], frame.Lanes, lane, _recurrence.State[i].Shape);
        for (var i = 0; i < _recurrence.LaneInputs.Count; i++)
            inputs[_recurrence.LaneInputs[i]] = Read(frame.LaneInputs[i], frame.Lanes, lane, _recurrence.LaneInputs[i].Shape);
        for (var i = 0; i < _recurrence.SharedInputs.Count; i++)
            inputs[_recurrence.SharedInputs[i]] = frame.Shared[i];
        for (var i = 0; i < _recurrence.Batches.Count; i++)
        {
            var rows = new double[_recurrence.Batches[i].Shape.ElementCount];
            frame.Batches!.Take(i, lane, frame.Iteration, Precision.Double, rows);
            inputs[_recurrence.Batches[i]] = Tensor.Own(_recurrence.Batches[i].Shape, rows);
        }
        return inputs;
    }

    private static Tensor Read(double[] values, int lanes, int lane, Shape shape)
    {
        var own = new double[shape.ElementCount];
        for (var element = 0; element < own.Length; element++) own[element] = values[(element * lanes) + lane];
        return Tensor.Own(shape, own);
    }

    private static void Write(double[] values, int lanes, int lane, Tensor value)
    {
        for (var element = 0; element < value.Values.Length; element++) values[(element * lanes) + lane] = value[element];
    }
}

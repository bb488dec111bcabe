namespace FuncGrad;

/// <summary>A recurrence computed by interpreters, one for each kind of call, each made when first needed.</summary>
internal sealed class InterpretedKernel(Recurrence recurrence, Precision precision, string note) : IKernel
{
    private readonly Lazy<Interpreter> _update = new(() => new Interpreter(Linearization.Of(recurrence, ProgramKind.Update), precision));
    private readonly Lazy<Interpreter> _observation =
        new(() => new Interpreter(Linearization.Of(recurrence, ProgramKind.Observation), precision));
    private readonly Lazy<Interpreter> _observedUpdate =
        new(() => new Interpreter(Linearization.Of(recurrence, ProgramKind.ObservedUpdate), precision));

    public string Description => note;

    public int Advance(LaneFrame frame, long steps)
    {
        var continuing = steps == 0 ? frame.Lanes : _update.Value.Run(frame, steps, null);
        frame.Iteration += steps;
        return continuing;
    }

    public int ObserveAndAdvance(LaneFrame frame, double[][] observed)
    {
        var continuing = _observedUpdate.Value.Run(frame, 1, observed);
        frame.Iteration++;
        return continuing;
    }

    public void Observe(LaneFrame frame, double[][] observed) => _observation.Value.Run(frame, 0, observed);
}

namespace FuncGrad;

/// <summary>
/// Interprets until it has taken as long as compiling would have, then compiles: whatever the number of updates, it takes at most about
/// twice the time of the better choice. Both agree bit for bit.
/// </summary>
internal sealed class PatientKernel(Recurrence recurrence, CompilationOptions options) : IKernel
{
    private readonly double _enough = KernelCompiler.WorkToCompileFor(Definitions.WrittenOut(recurrence, options.Precision), options);
    private IKernel _kernel = KernelCompiler.Compile(recurrence, options with { Engine = Engine.Interpreted });
    private double _work;

    public string Description => _kernel.Description;

    public int Advance(LaneFrame frame, long steps) => After(frame.Lanes * (double)steps).Advance(frame, steps);

    public int ObserveAndAdvance(LaneFrame frame, double[][] observed) => After(frame.Lanes).ObserveAndAdvance(frame, observed);

    public void Observe(LaneFrame frame, double[][] observed) => After(frame.Lanes).Observe(frame, observed);

    private IKernel After(double work)
    {
        if (double.IsPositiveInfinity(_work)) return _kernel;
        _work += work;
        if (_work < _enough) return _kernel;
        _work = double.PositiveInfinity;
        return _kernel = KernelCompiler.Compile(recurrence, options);
    }
}

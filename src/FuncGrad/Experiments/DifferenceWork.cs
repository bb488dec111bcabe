namespace FuncGrad;

/// <summary>What central differences of a loss of many parameters cost.</summary>
/// <param name="EvaluationsPerGradient">Evaluations of the loss for one gradient: two for each element, and the loss itself.</param>
/// <param name="GradientsPerTrial">One for each update, and one at the end.</param>
/// <param name="Trials">How many trials there are.</param>
/// <param name="OperationsPerGradient">Arithmetic operations of one gradient, roughly.</param>
internal sealed record DifferenceWork(long EvaluationsPerGradient, long GradientsPerTrial, long Trials, long OperationsPerGradient)
{
    public double Evaluations => (double)EvaluationsPerGradient * GradientsPerTrial * Trials;

    public double Operations => (double)OperationsPerGradient * GradientsPerTrial * Trials;
}

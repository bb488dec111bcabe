namespace FuncGrad;

/// <summary>A run's progress as it was saved: a value from which it goes on, bit for bit.</summary>
/// <param name="Iteration">How many updates were made.</param>
/// <param name="Running">How many lanes continued with the last.</param>
/// <param name="IsLate">Whether the last half had begun.</param>
/// <param name="State">The state of the recurrence.</param>
/// <param name="Taken">The figures taken so far.</param>
/// <param name="LastLoggedStep">The step of the last row of the log, −1 before the first.</param>
internal sealed record SavedProgress(long Iteration, int Running, bool IsLate, double[][] State, double[][] Taken, long LastLoggedStep)
{
    /// <summary>How much of the gradient for the next update is there, from 0 to 1; part of <see cref="State"/> if any is.</summary>
    public double ShareOfNext { get; init; }

    /// <summary>How many updates were made, and the part of the next that is there.</summary>
    public double Done => Iteration + ShareOfNext;
}

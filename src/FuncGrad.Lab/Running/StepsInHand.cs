using System.Collections.Concurrent;

namespace FuncGrad.Lab;

/// <summary>How far the long trials are that are being computed, so that progress shows before they end.</summary>
internal sealed class StepsInHand
{
    private readonly ConcurrentDictionary<long, (double AtStart, double Now)> _steps = new();

    /// <summary>Updates made in them, and the part of the next that is there.</summary>
    public double Total => _steps.Values.Sum(steps => steps.Now);

    /// <summary>Updates made in them by this process.</summary>
    public double MadeHere => _steps.Values.Sum(steps => steps.Now - steps.AtStart);

    public void Report(long trial, double steps) => _steps.AddOrUpdate(trial, (steps, steps), (_, before) => (before.AtStart, steps));

    public void Forget(long trial) => _steps.TryRemove(trial, out _);
}

using System.Collections.Concurrent;

namespace FuncGrad.Lab;

/// <summary>
/// How far the trials are that are being computed, so that progress shows before they end: long ones by themselves, others with their
/// block.
/// </summary>
internal sealed class StepsInHand
{
    private readonly ConcurrentDictionary<long, (double AtStart, double Now)> _steps = new();

    /// <summary>Updates made in them, and the part of the next that is there.</summary>
    public double Total => _steps.Values.Sum(steps => steps.Now);

    /// <summary>Updates made in them by this process.</summary>
    public double MadeHere => _steps.Values.Sum(steps => steps.Now - steps.AtStart);

    public void Report(long trial, double steps) => _steps.AddOrUpdate(trial, (steps, steps), (_, before) => (before.AtStart, steps));

    /// <summary>Counts the updates of a block of trials that are computed side by side.</summary>
    /// <param name="first">Its first trial.</param>
    /// <param name="trials">How many.</param>
    /// <param name="most">Updates of each at most.</param>
    /// <param name="next">How many updates are made next.</param>
    public Func<long> Counted(long first, int trials, long most, Func<long> next)
    {
        var made = 0L;
        return () =>
        {
            Report(first, trials * (double)Math.Min(made, most));
            var updates = next();
            made += updates;
            return updates;
        };
    }

    public void Forget(long trial) => _steps.TryRemove(trial, out _);
}

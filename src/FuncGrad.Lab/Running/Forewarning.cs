namespace FuncGrad.Lab;

/// <summary>What is said before work that takes longer than its user may expect.</summary>
internal static class Forewarning
{
    /// <summary>Of compiled code, about a third of what it reaches on matrix products (measured, November 2026).</summary>
    private const double OperationsPerSecond = 2e9;

    private const double SecondsWorthSaying = 20;

    /// <summary>That differences will take long, why, and what to write instead; null where they do not.</summary>
    public static string? Of(DifferenceWork? work)
    {
        if (work is null || work.Operations / OperationsPerSecond is var seconds && seconds < SecondsWorthSaying) return null;
        var time = ProgressLine.Duration(TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2)));
        return $"This will take long: gradient = \"central_difference\" evaluates the loss {Numbers.Grouped(work.EvaluationsPerGradient)} "
            + "times for each gradient (twice for each element), "
            + $"{Count(work.Evaluations)} times in all, roughly {time} of processor time. gradient = \"exact\" costs about 3 evaluations "
            + "for each gradient.";
    }

    private static string Count(double evaluations) =>
        evaluations < long.MaxValue ? Numbers.Grouped((long)evaluations) : Numbers.Short(evaluations);
}

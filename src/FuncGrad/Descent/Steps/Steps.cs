namespace FuncGrad;

/// <summary>Functions of a sequence of steps.</summary>
public static class Steps
{
    /// <summary>The steps up to and including the first at which a condition holds.</summary>
    public static IEnumerable<Step> UntilStopped(this IEnumerable<Step> steps, Stopping stopping, Direction direction = Direction.Minimise)
    {
        Arguments.Given(stopping);
        return steps.Until(step => stopping.Reasons(step, direction).Count > 0);
    }

    /// <summary>The steps up to and including the first for which a condition of one's own is true.</summary>
    public static IEnumerable<Step> Until(this IEnumerable<Step> steps, Func<Step, bool> condition) =>
        UpTo(Arguments.Given(steps), Arguments.Given(condition));

    // What is lazy complains only when it is enumerated; what it is given is looked at before.
    private static IEnumerable<Step> UpTo(IEnumerable<Step> steps, Func<Step, bool> condition)
    {
        foreach (var step in steps)
        {
            yield return step;
            if (condition(step)) yield break;
        }
    }

    /// <summary>Each k-th step (by its iteration), and always the first and the last.</summary>
    /// <param name="steps">A finite sequence.</param>
    /// <param name="every">k, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1.</exception>
    public static IEnumerable<Step> Every(this IEnumerable<Step> steps, long every)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        return Thinned(Arguments.Given(steps), every);
    }

    private static IEnumerable<Step> Thinned(IEnumerable<Step> steps, long every)
    {
        Step? held = null;
        var isFirst = true;
        foreach (var step in steps)
        {
            held = isFirst || step.Iteration % every == 0 ? null : step;
            if (held is null) yield return step;
            isFirst = false;
        }
        if (held is not null) yield return held;
    }
}

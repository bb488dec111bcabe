namespace FuncGrad;

/// <summary>
/// The judge as a function of a sequence of steps: the slow and obviously right meaning of what <see cref="JudgeMemory"/> keeps inside a compiled fold, and a
/// judge for sequences that come from elsewhere.
/// </summary>
public static class JudgedSteps
{
    /// <summary>The verdict over all steps of a finite sequence that starts at step 0.</summary>
    /// <param name="steps">Steps 0, 1, 2 ... up to where the run ended.</param>
    /// <param name="plannedSteps">How many updates were to be made; fewer were made if a stop condition struck.</param>
    /// <param name="stopping">The stop conditions that were in force; null: none.</param>
    /// <param name="tolerance">What counts as converged: ‖∇loss‖ ≤ tolerance · max(1, first ‖∇loss‖).</param>
    /// <param name="direction">Down or up.</param>
    /// <param name="differenceStep">h, if the gradients are central differences; null if they are exact.</param>
    public static Judgement Judge(this IEnumerable<Step> steps, long plannedSteps, Stopping? stopping = null, double tolerance = FuncGrad.Judge.DefaultTolerance,
        Direction direction = Direction.Minimise, double? differenceStep = null) =>
        FuncGrad.Judge.Of(Evidence(steps, plannedSteps, stopping ?? Stopping.Never, tolerance, direction, differenceStep));

    internal static Evidence Evidence(IEnumerable<Step> steps, long plannedSteps, Stopping stopping, double tolerance, Direction direction, double? differenceStep)
    {
        var all = steps.ToList();
        var (quarter, sign) = (LastQuarter.Of(plannedSteps), direction == Direction.Minimise ? 1 : -1);
        var best = all.Where(step => double.IsFinite(step.Loss)).DefaultIfEmpty(all[0]).MinBy(step => sign * step.Loss)!;
        return new Evidence
        {
            PlannedSteps = plannedSteps,
            StepsMade = all[^1].Iteration,
            FirstLoss = all[0].Loss,
            LastLoss = all[^1].Loss,
            BestLoss = best.Loss,
            BestStep = best.Iteration,
            FirstGradientNorm = all[0].GradientNorm,
            LastGradientNorm = all[^1].GradientNorm,
            FirstNonFinite = First(all, step => !IsFinite(step)),
            FirstLost = differenceStep is { } h ? First(all, step => IsLost(step, h)) : -1,
            QuarterGradientNorm = At(all, quarter.Start),
            EarlierLossSum = Sum(all, quarter.Start, quarter.Half),
            LaterLossSum = Sum(all, quarter.Start + quarter.Half, quarter.Half),
            Reversals = quarter.Half == 0 ? 0 : Reversals(all, quarter.Start),
            StopReasons = stopping.Reasons(all[^1], direction),
            Direction = direction,
            Tolerance = tolerance,
        };
    }

    private static long First(List<Step> steps, Func<Step, bool> condition) => steps.FirstOrDefault(condition)?.Iteration ?? -1;

    private static bool IsFinite(Step step) =>
        double.IsFinite(step.Loss) && double.IsFinite(step.GradientNorm) && step.Parameters.All(p => p.ToArray().All(double.IsFinite));

    private static bool IsLost(Step step, double h) => step.Parameters.Any(p => p.ToArray().Any(x => x + h == x || x - h == x));

    private static double At(List<Step> steps, long iteration) => iteration < steps.Count ? steps[(int)iteration].GradientNorm : 0;

    private static double Sum(List<Step> steps, long start, long count) => steps.Skip((int)start).Take((int)count).Sum(step => step.Loss);

    /// <summary>How many updates from <paramref name="start"/> on point against the one before, the first of them having none before it.</summary>
    private static long Reversals(List<Step> steps, long start)
    {
        var reversals = 0L;
        for (var k = (int)start + 1; k + 1 < steps.Count; k++)
            if (Along(steps[k - 1], steps[k], steps[k + 1]) < 0) reversals++;
        return reversals;
    }

    private static double Along(Step a, Step b, Step c) =>
        Elements(a).Zip(Elements(b), Elements(c)).Sum(x => (x.Second - x.First) * (x.Third - x.Second));

    private static IEnumerable<double> Elements(Step step) => step.Parameters.SelectMany(p => p.ToArray());
}

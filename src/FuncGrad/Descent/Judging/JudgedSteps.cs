namespace FuncGrad;

/// <summary>
/// The judge as a function of a sequence of steps: the slow and obviously right meaning of what <see cref="JudgeMemory"/> keeps inside a
/// compiled fold, and a judge for sequences that come from elsewhere.
/// </summary>
public static class JudgedSteps
{
    /// <summary>The verdict over all steps of a finite sequence that starts at step 0.</summary>
    /// <param name="steps">Steps 0, 1, 2 ... up to where the run ended.</param>
    /// <param name="loss">What was descended: it is looked at around the last step.</param>
    /// <param name="method">How; its rule's hyperparameters have their defaults.</param>
    /// <param name="plannedSteps">How many updates were to be made; fewer were made if a stop condition struck.</param>
    /// <param name="stopping">The stop conditions that were in force; null: none.</param>
    /// <param name="tolerance">What counts as converged; null: the standard.</param>
    /// <param name="differenceStep">h, where the gradients are central differences.</param>
    public static Judgement Judge(this IEnumerable<Step> steps, Loss loss, Method method, long plannedSteps,
        Stopping? stopping = null, Tolerance? tolerance = null,
        double differenceStep = Method.DefaultDifferenceStep)
    {
        Arguments.Given(loss);
        Arguments.Given(method);
        List<Step> all = [.. Arguments.Given(steps)];
        var evidence = Evidence(
            all, loss, method, plannedSteps, stopping ?? Stopping.Never, tolerance ?? Tolerance.Standard, differenceStep);
        var landscape = new Landscape(loss, method.Direction, Varying.Nothing.DataByTrial, Kernels.ForLooks(method, 0, 1));
        var data = new LaneData(1, [], loss.DataValues);
        var way = Waypoints(all, plannedSteps);
        var second = new SecondLook(landscape, data, way);
        Judgement? judgement = null;
        Survey.Of(landscape, data, way, plannedSteps, _ => false,
            (_, outlook) => FuncGrad.Judge.MayStand(in evidence, outlook),
            (_, outlook) => judgement = FuncGrad.Judge.Of(in evidence, outlook, second.At(0, outlook.Score)));
        return judgement!;
    }

    private static Evidence Evidence(List<Step> all, Loss loss, Method method, long plannedSteps, Stopping stopping, Tolerance tolerance,
        double differenceStep)
    {
        var sign = method.Direction == Direction.Minimise ? 1 : -1;
        var best = all.Where(step => !double.IsNaN(step.Loss)).DefaultIfEmpty(all[0]).MinBy(step => sign * step.Loss)!;
        double? Value(string name) => method.Rule.Hyperparameters.FirstOrDefault(h => h.Name == name)?.Default;
        var isDifference = loss.Value is null || method.Gradient == GradientKind.CentralDifference;
        var figures = MethodFigures.Of(method)(
            isDifference ? differenceStep : 0, Value("learning_rate") ?? double.NaN, Value("momentum") ?? 0);
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
            FirstLost = figures.IsDifference ? First(all, step => IsLost(step, differenceStep)) : -1,
            Windows = Windows(all, LastHalf.Of(plannedSteps), sign),
            Overshoots = Overshoots(all, LastHalf.Of(plannedSteps), sign),
            StopReasons = stopping.Reasons(all[^1], method.Direction),
            Stopping = stopping,
            Direction = method.Direction,
            Tolerance = tolerance,
            Method = figures with { IsRateConstant = true },
            ElementName = loss.ElementName,
        };
    }

    private static long First(List<Step> steps, Func<Step, bool> condition) => steps.FirstOrDefault(condition)?.Iteration ?? -1;

    private static bool IsFinite(Step step) =>
        double.IsFinite(step.Loss) && step.Gradient.Concat(step.Parameters).All(part => part.ToArray().All(double.IsFinite));

    private static bool IsLost(Step step, double h) => step.Parameters.Any(p => p.ToArray().Any(x => x + h == x || x - h == x));

    private static FourWindows Windows(List<Step> steps, LastHalf half, int sign) =>
        !half.IsJudged || steps.Count <= half.StartOf(LastHalf.Windows)
        ? default
        : FourWindows.Of(window => Figures(steps.GetRange((int)half.StartOf(window), (int)half.Window), sign));

    private static double[] Figures(List<Step> window, int sign) =>
        [window.Sum(step => sign * step.Loss) / window.Count, window.Min(step => sign * step.Loss), window.Max(step => sign * step.Loss)];

    /// <summary>
    /// How many updates of the last half led to where the loss rises along them, but for the first and the last, behind which nothing
    /// looks.
    /// </summary>
    private static long Overshoots(List<Step> steps, LastHalf half, int sign)
    {
        var overshoots = 0L;
        for (var k = (int)half.Start + 1; half.IsJudged && k + 1 < steps.Count; k++)
            if (sign * Slope(steps[k - 1], steps[k]) > 0) overshoots++;
        return overshoots;
    }

    private static double Slope(Step before, Step after) =>
        Elements(before).Zip(Elements(after), after.Gradient.SelectMany(g => g.ToArray())).Sum(x => (x.Second - x.First) * x.Third);

    private static IEnumerable<double> Elements(Step step) => step.Parameters.SelectMany(p => p.ToArray());

    private static Waypoints Waypoints(List<Step> steps, long plannedSteps)
    {
        var half = LastHalf.Of(plannedSteps);
        double[] At(long step) => [.. Elements(steps[half.IsJudged && step < steps.Count ? (int)step : 0])];
        var end = Elements(steps[^1]).ToArray();
        double[] before = half.IsJudged && steps.Count > half.StartOf(LastHalf.Windows) ? [.. Elements(steps[^2])] : end;
        return new(At(0), At(half.Start), At(half.StartOf(LastHalf.Windows / 2)), end, LaneVectors.Difference(end, before));
    }
}

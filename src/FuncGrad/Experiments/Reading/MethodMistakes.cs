namespace FuncGrad;

/// <summary>What of a method does not fit the rest of a file.</summary>
internal static class MethodMistakes
{
    /// <summary>The mistakes of a file that is right in its parts.</summary>
    public static IReadOnlyList<InputError> Of(Experiment experiment) =>
        [.. new[] { OfDropout(experiment), OfSlots(experiment), OfTracking(experiment) }.OfType<InputError>()];

    /// <summary>Rules that are swept remember other things each.</summary>
    private static InputError? OfSlots(Experiment experiment) =>
        experiment.Log.Columns.Contains(LogColumn.Slots)
            && experiment.Sweep.Keys
                .FirstOrDefault(key => key == "method.rule" || key.EndsWith(".schedule", StringComparison.Ordinal)) is { } key
            ? new(experiment.LocationOf("log.columns"),
                $"log.columns has \"slots\", but {key} is swept, and each rule remembers other things.",
                "Leave \"slots\" out, or run one rule at a time.")
            : null;

    private static InputError? OfTracking(Experiment experiment) =>
        Tracked.Mistake(experiment.Value, experiment.Symbols()) is { } mistake
            ? new(experiment.LocationOf("loss"), mistake, "Track parameters, each of them once.") : null;

    /// <summary>
    /// Gradients are, or would be in some trials, central differences of very many elements, each of whose values from outside of the step
    /// would drop others.
    /// </summary>
    private static InputError? OfDropout(Experiment experiment)
    {
        if (!DropoutNumbers.AreIn(experiment.Value) || experiment.ElementCount <= StepGraph.LargestUnrolledDifference) return null;
        var isSwept = experiment.Sweep.Axes.Any(axis => axis.Setting.Key == "method.gradient");
        if (!isSwept && experiment.Method.Gradient == GradientKind.Exact) return null;
        return new InputError(experiment.LocationOf(isSwept ? "sweep.method.gradient" : "method.gradient"),
            $"The loss has dropout, which central differences of more than {StepGraph.LargestUnrolledDifference} elements cannot see.",
            "Use gradient = \"exact\".");
    }
}

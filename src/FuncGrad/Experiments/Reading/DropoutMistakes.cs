namespace FuncGrad;

/// <summary>Where elements of a loss cannot be dropped: each of its values from outside of the step would drop others.</summary>
internal static class DropoutMistakes
{
    /// <summary>A mistake where gradients are, or would be in some trials, central differences of very many elements.</summary>
    public static InputError? Of(Experiment experiment)
    {
        if (!DropoutNumbers.AreIn(experiment.Value) || experiment.ElementCount <= StepGraph.LargestUnrolledDifference) return null;
        var isSwept = experiment.Sweep.Axes.Any(axis => axis.Setting.Key == "method.gradient");
        if (!isSwept && experiment.Method.Gradient == GradientKind.Exact) return null;
        return new InputError(experiment.LocationOf(isSwept ? "sweep.method.gradient" : "method.gradient"),
            $"The loss has dropout, which central differences of more than {StepGraph.LargestUnrolledDifference} elements cannot see.", "Take gradient = \"exact\".");
    }
}

namespace FuncGrad;

/// <summary>A step for a reader.</summary>
internal static class StepText
{
    /// <summary>What a step of a method on a loss computes, line by line; without what is remembered for the verdict.</summary>
    public static string Of(Loss loss, Method method, Stopping stopping) =>
        ProgramText.Of(StepGraph.Build(loss, method, stopping, Varying.Nothing, Memory.None, new Row(loss.Parameters, [])).Recurrence);
}

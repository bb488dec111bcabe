namespace FuncGrad;

/// <summary>What a folder of results holds, for whoever draws, counts or compares it.</summary>
/// <param name="Experiment">The experiment as it was run.</param>
/// <param name="Trials">A row for each trial.</param>
/// <param name="Steps">A row for each logged step, trial after trial; null without a step log.</param>
public sealed record ResultTables(Experiment Experiment, ResultTable Trials, ResultTable? Steps)
{
    /// <summary>The names of all tables' columns.</summary>
    public override string ToString() => $"trials: {string.Join(", ", Trials.Columns)}; steps: {(Steps is null ? "none" : string.Join(", ", Steps.Columns))}";
}

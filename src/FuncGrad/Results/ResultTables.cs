namespace FuncGrad;

/// <summary>What a folder of results holds, for whoever draws, counts or compares it.</summary>
/// <param name="Experiment">The experiment as it was run.</param>
/// <param name="Trials">A row for each trial.</param>
/// <param name="Steps">A row for each logged step, trial after trial; null without a step log.</param>
public sealed record ResultTables(Experiment Experiment, ResultTable Trials, ResultTable? Steps)
{
    /// <summary>The last parameters of a trial by name, to be given to <see cref="Experiment.Evaluate"/>.</summary>
    /// <exception cref="ArgumentException">There is no such trial, or the table does not hold all elements: [log] final_parameters says how
    /// many it does.</exception>
    public IReadOnlyDictionary<string, Tensor> FinalParameters(long trial) =>
        FuncGrad.FinalParameters.Of(Experiment, Trials, trial, out var mistake)
            ?? throw new ArgumentException($"{mistake!.Problem} {mistake.Hint}", nameof(trial));

    /// <summary>The names of all tables' columns.</summary>
    public override string ToString() =>
        $"trials: {string.Join(", ", Trials.Columns)}; steps: {(Steps is null ? "none" : string.Join(", ", Steps.Columns))}";
}

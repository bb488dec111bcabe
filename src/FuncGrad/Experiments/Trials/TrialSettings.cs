namespace FuncGrad;

/// <summary>Everything a single trial is made of, as numbers: what an experiment and a trial's index come down to.</summary>
internal sealed record TrialSettings
{
    public required Method Method { get; init; }

    /// <summary>The stop conditions with this trial's bounds.</summary>
    public required Stopping Stopping { get; init; }

    public required long Steps { get; init; }

    /// <summary>The state that updates go on from; null: they begin anew.</summary>
    public Checkpoint? Resumed { get; init; }

    /// <summary>The judge's tolerance.</summary>
    public required Tolerance Tolerance { get; init; }

    /// <summary>The step of central differences.</summary>
    public required double DifferenceStep { get; init; }

    /// <summary>Every hyperparameter of the rule: by name, or as <c>name.parameter</c> where it has a value for each parameter.</summary>
    public required IReadOnlyDictionary<string, double> Hyperparameters { get; init; }

    /// <summary>Which hyperparameters have a value for each parameter.</summary>
    public required IReadOnlySet<string> HyperparametersByParameter { get; init; }

    /// <summary>The starting values, in the order of the loss's parameters.</summary>
    public required IReadOnlyList<Tensor> Start { get; init; }

    /// <summary>The data, in the order of the loss's data; the same object in every trial unless it is swept or drawn.</summary>
    public required IReadOnlyList<Tensor> Data { get; init; }

    /// <summary>The batches of rows; null: each update sees all rows. The same object in all trials of as large batches.</summary>
    public Minibatches? Batches { get; init; }

    /// <summary>In what order they take the rows.</summary>
    public BatchOrder BatchOrder { get; init; }

    /// <summary>The stop conditions that are formulas; null if there are none.</summary>
    public StopConditions? Conditions { get; init; }

    /// <summary>Trials of one key are made of the same step graph and may run in lanes side by side.</summary>
    public StructureKey StructureKey => new(Method.Rule, Method.Gradient, Method.Direction, Method.Precision, Method.Arithmetic, Steps,
        Stopping.GradientNorm is not null, Stopping.Loss is not null, Stopping.Diverged is not null, HyperparametersByParameter, Batches,
        BatchOrder, Conditions?.WhenText);

    /// <summary>What <see cref="Hyperparameters"/> are in an experiment.</summary>
    public static Dictionary<string, double> HyperparametersOf(Experiment own, IReadOnlySet<string> byParameter)
    {
        var values = new Dictionary<string, double>();
        foreach (var hyperparameter in own.Method.Rule.Hyperparameters)
        {
            if (byParameter.Contains(hyperparameter.Name))
                foreach (var parameter in own.Parameters)
                    values[$"{hyperparameter.Name}.{parameter.Name}"] = own.Method.Hyperparameter(hyperparameter, parameter.Name);
            else
                values[hyperparameter.Name] = own.Method.Hyperparameter(hyperparameter, own.Parameters[0].Name);
        }
        return values;
    }

    /// <summary>The value of a named input of the step graph.</summary>
    public double Input(string name)
    {
        if (name == StepGraph.DifferenceStep) return DifferenceStep;
        if (name == StepGraph.PlannedSteps) return Steps + (Resumed?.Updates ?? 0);
        return name.StartsWith(StepGraph.Method, StringComparison.Ordinal)
            ? Hyperparameters[name[StepGraph.Method.Length..]]
            : Stopping.Bounds().First(bound => bound.Name == name).Value;
    }
}

/// <summary>
/// What the step graph of a trial depends on. Trials of a batch share their sets of names, which are therefore compared by reference.
/// </summary>
internal readonly record struct StructureKey(
    Rule Rule, GradientKind Gradient, Direction Direction, Precision Precision, Arithmetic Arithmetic, long Steps,
    bool StopsByGradientNorm, bool StopsByLoss, bool StopsWhenDiverged, IReadOnlySet<string> HyperparametersByParameter,
    Minibatches? Batches, BatchOrder BatchOrder, string? When);

using System.Collections.Concurrent;

namespace FuncGrad;

/// <summary>The columns of an experiment's tables, and where the figures of a logged row come from.</summary>
internal sealed class BatchColumns
{
    private readonly Experiment _experiment;
    private readonly IReadOnlyList<Expr> _parameters;
    private readonly ConcurrentDictionary<Rule, IReadOnlySet<string>> _byParameter = new();
    private readonly bool _ratesByParameter;

    public BatchColumns(Experiment experiment)
    {
        _experiment = experiment;
        _parameters = experiment.Symbols();
        _ratesByParameter = HyperparametersByParameter(experiment).Contains("learning_rate");
        var formulas = ObservedFormulas.Of(experiment);
        var observed = formulas.Observables(experiment);
        var logged = experiment.Log.Every == 0 ? [] : experiment.Log.Columns.SelectMany(Observables).Concat(observed);
        var stop = formulas.Conditions(Stopping(experiment));
        Row = new Row(_parameters, logged, observed, stop, experiment.Keep == KeptParameters.Best)
        {
            UpdatesBefore = experiment.Resumed?.Updates ?? 0,
        };
        OfTrials =
        [
            "trial", "id", .. experiment.Sweep.Keys, "verdict", "steps", "loss", "gradient_norm", "best_loss", "best_step",
            .. experiment.Observations.Select(observation => observation.Name),
            .. experiment.ElementNames.Take(experiment.ShownElements), "note",
        ];
        OfSteps = new(experiment.Log.Every == 0 ? [] : [new("trial"), new("step"), .. Row.Logged.Select(PartAt)]);
    }

    private ColumnNames.Part PartAt(int at) => new(Row.Observables[at].Name, Row.Observables[at].Elements);

    /// <summary>Where conditions are swept, the first of them: all are observed alike.</summary>
    private static StopFormulas Stopping(Experiment experiment) => SweptWhen(experiment) is { } axis
        ? experiment.StopFormulas with { When = axis.Values.At(0).Word } : experiment.StopFormulas;

    private static Axis? SweptWhen(Experiment experiment) =>
        experiment.Sweep.Axes.FirstOrDefault(axis => axis.Setting.Key == "stop.when");

    /// <summary>The stop conditions of a trial that are formulas.</summary>
    public StopConditions? ConditionsOf(Experiment own) =>
        SweptWhen(_experiment) is null ? Row.Stop : ObservedFormulas.Of(own).Conditions(own.StopFormulas);

    public static StepRows NoRows { get; } = new([], 0);

    public IReadOnlyList<string> OfTrials { get; }

    public ColumnNames OfSteps { get; }

    /// <summary>What is observed.</summary>
    public Row Row { get; }

    /// <summary>
    /// The hyperparameters that have a value for single parameters: in the file, or by a swept key <c>method.learning_rate.W</c>. Trials of
    /// one rule share the same set.
    /// </summary>
    public IReadOnlySet<string> HyperparametersByParameter(Experiment own) =>
        _byParameter.GetOrAdd(own.Method.Rule, _ => FindByParameter(own));

    private HashSet<string> FindByParameter(Experiment own)
    {
        var inFile = own.Method.Hyperparameters.Where(h => h.PerParameter.Count > 0).Select(h => h.Name).ToHashSet();
        var keys = _experiment.Sweep.Keys.Where(key => key.StartsWith("method.", StringComparison.Ordinal)).ToHashSet();
        bool IsSwept(string name) => keys.Count > 0 && own.Parameters.Exists(parameter => keys.Contains($"method.{name}.{parameter.Name}"));
        return own.Method.Rule.Hyperparameters.Select(h => h.Name).Where(name => inFile.Contains(name) || IsSwept(name)).ToHashSet();
    }

    /// <summary>The kept rows of a trial under the columns of the step log.</summary>
    public StepRows Rows(IReadOnlyList<double> kept) => _experiment.Log.Every == 0 ? NoRows : new StepRows(kept, Row.LoggedCount);

    private IEnumerable<Observable> Parameters => _parameters.Select((_, i) => Observable.Parameter(_parameters, i));

    /// <summary>What a rule remembers: of each parameter, or once where all share it.</summary>
    private IEnumerable<Observable> SlotsOf(Rule rule)
    {
        var trace = new RuleTrace(rule, [.. _parameters.Select(parameter => parameter.Shape)]);
        var isByParameter = rule.FollowsParameters && HyperparametersByParameter(_experiment).Count > 0;
        return from slot in rule.Slots
               let isOne = slot.IsShared && !isByParameter
               from part in Enumerable.Range(0, isOne ? 1 : _parameters.Count)
               let shape = trace.Evaluated.Slot(slot.Name)[slot.IsShared ? 0 : part].Shape
               select Observable.Slot(slot.Name, part, isOne ? null : _parameters[part].InputName, shape);
    }

    /// <summary>What a word of <c>log.columns</c> shows.</summary>
    private IEnumerable<Observable> Observables(LogColumn column) => column switch
    {
        LogColumn.Loss when _experiment.Method.SettlesElsewhere => [Observable.Loss, Observable.IterateLoss],
        LogColumn.Loss => [Observable.Loss],
        LogColumn.GradientNorm => [Observable.GradientNorm],
        LogColumn.UpdateNorm => [Observable.UpdateNorm],
        LogColumn.LearningRate when _ratesByParameter => _parameters.Select((_, i) => Observable.LearningRateOf(_parameters, i)),
        LogColumn.LearningRate => [Observable.LearningRate],
        LogColumn.Parameters when _experiment.Method.SettlesElsewhere =>
            Parameters.Concat(_parameters.Select((_, i) => Observable.Iterate(_parameters, i))),
        LogColumn.Parameters => Parameters,
        LogColumn.Slots => SlotsOf(_experiment.Method.Rule),
        _ => _parameters.Select((_, i) => Observable.Gradient(_parameters, i)),
    };
}

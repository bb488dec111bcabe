using System.Collections.Concurrent;

namespace FuncGrad;

/// <summary>The columns of an experiment's tables, and where the figures of a logged row come from.</summary>
internal sealed class BatchColumns
{
    private static readonly StepRows NoRows = new([], 0, [], []);

    private readonly Experiment _experiment;
    private readonly int _elements;
    private readonly ConcurrentDictionary<UpdateRule, IReadOnlySet<string>> _byParameter = new();
    private readonly bool _ratesByParameter;
    private readonly Lazy<int[]> _sources;

    public BatchColumns(Experiment experiment)
    {
        _experiment = experiment;
        _elements = experiment.Parameters.Sum(parameter => parameter.Source.Shape.ElementCount);
        _ratesByParameter = HyperparametersByParameter(experiment).Contains("learning_rate");
        _sources = new(() => [.. experiment.Log.Columns.SelectMany(Sources)]);
        OfTrials =
        [
            "trial", "id", .. experiment.Sweep.Keys, "verdict", "steps", "loss", "gradient_norm", "best_loss", "best_step",
            .. experiment.ElementNames.Take(Batch.ShownParameters), "note",
        ];
        OfSteps = new(experiment.Log.Every == 0 ? [] : [new("trial"), new("step"), .. experiment.Log.Columns.SelectMany(Names)]);
    }

    public IReadOnlyList<string> OfTrials { get; }

    public ColumnNames OfSteps { get; }

    public bool LogsGradient => _experiment.Log.Every > 0 && _experiment.Log.Columns.Contains(LogColumn.Gradient);

    public bool LogsUpdateNorm => _experiment.Log.Every > 0 && _experiment.Log.Columns.Contains(LogColumn.UpdateNorm);

    /// <summary>
    /// The hyperparameters that have a value for single parameters: in the file, or by a swept key <c>method.learning_rate.W</c>. Trials of one rule share the same
    /// set.
    /// </summary>
    public IReadOnlySet<string> HyperparametersByParameter(Experiment own) => _byParameter.GetOrAdd(own.Method.Rule, _ => FindByParameter(own));

    private HashSet<string> FindByParameter(Experiment own)
    {
        var inFile = own.Method.Hyperparameters.Where(h => h.PerParameter.Count > 0).Select(h => h.Name);
        var swept = own.Method.Rule.Hyperparameters.Select(h => h.Name).Where(name => _experiment.Sweep.Keys.Any(key => key.StartsWith($"method.{name}.", StringComparison.Ordinal)));
        return inFile.Concat(swept).Where(name => own.Method.Rule.Hyperparameters.Any(h => h.Name == name)).ToHashSet();
    }

    /// <summary>The kept rows of a trial under the columns of the step log.</summary>
    public StepRows Rows(IReadOnlyList<double> kept, TrialSettings settings)
    {
        if (_experiment.Log.Every == 0) return NoRows;
        var width = Kept.Parameters + _elements + (LogsGradient ? _elements : 0);
        return new StepRows(kept, width, _sources.Value, Rates(settings));
    }

    private IEnumerable<ColumnNames.Part> Names(LogColumn column) => column switch
    {
        LogColumn.Loss => [new("loss")],
        LogColumn.GradientNorm => [new("gradient_norm")],
        LogColumn.UpdateNorm => [new("update_norm")],
        LogColumn.LearningRate => RateNames().Select(name => new ColumnNames.Part(name)),
        LogColumn.Parameters => _experiment.Parameters.Select(parameter => new ColumnNames.Part(parameter.Name, parameter.Source.Shape)),
        _ => _experiment.Parameters.Select(parameter => new ColumnNames.Part($"gradient.{parameter.Name}", parameter.Source.Shape)),
    };

    private string[] RateNames() => _ratesByParameter ? [.. _experiment.Parameters.Select(p => $"learning_rate.{p.Name}")] : ["learning_rate"];

    private IEnumerable<int> Sources(LogColumn column) => column switch
    {
        LogColumn.Loss => [Kept.Loss],
        LogColumn.GradientNorm => [Kept.GradientNorm],
        LogColumn.UpdateNorm => [Kept.UpdateNorm],
        LogColumn.LearningRate => Enumerable.Range(0, RateNames().Length).Select(c => -1 - c),
        LogColumn.Parameters => Enumerable.Range(Kept.Parameters, _elements),
        _ => Enumerable.Range(Kept.Parameters + _elements, _elements),
    };

    /// <summary>As they were computed with.</summary>
    private double[] Rates(TrialSettings settings) => Array.ConvertAll(GivenRates(settings), rate => settings.Method.Precision.Round(rate));

    private double[] GivenRates(TrialSettings settings) => _ratesByParameter
        ? [.. _experiment.Parameters.Select(p => settings.Hyperparameters.TryGetValue($"learning_rate.{p.Name}", out var own) ? own : settings.Hyperparameters["learning_rate"])]
        : [settings.Hyperparameters.GetValueOrDefault("learning_rate", double.NaN)];

    /// <summary>Where the figures stand in a row of <see cref="LaneLog"/>.</summary>
    private static class Kept
    {
        public const int Loss = 1, GradientNorm = 2, UpdateNorm = 3, Parameters = 4;
    }
}

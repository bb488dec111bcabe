namespace FuncGrad;

/// <summary>What the fold knows of the runs of a block at their ends, lane by lane.</summary>
internal sealed class LaneEvidence
{
    private readonly LaneBlock _block;
    private readonly LaneProgress _progress;
    private readonly Row _row;
    private readonly Method _method;
    private readonly Stopping _stopping;
    private readonly Func<int, string> _elementName;
    private readonly Func<double, double, double, MethodFigures> _figures;
    private readonly double[]? _momentum;
    private readonly bool _isMomentumKnown;
    private readonly double[]? _differenceStep;
    private readonly int _sign;
    private readonly bool _isNeverStopped;
    private readonly bool _isRateConstant;

    public LaneEvidence(LaneBlock block, LaneProgress progress, Row row, Loss loss, Method method, Stopping stopping)
    {
        (_block, _progress, _row, _method, _stopping) = (block, progress, row, method, stopping);
        (_elementName, _figures) = (loss.ElementName, MethodFigures.Of(method));
        IsNoisy = block.Batches is not null || block.Inputs.Keys.Any(DrawnNumbers.IsKey);
        _isNeverStopped = stopping.IsNever;
        _sign = method.Direction == Direction.Minimise ? 1 : -1;
        _isRateConstant = Input("learning_rate") is not null;
        _momentum = Input(MethodFigures.MomentumOf(method.Rule));
        _isMomentumKnown = _momentum is not null
            || method.Rule.Hyperparameters.All(h => !h.Name.Contains("momentum.", StringComparison.Ordinal));
        var isDifference = loss.Value is null || method.Gradient == GradientKind.CentralDifference;
        _differenceStep = isDifference ? block.Inputs[StepGraph.DifferenceStep] : null;
    }

    /// <summary>Whether steps differ by chance.</summary>
    public bool IsNoisy { get; }

    private double[]? Input(string hyperparameter) => _block.Inputs.GetValueOrDefault(StepGraph.Method + hyperparameter);

    /// <summary>Whether a lane's verdict is known without a look around its end: it is not finite, or a stop condition ended it.</summary>
    public bool IsDecided(int lane) =>
        Observed(_row.FirstNonFinite, lane) >= 0
        || double.IsNegativeInfinity(Observed(_row.BestScore, lane))
        || _progress.StepsMade(lane) < _block.Steps;

    /// <summary>The figures of a lane.</summary>
    public Evidence Of(int lane)
    {
        var (first, last) = (_progress.First(lane), (Loss: Observed(_row.Loss, lane), GradientNorm: Observed(_row.GradientNorm, lane)));
        var best = Observed(_row.BestScore, lane);
        var bounds = _isNeverStopped ? _stopping : BoundsIn(lane);
        var met = _row.Stop is null ? [] : MetIn(lane, _row.Stop);
        return new Evidence
        {
            PlannedSteps = _block.Steps,
            StepsMade = _progress.StepsMade(lane),
            FirstLoss = first.Loss,
            LastLoss = last.Loss,
            BestLoss = double.IsPositiveInfinity(best) ? first.Loss : _sign * best,
            BestStep = (long)Observed(_row.BestStep, lane),
            FirstGradientNorm = first.GradientNorm,
            LastGradientNorm = last.GradientNorm,
            FirstNonFinite = (long)Observed(_row.FirstNonFinite, lane),
            FirstLost = (long)Observed(_row.FirstLost, lane),
            Windows = Windows(lane),
            Overshoots = _progress.Overshoots(lane),
            StopReasons = _isNeverStopped && met.Count == 0 ? []
                : [.. bounds.Reasons(last.Loss, last.GradientNorm, _progress.ParametersAtEnd(lane), _method.Direction),
                    .. met.Select(one => one.Reason)],
            FormulaNotes = met.Count == 0 ? null : [.. met.Select(one => one.Note)],
            Stopping = bounds,
            Epoch = _block.Batches is null ? 0 : _block.Epoch,
            IsNoisy = IsNoisy,
            Direction = _method.Direction,
            Tolerance = _block.Tolerance[lane],
            Method = Figures(lane),
            ElementName = _elementName,
        };
    }

    private double MomentumIn(int lane) => _momentum?[lane] ?? (_isMomentumKnown ? 0 : double.NaN);

    private Stopping BoundsIn(int lane) => _stopping.InLane(name => _block.Inputs[name][lane]);

    private IReadOnlyList<(StopReason Reason, string Note)> MetIn(int lane, StopConditions conditions) =>
        conditions.Met(one => Observed(_row.IndexOf(one), lane));

    private MethodFigures Figures(int lane) =>
        _figures(_differenceStep?[lane] ?? 0, Observed(_row.LearningRate, lane), MomentumIn(lane)) with
        {
            IsRateConstant = _isRateConstant,
        };

    private double Observed(int figure, int lane) => _progress.Observed[figure][lane];

    private FourWindows Windows(int lane) => !_progress.IsLate || _progress.StepsMade(lane) < _block.Steps
        ? default
        : _progress.Windows(lane);
}

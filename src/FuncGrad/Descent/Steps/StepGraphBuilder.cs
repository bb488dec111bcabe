using static FuncGrad.Expr;

namespace FuncGrad;

/// <summary>Composes a <see cref="StepGraph"/>: first loss and gradient, then the rule's changes, then what the judge remembers.</summary>
internal sealed class StepGraphBuilder
{
    private readonly Loss _loss;
    private readonly Method _method;
    private readonly Stopping _stopping;
    private readonly Varying _varying;
    private readonly BatchLoss? _batch;
    private readonly List<Expr> _state = [];
    private readonly List<Expr> _next = [];
    private readonly List<Expr> _initial = [];
    private Expr? _made;
    private Expr? _value;
    private Dictionary<Expr, Expr>? _tracked;
    private bool _hasStops;
    private long _before;
    private readonly List<Expr> _inputs = [];
    private readonly List<string> _inputNames = [];
    private readonly Expr _iteration = Input("method.iteration", Shape.Scalar);

    public StepGraphBuilder(Loss loss, Method method, Stopping stopping, Varying varying, BatchLoss? batch) =>
        (_loss, _method, _stopping, _varying, _batch, Draws) = (loss,
            method with { Rule = RuleCheck.Checked(method.Rule, loss.Parameters) }, stopping, varying, batch, new DrawnNumbers(this));

    public StepGraph Build(Memory memory, Row row)
    {
        _before = row.UpdatesBefore;
        var outside = StepGraph.NeedsOutsideGradient(_loss, _method);
        if (outside) Named(StepGraph.DifferenceStep, Shape.Scalar);
        if (outside && _loss.Value is { } dropping && DropoutNumbers.AreIn(dropping))
            throw new ArgumentException(
                "The loss drops elements at random, which is not possible with central differences of more than "
                    + $"{StepGraph.LargestUnrolledDifference} elements: use the exact gradient.");
        foreach (var data in _loss.Data.Where(VariesByTrial)) Named(data);
        var loss = outside ? Named(StepGraph.OutsideLoss, Shape.Scalar) : Value;
        IReadOnlyList<Expr> gradient = outside ? [.. _loss.Parameters.Select(p => Named(StepGraph.OutsideGradient + p.InputName, p.Shape))]
            : Gradient();
        if (Tracked.Count > 0)
            gradient = [.. gradient.Select((part, i) => Tracked.ContainsKey(_loss.Parameters[i]) ? Fill(0, part.Shape) : part)];
        _state.AddRange(_loss.Parameters);
        var rule = new RuleStep(this, _method, _varying);
        rule.Add(loss, gradient, outside ? null
            : new(at => At(at, [loss])[0], at => At(at, gradient),
                along => Directional.Derivative(gradient, _loss.Parameters, Fitting(along))));
        var slotCount = _state.Count - _loss.Parameters.Count;
        IReadOnlyList<Expr> point = rule.Settled?.Point ?? _loss.Parameters;
        var iterateLoss = loss;
        if (rule.Settled is { } settled) (loss, gradient) = (settled.Loss, settled.Gradient);
        var gradientNorm = Norm(gradient);
        foreach (var bound in _stopping.Bounds()) Named(bound.Name, Shape.Scalar);
        _hasStops = !_stopping.IsNever || row.Stop is not null;
        var figures = Figures(loss, gradientNorm, point);
        var formulas = row.Observables.Select(one => one.Formula).OfType<Expr>().Distinct().ToDictionary(formula => formula, figures.At);
        var (goesOn, stop) = row.Stop?.Add(this, figures) ?? default;
        var remembered = new JudgeMemory(this, loss, point, gradient, rule).Add(memory, row.KeepsBest, stop?.IsBetter);
        var continues = Both(_stopping.Continues(loss, gradientNorm, point, _method.Direction), goesOn);
        // A batch may meet a bound and the next not: who stopped once has made fewer updates than there were.
        if (_batch is not null && continues is not null) continues *= HasNotStopped();
        var seen = new Seen(loss, point, gradient, gradientNorm, rule.Rates, remembered)
        {
            Formulas = formulas,
            Slots = rule.Remembered,
            Stop = stop,
            Iterate = _loss.Parameters,
            IterateLoss = iterateLoss,
        };
        Expr[] observed = [.. row.Observables.Select(one => one.Of(seen))];
        return new StepGraph
        {
            Recurrence = Finished(observed, continues),
            Row = row,
            ParameterCount = _loss.Parameters.Count,
            SlotCount = slotCount,
            InitialState = _initial,
            Beginning = Beginning(),
            LastPointIsKept = rule.Settled is not null,
            LastChanges = [.. Enumerable.Range(0, _state.Count)
                .Where(s => _state[s].InputName!.StartsWith(JudgeMemory.LastChange, StringComparison.Ordinal))],
            InputNames = _inputNames,
        };
    }

    private RunFigures Figures(Expr loss, Expr gradientNorm, IReadOnlyList<Expr> point) => new(this, new Dictionary<Expr, Expr>(
        _loss.Parameters.Zip(point, (a, b) => (a, b)).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2))
            .Where(pair => pair.Key != pair.Value))
    {
        [RunFigures.OfStep["loss"]] = loss,
        [RunFigures.OfStep["gradient_norm"]] = gradientNorm,
        [RunFigures.OfStep["step"]] = StepsMade(),
    });

    private static Expr? Both(Expr? a, Expr? b) => a is null ? b : b is null ? a : a * b;

    /// <summary>Simplified and, for fused arithmetic, contracted: what will be computed, as it will be rounded.</summary>
    private Recurrence Finished(Expr[] observed, Expr? continues)
    {
        Expr[] roots = [.. _next, .. observed, .. continues is null ? Array.Empty<Expr>() : [continues]];
        if (Ordering.Inputs(roots).Contains(PlannedSteps)) Named(PlannedSteps);
        var simple = Simplification.Simplify(Definitions.WrittenOut(roots, _method.Precision), _method.Precision);
        if (_method.Arithmetic == Arithmetic.Fused) simple = Fusion.Contract(simple, _inputs);
        return InBatches(new(_state, [.. simple.Take(_next.Count)], _inputs, [.. _loss.Data.Where(d => !VariesByTrial(d))], _iteration,
            [.. simple.Skip(_next.Count).Take(observed.Length)], continues is null ? null : simple[^1]));
    }

    /// <summary>
    /// The slots that begin with a function of the start, as what is observed of the parameters and inputs; null if there are none.
    /// </summary>
    private Recurrence? Beginning()
    {
        Expr[] functions = [.. _initial.Where(initial => initial.ConstantValue is not { Shape.Rank: 0 })];
        if (functions.Length == 0) return null;
        if (Ordering.Inputs(functions).Contains(PlannedSteps)) Named(PlannedSteps);
        var simple = Simplification.Simplify(Definitions.WrittenOut(functions, _method.Precision), _method.Precision);
        return InBatches(new([], [], [.. _loss.Parameters, .. _inputs], [.. _loss.Data.Where(d => !VariesByTrial(d))], _iteration, simple,
            null));
    }

    private Recurrence InBatches(Recurrence recurrence) => recurrence with
    {
        Batches = _batch?.Inputs ?? [],
        BatchesDiffer = _varying.BatchesByTrial,
    };

    /// <summary>Functions of the parameters at another point.</summary>
    private Expr[] At(IReadOnlyList<Expr> point, IReadOnlyList<Expr> functions) =>
        Substitution.Replace(functions, _loss.Parameters.Zip(Fitting(point), KeyValuePair.Create).ToDictionary());

    private Expr[] Fitting(IReadOnlyList<Expr> parts) => [.. parts.Select((part, i) => BroadcastTo(part, _loss.Parameters[i].Shape))];

    /// <summary>What an update descends: the loss of its batch, or of all rows, without what is dropped in it.</summary>
    private Expr Value => _value ??= Draws.Dropped(_batch?.Value ?? _loss.Value!);

    /// <summary>What becomes of the parameters that the loss tracks and the rule does not touch.</summary>
    public IReadOnlyDictionary<Expr, Expr> Tracked => _tracked ??= _loss.Value is null ? [] : FuncGrad.Tracked.Next(Value);

    /// <summary>The random numbers of a step.</summary>
    public DrawnNumbers Draws { get; }

    private IReadOnlyList<Expr> Gradient() => _method.Gradient == GradientKind.Exact
        ? Differentiation.Gradient(Value, _loss.Parameters)
        : CentralDifference.Gradient(Value, _loss.Parameters, Named(StepGraph.DifferenceStep, Shape.Scalar));

    /// <summary>A state symbol beside the parameters.</summary>
    public Expr State(string name, Shape shape, Expr initial)
    {
        var symbol = Input(name, shape);
        _state.Add(symbol);
        _initial.Add(initial);
        return symbol;
    }

    public void Next(Expr next) => _next.Add(next);

    private bool VariesByTrial(Expr data) => _varying.DataByTrial.Contains(data.InputName!);

    /// <summary>A lane input by name, once.</summary>
    public Expr Named(string name, Shape shape) => Named(Input(name, shape));

    private Expr Named(Expr symbol)
    {
        if (_inputs.Contains(symbol)) return symbol;
        _inputs.Add(symbol);
        _inputNames.Add(symbol.InputName!);
        return symbol;
    }

    /// <summary>The number of updates made so far, those before step 0 included: 0, 1, 2 ...</summary>
    public Expr Iteration => _iteration;

    /// <summary>How many updates are to be made; an input only of a graph that uses it.</summary>
    public Expr PlannedSteps { get; } = Input(StepGraph.PlannedSteps, Shape.Scalar);

    public Direction Direction => _method.Direction;

    public Precision Precision => _method.Precision;

    public IReadOnlyList<Expr> Parameters => _loss.Parameters;

    /// <summary>1 where a central difference is lost to rounding, or null if the gradient is exact.</summary>
    public Expr? LostToRounding => _method.Gradient == GradientKind.CentralDifference || _loss.Value is null
        ? CentralDifference.IsLostToRounding(_loss.Parameters, Named(StepGraph.DifferenceStep, Shape.Scalar))
        : null;

    /// <summary>How many updates this lane made: the iteration, or its own count where lanes can stop.</summary>
    public Expr StepsMade() => _made ??= _hasStops ? Counted() : Since(_iteration);

    /// <summary>1 where a lane made every update that there was.</summary>
    public Expr HasNotStopped() => Equal(StepsMade(), Since(_iteration));

    private Expr Since(Expr iteration) => _before == 0 ? iteration : iteration - _before;

    private Expr Counted()
    {
        var made = State("judge.steps_made", Shape.Scalar, 0);
        Next(made + 1);
        return made;
    }

    /// <summary>√Σ over all parameters of the squares of their parts.</summary>
    public static Expr Norm(IReadOnlyList<Expr> parts) => EuclideanNorm.Of(parts);
}

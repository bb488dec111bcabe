using static FuncGrad.Expr;

namespace FuncGrad;

/// <summary>Composes a <see cref="StepGraph"/>: first loss and gradient, then the rule's changes, then what the judge remembers.</summary>
internal sealed class StepGraphBuilder
{
    private readonly Loss _loss;
    private readonly Method _method;
    private readonly Stopping _stopping;
    private readonly Varying _varying;
    private readonly List<Expr> _state = [];
    private readonly List<Expr> _next = [];
    private readonly List<double> _initial = [];
    private Expr? _made;
    private bool _hasStops;
    private readonly List<Expr> _inputs = [];
    private readonly List<string> _inputNames = [];
    private readonly Expr _iteration = Input("method.iteration", Shape.Scalar);

    public StepGraphBuilder(Loss loss, Method method, Stopping stopping, Varying varying) =>
        (_loss, _method, _stopping, _varying) = (loss, method with { Rule = RuleCheck.Checked(method.Rule, loss.Parameters) }, stopping, varying);

    public StepGraph Build(Memory memory, Row row)
    {
        var outside = StepGraph.NeedsOutsideGradient(_loss, _method);
        if (outside) Named(StepGraph.DifferenceStep, Shape.Scalar);
        foreach (var data in _loss.Data.Where(VariesByTrial)) Named(data);
        var loss = outside ? Named(StepGraph.OutsideLoss, Shape.Scalar) : _loss.Value!;
        IReadOnlyList<Expr> gradient = outside ? [.. _loss.Parameters.Select(p => Named(StepGraph.OutsideGradient + p.InputName, p.Shape))] : Gradient();
        var gradientNorm = Norm(gradient);
        _state.AddRange(_loss.Parameters);
        var changes = Changes(gradient);
        var slotCount = _state.Count - _loss.Parameters.Count;
        foreach (var bound in _stopping.Bounds()) Named(bound.Name, Shape.Scalar);
        _hasStops = !_stopping.IsNever || row.Stop is not null;
        var figures = Figures(loss, gradientNorm);
        var formulas = row.Observables.Select(one => one.Formula).OfType<Expr>().Distinct().ToDictionary(formula => formula, figures.At);
        var (goesOn, stop) = row.Stop?.Add(this, figures) ?? default;
        var remembered = new JudgeMemory(this, loss, gradient, changes).Add(memory);
        var continues = Both(_stopping.Continues(loss, gradientNorm, _loss.Parameters, _method.Direction), goesOn);
        var seen = new Seen(loss, _loss.Parameters, gradient, gradientNorm, Rates(), remembered) { Formulas = formulas, Stop = stop };
        Expr[] observed = [.. row.Observables.Select(one => one.Of(seen))];
        return new StepGraph
        {
            Recurrence = Finished(observed, continues),
            Row = row,
            ParameterCount = _loss.Parameters.Count,
            SlotCount = slotCount,
            InitialState = _initial,
            LastChanges = [.. Enumerable.Range(0, _state.Count).Where(s => _state[s].InputName!.StartsWith(JudgeMemory.LastChange, StringComparison.Ordinal))],
            InputNames = _inputNames,
        };
    }

    private RunFigures Figures(Expr loss, Expr gradientNorm) => new(this, new Dictionary<Expr, Expr>
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
        var simple = Simplification.Simplify(Definitions.WrittenOut(roots, _method.Precision), _method.Precision);
        if (_method.Arithmetic == Arithmetic.Fused) simple = Fusion.Contract(simple, _inputs);
        return new Recurrence(_state, [.. simple.Take(_next.Count)], _inputs, [.. _loss.Data.Where(d => !VariesByTrial(d))], _iteration,
            [.. simple.Skip(_next.Count).Take(observed.Length)], continues is null ? null : simple[^1]);
    }

    /// <summary>The learning rate for each parameter; null if the rule has none.</summary>
    private IReadOnlyList<Expr>? Rates() => _method.Rule.Hyperparameters.Any(h => h.Name == "learning_rate")
        ? [.. _loss.Parameters.Select(parameter => HyperparameterSymbol("learning_rate", parameter))]
        : null;

    private IReadOnlyList<Expr> Gradient() => _method.Gradient == GradientKind.Exact
        ? Differentiation.Gradient(_loss.Value!, _loss.Parameters)
        : CentralDifference.Gradient(_loss.Value!, _loss.Parameters, Named(StepGraph.DifferenceStep, Shape.Scalar));

    /// <summary>Adds parameters′ and slots′, parameter by parameter; what comes back are the changes.</summary>
    private List<Expr> Changes(IReadOnlyList<Expr> gradient)
    {
        var shared = new Dictionary<string, Expr>();
        var slotNext = new List<Expr>();
        var changes = new List<Expr>();
        for (var i = 0; i < _loss.Parameters.Count; i++)
        {
            var (parameter, update) = (_loss.Parameters[i], Apply(i, gradient[i], shared, slotNext));
            changes.Add(update.Change);
            _next.Add(update.Point is { } point ? BroadcastTo(point, parameter.Shape) : parameter + update.Change);
        }
        _next.AddRange(slotNext);
        return changes;
    }

    private Update Apply(int index, Expr gradient, Dictionary<string, Expr> shared, List<Expr> slotNext)
    {
        var (rule, parameter) = (_method.Rule, _loss.Parameters[index]);
        var own = new HashSet<Slot>();
        var slots = rule.Slots.ToDictionary(slot => slot.Name, slot => SlotSymbol(slot, parameter, shared, own));
        var arguments = new UpdateArguments(parameter, _method.Direction == Direction.Minimise ? gradient : -gradient, _iteration + 1,
            rule.Hyperparameters.ToDictionary(h => h.Name, h => HyperparameterSymbol(h.Name, parameter)), slots);
        var update = rule.Apply(arguments);
        for (var s = 0; s < rule.Slots.Count; s++)
            if (own.Contains(rule.Slots[s])) slotNext.Add(update.Slots[s]);
        return update with { Change = BroadcastTo(update.Change, parameter.Shape) };
    }

    /// <summary>A slot of the parameter's own, or the one that all parameters share: they can as long as no hyperparameter differs between them.</summary>
    private Expr SlotSymbol(Slot slot, Expr parameter, Dictionary<string, Expr> shared, HashSet<Slot> own)
    {
        var isShared = slot.IsShared && _varying.HyperparametersByParameter.Count == 0;
        if (isShared && shared.TryGetValue(slot.Name, out var known)) return known;
        var name = isShared ? $"slot.{slot.Name}" : $"slot.{slot.Name}.{parameter.InputName}";
        var symbol = State(name, slot.IsShared ? Shape.Scalar : parameter.Shape, slot.Initial);
        if (isShared) shared[slot.Name] = symbol;
        own.Add(slot);
        return symbol;
    }

    private Expr HyperparameterSymbol(string name, Expr parameter) =>
        Named(StepGraph.Method + (_varying.HyperparametersByParameter.Contains(name) ? $"{name}.{parameter.InputName}" : name), Shape.Scalar);

    /// <summary>A state symbol beside the parameters.</summary>
    public Expr State(string name, Shape shape, double initial)
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

    public Direction Direction => _method.Direction;

    public Precision Precision => _method.Precision;

    public IReadOnlyList<Expr> Parameters => _loss.Parameters;

    /// <summary>1 where a central difference is lost to rounding, or null if the gradient is exact.</summary>
    public Expr? LostToRounding => _method.Gradient == GradientKind.CentralDifference || _loss.Value is null
        ? CentralDifference.IsLostToRounding(_loss.Parameters, Named(StepGraph.DifferenceStep, Shape.Scalar))
        : null;

    /// <summary>How many updates this lane made: the iteration, or its own count where lanes can stop.</summary>
    public Expr StepsMade() => _made ??= _hasStops ? Counted() : _iteration;

    private Expr Counted()
    {
        var made = State("judge.steps_made", Shape.Scalar, 0);
        Next(made + 1);
        return made;
    }

    /// <summary>√Σ over all parameters of the squares of their parts.</summary>
    public static Expr Norm(IReadOnlyList<Expr> parts) => EuclideanNorm.Of(parts);
}

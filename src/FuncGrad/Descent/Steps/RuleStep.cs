using static FuncGrad.Expr;

namespace FuncGrad;

/// <summary>A rule within the graph of a step: its slots become states, its hyperparameters inputs, its move the next parameters.</summary>
internal sealed class RuleStep
{
    private readonly StepGraphBuilder _graph;
    private readonly Method _method;
    private readonly IReadOnlySet<string> _byParameter;
    private readonly List<Expr> _slotStates = [];

    public RuleStep(StepGraphBuilder graph, Method method, Varying varying) =>
        (_graph, _method, _byParameter) = (graph, method, varying.HyperparametersByParameter);

    /// <summary>x⁺ − x, parameter by parameter.</summary>
    public IReadOnlyList<Expr> Changes { get; private set; } = [];

    /// <summary>The learning rate of the update that follows, for each parameter; null if the rule has none.</summary>
    public IReadOnlyList<Expr>? Rates { get; private set; }

    /// <summary>What the rule remembers before the update, by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Expr>> Remembered { get; private set; } =
        new Dictionary<string, IReadOnlyList<Expr>>();

    /// <summary>What is reported in place of the evaluated point, in the signs of the loss; null: the point itself.</summary>
    public Settled? Settled { get; private set; }

    /// <summary>Adds slots, and then the next parameters and slots.</summary>
    /// <param name="loss">The loss at the parameters.</param>
    /// <param name="gradient">The gradient there.</param>
    /// <param name="elsewhere">What can be computed beside them, in the signs of the loss; null if nothing can.</param>
    public void Add(Expr loss, IReadOnlyList<Expr> gradient, Elsewhere? elsewhere)
    {
        IReadOnlyList<Expr> Downhill(IReadOnlyList<Expr> parts) =>
            _method.Direction == Direction.Minimise ? parts : [.. parts.Select(part => -part)];
        IReadOnlyList<Expr> parameters = _graph.Parameters,
            point = [.. parameters.Select(parameter => _graph.Tracked.ContainsKey(parameter) ? Fill(0, parameter.Shape) : parameter)];
        IReadOnlyList<Expr> Whole(IReadOnlyList<Expr> parts) =>
            [.. parts.Select((part, i) => _graph.Tracked.ContainsKey(parameters[i]) ? parameters[i] : part)];
        var ofStep = new Dictionary<Expr, Expr>
        {
            [RunFigures.OfStep["loss"]] = loss,
            [RunFigures.OfStep["gradient_norm"]] = StepGraphBuilder.Norm(gradient),
            [RunFigures.OfStep["step"]] = _graph.Iteration,
        };
        Evaluated With(IReadOnlyDictionary<string, IReadOnlyList<Expr>> slots) => new()
        {
            Elsewhere = elsewhere is null ? null
                : new(at => Downhill([elsewhere.Loss(Whole(at))])[0], at => Downhill(elsewhere.Gradient(Whole(at))),
                    along => Downhill(elsewhere.Curvature(along))),
            Given = Hyperparameter,
            Drawn = Drawn,
            Observed = formula => Substitution.Replace(formula, ofStep),
            Slots = slots,
            Point = point,
            Origin = point,
            Gradient = Downhill(gradient),
            Loss = Downhill([loss])[0],
            Iteration = _graph.Iteration + 1,
            Step = _graph.Iteration,
            Steps = _graph.PlannedSteps,
        };
        var slots = Slots(With(new Dictionary<string, IReadOnlyList<Expr>>()));
        var evaluated = With(Remembered = slots);
        var move = _method.Rule.Apply(evaluated);
        Expr[] next = [.. move.Next.Select((part, i) => BroadcastTo(part, point[i].Shape))];
        for (var i = 0; i < next.Length; i++) _graph.Next(_graph.Tracked.GetValueOrDefault(parameters[i]) ?? next[i]);
        var content = new Dictionary<Expr, Expr>();
        for (var s = 0; s < move.Slots.Count; s++)
            for (var i = 0; i < move.Slots[s].Count; i++) content[slots[_method.Rule.Slots[s].Name][i]] = move.Slots[s][i];
        foreach (var state in _slotStates) _graph.Next(content[state]);
        Changes = move.Changes ?? [.. next.Select((part, i) => ChangeOf(part, point[i]))];
        Rates = move.Rates
            ?? (Hyperparameter("learning_rate", 0) is null ? null : [.. point.Select((_, i) => Hyperparameter("learning_rate", i)!)]);
        Settled = move.Settled is { } settled ? Reported(settled with { Point = Whole(settled.Point) }, parameters, Downhill) : null;
    }

    /// <summary>Random numbers for all parameters, at the positions of their elements laid end to end.</summary>
    private List<Expr> Drawn(string purpose, bool isNormal)
    {
        var (parts, first) = (new List<Expr>(), 0L);
        foreach (var shape in _graph.Parameters.Select(parameter => parameter.Shape))
        {
            parts.Add(isNormal ? _graph.Draws.Normals($"rule.{purpose}", shape, first)
                : _graph.Draws.Uniforms($"rule.{purpose}", shape, first));
            first += shape.ElementCount;
        }
        return parts;
    }

    private static Settled Reported(Settled settled, IReadOnlyList<Expr> point, Func<IReadOnlyList<Expr>, IReadOnlyList<Expr>> signed) =>
        new(
            [.. settled.Point.Select((part, i) => BroadcastTo(part, point[i].Shape))], signed([settled.Loss])[0],
            signed([.. settled.Gradient.Select((part, i) => BroadcastTo(part, point[i].Shape))]), settled.IsNew);

    /// <summary>c where the next point is x + c or x − −c, without the rounding of (x + c) − x.</summary>
    private static Expr ChangeOf(Expr next, Expr x)
    {
        if (next.Primitive == FuncGrad.Elementwise.Add && next.Operands[0] == x) return next.Operands[1];
        if (next.Primitive == FuncGrad.Elementwise.Subtract && next.Operands[0] == x) return -next.Operands[1];
        return next - x;
    }

    private Expr? Hyperparameter(string name, int parameter)
    {
        if (_method.Rule.Hyperparameters.All(h => h.Name != name)) return null;
        return _graph.Named(StepGraph.Method
            + (_byParameter.Contains(name) ? $"{name}.{_graph.Parameters[parameter].InputName}" : name), Shape.Scalar);
    }

    /// <summary>
    /// The slots as states, those of the first parameter first. A shared one is a single number, unless it follows hyperparameters that
    /// differ.
    /// </summary>
    private Dictionary<string, IReadOnlyList<Expr>> Slots(Evaluated beginning)
    {
        var parts = _method.Rule.Slots.ToDictionary(slot => slot.Name, _ => new List<Expr>());
        var starts = _method.Rule.Slots.Where(slot => slot.Start is not null)
            .ToDictionary(slot => slot.Name, slot => slot.Start!(beginning));
        for (var i = 0; i < _graph.Parameters.Count; i++)
            foreach (var slot in _method.Rule.Slots)
                if (i == 0 || !IsSingle(slot)) parts[slot.Name].Add(State(slot, i, starts.GetValueOrDefault(slot.Name)));
        return parts.ToDictionary(slot => slot.Key, slot => (IReadOnlyList<Expr>)slot.Value);
    }

    private bool IsSingle(Slot slot) => slot.IsShared && !(_method.Rule.FollowsParameters && _byParameter.Count > 0);

    private Expr State(Slot slot, int index, IReadOnlyList<Expr>? start)
    {
        var parameter = _graph.Parameters[index];
        var initial = start is null ? Constant(slot.Initial) : start[start.Count == 1 ? 0 : index];
        var shape = start is null ? slot.ShapeFor(parameter.Shape) : initial.Shape;
        var symbol = _graph.State(IsSingle(slot) ? $"slot.{slot.Name}" : $"slot.{slot.Name}.{parameter.InputName}", shape, initial);
        _slotStates.Add(symbol);
        return symbol;
    }
}

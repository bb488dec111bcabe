namespace FuncGrad;

/// <summary>
/// A rule applied to symbols that stand for parameters, gradient, slots and hyperparameters: to see what it makes of them before there is a
/// loss.
/// </summary>
internal sealed class RuleTrace
{
    private readonly HashSet<Expr> _known = [];
    private readonly List<Expr> _secondPoints = [];

    /// <summary>The rule applied to parameters of these shapes.</summary>
    /// <exception cref="ArgumentException">It gives nothing.</exception>
    public RuleTrace(Rule rule, IReadOnlyList<Shape> shapes)
    {
        IReadOnlyList<Expr> Each(string name) => [.. shapes.Select((shape, i) => Symbol($"rule.{name}.{i}", shape))];
        var hyperparameters = rule.Hyperparameters.ToDictionary(h => h.Name, h => Symbol($"rule.hyperparameter.{h.Name}", Shape.Scalar));
        var point = Each("x");
        Evaluated With(IReadOnlyDictionary<string, IReadOnlyList<Expr>> slots) => new()
        {
            Elsewhere = new(SecondLoss, SecondGradient, SecondGradient),
            Given = (name, _) => hyperparameters.GetValueOrDefault(name),
            Drawn = (purpose, _) =>
            {
                Draws = true;
                return Each($"draw.{purpose}");
            },
            Observed = Known,
            Slots = slots,
            Point = point,
            Origin = point,
            Gradient = Each("g"),
            Loss = Symbol("rule.loss", Shape.Scalar),
            Iteration = Symbol("rule.t", Shape.Scalar),
            Step = Symbol("rule.step", Shape.Scalar),
            Steps = Symbol("rule.steps", Shape.Scalar),
        };
        var beginning = With(new Dictionary<string, IReadOnlyList<Expr>>());
        Starts = [.. rule.Slots.Select(slot => slot.Start is { } start ? Started(rule, slot, start(beginning), shapes.Count) : null)];
        Evaluated = With(rule.Slots.Select((slot, s) => (slot.Name, Parts: SlotSymbols(slot, Starts[s], shapes)))
            .DistinctBy(slot => slot.Name).ToDictionary(slot => slot.Name, slot => slot.Parts));
        Move = rule.Apply(Evaluated) ?? throw RuleCheck.Mistake(rule.Name, "gives null instead of a move. Return new Move(next, slots).");
    }

    public Evaluated Evaluated { get; }

    public Move Move { get; }

    /// <summary>For each slot what it begins with, where that is a function.</summary>
    public IReadOnlyList<IReadOnlyList<Expr>?> Starts { get; }

    /// <summary>Whether the rule takes random numbers.</summary>
    public bool Draws { get; private set; }

    /// <summary>Whether the rule takes the gradient at a second point.</summary>
    public bool TakesSecondGradient => _secondPoints.Count > 0;

    /// <summary>Everything that it computes.</summary>
    public IEnumerable<Expr> Roots =>
    [
        .. Move.Next, .. Move.Slots.SelectMany(parts => parts), .. Move.Gradient ?? [], .. Starts.SelectMany(parts => parts ?? []),
        .. _secondPoints,
        .. Move.Settled is { } settled ? [.. settled.Point, settled.Loss, .. settled.Gradient, settled.IsNew] : Array.Empty<Expr>(),
        .. Move.Passes is { } passes ? [passes] : Array.Empty<Expr>(), .. Move.Resets is { } resets ? [resets] : Array.Empty<Expr>(),
    ];

    /// <summary>The inputs among them that nobody gives a value.</summary>
    public IEnumerable<Expr> Unknown => Ordering.Inputs(Roots).Where(input => !_known.Contains(input));

    private static IReadOnlyList<Expr> Started(Rule rule, Slot slot, IReadOnlyList<Expr>? parts, int parameters) =>
        parts is not null && parts.All(part => part is not null) && parts.Count == (slot.IsShared ? 1 : parameters)
            ? parts
            : throw RuleCheck.Mistake(rule.Name,
                $"begins slot '{slot.Name}' with {parts?.Count ?? 0} parts, but there "
                    + $"{(slot.IsShared ? "must be one, since it is shared" : $"are {parameters} parameters")}.");

    private IReadOnlyList<Expr> SlotSymbols(Slot slot, IReadOnlyList<Expr>? start, IReadOnlyList<Shape> shapes) => slot.IsShared
        ? [Symbol($"rule.slot.{slot.Name}", start?[0].Shape ?? Shape.Scalar)]
        : [.. shapes.Select((shape, i) => Symbol($"rule.slot.{slot.Name}.{i}", start?[i].Shape ?? slot.ShapeFor(shape)))];

    private IReadOnlyList<Expr> SecondGradient(IReadOnlyList<Expr> point)
    {
        _secondPoints.AddRange(point);
        return [.. point.Select((_, i) => Symbol($"rule.gradient.{_secondPoints.Count}.{i}", Evaluated.Point[i].Shape))];
    }

    private Expr SecondLoss(IReadOnlyList<Expr> point)
    {
        _secondPoints.AddRange(point);
        return Symbol($"rule.loss.{_secondPoints.Count}", Shape.Scalar);
    }

    /// <summary>A formula all of whose names have values.</summary>
    private Expr Known(Expr formula)
    {
        _known.UnionWith(Ordering.Inputs([formula]));
        return formula;
    }

    private Expr Symbol(string name, Shape shape)
    {
        var symbol = Expr.Input(name, shape);
        _known.Add(symbol);
        return symbol;
    }
}

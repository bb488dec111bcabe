namespace FuncGrad.Benchmarks;

/// <summary>A loss with a rule as the recurrence that is compiled, by the same way as the product goes: differentiate, apply the rule, simplify, contract.</summary>
internal sealed class RuleWorkload
{
    public required Recurrence Recurrence { get; init; }

    public required Expr[] Inputs { get; init; }

    public required double[] SlotValues { get; init; }

    public required int Parameters { get; init; }

    public static RuleWorkload Of(Expr loss, Expr[] parameters, Rule rule, bool isFused, Expr[]? data = null, double? h = null, Expr[]? rates = null, Expr[]? batches = null)
    {
        var gradients = h is { } step ? CentralDifference.Gradient(loss, parameters, Expr.Constant(step)) : Differentiation.Gradient(loss, parameters);
        var iteration = Expr.Symbol("iteration");
        Expr[] inputs = rates ?? [.. rule.Hyperparameters.Select(p => Expr.Symbol(p.Name))];
        var slots = rule.Slots.ToDictionary(slot => slot.Name, slot => (IReadOnlyList<Expr>)(slot.IsShared
            ? [Expr.Symbol($"slot_{slot.Name}")]
            : [.. parameters.Select(p => Expr.Symbol($"slot_{slot.Name}_{p.InputName}", slot.ShapeFor(p.Shape)))]));
        var move = rule.Apply(new Evaluated
        {
            Given = (name, parameter) => inputs[rates is null ? rule.Hyperparameters.ToList().FindIndex(p => p.Name == name) : parameter],
            Slots = slots,
            Point = parameters,
            Origin = parameters,
            Gradient = gradients,
            Loss = loss,
            Iteration = iteration + 1,
            Step = iteration,
            Steps = Expr.Zero,
        });
        List<Expr> state = [.. parameters, .. rule.Slots.SelectMany(slot => slots[slot.Name])];
        double[] initial = [.. rule.Slots.SelectMany(slot => slots[slot.Name].Select(_ => slot.Initial))];
        Expr[] roots = [.. move.Next, .. move.Slots.SelectMany(parts => parts), loss];
        var simple = Simplification.Simplify(roots);
        var recurrence = new Recurrence(state, [.. simple.SkipLast(1)], inputs, data ?? [], iteration, [simple[^1]], null) { Batches = batches ?? [], BatchesDiffer = batches is not null };
        return new RuleWorkload { Recurrence = isFused ? Fusion.Contract(recurrence) : recurrence, Inputs = inputs, SlotValues = initial, Parameters = parameters.Length };
    }

    /// <summary>A frame at the start: parameters filled by the caller, slots at their initial values.</summary>
    public LaneFrame Frame(int lanes, IReadOnlyList<Tensor>? shared = null, FrameBatches? batches = null) => new()
    {
        Lanes = lanes,
        State = [.. Recurrence.State.Select(s => new double[s.Shape.ElementCount * lanes])],
        LaneInputs = [.. Recurrence.LaneInputs.Select(s => new double[s.Shape.ElementCount * lanes])],
        Shared = shared ?? [],
        Batches = batches,
    };

    public void Restart(LaneFrame frame, params double[][] start)
    {
        frame.Iteration = 0;
        for (var s = 0; s < frame.State.Length; s++)
        {
            var values = frame.State[s];
            if (s >= Parameters) Array.Fill(values, SlotValues[s - Parameters]);
            else
                for (var e = 0; e < start[s].Length; e++) values.AsSpan(e * frame.Lanes, frame.Lanes).Fill(start[s][e]);
        }
    }
}

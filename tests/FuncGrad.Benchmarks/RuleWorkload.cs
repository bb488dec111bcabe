namespace FuncGrad.Benchmarks;

/// <summary>A loss with a rule as the recurrence that is compiled, by the same way as the product goes: differentiate, apply the rule, simplify, contract.</summary>
internal sealed class RuleWorkload
{
    public required Recurrence Recurrence { get; init; }

    public required Expr[] Inputs { get; init; }

    public required double[] SlotValues { get; init; }

    public required int Parameters { get; init; }

    public static RuleWorkload Of(Expr loss, Expr[] parameters, UpdateRule rule, bool isFused, Expr[]? data = null, double? h = null, Expr[]? rates = null)
    {
        var gradients = h is { } step ? CentralDifference.Gradient(loss, parameters, Expr.Constant(step)) : Differentiation.Gradient(loss, parameters);
        var iteration = Expr.Symbol("iteration");
        Expr[] inputs = rates ?? [.. rule.Hyperparameters.Select(p => Expr.Symbol(p.Name))];
        var (state, next, initial) = (new List<Expr>(parameters), new List<Expr>(), new List<double>());
        var slotNext = new List<Expr>();
        for (var i = 0; i < parameters.Length; i++)
        {
            var p = parameters[i];
            var slots = rule.Slots.ToDictionary(s => s.Name, s => Expr.Symbol($"slot_{s.Name}_{(s.IsShared ? "" : p.InputName)}", s.IsShared ? Shape.Scalar : p.Shape));
            var hyper = rule.Hyperparameters.Select((parameter, k) => (parameter.Name, inputs[rates is null ? k : i])).ToDictionary(x => x.Name, x => x.Item2);
            var update = rule.Apply(new UpdateArguments(p, gradients[i], iteration + 1, hyper, slots));
            next.Add(p + update.Change);
            for (var s = 0; s < rule.Slots.Count; s++)
            {
                if (state.Contains(slots[rule.Slots[s].Name])) continue;
                state.Add(slots[rule.Slots[s].Name]);
                initial.Add(rule.Slots[s].Initial);
                slotNext.Add(update.Slots[s]);
            }
        }
        Expr[] roots = [.. next, .. slotNext, loss];
        var simple = Simplification.Simplify(roots);
        var recurrence = new Recurrence(state, [.. simple.SkipLast(1)], inputs, data ?? [], iteration, [simple[^1]], null);
        return new RuleWorkload { Recurrence = isFused ? Fusion.Contract(recurrence) : recurrence, Inputs = inputs, SlotValues = [.. initial], Parameters = parameters.Length };
    }

    /// <summary>A frame at the start: parameters filled by the caller, slots at their initial values.</summary>
    public LaneFrame Frame(int lanes, IReadOnlyList<Tensor>? shared = null) => new()
    {
        Lanes = lanes,
        State = [.. Recurrence.State.Select(s => new double[s.Shape.ElementCount * lanes])],
        LaneInputs = [.. Recurrence.LaneInputs.Select(s => new double[s.Shape.ElementCount * lanes])],
        Shared = shared ?? [],
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

namespace FuncGrad;

/// <summary>
/// A rule one of whose hyperparameters is a schedule: the settings of that are hyperparameters in its place, <c>learning_rate.from</c>.
/// </summary>
internal static class ScheduledRule
{
    /// <summary>The rule with a schedule, which is a rule of a single number x: what x becomes is the value.</summary>
    /// <param name="rule">A rule.</param>
    /// <param name="hyperparameter">One of its hyperparameters.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="watched">(what the rule is given) ↦ what the schedule sees as the loss; null: the loss.</param>
    public static Rule Of(Rule rule, string hyperparameter, Rule schedule, Func<Evaluated, Expr>? watched = null)
    {
        var standard = rule.Hyperparameters.First(h => h.Name == hyperparameter);
        var settings = schedule.Hyperparameters.Select(s => s.Name switch
        {
            "from" => standard with { Name = $"{hyperparameter}.from", Meaning = s.Meaning },
            // Where the schedule ends; its own default may be beyond what the rule is defined for.
            "to" when standard.Allows(s.Default) => standard with
            {
                Name = $"{hyperparameter}.to",
                Default = s.Default,
                Meaning = s.Meaning,
            },
            "to" => standard with { Name = $"{hyperparameter}.to", Meaning = s.Meaning },
            _ => s with { Name = $"{hyperparameter}.{s.Name}" },
        });
        Slot Own(Slot slot) => slot with
        {
            Name = $"{hyperparameter}.{slot.Name}",
            IsShared = true,
            Start = slot.Start is { } start ? e => [start(Within(e, hyperparameter, schedule, standard, e.Loss))[0]] : null,
        };
        return rule with
        {
            Hyperparameters = [.. rule.Hyperparameters.Where(h => h.Name != hyperparameter), .. settings],
            Slots = [.. rule.Slots, .. schedule.Slots.Select(Own)],
            Apply = e => Apply(rule, hyperparameter, schedule, standard, e, watched?.Invoke(e) ?? e.Loss),
        };
    }

    private static Move Apply(Rule rule, string hyperparameter, Rule schedule, Hyperparameter standard, Evaluated e, Expr loss)
    {
        var value = schedule.Apply(Within(e, hyperparameter, schedule, standard, loss));
        var own = e.With(0, e.Point, e.Gradient, e.Slots,
            (name, parameter) => name == hyperparameter ? value.Next[0] : e.Given(name, parameter), e.Step);
        var move = rule.Apply(own);
        var slots = schedule.Slots
            .Select((slot, s) => (IReadOnlyList<Expr>)[.. e.Slot($"{hyperparameter}.{slot.Name}").Select(_ => value.Slots[s][0])]);
        var rates = move.Rates ?? (hyperparameter == "learning_rate" ? [.. e.Point.Select(_ => value.Next[0])] : null);
        return move with { Slots = [.. move.Slots, .. slots], Rates = rates };
    }

    /// <summary>What a schedule is given: its settings and slots, the step and the loss; of the point only a 0.</summary>
    private static Evaluated Within(Evaluated e, string hyperparameter, Rule schedule, Hyperparameter standard, Expr loss) => new()
    {
        Given = (name, _) => e.Given($"{hyperparameter}.{name}", 0),
        Slots = schedule.Slots.Where(slot => e.Slots.ContainsKey($"{hyperparameter}.{slot.Name}"))
            .ToDictionary(slot => slot.Name, slot => (IReadOnlyList<Expr>)[e.Slot($"{hyperparameter}.{slot.Name}")[0]]),
        Point = [Expr.Constant(standard.Default)], Origin = [Expr.Zero], Gradient = [Expr.Zero],
        Loss = loss, Iteration = e.Iteration, Step = e.Step, Steps = e.Steps,
    };
}

namespace FuncGrad;

/// <summary>A rule of one parameter, applied to each: what makes an <see cref="UpdateRule"/> a <see cref="Rule"/>.</summary>
internal static class UpdateRuleForAll
{
    public static Move Move(UpdateRule rule, Evaluated evaluated)
    {
        Update[] updates = [.. Enumerable.Range(0, evaluated.Point.Count).Select(i => Checked(rule, evaluated, i))];
        return new Move(
            [.. updates.Select((update, i) =>
                update.Point is { } point ? Expr.BroadcastTo(point, evaluated.Point[i].Shape) : evaluated.Point[i] + update.Change)],
            [.. rule.Slots.Select((slot, s) =>
                (IReadOnlyList<Expr>)[.. evaluated.Slot(slot.Name).Select((_, part) => updates[part].Slots[s])])])
        {
            Changes = [.. updates.Select((update, i) => Expr.BroadcastTo(update.Change, evaluated.Point[i].Shape))],
        };
    }

    /// <summary>What the rule makes of one parameter, if it keeps what it declares.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    private static Update Checked(UpdateRule rule, Evaluated evaluated, int index)
    {
        var shape = evaluated.Point[index].Shape;
        var update = rule.Apply(Arguments(rule, evaluated, index))
            ?? throw RuleCheck.Mistake(rule.Name, "gives null instead of an update. Return new Update(change, slots).");
        if (update.Change is null) throw RuleCheck.Mistake(rule.Name, "gives no change (null).");
        if (update.Slots is null || update.Slots.Length != rule.Slots.Count)
            throw RuleCheck.Mistake(rule.Name,
                $"declares {rule.Slots.Count} slots ({string.Join(", ", rule.Slots.Select(slot => slot.Name))}), but gives new content "
                    + $"for {update.Slots?.Length ?? 0}. Give it for each, in their order.");
        if (Shape.TryBroadcast(update.Change.Shape, shape) is not { } broadcast || !broadcast.Equals(shape))
            throw RuleCheck.Mistake(rule.Name,
                $"gives a change of shape {update.Change.Shape} for a parameter of shape {shape}. It must be of that shape, or fit it by "
                    + "broadcasting.");
        return update;
    }

    private static UpdateArguments Arguments(UpdateRule rule, Evaluated evaluated, int index) => new(
        evaluated.Point[index], evaluated.Gradient[index], evaluated.Iteration,
        rule.Hyperparameters.ToDictionary(h => h.Name, h => evaluated.Of(h.Name, index)),
        rule.Slots.ToDictionary(slot => slot.Name,
            slot => evaluated.Slot(slot.Name) is { Count: 1 } single ? single[0] : evaluated.Slot(slot.Name)[index]));
}

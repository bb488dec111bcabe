namespace FuncGrad;

/// <summary>
/// Whether an update rule keeps what it declares: names that are its own, for each slot new content of the slot's shape, and nothing in its expressions
/// but what it was given. A kernel relies on it, since it reads and writes without looking.
/// </summary>
internal static class RuleCheck
{
    /// <summary>The settings of a method, and what the graph of a step calls its own.</summary>
    private static readonly string[] Taken = ["rule", "steps", "epochs", "gradient", "h", "direction", "precision", "arithmetic", "iteration", "chain"];

    /// <summary>The rule itself.</summary>
    /// <param name="rule">A rule.</param>
    /// <param name="parameters">What it is applied to.</param>
    /// <exception cref="ArgumentException">It does not keep what it declares; the message names rule, slot and shape.</exception>
    public static UpdateRule Checked(UpdateRule rule, IReadOnlyList<Expr> parameters)
    {
        RequireNames(rule);
        foreach (var shape in parameters.Select(parameter => parameter.Shape).Distinct()) RequireUpdate(rule, shape);
        return rule;
    }

    /// <summary>What a rule makes of a parameter of a shape, in symbols; for telling rules apart.</summary>
    public static Update Traced(UpdateRule rule, Shape shape)
    {
        var (arguments, _) = Placeholders(rule, shape);
        return rule.Apply(arguments) ?? throw Mistake(rule, "gives null instead of an update. Return new Update(change, slots).");
    }

    private static void RequireNames(UpdateRule rule)
    {
        var names = new Dictionary<string, string>();
        foreach (var (name, kind) in rule.Hyperparameters.Select(h => (h.Name, "hyperparameter")).Concat(rule.Slots.Select(s => (s.Name, "slot"))))
        {
            if (!Naming.IsName(name)) throw Mistake(rule, $"has a {kind} called '{name}', which is no name: a letter or _, then letters, digits or _.");
            if (kind == "hyperparameter" && Taken.Contains(name)) throw Mistake(rule, $"has a hyperparameter called '{name}', which is a setting of every method. Choose another name.");
            if (names.TryGetValue(name, out var earlier)) throw Mistake(rule, earlier == kind ? $"has two {kind}s called '{name}'." : $"has a {kind} and a {earlier} called '{name}'. Each needs a name of its own.");
            names[name] = kind;
        }
        foreach (var h in rule.Hyperparameters)
            if (!h.Allows(h.Default)) throw Mistake(rule, FormattableString.Invariant($"is not defined for the default {h.Default} of '{h.Name}': its range is from {h.Low} to {h.High}."));
        foreach (var slot in rule.Slots)
            if (double.IsNaN(slot.Initial)) throw Mistake(rule, $"begins slot '{slot.Name}' with NaN. Give it a number.");
    }

    private static void RequireUpdate(UpdateRule rule, Shape shape)
    {
        var (arguments, known) = Placeholders(rule, shape);
        var update = rule.Apply(arguments) ?? throw Mistake(rule, "gives null instead of an update. Return new Update(change, slots).");
        if (update.Change is null) throw Mistake(rule, "gives no change (null).");
        if (update.Slots is null || update.Slots.Length != rule.Slots.Count)
            throw Mistake(rule, $"declares {rule.Slots.Count} slots ({string.Join(", ", rule.Slots.Select(slot => slot.Name))}), but gives new content for {update.Slots?.Length ?? 0}. Give it for each, in their order.");
        if (Shape.TryBroadcast(update.Change.Shape, shape) is not { } broadcast || !broadcast.Equals(shape))
            throw Mistake(rule, $"gives a change of shape {update.Change.Shape} for a parameter of shape {shape}. It must be of that shape, or fit it by broadcasting.");
        for (var i = 0; i < rule.Slots.Count; i++)
        {
            var (slot, due) = (rule.Slots[i], rule.Slots[i].IsShared ? Shape.Scalar : shape);
            if (update.Slots[i] is null) throw Mistake(rule, $"gives null for slot '{slot.Name}'.");
            if (!update.Slots[i].Shape.Equals(due))
                throw Mistake(rule, $"gives slot '{slot.Name}' content of shape {update.Slots[i].Shape} for a parameter of shape {shape}: {(slot.IsShared ? "a shared slot holds a single number" : $"the slot has that shape, {due}")}.");
        }
        foreach (var input in Ordering.Inputs([update.Change, .. update.Slots]))
            if (!known.Contains(input)) throw Mistake(rule, $"uses the symbol '{input.InputName}', which nobody gives a value. It may use what its arguments hold: x, g, t, {string.Join(", ", rule.Hyperparameters.Select(h => h.Name).Concat(rule.Slots.Select(s => s.Name)))}.");
    }

    private static (UpdateArguments Arguments, HashSet<Expr> Known) Placeholders(UpdateRule rule, Shape shape)
    {
        var (parameter, gradient, iteration) = (Expr.Input("rule.x", shape), Expr.Input("rule.g", shape), Expr.Input("rule.t", Shape.Scalar));
        var hyperparameters = rule.Hyperparameters.ToDictionary(h => h.Name, h => Expr.Input($"rule.hyperparameter.{h.Name}", Shape.Scalar));
        var slots = rule.Slots.ToDictionary(slot => slot.Name, slot => Expr.Input($"rule.slot.{slot.Name}", slot.IsShared ? Shape.Scalar : shape));
        return (new(parameter, gradient, iteration, hyperparameters, slots), [parameter, gradient, iteration, .. hyperparameters.Values, .. slots.Values]);
    }

    private static ArgumentException Mistake(UpdateRule rule, string problem) => new($"The rule '{rule.Name}' {problem}");
}

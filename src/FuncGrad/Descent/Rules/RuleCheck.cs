namespace FuncGrad;

/// <summary>
/// Whether an update rule keeps what it declares: names that are its own, for each slot new content of the slot's shape, and nothing in its
/// expressions but what it was given. A kernel relies on it, since it reads and writes without looking.
/// </summary>
internal static class RuleCheck
{
    /// <summary>The settings of a method, and what the graph of a step calls its own.</summary>
    public static IReadOnlyList<string> Taken { get; } = ["rule", "steps", "epochs", "gradient", "h", "direction", "precision",
        "arithmetic", "iteration", "chain"];

    /// <summary>The rule itself.</summary>
    /// <param name="rule">A rule.</param>
    /// <param name="parameters">What it is applied to.</param>
    /// <exception cref="ArgumentException">It does not keep what it declares; the message names rule, slot and shape.</exception>
    public static Rule Checked(Rule rule, IReadOnlyList<Expr> parameters)
    {
        RequireNames(rule);
        if (parameters.Count > 0) RequireMove(rule, [.. parameters.Select(parameter => parameter.Shape)]);
        return rule;
    }

    /// <summary>What a rule does not keep, for parameters of some shapes; null if it keeps all.</summary>
    public static string? MistakeOf(Rule rule, IReadOnlyList<Shape> shapes)
    {
        try
        {
            RequireNames(rule);
            if (shapes.Count > 0) RequireMove(rule, shapes);
            return null;
        }
        catch (ArgumentException mistake)
        {
            return mistake.Message;
        }
    }

    private static void RequireNames(Rule rule)
    {
        var names = new Dictionary<string, string>();
        foreach (var (name, kind) in rule.Hyperparameters.Select(h => (h.Name, "hyperparameter")).Concat(rule.Slots
            .Select(s => (s.Name, "slot"))))
        {
            if (!name.Split('.').All(Naming.IsName))
                throw Mistake(rule.Name, $"has a {kind} called '{name}', which is not a name: a letter or _, then letters, digits or _.");
            if (kind == "hyperparameter" && Taken.Contains(name))
                throw Mistake(rule.Name, $"has a hyperparameter called '{name}', which is a setting of every method. Choose another name.");
            if (names.TryGetValue(name, out var earlier))
                throw Mistake(rule.Name, earlier == kind ? $"has two {kind}s called '{name}'."
                    : $"has a {kind} and a {earlier} called '{name}'. Each needs a name of its own.");
            names[name] = kind;
        }
        foreach (var h in rule.Hyperparameters)
            if (!h.Allows(h.Default))
                throw Mistake(rule.Name, FormattableString.Invariant(
                    $"is not defined for the default {h.Default} of '{h.Name}': its range is from {h.Low} to {h.High}."));
        foreach (var slot in rule.Slots)
            if (double.IsNaN(slot.Initial)) throw Mistake(rule.Name, $"begins slot '{slot.Name}' with NaN. Give it a number.");
    }

    private static void RequireMove(Rule rule, IReadOnlyList<Shape> shapes)
    {
        var trace = new RuleTrace(rule, shapes);
        var move = trace.Move;
        RequireParts(rule, "next point", move.Next, shapes);
        if (move.Gradient is { } gradient) RequireParts(rule, "gradient", gradient, shapes);
        if (move.Slots is null || move.Slots.Count != rule.Slots.Count)
            throw Mistake(rule.Name,
                $"declares {rule.Slots.Count} slots ({string.Join(", ", rule.Slots.Select(slot => slot.Name))}), but gives new content "
                    + $"for {move.Slots?.Count ?? 0}. Give it for each, in their order.");
        for (var s = 0; s < rule.Slots.Count; s++)
            RequireSlot(rule, rule.Slots[s], move.Slots[s], trace.Evaluated.Slot(rule.Slots[s].Name), shapes);
        if (move.Settled is { } settled) RequireSettled(rule, settled, shapes);
        if (trace.Unknown.FirstOrDefault() is { } unknown)
            throw Mistake(rule.Name,
                $"uses the symbol '{unknown.InputName}', which nobody gives a value. It may use what its arguments hold: x, g, t, "
                    + $"{string.Join(", ", rule.Hyperparameters.Select(h => h.Name).Concat(rule.Slots.Select(s => s.Name)))}.");
    }

    private static void RequireParts(Rule rule, string what, IReadOnlyList<Expr>? parts, IReadOnlyList<Shape> shapes)
    {
        if (parts is null || parts.Count != shapes.Count || parts.Any(part => part is null))
            throw Mistake(rule.Name,
                $"gives a {what} of {parts?.Count(part => part is not null) ?? 0} parts for {shapes.Count} parameters.");
        for (var i = 0; i < parts.Count; i++)
            if (Shape.TryBroadcast(parts[i].Shape, shapes[i]) is not { } broadcast || !broadcast.Equals(shapes[i]))
                throw Mistake(rule.Name,
                    $"gives a {what} of shape {parts[i].Shape} for a parameter of shape {shapes[i]}. It must be of that shape, or fit it "
                        + "by broadcasting.");
    }

    private static void RequireSlot(Rule rule, Slot slot, IReadOnlyList<Expr>? parts, IReadOnlyList<Expr> due, IReadOnlyList<Shape> shapes)
    {
        if (parts is null || parts.Any(part => part is null)) throw Mistake(rule.Name, $"gives null for slot '{slot.Name}'.");
        if (parts.Count != due.Count) throw Mistake(rule.Name, $"gives slot '{slot.Name}' {parts.Count} parts, but it has {due.Count}.");
        for (var i = 0; i < parts.Count; i++)
            if (!parts[i].Shape.Equals(due[i].Shape))
                throw Mistake(rule.Name,
                    $"gives slot '{slot.Name}' content of shape {parts[i].Shape} for a parameter of shape {shapes[i]}: "
                        + $"{(slot.IsShared ? "a shared slot holds a single number" : $"the slot has the shape {due[i].Shape}")}.");
    }

    private static void RequireSettled(Rule rule, Settled settled, IReadOnlyList<Shape> shapes)
    {
        RequireParts(rule, "settled point", settled.Point, shapes);
        RequireParts(rule, "settled gradient", settled.Gradient, shapes);
        if (settled.Loss?.Shape.Rank != 0 || settled.IsNew?.Shape.Rank != 0)
            throw Mistake(rule.Name, "gives a settled loss, or whether it is new, that is not a single number.");
    }

    /// <summary>What is wrong with a rule, with its name.</summary>
    public static ArgumentException Mistake(string rule, string problem) => new($"The rule '{rule}' {problem}");
}

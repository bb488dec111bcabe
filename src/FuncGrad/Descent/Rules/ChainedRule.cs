namespace FuncGrad;

/// <summary>Rules one after the other as one.</summary>
internal sealed class ChainedRule
{
    private const string Count = "updates_made";

    private readonly IReadOnlyList<Rule> _links;
    private readonly string[] _names;

    private ChainedRule(IReadOnlyList<Rule> links)
    {
        _links = links;
        _names = [.. links.Select((link, i) =>
            links.Take(i).Count(earlier => earlier.Name == link.Name) is > 0 and var before ? $"{link.Name}_{before + 1}" : link.Name)];
    }

    public static Rule Of(IReadOnlyList<Rule> links)
    {
        var chain = new ChainedRule(links);
        IEnumerable<T> Named<T>(Func<Rule, string, IEnumerable<T>> parts) =>
            links.SelectMany((link, i) => parts(link, chain._names[i] + "."));
        return new Rule(
            links.Count == 0 ? "nothing" : string.Join(" + ", chain._names), string.Join("; ", links.Select(link => link.Formula)),
            [.. Named((link, prefix) => link.Hyperparameters.Select(h => h with { Name = prefix + h.Name }))],
            [.. links.SelectMany((_, i) => chain.SlotsOf(i))],
            chain.Apply)
        { FollowsParameters = true, SettlesElsewhere = links.Any(link => link.SettlesElsewhere) };
    }

    /// <summary>The slots of a link; where other links hold it back or begin it anew, also how many updates it made.</summary>
    private IEnumerable<Slot> SlotsOf(int link)
    {
        foreach (var slot in _links[link].Slots)
            yield return slot with
            {
                Name = $"{_names[link]}.{slot.Name}",
                Start = slot.Start is { } start ? e => start(Within(link, e, e.Point, e.Gradient)) : null,
            };
        if (CountsItself(link)) yield return new Slot($"{_names[link]}.{Count}", 0, IsShared: true);
    }

    private bool CountsItself(int link) =>
        _links.Take(link).Any(earlier => earlier.HoldsBack) || _links.Skip(link + 1).Any(later => later.BeginsAnew);

    /// <summary>What a link is given.</summary>
    private Evaluated Within(int link, Evaluated e, IReadOnlyList<Expr> point, IReadOnlyList<Expr> gradient)
    {
        var prefix = _names[link] + ".";
        var slots = e.Slots.Where(slot => slot.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(slot => slot.Key[prefix.Length..], slot => slot.Value);
        return e.With(link, point, gradient, slots, (name, parameter) => e.Given(prefix + name, parameter),
            slots.TryGetValue(Count, out var made) ? made[0] : e.Step);
    }

    private Move Apply(Evaluated e)
    {
        var (point, gradient, passes) = (e.Point, e.Gradient, (Expr?)null);
        var (content, rates, settled) = (new List<IReadOnlyList<Expr>>(), (IReadOnlyList<Expr>?)null, (Settled?)null);
        for (var link = 0; link < _links.Count; link++)
        {
            var own = Within(link, e, point, gradient);
            var move = _links[link].Apply(own);
            point = Held(passes, [.. move.Next.Select((part, i) => Expr.BroadcastTo(part, e.Point[i].Shape))], point);
            gradient = move.Gradient is { } changed ? [.. changed.Select((part, i) => Expr.BroadcastTo(part, e.Point[i].Shape))] : gradient;
            if (move.Resets is { } resets) Reset(content, passes is null ? resets : resets * passes, e, point, gradient);
            content.AddRange(_links[link].Slots.Select((slot, s) => Held(passes, move.Slots[s], own.Slot(slot.Name))));
            if (CountsItself(link)) content.Add(Held(passes, [.. own.Slot(Count).Select(made => made + 1)], own.Slot(Count)));
            (rates, settled) = (move.Rates ?? rates, move.Settled ?? settled);
            if (move.Passes is { } then) passes = passes is null ? then : passes * then;
        }
        return new Move(point, content, settled) { Gradient = gradient, Rates = rates };
    }

    private static IReadOnlyList<Expr> Held(Expr? passes, IReadOnlyList<Expr> then, IReadOnlyList<Expr> otherwise) =>
        passes is null ? then : [.. then.Zip(otherwise, (a, b) => Expr.Where(passes, a, b))];

    /// <summary>The slots so far begin anew where a condition holds.</summary>
    private void Reset(List<IReadOnlyList<Expr>> content, Expr resets, Evaluated e, IReadOnlyList<Expr> point, IReadOnlyList<Expr> gradient)
    {
        Slot[] slots = [.. Enumerable.Range(0, _links.Count).SelectMany(SlotsOf)];
        var beginning = e.With(0, point, gradient, e.Slots, e.Given, e.Step);
        for (var s = 0; s < content.Count; s++)
        {
            var start = slots[s].Start?.Invoke(beginning) ?? [.. content[s].Select(part => Expr.Fill(slots[s].Initial, part.Shape))];
            content[s] = [.. content[s].Select((part, i) => Expr.Where(resets, start[start.Count == 1 ? 0 : i], part))];
        }
    }
}

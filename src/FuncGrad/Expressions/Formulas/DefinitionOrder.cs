namespace FuncGrad;

/// <summary>The order in which definitions need each other, and those that go in circles.</summary>
/// <param name="Definitions">Each after all that it uses; those that go in circles are left out.</param>
/// <param name="Circular">Those that use themselves, by way of others or not.</param>
/// <param name="Mistakes">A mistake for each circle that was met, where it closes.</param>
internal sealed record DefinitionOrder(IReadOnlyList<FormulaDefinition> Definitions, IReadOnlySet<FormulaDefinition> Circular,
    IReadOnlyList<FormulaError> Mistakes)
{
    /// <summary>A definition that another uses, and the column where it does first.</summary>
    public readonly record struct Use(string Name, int Column);

    /// <summary>The definitions that one uses, in the order of its formula. Names of its own arguments go before.</summary>
    public static IEnumerable<Use> Uses(FormulaDefinition definition, IReadOnlyDictionary<string, FormulaDefinition> all) =>
        FormulaNames.Uses(definition.Text, definition.Tokens)
            .Where(use => all.TryGetValue(use.Name, out var used) && used.Parameters is not null == use.IsFunction
                && (use.IsFunction || definition.Parameters?.Contains(use.Name) != true))
            .Select(use => new Use(use.Name, use.Column)).DistinctBy(use => use.Name);

    /// <summary>By depth first, with a stack of its own: a chain of a million definitions is no reason to end the process.</summary>
    public static DefinitionOrder Of(IReadOnlyDictionary<string, FormulaDefinition> all)
    {
        var (order, circular, mistakes) = (new List<FormulaDefinition>(), new HashSet<FormulaDefinition>(), new List<FormulaError>());
        var (open, opened, done) =
            (new Stack<(FormulaDefinition Definition, IEnumerator<Use> Uses)>(), new HashSet<string>(), new HashSet<string>());
        void Open(FormulaDefinition definition)
        {
            opened.Add(definition.Name);
            open.Push((definition, Uses(definition, all).GetEnumerator()));
        }

        foreach (var definition in all.Values)
        {
            if (!done.Contains(definition.Name)) Open(definition);
            while (open.TryPeek(out var top))
                if (!top.Uses.MoveNext())
                {
                    open.Pop();
                    opened.Remove(top.Definition.Name);
                    if (done.Add(top.Definition.Name) && !circular.Contains(top.Definition)) order.Add(top.Definition);
                }
                else if (opened.Contains(top.Uses.Current.Name))
                {
                    FormulaDefinition[] circle = [
                        .. open.Select(one => one.Definition).TakeWhile(one => one.Name != top.Uses.Current.Name)
                            .Append(all[top.Uses.Current.Name]).Reverse()];
                    circular.UnionWith(circle);
                    mistakes.Add(Circle(circle, top.Uses.Current.Column));
                }
                else if (!done.Contains(top.Uses.Current.Name)) Open(all[top.Uses.Current.Name]);
        }
        return new(order, circular, mistakes);
    }

    private static FormulaError Circle(FormulaDefinition[] circle, int column)
    {
        var path = string.Join(" → ", circle.Append(circle[0]).Select(definition => definition.Name));
        return new(column, $"'{circle[0].Name}' is defined by itself: {path}.",
            "What a definition uses must be known without it.") { PlaceOf = circle[^1].PlaceOf };
    }
}

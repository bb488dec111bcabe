namespace FuncGrad;

/// <summary>
/// Arguments by name: <c>conv2d(x, W, padding=1)</c>. The names are those of the function's signature, where it has most of them.
/// </summary>
internal static class FormulaArguments
{
    public const string Axis = "axis";

    /// <summary>The names of a function's arguments in their order; none where it takes any number of them.</summary>
    public static IReadOnlyList<string> NamesOf(FormulaFunction function)
    {
        if (function.Most == int.MaxValue) return [];
        string[] best = [];
        foreach (var form in function.Signature.Split(function.Name + "(").Skip(1))
            if (form.IndexOf(')') is > 0 and var end && form[..end].Split(", ") is var names && names.Length > best.Length
                && names.Length <= function.Most && names.All(Naming.IsName))
                best = names;
        return best;
    }

    /// <summary>What to write in place of a name that no argument has.</summary>
    public static string HintAt(string name, FormulaFunction function)
    {
        string[] names = [.. NamesOf(function), .. function.HasAxis ? [Axis] : (string[])[]];
        return OtherNames.Of(name, names) is { } here ? $"Perhaps you meant `{here}`."
            : OtherNames.Instead(name) ?? $"It has {string.Join(", ", names)}. To compare write ==.";
    }

    /// <summary>
    /// The arguments in their order, null for one that is left out; null, and what is wrong, if they do not fit the function.
    /// </summary>
    /// <param name="function">Whose arguments they are.</param>
    /// <param name="values">Those without a name, then those with.</param>
    /// <param name="names">The names of the last ones, without the axis.</param>
    /// <param name="problem">What is wrong.</param>
    public static Expr?[]? InOrder(FormulaFunction function, IReadOnlyList<Expr> values, IReadOnlyList<string> names, out string? problem)
    {
        problem = null;
        if (names.Count == 0) return [.. values];
        var known = NamesOf(function);
        var ordered = new Expr?[Math.Max(values.Count, known.Count)];
        for (var i = 0; i < values.Count - names.Count; i++) ordered[i] = values[i];
        for (var i = 0; i < names.Count; i++)
        {
            ref var place = ref ordered[known.TakeWhile(name => name != names[i]).Count()];
            if (place is not null) problem = $"`{names[i]}` of {function.Name} is given twice.";
            place = values[values.Count - names.Count + i];
        }
        var count = Array.FindLastIndex(ordered, argument => argument is not null) + 1;
        var missing = Array.FindIndex(ordered, 0, Math.Min(count, function.Least), argument => argument is null);
        if (missing >= 0 && problem is null) problem = $"`{known[missing]}` of {function.Name} is missing.";
        return problem is null ? ordered[..count] : null;
    }
}

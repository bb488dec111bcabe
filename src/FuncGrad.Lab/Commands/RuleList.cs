namespace FuncGrad.Lab;

/// <summary><c>funcgrad rules</c>: the update rules, from the library's own table.</summary>
internal static class RuleList
{
    private const int Indent = 2;

    /// <summary>Every rule, or one.</summary>
    public static int Print(string? name, Streams streams)
    {
        if (name is null)
        {
            foreach (var rule in UpdateRules.All) Print(rule, streams, isLast: rule == UpdateRules.All[^1]);
            return ExitCode.Done;
        }
        if (UpdateRules.Find(name) is not { } one) return streams.Refuse($"There is no rule '{name}'. {NearestName.Hint(name, UpdateRules.All.Select(rule => rule.Name), "There are")}");
        Print(one, streams, isLast: true);
        return ExitCode.Done;
    }

    /// <summary>Name and source, the recurrence line by line, the hyperparameters as a table.</summary>
    private static void Print(Rule rule, Streams streams, bool isLast)
    {
        var (recurrence, source) = rule.Formula.Split("   (", 2) is [var formula, var behind] ? (formula, $"   ({behind}") : (rule.Formula, "");
        streams.Tell($"{Palette.Heading(rule.Name, streams.HasColours)}{Palette.Aside(source, streams.HasColours)}", isPainted: true);
        foreach (var assignment in recurrence.Split("; ")) streams.Tell(assignment, Indent, Indent);
        streams.Output.Write("\n");
        new TextTable(
            [new("hyperparameter"), new("default", true), new("range"), new("meaning")],
            [.. rule.Hyperparameters.Select(h => (string[])[h.Name, NumberText.Exact(h.Default), Range(h), h.Meaning])]) { Last = LongText.Beside, Indent = Indent }.Print(streams);
        if (!isLast) streams.Output.Write("\n");
    }

    private static string Range(Hyperparameter hyperparameter) => double.IsPositiveInfinity(hyperparameter.High)
        ? $"{NumberText.Exact(hyperparameter.Low)} or more"
        : $"{NumberText.Exact(hyperparameter.Low)} to {(hyperparameter.IsHighExcluded ? "below " : "")}{NumberText.Exact(hyperparameter.High)}";
}

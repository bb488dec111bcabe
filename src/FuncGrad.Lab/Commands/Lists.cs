namespace FuncGrad.Lab;

/// <summary><c>funcgrad rules</c> and <c>funcgrad functions</c>: what there is, from the library's own tables.</summary>
internal static class Lists
{
    public static int Rules()
    {
        foreach (var rule in UpdateRules.All)
        {
            Console.Out.WriteLine($"{rule.Name}: {rule.Formula}");
            new TextTable(
                [new("    hyperparameter"), new("default", true), new("range"), new("meaning")],
                [.. rule.Hyperparameters.Select(h => (string[])[$"    {h.Name}", Numbers.Exact(h.Default), Range(h), h.Meaning])]).Print();
            Console.Out.WriteLine();
        }
        return ExitCode.Done;
    }

    private static string Range(Hyperparameter hyperparameter) => double.IsPositiveInfinity(hyperparameter.High)
        ? $"{Numbers.Exact(hyperparameter.Low)} or more"
        : $"{Numbers.Exact(hyperparameter.Low)} to {Numbers.Exact(hyperparameter.High)}";
}

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

    public static int Functions()
    {
        foreach (var function in TestFunctions.All)
        {
            Console.Out.WriteLine($"{function.Name}: {function.Formula}");
            Console.Out.WriteLine($"    {function.Title}; {function.Kind}; {function.Domain}; start {string.Join(", ", function.Start.Select(Numbers.Short))}");
            foreach (var point in function.Points)
                Console.Out.WriteLine($"    {point.Kind.ToString().ToLowerInvariant()} {Numbers.Short(point.Value)} at {string.Join(", ", point.At.Select(Numbers.Short))}");
        }
        return ExitCode.Done;
    }

    /// <summary>The first trials as a table, all as CSV, or their number.</summary>
    public static int Plan(Experiment experiment, bool onlyCount, bool asCsv)
    {
        const int Few = 24;
        var trials = new Trials(experiment);
        string[] columns = ["trial", "id", .. experiment.Sweep.Keys];
        string[] Row(long index) => [index.ToString(System.Globalization.CultureInfo.InvariantCulture), trials[index].Id, .. trials[index].Values.Select(value => value.ToString())];
        if (onlyCount) Console.Out.WriteLine(trials.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        else if (asCsv)
        {
            using var output = new BufferedStream(Console.OpenStandardOutput());
            output.Write(Csv.Line(columns));
            for (var index = 0L; index < trials.Count; index++) output.Write(Csv.Line(Row(index)));
        }
        else
        {
            new TextTable([.. columns.Select(column => new Column(column))], [.. Enumerable.Range(0, (int)Math.Min(Few, trials.Count)).Select(index => Row(index))]).Print();
            Console.Out.WriteLine($"{Numbers.Grouped(trials.Count)} trials{(trials.Count > Few ? $", the first {Few} shown; --csv shows all" : "")}");
        }
        return ExitCode.Done;
    }

    public static int Check(Experiment experiment)
    {
        Console.Out.WriteLine("The file is valid. Exact and numerical gradients at the start point:");
        var loss = experiment.Loss();
        var (point, start) = (new Dictionary<Expr, Tensor>(), experiment.Start());
        for (var i = 0; i < loss.Data.Count; i++) point[loss.Data[i]] = loss.DataValues[i];
        for (var i = 0; i < start.Count; i++) point[loss.Parameters[i]] = start[i];
        var check = GradientCheck.Of(loss.Value!, loss.Parameters, point);
        new TextTable(
            [new("element"), new("exact", true), new("numerical", true), new("relative error", true)],
            [.. check.Coordinates.Take(64).Select(c => (string[])[c.Name, Numbers.Exact(c.Exact), Numbers.Exact(c.Numerical), Numbers.Short(c.RelativeError)])]).Print();
        Console.Out.WriteLine($"{check.Verdict.ToString().ToLowerInvariant()}: {check.Note}");
        return check.Verdict == GradientVerdict.Wrong ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static string Range(Hyperparameter hyperparameter) => double.IsPositiveInfinity(hyperparameter.High)
        ? $"{Numbers.Exact(hyperparameter.Low)} or more"
        : $"{Numbers.Exact(hyperparameter.Low)} to {Numbers.Exact(hyperparameter.High)}";
}

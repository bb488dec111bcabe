namespace FuncGrad.Lab;

/// <summary>What <c>show</c> would take: the values of the point, then those of the formula and its gradient there.</summary>
internal static class ShowMemory
{
    /// <summary>Of a formula; null if it fits, or is none, which is told elsewhere.</summary>
    public static string? OfFormula(string formula, string? at, IReadOnlyList<string> data, bool asProgram, MemoryBound memory)
    {
        if (OfPoint(at, memory) is { } refusal) return refusal;
        var shapes = PointText.Formulas(at ?? "").ToDictionary(value => value.Name, value => value.Value.Shape);
        var symbols = Formula.Names(formula).Where(name => Naming.IsName(name.Name))
            .ToDictionary(name => name.Name, name => Expr.Symbol(name.Name, shapes.GetValueOrDefault(name.Name) ?? name.Shape));
        Expr[] constants = [.. symbols.Where(symbol => data.Contains(symbol.Key)).Select(symbol => symbol.Value)];
        return Formula.Parse(formula, symbols).SuccessAsEnumerable().Where(value => value.Shape.Rank == 0)
            .Select(value => asProgram ? MemoryCheck.OfValues(constants, memory) : at is null ? null
                : MemoryCheck.OfGradient(new(value, [.. symbols.Values.Except(constants)]), memory))
            .FirstOrDefault();
    }

    /// <summary>Of an experiment, which is shown at its start.</summary>
    public static string? OfExperiment(Experiment experiment, string? at, MemoryBound memory) =>
        OfPoint(at, memory) ?? MemoryCheck.OfGradient(new(experiment.Value, experiment.Symbols()), memory);

    private static string? OfPoint(string? at, MemoryBound memory) =>
        PointText.Formulas(at ?? "").Select(value =>
            MemoryCheck.OfValues([value.Value], memory) is { } refusal ? $"--at {value.Name}: {refusal}" : null)
                .FirstOrDefault(refusal => refusal is not null);
}

namespace FuncGrad;

/// <summary>
/// Where in a lane the value of a swept setting goes, without an experiment of its own for each trial. A closed union. Settings without
/// such a place (the rule, the number of steps, the precision) decide about the graph, and their trials have experiments of their own, one
/// for each combination of values.
/// </summary>
internal abstract record LanePlace
{
    private LanePlace() { }

    /// <summary>A hyperparameter: for one parameter, or for all that have no value of their own.</summary>
    public sealed record Hyperparameter(string Name, string? Parameter = null) : LanePlace;

    /// <summary>An input of the step graph by its name: h, or the bound of a stop condition.</summary>
    public sealed record Input(string Name) : LanePlace;

    /// <summary>A number of the judge's tolerance.</summary>
    public sealed record Tolerance(Func<FuncGrad.Tolerance, double, FuncGrad.Tolerance> With) : LanePlace;

    /// <summary>An element of a parameter's start.</summary>
    public sealed record Element(string Parameter, int Position) : LanePlace;

    /// <summary>The seed of all draws.</summary>
    public sealed record Seed : LanePlace;
}

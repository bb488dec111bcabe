using LanguageExt;

namespace FuncGrad;

/// <summary>A further column: a number of parameters, data, definitions and of what a step knows.</summary>
/// <param name="Name">The head of the column.</param>
/// <param name="Formula">Its formula, a single number.</param>
public sealed record Observation(string Name, string Formula)
{
    /// <summary>The head of the column.</summary>
    public string Name { get; init; } = Arguments.Given(Name);

    /// <summary>Its formula, a single number.</summary>
    public string Formula { get; init; } = Arguments.Given(Formula);
}

/// <summary>When a trial stops by formulas.</summary>
/// <param name="When">Stops where this is not 0, as <c>accuracy >= 0.99</c>; null: never.</param>
/// <param name="Patience">Stops when something has not become better for a while; null: never.</param>
/// <param name="Check">Every how many steps is looked: 1 or more, from the start on.</param>
public sealed record StopFormulas(string? When = null, Patience? Patience = null, long Check = 1)
{
    /// <summary>Never.</summary>
    public static StopFormulas Never { get; } = new();
}

/// <summary>A number that must become better from time to time.</summary>
/// <param name="Of">The name of an observation, or a formula.</param>
/// <param name="Steps">For how many steps it may be no better than its best.</param>
/// <param name="Direction">Whether less or more is better.</param>
public sealed record Patience(string Of, long Steps, Direction Direction = Direction.Minimise)
{
    /// <summary>The name of an observation, or a formula.</summary>
    public string Of { get; init; } = Arguments.Given(Of);
}

/// <summary>What the formulas of [observe] and [stop] mean: they know what a step knows, figures over the run, and each other.</summary>
internal sealed class ObservedFormulas
{
    private ObservedFormulas(FormulaScope scope) => Scope = scope;

    public FormulaScope Scope { get; }

    /// <param name="names">Parameters and data, which go before what a step knows.</param>
    /// <param name="unread">Names that were meant to stand for something.</param>
    /// <param name="definitions">Those of [define].</param>
    /// <param name="observed">Those of [observe].</param>
    public static ObservedFormulas Of(IReadOnlyDictionary<string, Expr> names, IReadOnlySet<string> unread,
        IEnumerable<DefinedText> definitions, IEnumerable<DefinedText> observed)
    {
        var known = RunFigures.OfStep.Concat(names).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value);
        FormulaScope Scope(FormulaDefinitions all) => new(known, all) { Unread = unread, Functions = OverRun.Functions };
        return new(Scope(FormulaDefinitions.Of(definitions.Concat(observed), known, Scope)));
    }

    /// <summary>Those of an experiment.</summary>
    public static ObservedFormulas Of(Experiment experiment) => Of(
        experiment.Parameters.Concat(experiment.Data)
            .ToDictionary(array => array.Name, array => Expr.Symbol(array.Name, array.Source.Shape)),
        new System.Collections.Generic.HashSet<string>(),
        experiment.Definitions.Select(definition =>
            new DefinedText(definition.Head, definition.Formula, _ => experiment.LocationOf($"define.{definition.Head}"))),
        experiment.Observations.Select(observation =>
            new DefinedText(observation.Name, observation.Formula, _ => experiment.LocationOf($"observe.{observation.Name}"))));

    /// <summary>What is observed, by name.</summary>
    /// <exception cref="ArgumentException">A formula that a program has put there has a mistake.</exception>
    public IReadOnlyList<Observable> Observables(Experiment experiment) =>
        [.. experiment.Observations
            .Select(observation => Observable.OfFormula(observation.Name, Number(observation.Formula, $"observe.{observation.Name}")))];

    /// <summary>The stop conditions, null if there are none.</summary>
    /// <exception cref="ArgumentException"><inheritdoc cref="Observables"/></exception>
    public StopConditions? Conditions(StopFormulas stop) => stop.When is null && stop.Patience is null ? null : new()
    {
        When = stop.When is { } when ? Number(when, "stop.when") : null,
        WhenText = stop.When ?? "",
        Of = stop.Patience is { } patience ? Number(patience.Of, "stop.patience.of") : null,
        OfText = stop.Patience?.Of ?? "",
        IsMaximised = stop.Patience?.Direction == Direction.Maximise,
        Patience = stop.Patience?.Steps ?? 0,
        Check = Math.Max(1, stop.Check),
    };

    /// <summary>All that is computed beside the loss.</summary>
    public IEnumerable<Expr> All(Experiment experiment) => Observables(experiment).Select(one => one.Formula)
        .Concat(Conditions(experiment.StopFormulas) is { } stop ? [stop.When, stop.Of] : []).OfType<Expr>();

    private Expr Number(string formula, string key)
    {
        var reading = Formula.Read(formula, Scope);
        var errors = Scope.Definitions.Errors.Concat(reading.Errors).Select(error => error.At(column => $"{key}: column {column}").Message)
            .ToArray();
        if (errors.Length > 0) throw new ArgumentException(string.Join('\n', errors));
        return reading.Expression!.Shape.Rank == 0 ? reading.Expression
            : throw new ArgumentException($"{key} must be a single number, but its shape is {reading.Expression.Shape}.");
    }
}

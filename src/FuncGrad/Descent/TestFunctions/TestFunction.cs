namespace FuncGrad;

/// <summary>A named array: a parameter with its starting value, or data.</summary>
/// <param name="Name">The name in the formula.</param>
/// <param name="Value">The numbers.</param>
public sealed record NamedTensor(string Name, Tensor Value)
{
    /// <summary>As in the formula.</summary>
    public string Name { get; init; } = Arguments.Given(Name);

    /// <summary>Its value.</summary>
    public Tensor Value { get; init; } = Arguments.Given(Value);

    /// <summary>Name and value.</summary>
    public override string ToString() => $"{Name} = {Value}";
}

/// <summary>What kind of point it is where a gradient vanishes.</summary>
public enum StationaryKind
{
    /// <summary>No lower value nearby.</summary>
    Minimum,

    /// <summary>No higher value nearby.</summary>
    Maximum,

    /// <summary>Lower in some directions, higher in others.</summary>
    Saddle,
}

/// <summary>A known minimum, maximum or saddle of a test function.</summary>
/// <param name="Kind">Which.</param>
/// <param name="At">All parameter elements in order.</param>
/// <param name="Value">The value of the function there.</param>
/// <param name="Curvatures">The eigenvalues of the Hessian there, ascending; null where it does not exist or says nothing. Gradient descent
/// settles at a minimum exactly if its learning rate is below 2 / the greatest of them.</param>
public sealed record StationaryPoint(StationaryKind Kind, IReadOnlyList<double> At, double Value, IReadOnlyList<double>? Curvatures)
{
    /// <summary>
    /// 2/λmax, below which the learning rate of gradient descent must lie to settle here; null if not known or not a minimum.
    /// </summary>
    public double? GreatestLearningRate =>
        Kind == StationaryKind.Minimum && Curvatures is { Count: > 0 } && Curvatures[^1] > 0 ? 2 / Curvatures[^1] : null;

    /// <summary>Whether all figures are equal, those in lists too.</summary>
    public bool Equals(StationaryPoint? other) =>
        other is not null && Kind == other.Kind && Value.Equals(other.Value) && Lists.Equal(At, other.At)
            && Lists.Equal(Curvatures, other.Curvatures);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Value, Lists.Hash(At));

    /// <summary>Kind, place and value.</summary>
    public override string ToString() => FormattableString.Invariant($"{Kind} at [{string.Join(", ", At)}]: {Value:R}");
}

/// <summary>A function that optimizers are tried on, as a formula with its usual starting point and what is known of its minima.</summary>
/// <param name="Name">As on the command line: <c>rosenbrock</c>.</param>
/// <param name="Title">As in the literature.</param>
/// <param name="Formula">In the formula language; it holds for any number of elements unless it names them.</param>
/// <param name="Parameters">The parameters in order, with the usual starting point.</param>
/// <param name="Domain">Where it is usually studied.</param>
/// <param name="Kind">What is hard or easy about it.</param>
/// <param name="Points">Known minima (maxima, saddles), the best first.</param>
public sealed record TestFunction(
    string Name,
    string Title,
    string Formula,
    IReadOnlyList<NamedTensor> Parameters,
    string Domain,
    string Kind,
    IReadOnlyList<StationaryPoint> Points)
{
    /// <summary>The constants of the formula.</summary>
    public IReadOnlyList<NamedTensor> Data { get; init; } = [];

    /// <summary>What else is worth knowing.</summary>
    public string Notes { get; init; } = "";

    /// <summary>Down, or up for the few that are climbed.</summary>
    public Direction Direction { get; init; } = Direction.Minimise;

    /// <summary>All elements of the starting point in order.</summary>
    public IReadOnlyList<double> Start => [.. Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    /// <summary>The function as a loss of its parameters, with its data.</summary>
    public Loss ToLoss()
    {
        Expr[] symbols = [.. Parameters.Concat(Data).Select(array => Expr.Symbol(array.Name, array.Value.Shape))];
        var reading = FuncGrad.Formula.Read(Formula, symbols.ToDictionary(symbol => symbol.InputName!));
        var value = reading.Expression ?? throw new InvalidOperationException($"{Name}: {reading.Errors[0].Problem}");
        return Loss.Unchecked(value, symbols[..Parameters.Count], [
            .. Data.Select((array, i) => (symbols[Parameters.Count + i], array.Value))]);
    }

    /// <summary>Whether everything said of both is equal, in lists too.</summary>
    public bool Equals(TestFunction? other) =>
        other is not null
            && (Name, Title, Formula, Domain, Kind, Notes, Direction) == (other.Name, other.Title, other.Formula, other.Domain, other.Kind,
                other.Notes, other.Direction)
            && Lists.Equal(Parameters, other.Parameters) && Lists.Equal(Points, other.Points) && Lists.Equal(Data, other.Data);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Formula, Lists.Hash(Parameters));

    /// <summary>Name and formula.</summary>
    public override string ToString() => $"{Name}: {Formula}";
}

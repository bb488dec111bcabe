namespace FuncGrad;

/// <summary>Which parameters of each trial are kept: <c>[keep] parameters</c>.</summary>
public enum KeptParameters
{
    /// <summary>None, but for what the tables show.</summary>
    None,

    /// <summary>Those at the end, with the slots of the rule, so that a run can continue from there.</summary>
    Last,

    /// <summary>Those where the figure of <c>[stop] patience</c> was best, or, without one, where the loss was.</summary>
    Best,
}

/// <summary>Parameters of a trial that are kept, as an archive of NumPy: to be computed with, or to go on from.</summary>
/// <param name="Parameters">The parameters by name, in the order of the experiment.</param>
/// <param name="State">What else an update needs, by name: the slots of the rule (<c>slot.v.W</c>) and, where it reports another point, the
/// one where it takes the gradient (<c>iterate.W</c>). Empty for the best parameters.</param>
/// <param name="Updates">How many updates led there.</param>
public sealed record Checkpoint(IReadOnlyDictionary<string, Tensor> Parameters, IReadOnlyDictionary<string, Tensor> State, long Updates)
{
    /// <summary>
    /// What the number of updates is called in an archive, and how the names begin that are no parameters: a name of a formula has no dot.
    /// </summary>
    internal const string UpdatesName = "method.updates", Iterate = Observable.IteratePrefix;

    /// <summary>The parameters by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters { get; init; } = Arguments.Given(Parameters);

    /// <summary>What else an update needs, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> State { get; init; } = Arguments.Given(State);

    /// <summary>Whether numbers are kept in single precision, because they were computed in it.</summary>
    public Precision Precision { get; init; }

    /// <summary>The bytes of an archive of NumPy (.npz) with an array for each name, and the number of updates.</summary>
    public byte[] ToNpz()
    {
        using var stream = new MemoryStream();
        Archive().Write(stream);
        return stream.ToArray();
    }

    /// <summary>What <see cref="ToNpz"/> has written.</summary>
    /// <exception cref="FormatException">The bytes are no archive of arrays of numbers.</exception>
    public static Checkpoint FromNpz(byte[] archive)
    {
        var arrays = NumpyReading.Of(Arguments.Given(archive));
        Dictionary<string, Tensor> Where(Func<string, bool> isMeant) => arrays.Where(array => isMeant(array.Key)).ToDictionary();
        var updates = arrays.TryGetValue(UpdatesName, out var count) ? (long)count[0] : 0;
        return new(Where(name => !name.Contains('.')), Where(name => name.Contains('.') && name != UpdatesName), updates);
    }

    /// <summary>An experiment whose parameters begin with these.</summary>
    /// <exception cref="ArgumentException">It has a parameter that is not here, or has another shape.</exception>
    public Experiment Start(Experiment experiment) =>
        Arguments.Given(experiment)
            with { Parameters = experiment.Parameters
                .Map(parameter => parameter with { Source = new ArraySource.Literal(Fitting(parameter, "")) }) };

    /// <summary>
    /// An experiment that goes on from here: with these parameters, the slots of the rule, and batches and schedules counted on from these
    /// updates.
    /// </summary>
    /// <exception cref="ArgumentException">It has a parameter or a slot that is not here, or has another shape.</exception>
    public Experiment Resume(Experiment experiment)
    {
        var resumed = Arguments.Given(experiment) with
        {
            Parameters = experiment.Parameters
                .Map(parameter => parameter with { Source = new ArraySource.Literal(Fitting(parameter, Iterate)) }),
            Resumed = this,
        };
        var needed = new Batch(resumed).KeptStates().ToArray();
        foreach (var (name, shape) in needed)
            if (!State.TryGetValue(name, out var state) || !state.Shape.Equals(shape))
                throw new ArgumentException(
                    $"'{name}' of shape {shape} is needed to go on, and is not kept here: it was learned by another rule, or the best "
                        + "parameters are kept and not the last.", nameof(experiment));
        return SlotOfAnotherRule(experiment, needed.Select(state => state.Name), State.ContainsKey) is { } other
            ? throw new ArgumentException($"'{other}' is kept here, and {experiment.Method.Rule.Name} has no such slot: it was learned by "
                + "another rule.", nameof(experiment))
            : resumed;
    }

    /// <summary>
    /// A slot that is kept, though the experiment's rule has none of that name: another rule learned, and what it calls as this one does
    /// may be another thing.
    /// </summary>
    /// <param name="experiment">What is to go on.</param>
    /// <param name="needed">The names of the slots that it needs.</param>
    /// <param name="isKept">Whether there is one of a name.</param>
    internal static string? SlotOfAnotherRule(Experiment experiment, IEnumerable<string> needed, Func<string, bool> isKept)
    {
        var own = needed.ToHashSet();
        return UpdateRules.All.SelectMany(rule => rule.Slots).Select(slot => "slot." + slot.Name).Distinct()
            .SelectMany(slot => (string[])[slot, $"{slot}.{experiment.Parameters[0].Name}"])
            .FirstOrDefault(name => !own.Contains(name) && isKept(name));
    }

    private Tensor Fitting(NamedArray parameter, string prefix)
    {
        var value = State.GetValueOrDefault(prefix + parameter.Name) ?? Parameters.GetValueOrDefault(parameter.Name);
        return value?.Shape.Equals(parameter.Source.Shape) == true ? value
            : throw new ArgumentException($"No '{parameter.Name}' of shape {parameter.Source.Shape} is kept here. There is: {this}");
    }

    /// <summary>How many bytes the archive of an experiment's trial has, whatever its numbers are.</summary>
    internal static long BytesOf(Experiment experiment, IEnumerable<(string Name, Shape Shape)> state)
    {
        var shapes = experiment.Parameters.Select(parameter => (parameter.Name, parameter.Source.Shape)).Concat(state);
        return new NumpyArchive([.. shapes.Select(array => new NumpyArray(array.Item1, array.Item2, KindOf(experiment.Method.Precision))),
            new(UpdatesName, Shape.Scalar, Whole)]).Length;
    }

    internal NumpyArchive Archive()
    {
        NumpyArray Of(KeyValuePair<string, Tensor> array) => new(array.Key, array.Value.Shape, KindOf(Precision)) { Values = array.Value };
        return new([.. Parameters.Select(Of), .. State.Select(Of),
            new(UpdatesName, Shape.Scalar, Whole) { Values = Tensor.Scalar(Updates) }]);
    }

    private const string Whole = "i8";

    private static string KindOf(Precision precision) => precision == Precision.Float ? "f4" : "f8";

    /// <summary>Whether all numbers are equal.</summary>
    public bool Equals(Checkpoint? other) =>
        other is not null && (Updates, Precision) == (other.Updates, other.Precision) && AreEqual(Parameters, other.Parameters)
            && AreEqual(State, other.State);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Updates, Precision, Parameters.Count, State.Count);

    private static bool AreEqual(IReadOnlyDictionary<string, Tensor> a, IReadOnlyDictionary<string, Tensor> b) =>
        a.Count == b.Count && a.All(array => b.TryGetValue(array.Key, out var other) && array.Value.Equals(other));

    /// <summary>Its names with their shapes.</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"after {Updates} updates: {string.Join(", ", Parameters.Concat(State).Select(array => $"{array.Key} {array.Value.Shape}"))}");
}

namespace FuncGrad;

/// <summary>
/// A number that steers an update rule: an input of the step graph, so that one compiled kernel serves every value of it.
/// </summary>
/// <param name="Name">As in files and columns: <c>learning_rate</c>.</param>
/// <param name="Default">Its value where none is given.</param>
/// <param name="Low">The smallest value for which the rule is defined.</param>
/// <param name="High">The largest, or the bound that <see cref="IsHighExcluded"/> leaves out.</param>
/// <param name="Meaning">What it does, in a few words.</param>
public sealed record Hyperparameter(string Name, double Default, double Low, double High, string Meaning)
{
    /// <summary>As in files and columns: <c>learning_rate</c>.</summary>
    public string Name { get; init; } = Arguments.Given(Name);

    /// <summary>What it does, in a few words.</summary>
    public string Meaning { get; init; } = Arguments.Given(Meaning);

    /// <summary>Whether the rule is not defined at <see cref="High"/> itself, as where 1 − β is divided by.</summary>
    public bool IsHighExcluded { get; init; }

    /// <summary>Whether a value is a finite number for which the rule is defined.</summary>
    public bool Allows(double value) => double.IsFinite(value) && value >= Low && (IsHighExcluded ? value < High : value <= High);

    /// <summary>For messages: <c>0 or more</c>, <c>from 0 to 1</c>.</summary>
    internal string Range => double.IsPositiveInfinity(High)
        ? FormattableString.Invariant($"{Low} or more")
        : FormattableString.Invariant($"from {Low} to {(IsHighExcluded ? "below " : "")}{High}");

    /// <summary>The same with another value, which is a mistake of the program if the rule is not defined there.</summary>
    internal Hyperparameter At(double value) => Allows(value)
        ? this with { Default = value }
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"{Name} must be a finite number, {Range}.");
}

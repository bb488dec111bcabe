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
    /// <summary>η, how far a step goes; 0 stands still.</summary>
    internal static Hyperparameter LearningRate(double standard) =>
        new Hyperparameter("learning_rate", 0.01, 0, double.PositiveInfinity, "how far a step goes along its direction").At(standard);

    /// <summary>A share between 0 and 1 of what is kept from one step to the next.</summary>
    internal static Hyperparameter Share(string name, double standard, string meaning) =>
        new Hyperparameter(name, 0, 0, 1, meaning).At(standard);

    /// <summary>A share whose complement to 1 is divided by.</summary>
    internal static Hyperparameter ShareBelowOne(string name, double standard, string meaning) =>
        new Hyperparameter(name, 0, 0, 1, meaning) { IsHighExcluded = true }.At(standard);

    /// <summary>
    /// μ, the share of the velocity that is kept. From 1 on no descent settles, but each step is defined, and how it diverges can be looked
    /// at.
    /// </summary>
    internal static Hyperparameter Momentum(double standard) =>
        new Hyperparameter("momentum", 0, 0, double.PositiveInfinity, "share of the velocity that is kept").At(standard);

    /// <summary>ε, which keeps a divisor from 0.</summary>
    internal static Hyperparameter Epsilon(double standard) =>
        new Hyperparameter("epsilon", 0, 0, double.PositiveInfinity, "keeps the divisor away from 0").At(standard);

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

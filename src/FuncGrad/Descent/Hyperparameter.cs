namespace FuncGrad;

/// <summary>A number that steers an update rule: an input of the step graph, so that one compiled kernel serves every value of it.</summary>
/// <param name="Name">As in files and columns: <c>learning_rate</c>.</param>
/// <param name="Default">Its value where none is given.</param>
/// <param name="Low">The smallest sensible value.</param>
/// <param name="High">The largest sensible value.</param>
/// <param name="Meaning">What it does, in a few words.</param>
public sealed record Hyperparameter(string Name, double Default, double Low, double High, string Meaning)
{
    /// <summary>η, how far a step goes; 0 stands still.</summary>
    internal static Hyperparameter LearningRate(double standard) =>
        new("learning_rate", standard, 0, double.PositiveInfinity, "how far a step goes along its direction");

    /// <summary>A share between 0 and 1 of what is kept from one step to the next.</summary>
    internal static Hyperparameter Share(string name, double standard, string meaning) => new(name, standard, 0, 1, meaning);

    /// <summary>ε, which keeps a divisor from 0.</summary>
    internal static Hyperparameter Epsilon(double standard) =>
        new("epsilon", standard, 0, double.PositiveInfinity, "keeps the divisor away from 0");

    /// <summary>Whether a value is a number in the sensible range.</summary>
    public bool Allows(double value) => value >= Low && value <= High;
}

/// <summary>What a rule remembers from one update to the next.</summary>
/// <param name="Name">As in the formula: <c>velocity</c>.</param>
/// <param name="Initial">The value before the first update, of every element.</param>
/// <param name="IsShared">One number for all parameters (a power of a decay rate, say) instead of an array of the parameter's shape.</param>
public sealed record Slot(string Name, double Initial = 0, bool IsShared = false);

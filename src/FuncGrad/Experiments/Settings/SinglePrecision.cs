namespace FuncGrad;

/// <summary>
/// What an experiment in single precision asks of its numbers: that they are still what they must be when they are rounded.
/// </summary>
internal static class SinglePrecision
{
    public const string Hint = "Write precision = \"double\", or a number that single precision holds (up to 3.4e38, about 7 digits).";

    /// <summary>The mistake of a number that leaves its range.</summary>
    public static string Problem(string key, TomlNode node, double number, string expected) =>
        FormattableString.Invariant($"{key} is {node.Described}, which is {(float)number} in single precision, but must be {expected}")
            + ((float)number == 0 ? " and not be lost." : ".");

    /// <summary>A number of an array that no float holds, as a mistake; null if there is none.</summary>
    public static InputError? Overflowing(string key, TextPlace place, Tensor values)
    {
        foreach (var value in values.Values)
            if (double.IsFinite(value) && !float.IsFinite((float)value))
                return place.Error(FormattableString.Invariant($"{key} holds {value}, which is {(float)value} in single precision."), Hint);
        return null;
    }
}

namespace FuncGrad;

/// <summary>
/// What a schedule watches in place of the loss. Its formula is known when those of [observe] are read, which need the names of the whole
/// file.
/// </summary>
/// <param name="Key">Its place in the file: <c>method.learning_rate.of</c>.</param>
/// <param name="Text">What stands there.</param>
/// <param name="Direction">Whether less or more is better.</param>
internal sealed record ObservedSchedule(string Key, TomlNode Text, Direction Direction)
{
    /// <summary>A number of parameters, data and what a step knows; null until it is read.</summary>
    public Expr? Formula { get; set; }

    /// <summary>What the schedule sees as the loss: less is better.</summary>
    public Expr Value(Evaluated e) =>
        Formula is null ? e.Loss : Direction == Direction.Minimise ? e.Observed(Formula) : -e.Observed(Formula);
}

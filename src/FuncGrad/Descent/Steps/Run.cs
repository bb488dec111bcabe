namespace FuncGrad;

/// <summary>A run and how it went.</summary>
/// <param name="Verdict">How it went.</param>
/// <param name="Note">The evidence in one short sentence.</param>
/// <param name="Steps">How many updates were made.</param>
/// <param name="Parameters">All parameter elements at the end, in order.</param>
/// <param name="Loss">The loss there.</param>
/// <param name="GradientNorm">The gradient norm there.</param>
/// <param name="BestLoss">The best loss of all steps.</param>
/// <param name="BestStep">The step at which it was first reached.</param>
/// <param name="StopReasons">Every stop condition that held at the end.</param>
public sealed record Run(
    Verdict Verdict,
    string Note,
    long Steps,
    IReadOnlyList<double> Parameters,
    double Loss,
    double GradientNorm,
    double BestLoss,
    long BestStep,
    IReadOnlyList<StopReason> StopReasons)
{
    /// <summary>The parameters at the end as arrays of their shapes, by name.</summary>
    public IReadOnlyList<NamedTensor> Arrays { get; init; } = [];

    /// <summary>A parameter at the end: <c>run["W"]</c>.</summary>
    /// <exception cref="KeyNotFoundException">The loss has no parameter of that name.</exception>
    public Tensor this[string parameter] => Arrays.FirstOrDefault(array => array.Name == Arguments.Given(parameter))?.Value
        ?? throw new KeyNotFoundException(
            $"There is no parameter '{parameter}'. Parameters: {string.Join(", ", Arrays.Select(array => array.Name))}.");

    /// <summary>Whether all figures are equal, those in lists too.</summary>
    public bool Equals(Run? other) =>
        other is not null && (Verdict, Note, Steps, BestStep) == (other.Verdict, other.Note, other.Steps, other.BestStep)
            && (Loss, GradientNorm, BestLoss).Equals((other.Loss, other.GradientNorm, other.BestLoss))
            && Lists.Equal(Parameters, other.Parameters) && Lists.Equal(StopReasons, other.StopReasons);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Verdict, Steps, Loss, Lists.Hash(Parameters));

    /// <summary>Verdict, steps, loss and gradient norm in short.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Verdict} after {Steps} steps: loss {Loss:R}, gradient norm {GradientNorm:R}; {Note}");

    internal static Run Of(Loss loss, LaneResult result) => new(
        result.Judgement.Verdict,
        result.Judgement.Note,
        result.Evidence.StepsMade,
        result.Parameters,
        result.Evidence.LastLoss,
        result.Evidence.LastGradientNorm,
        result.Evidence.BestLoss,
        result.Evidence.BestStep,
        result.Evidence.StopReasons)
    { Arrays = [.. loss.Parameters
        .Zip(StartPoint.EndToEnd(loss, result.Parameters), (symbol, value) => new NamedTensor(symbol.InputName!, value))] };
}

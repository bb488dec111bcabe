namespace FuncGrad;

/// <summary>
/// The state of a run after <see cref="Iteration"/> updates, with loss and gradient taken at that state's parameters. A value: a run can go
/// on from any step, bit for bit.
/// </summary>
/// <param name="Iteration">How many updates were made: 0 is the start.</param>
/// <param name="Parameters">The parameters, in the order of the loss.</param>
/// <param name="Loss">The loss at the parameters.</param>
/// <param name="Gradient">∂loss/∂parameter, of each parameter's shape.</param>
/// <param name="GradientNorm">The Euclidean norm of the whole gradient.</param>
/// <param name="Slots">What the rule remembers.</param>
public sealed record Step(
    long Iteration,
    IReadOnlyList<Tensor> Parameters,
    double Loss,
    IReadOnlyList<Tensor> Gradient,
    double GradientNorm,
    IReadOnlyList<Tensor> Slots)
{
    /// <summary>Where the rule stands, if that is not the point it reports: a run goes on from here. Null if it is.</summary>
    internal IReadOnlyList<Tensor>? Iterate { get; init; }

    /// <summary>Element <paramref name="position"/> of all parameters laid end to end.</summary>
    public double this[int position]
    {
        get
        {
            foreach (var parameter in Parameters)
            {
                if (position < parameter.Values.Length) return parameter[position];
                position -= parameter.Values.Length;
            }
            throw new ArgumentOutOfRangeException(nameof(position));
        }
    }

    /// <summary>Whether all figures are equal, those in lists too.</summary>
    public bool Equals(Step? other) =>
        other is not null && Iteration == other.Iteration && Loss.Equals(other.Loss) && GradientNorm.Equals(other.GradientNorm)
            && Lists.Equal(Parameters, other.Parameters) && Lists.Equal(Gradient, other.Gradient) && Lists.Equal(Slots, other.Slots);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Iteration, Loss, GradientNorm, Lists.Hash(Parameters));

    /// <summary>Iteration, loss and gradient norm in short.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"step {Iteration}: loss {Loss:R}, gradient norm {GradientNorm:R}, at {string.Join(", ", Parameters)}");
}

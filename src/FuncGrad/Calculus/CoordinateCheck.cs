namespace FuncGrad;

/// <summary>Whether a gradient is one.</summary>
public enum GradientVerdict
{
    /// <summary>Every slope agrees with the difference of the loss.</summary>
    Right,

    /// <summary>A slope differs by more than the difference can be wrong.</summary>
    Wrong,

    /// <summary>
    /// It cannot be told here: something is not finite, the loss has a kink or a jump at this point, or its differences are lost in
    /// rounding. The note says which.
    /// </summary>
    CannotTell,
}

/// <summary>One coordinate of a gradient beside what differences of the loss say.</summary>
/// <param name="Name">The element: <c>x0</c>, <c>x[0]</c>, <c>W[0][1]</c>.</param>
/// <param name="Exact">The gradient under test.</param>
/// <param name="Numerical">The difference of the loss over a step, divided by the step.</param>
/// <param name="Uncertainty">How far <paramref name="Numerical"/> and the rounding of <paramref name="Exact"/> may be off: a bound for a
/// traced loss, an estimate for a black box.</param>
/// <param name="Terms">Σ |term| of what the slope is the sum of; at least |slope|.</param>
/// <param name="Kink">By how much the slopes to either side may differ; 0 where the loss is smooth, infinite where it jumps.</param>
public sealed record CoordinateCheck(string Name, double Exact, double Numerical, double Uncertainty, double Terms, double Kink)
{
    /// <summary>
    /// |exact − numerical| relative to the greater of them, or to the terms they are the sum of if these are greater: near a minimum, where
    /// terms cancel, their rounding is all that is left of a gradient. 0 if both are 0.</summary>
    public double RelativeError => Exact == Numerical ? 0 : Math.Abs(Exact - Numerical) / Math.Max(Size, Terms);

    /// <summary>
    /// |exact − numerical| in units of what is allowed, <see cref="GradientCheck.Tolerance"/> of them plus the uncertainty: above 1 they
    /// disagree.
    /// </summary>
    public double Excess =>
        Exact == Numerical ? 0 : double.IsFinite(Exact) ? Math.Abs(Exact - Numerical) / ((GradientCheck.Tolerance * Size) + Uncertainty)
            : double.PositiveInfinity;

    /// <summary>The element with both slopes.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Name}: exact {Exact:R}, numerical {Numerical:R}, relative error {RelativeError:G6}");

    private double Size => Math.Max(Math.Abs(Exact), Math.Abs(Numerical));

    internal bool HasSlope => double.IsFinite(Numerical) && double.IsFinite(Uncertainty);

    internal bool HasKink => Kink > (GradientCheck.Tolerance * Size) + Uncertainty;

    /// <summary>
    /// A slope outside of those to either side is wrong even on a kink. A difference that is known badly convicts nobody.
    /// </summary>
    internal bool IsWrong => HasSlope && !(Kink > double.MaxValue) && (!double.IsFinite(Exact)
        ? !HasKink
        : Math.Abs(Exact - Numerical) > (GradientCheck.Tolerance * Size) + (10 * Uncertainty) + (Kink / 2));

    /// <summary>
    /// Whether agreement says anything: a mistake in the fourth digit of the slope would show, or the slope is 0 as far as the rounding of
    /// its terms lets anybody see.
    /// </summary>
    internal bool IsKnown =>
        Uncertainty <= GradientCheck.KnownTo * Size
            || (Size <= Uncertainty && Uncertainty <= Math.Max(GradientCheck.RoundingOfTerms * Terms, 1e-280));
}

namespace FuncGrad;

/// <summary>How the gradient is taken.</summary>
public enum GradientKind
{
    /// <summary>Reverse-mode differentiation: exact up to rounding.</summary>
    Exact,

    /// <summary>(f(x+h) − f(x−h)) / 2h for each coordinate.</summary>
    CentralDifference,
}

/// <summary>Which way the loss is to go.</summary>
public enum Direction
{
    /// <summary>Down: gradient descent.</summary>
    Minimise,

    /// <summary>Up: gradient ascent. The rules are given the negative gradient; losses and gradients are reported as they are.</summary>
    Maximise,
}

/// <summary>How products and sums are rounded.</summary>
public enum Arithmetic
{
    /// <summary>Every operation is rounded as it is written: the same bits on every machine.</summary>
    Exact,

    /// <summary>
    /// a·b + c is one operation with one rounding, as an explicit rewrite of the graph: also the same bits on every machine, but other
    /// ones.
    /// </summary>
    Fused,
}

/// <summary>Everything that decides how a step is made, except the numbers that are inputs of the graph.</summary>
/// <param name="Rule">The update rule, with the defaults of its hyperparameters.</param>
/// <param name="Gradient">Exact, or by central differences with the step <c>h</c>.</param>
/// <param name="Direction">Down or up.</param>
/// <param name="Precision">The width of the numbers.</param>
/// <param name="Arithmetic">The rounding of products and sums.</param>
public sealed record Method(
    Rule Rule,
    GradientKind Gradient = GradientKind.Exact,
    Direction Direction = Direction.Minimise,
    Precision Precision = Precision.Double,
    Arithmetic Arithmetic = Arithmetic.Exact)
{
    /// <summary>The update rule, with the defaults of its hyperparameters.</summary>
    public Rule Rule { get; init; } = Arguments.Given(Rule);

    /// <summary>The seed of random numbers of the rule and of dropout; files have their own.</summary>
    public long Seed { get; init; }

    /// <summary>The book's step for central differences, 1e-4.</summary>
    public const double DefaultDifferenceStep = 1e-4;
}

namespace FuncGrad;

/// <summary>Why a run ended before its steps were used up. Several can hold at once.</summary>
public enum StopReason
{
    /// <summary>The gradient norm reached its bound.</summary>
    GradientNorm,

    /// <summary>The loss reached its bound.</summary>
    Loss,

    /// <summary>The loss or a parameter passed its bound, or is not a number.</summary>
    Diverged,

    /// <summary>The formula of <c>when</c> held.</summary>
    When,

    /// <summary>What <c>patience</c> looks at had not become better for too long.</summary>
    Patience,
}

/// <summary>
/// When a run stops early; nothing stops early unless named here. A condition is a function of a step: it holds at a row of the log or not.
/// </summary>
/// <param name="GradientNorm">Stop once ‖∇loss‖₂ is at or below this.</param>
/// <param name="Loss">Stop once the loss is at or below this (for ascent: at or above).</param>
/// <param name="Diverged">Stop once |loss| or any |parameter| is above this, or not a number.</param>
public sealed record Stopping(double? GradientNorm = null, double? Loss = null, double? Diverged = null)
{
    /// <summary>Never early.</summary>
    public static Stopping Never { get; } = new();

    internal bool IsNever
    {
        get
        {
            foreach (var bound in StopWords.Bounds)
                if (bound.Of(this) is not null) return false;
            return true;
        }
    }

    /// <summary>The conditions that hold at a step, in the order of the contract; none means: go on.</summary>
    public IReadOnlyList<StopReason> Reasons(Step step, Direction direction = Direction.Minimise) =>
        Reasons(Arguments.Given(step).Loss, step.GradientNorm, step.Parameters.SelectMany(p => p.ToArray()), direction);

    internal IReadOnlyList<StopReason> Reasons(double loss, double gradientNorm, IEnumerable<double> parameters, Direction direction)
    {
        var (at, reasons) = (new StopPlace<double>(loss, gradientNorm, parameters, direction), new List<StopReason>());
        foreach (var row in StopWords.All)
            if (row.Bound?.Of(this) is { } bound && row.Bound.Holds(at, bound)) reasons.Add(row.Reason);
        return reasons;
    }

    /// <summary>The same conditions with the bounds of one lane.</summary>
    internal Stopping InLane(Func<string, double> bound) => Given().Aggregate(this, (own, given) => given.Put(own, bound(given.Name)));

    /// <summary>The symbols of the bounds, which are inputs of the graph so that they can be swept.</summary>
    internal IEnumerable<(string Name, double Value)> Bounds() => Given().Select(given => (given.Name, given.Of(this)!.Value));

    /// <summary>1 where no condition holds, as a graph: the same conditions as <see cref="Reasons(Step,Direction)"/>.</summary>
    internal Expr? Continues(Expr loss, Expr gradientNorm, IReadOnlyList<Expr> parameters, Direction direction)
    {
        var at = new StopPlace<Expr>(loss, gradientNorm, parameters, direction);
        return IsNever ? null : Given().Select(given => given.Continues(at, given.Symbol)).Aggregate((a, b) => a * b);
    }

    private IEnumerable<StopBound> Given() => StopWords.Bounds.Where(bound => bound.Of(this) is not null);
}

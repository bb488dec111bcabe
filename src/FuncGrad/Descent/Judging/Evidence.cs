namespace FuncGrad;

/// <summary>
/// The figures of a run that its verdict rests on, as the fold took them. Losses are as they are; scores are losses, for ascent their
/// negatives.
/// </summary>
internal readonly record struct Evidence
{
    public required long PlannedSteps { get; init; }
    public required long StepsMade { get; init; }
    public required double FirstLoss { get; init; }
    public required double LastLoss { get; init; }
    public required double BestLoss { get; init; }
    public required long BestStep { get; init; }
    public required double FirstGradientNorm { get; init; }
    public required double LastGradientNorm { get; init; }

    /// <summary>The first step at which something was not finite, or −1.</summary>
    public required long FirstNonFinite { get; init; }

    /// <summary>The first step at which a central difference was lost to rounding (x + h = x), or −1.</summary>
    public required long FirstLost { get; init; }

    /// <summary>The scores in the four windows of <see cref="LastHalf"/>; none if the run is too short or was stopped early.</summary>
    public required FourWindows Windows { get; init; }

    /// <summary>
    /// After how many updates of the last half the loss rose along the update: each went beyond the lowest point of its line.
    /// </summary>
    public required long Overshoots { get; init; }

    public required IReadOnlyList<StopReason> StopReasons { get; init; }

    /// <summary>The notes of those that are formulas, in their order.</summary>
    public IReadOnlyList<string>? FormulaNotes { get; init; }

    /// <summary>The bounds of the stop conditions.</summary>
    public required Stopping Stopping { get; init; }

    public required Direction Direction { get; init; }
    public required Tolerance Tolerance { get; init; }

    /// <summary>How the gradient was taken and at what precision, and what the rule's rate and limit of stability are.</summary>
    public required MethodFigures Method { get; init; }

    /// <summary>The name of a parameter element by its place.</summary>
    public required Func<int, string> ElementName { get; init; }

    /// <summary>How many steps an epoch of batches has; 0 where each step sees all rows.</summary>
    public long Epoch { get; init; }

    /// <summary>
    /// Whether steps differ by chance: their losses by the rows of batches or by what is dropped, their updates by noise.
    /// </summary>
    public bool IsNoisy { get; init; }

    /// <summary>The windows of the run.</summary>
    public LastHalf Half => LastHalf.Of(PlannedSteps, Math.Max(1, Epoch));

    /// <summary>
    /// The evidence of a run by chance with the losses and gradients of all rows at its two ends, and as its best the least of them and of
    /// the means of whole epochs.
    /// </summary>
    public Evidence OfAllRows(Outlook outlook)
    {
        var best = Math.Min(outlook.StartScore, outlook.Score);
        for (var window = 0; Windows.AreThere && window < LastHalf.Windows; window++) best = Math.Min(best, Windows[window].Mean);
        return this with
        {
            FirstLoss = Sign * outlook.StartScore,
            LastLoss = Sign * outlook.Score,
            BestLoss = double.IsNegativeInfinity(BestScore) ? BestLoss : Sign * best,
            FirstGradientNorm = outlook.FirstGradientNorm,
            LastGradientNorm = outlook.GradientNorm,
        };
    }

    public int Sign => Direction == Direction.Minimise ? 1 : -1;

    public double FirstScore => Sign * FirstLoss;

    public double LastScore => Sign * LastLoss;

    public double BestScore => Sign * BestLoss;
}

/// <summary>What the judge must know of a method.</summary>
/// <param name="DifferenceStep">h, if the gradient is made of central differences; 0 if it is exact.</param>
/// <param name="Precision">Of the numbers computed with.</param>
/// <param name="LearningRate">Its value at the end, also of a schedule; NaN if the rule has none, or one for each parameter.</param>
/// <param name="Momentum">Its value; 0 if the rule has none, NaN if it follows a schedule.</param>
/// <param name="StabilityFactor">
/// The rule is stable on a quadratic loss while learning rate · curvature is below this: 2 for gradient descent, 2 + 2μ for momentum
/// (Polyak 1964); NaN where no such limit is known.
/// </param>
internal readonly record struct MethodFigures(
    double DifferenceStep, Precision Precision, double LearningRate, double Momentum, double StabilityFactor)
{
    /// <summary>Whether what is reported is not the point of the update, but one that a search has settled for.</summary>
    public bool Searches { get; init; }

    /// <summary>Whether the learning rate is one number for all steps.</summary>
    public bool IsRateConstant { get; init; }

    /// <summary>Whether the gradient is made of central differences.</summary>
    public bool IsDifference => DifferenceStep > 0;

    /// <summary>(difference step, learning rate, momentum) ↦ the figures of a method.</summary>
    public static Func<double, double, double, MethodFigures> Of(Method method)
    {
        var (factor, precision) = (StabilityFactorOf(Descends(method.Rule)), method.Precision);
        var searches = method.Rule.SettlesElsewhere;
        return (differenceStep, learningRate, momentum) =>
            new(differenceStep, precision, learningRate, momentum, factor(momentum)) { Searches = searches };
    }

    /// <summary>The hyperparameter that is the momentum of a rule, also of one in a chain.</summary>
    public static string MomentumOf(Rule rule) => rule.Name == Descends(rule) ? "momentum" : $"{Descends(rule)}.momentum";

    /// <summary>The rule of a chain that moves the point, if the others leave its stability as it is; else the name of the whole.</summary>
    private static string Descends(Rule rule) => rule.Name.Split(" + ") is { Length: > 1 } links
        && links.Where(link => !Bystanders.Contains(link)).ToArray() is [var one] ? one : rule.Name;

    /// <summary>Links that change no gradient near a minimum, or only what is reported.</summary>
    private static readonly string[] Bystanders =
    [
        "clip_by_value", "clip_by_norm", "clip_by_global_norm", "clip_by_global_norm_optax", "clip_by_greatest",
        "skip_not_finite", "gradient_noise", "ema", "polyak_ruppert",
    ];

    private static Func<double, double> StabilityFactorOf(string rule) => rule switch
    {
        "gradient_descent" => _ => 2,
        "momentum" => momentum => 2 + (2 * momentum),
        "nesterov" or "book_nesterov" => momentum => (2 + (2 * momentum)) / (1 + (2 * momentum)),
        _ => _ => double.NaN,
    };
}

using static FuncGrad.NumberText;

namespace FuncGrad;

/// <summary>The words of a verdict: its evidence, and what to do next, with a number where there is one.</summary>
internal readonly ref struct JudgeNotes
{
    private readonly ref readonly Evidence e;
    private readonly Outlook o;

    public JudgeNotes(in Evidence evidence, Outlook outlook)
    {
        e = ref evidence;
        o = outlook;
    }

    public Judgement NotFinite() => new(Verdict.Diverged, e.FirstNonFinite == 0
        ? "not finite from step 0: the formula is not defined at the start; another start"
        : e.FirstNonFinite < 0
        ? $"the loss over all rows is not finite at step {Step(e.StepsMade)}; {Slower(o.FirstGreatestCurvature)}"
        : $"not finite from step {Step(e.FirstNonFinite)}, best loss {Best}; {Slower(o.FirstGreatestCurvature)}");

    public Judgement PassedTheBound() => new(Verdict.Diverged,
        $"{Condition(StopReason.Diverged)} at step {Step(e.StepsMade)}; {Slower(o.FirstGreatestCurvature)}");

    public Judgement FarFromItsBest() => new(Verdict.Diverged,
        $"loss {InSentence(e.LastLoss)} is far from the best, {Best}; {Slower(o.FirstGreatestCurvature)}{Lost}");

    public Judgement GoesAway() => new(Verdict.Diverged,
        $"loss goes away steadily, {InSentence(e.LastLoss)} against the best, {Best}; {Slower(o.CurvatureAlongUpdate)}{Lost}");

    public Judgement SettledAbove()
    {
        var losses = Column([e.LastLoss, e.FirstLoss], 4);
        return new(Verdict.Diverged,
            $"settled at loss {losses[0]}, worse than {losses[1]} at the start; {Slower(o.FirstGreatestCurvature)}");
    }

    public Judgement Stopped()
    {
        var conditions = new List<string>();
        foreach (var reason in e.StopReasons)
            if (StopWords.Of(reason).Bound is not null) conditions.Add(Condition(reason));
        conditions.AddRange(e.FormulaNotes ?? []);
        return new(Verdict.Stopped, $"{string.Join(" and ", conditions)} at step {Step(e.StepsMade)}");
    }

    public Judgement Converged() => new(Verdict.Converged, o.Gain == 0
        ? $"nothing remains to be gained{Looked}; other starts may lead {Better}"
        : e.FirstScore > e.LastScore
            ? $"{InSentence(o.Gain / (e.FirstScore - e.LastScore))} of the gain remains, no curvature is negative{Looked}; "
                + $"other starts may lead {Better}"
            : $"starts at a minimum to rounding{Looked}; other starts may lead {Better}");

    public Judgement Kink() => new(Verdict.Converged,
        $"at a kink, from which the loss rises to both sides; other starts may lead {Better}");

    public Judgement Saddle()
    {
        var (curvature, along) = (InSentence(e.Sign * o.DownwardCurvature), e.ElementName(o.DownwardElement));
        return new(Verdict.Saddle, $"no gradient, but curvature {curvature} mostly along {along}; move the start a little, or add noise");
    }

    public Judgement FallsAside(int element) => new(Verdict.Saddle,
        $"no gradient, no curvature along {e.ElementName(element)}, but there the loss gets {Better}; move the start a little");

    public Judgement TurnsBeyond(int element) => new(Verdict.Saddle,
        $"next to no gradient, but farther on the curvature along {e.ElementName(element)} changes its sign; move the start a little");

    public Judgement Even(int element) => new(Verdict.Flat,
        $"no gradient, no curvature along {e.ElementName(element)}, but farther off the loss is {Better}; another start, or smaller steps");

    public Judgement FallsNearby() => new(Verdict.Saddle,
        $"gradient and curvature are 0, but near by the loss is {Better}; move the start a little");

    public static Judgement Flat() => new(Verdict.Flat,
        "neither gradient nor curvature: a plateau, dead units or a constant; another start, or smaller steps");

    public Judgement Plateau() => new(Verdict.Flat, $"a plateau: gradient norm {InSentence(e.LastGradientNorm)} "
        + $"at loss {InSentence(e.LastLoss)}; another start, or smaller steps");

    public Judgement LostToRounding() => new(Verdict.Flat, e.FirstLost >= 0
        ? $"gradient lost to rounding (x + h = x) from step {Step(e.FirstLost)}; a larger h, or gradient = exact"
        : $"gradient lost in the rounding of the loss {InSentence(e.LastLoss)}, f(x + h) = f(x - h); a larger h, or gradient = exact");

    public Judgement Unbounded() => new(Verdict.Unbounded, e.Direction == Direction.Minimise
        ? $"the loss falls as fast as ever, to {InSentence(Farthest)}: is a minus missing, or the direction wrong?"
        : $"the loss rises as fast as ever, to {InSentence(Farthest)}: is there a maximum, or is the direction wrong?");

    public Judgement FallsEverMoreSlowly() => new(Verdict.Unbounded,
        $"the loss {(e.Direction == Direction.Minimise ? "falls" : "rises")} without end like a logarithm, "
            + $"so far to {InSentence(e.LastLoss)}: is a minus missing, or the direction wrong?");

    /// <summary>Where the end is no number, how far the loss had come.</summary>
    private double Farthest => double.IsNaN(e.LastLoss) ? e.BestLoss : e.LastLoss;

    public Judgement Oscillating()
    {
        double[] losses = [e.Sign * e.Windows.Low, e.Sign * e.Windows.High];
        var range = losses[0] == losses[1]
            ? $"at {InSentence(losses[0])}"
            : $"between {string.Join(" and ", Column([losses.Min(), losses.Max()], 4))}";
        return new(Verdict.Oscillating,
            $"loss stays {range}, {e.Overshoots} of the last {Recent} updates overshoot; {Slower(o.CurvatureAlongUpdate)}{Lost}");
    }

    public Judgement StandsStill() => new(Verdict.TooSlow, double.IsNaN(o.CurvatureAlongUpdate)
        ? $"nothing moves at gradient norm {InSentence(e.LastGradientNorm)}; a larger learning rate, or another rule{Lost}"
        : $"updates are lost to the spacing of numbers; a larger learning rate{Wider}{Lost}");

    public Judgement TooSlow(double missing, bool isWorse)
    {
        var rate = Overshoots ? Slower(o.CurvatureAlongUpdate) : isWorse ? Slower(o.FirstGreatestCurvature) : Faster;
        return new(Verdict.TooSlow, $"at this pace about {Estimate(missing)} more steps; {rate}{Lost}");
    }

    public Judgement Unfinished(double missing, bool isWorse)
    {
        var isKnown = double.IsFinite(missing) && missing > 0;
        return new(Verdict.Unfinished, isWorse && !isKnown
            ? $"loss {InSentence(e.LastLoss)} is {Worse} {InSentence(e.FirstLoss)} at the start; {Slower(o.FirstGreatestCurvature)}{Lost}"
            : !e.Windows.AreThere ? "too few steps to tell more; more steps"
            : IsAtNoise ? AtNoise
            : isKnown ? $"still descending, about {Estimate(missing)} more steps at this pace{Lost}"
            : $"still descending at gradient norm {InSentence(e.LastGradientNorm)}; more steps{Lost}");
    }

    private string AtNoise => e.Epoch > 0
        ? $"the mean loss of an epoch no longer falls, the gradient over all rows is {InSentence(e.LastGradientNorm)}: "
            + "a learning rate that falls to the end, or larger batches"
        : $"the mean loss no longer falls, the gradient without noise is {InSentence(e.LastGradientNorm)}: "
            + "a learning rate that falls to the end, or less noise";

    /// <summary>
    /// Whether the means of epochs gain next to nothing beside all that was gained: what is left is the noise of batches.
    /// </summary>
    private bool IsAtNoise => e.IsNoisy && !(GainOfMeans > 0.01 * (e.FirstScore - e.LastScore));

    private double GainOfMeans => (e.Windows[0].Mean + e.Windows[1].Mean - e.Windows[2].Mean - e.Windows[3].Mean) / 2;

    private string Condition(StopReason reason)
    {
        var bound = StopWords.Of(reason).Bound!;
        return StopWords.Said(reason) + bound.Note(e, bound.Of(e.Stopping) ?? double.NaN);
    }

    private string Best => $"{InSentence(e.BestLoss)} at step {Step(e.BestStep)}";

    private string Wider => e.Method.Precision == Precision.Float ? ", or precision = double" : "";

    private string Worse => e.Direction == Direction.Minimise ? "above" : "below";

    private string Better => e.Direction == Direction.Minimise ? "lower" : "higher";

    private string Looked => o.Directions == 0 ? "" : $" in the {o.Directions} directions looked at";

    private long Recent => LastHalf.Windows * e.Half.Window;

    private bool Overshoots => e.Overshoots >= Recent / 2;

    /// <summary>A limit of so many times the rate may still be what a run that goes to and fro is near.</summary>
    private const double OnTheBrink = 1.5;

    /// <summary>
    /// The limit of stability by the curvature along a direction, and half of it, which is the best rate there; as long as that is
    /// clearly less than the rate that the run had. Else that curvature tells nothing of it, and a tenth of the rate is tried.
    /// </summary>
    private string Slower(double curvature)
    {
        if (e.Method.Momentum >= 1) return $"momentum {InSentence(e.Method.Momentum)} never settles: less than 1, such as 0.9";
        var (limit, rate) = (e.Method.StabilityFactor / curvature, e.Method.LearningRate);
        return limit > 0 && limit <= OnTheBrink * rate ? $"a learning rate below {InSentence(limit)}, such as {InSentence(limit / 2)}"
            : e.Method.IsRateConstant && rate / 10 > 0 ? $"a smaller learning rate, such as {InSentence(rate / 10)}"
            : "a smaller learning rate";
    }

    private string Faster => e.Method.StabilityFactor / o.FirstGreatestCurvature is var limit
        && limit > e.Method.LearningRate && double.IsFinite(limit)
        ? $"a larger learning rate, up to {InSentence(limit)}"
        : "a larger learning rate, or another rule";

    private string Lost => e.FirstLost < 0 ? "" : $"; gradient lost to rounding (x + h = x) from step {Step(e.FirstLost)}";

    private static string Step(long step) => step.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

namespace FuncGrad;

/// <summary>What lies ahead: a fall without end, and how many steps are missing.</summary>
internal readonly ref partial struct Judge
{
    /// <summary>A run is too slow if what remains is more than this many times the given steps away.</summary>
    public const double Patience = 100;

    /// <summary>A distance of so many times the way is a guess from a slope that has hardly changed.</summary>
    private const double Straight = 100;

    /// <summary>A Newton step of less than this share of the way is that of a bowl whose lowest point comes near.</summary>
    private const double NotFar = 0.1;

    /// <summary>
    /// Where the falls between the windows of the last half are, in eighths of the run; halfway between middles of windows.
    /// </summary>
    private const double FirstFall = 5, ThirdFall = 7;

    /// <summary>
    /// Between log(7/6) / log(6/5), as where falls shrink with a power of the steps, and 1, as where they do by a steady share.
    /// </summary>
    private const double MuchSlower = 0.92;

    /// <summary>Falls whose shares differ by no more are those of a steady share.</summary>
    private const double NearlyAlike = 1.02;

    /// <summary>An estimate that is longer by less is the same.</summary>
    private const double NoticeablyLonger = 1.5;

    /// <summary>Within so many updates a search for the length of a step has ended, two at least.</summary>
    private const int LongSearch = 60;

    /// <summary>It falls as fast as ever, and farther on along its way the loss falls without end.</summary>
    private Judgement? Unbounded() =>
        (FallsSteadily() && !_o.IsBowl && FallsWithoutEnd() && _look?.FallsWithoutEnd(fromFar: false) != false) || LeapsWithoutEnd
            ? Notes.Unbounded()
            : null;

    /// <summary>
    /// Rules that lengthen their steps fall in leaps, and stop where numbers end. The start is near 0 beside the end, the slope there would
    /// yield as much again over the whole way, and ahead there is no end either.
    /// </summary>
    private bool LeapsWithoutEnd => _e.Windows.AreThere && (!_o.IsBowl || IsAGuess) && Gained > Rounding
        && _o.SlopeOverSize >= 0.4 * Gained && _look?.FallsWithoutEnd(fromFar: true) == true;

    /// <summary>Ever farther ahead the loss falls ever more: with the 0.4th power of the way at least.</summary>
    private bool FallsWithoutEnd()
    {
        for (var k = 0; k < Outlooks.PointsAhead; k++)
        {
            if (!(FallAhead(k) > 0)) return false;
            if (double.IsPositiveInfinity(FallAhead(k))) return true;
            if (k > 0 && !HasNoBound(FallAhead(k) / FallAhead(k - 1), _o.WayAhead(k) / _o.WayAhead(k - 1))) return false;
        }
        return true;
    }

    /// <summary>So many times the way, so many times the fall: with its 0.4th power at least, which no bounded loss does.</summary>
    public static bool HasNoBound(double fall, double way) => LogOf(fall) > 0.4 * LogOf(way);

    private double FallAhead(int k) => _e.LastScore - _o.ScoreAhead(k);

    private bool FallsAhead(int points)
    {
        for (var k = 0; k < points; k++)
            if (!(FallAhead(k) > (k == 0 ? 0 : FallAhead(k - 1)))) return false;
        return true;
    }

    /// <summary>
    /// Like a logarithm it has slope and curvature of which as much remains to be gained as ever, for all that was gained; of a bowl it
    /// would be less by just that.
    /// </summary>
    private Judgement? FallsEverMoreSlowly() => MayBeALogarithm && _look?.FallsAsALogarithm() == true
        ? Notes.FallsEverMoreSlowly()
        : null;

    /// <summary>
    /// Along a logarithm Newton's step doubles the way however far that is; where it does not, no time is spent on a look.
    /// </summary>
    private bool MayBeALogarithm => _e.Windows.AreThere && !_e.IsNoisy && _o.IsBowl && _o.Distance > NotFar * _o.Way
        && Gained > 2 * _o.Gain && !(_o.Gain + (Gained / 2) <= FirstBowl);

    /// <summary>What there was to gain at the start; not a number where it did not bend.</summary>
    private double FirstBowl => double.IsFinite(_o.FirstScale) ? _o.FirstScale : double.NaN;

    private Judgement? StandsStill()
    {
        if (!_e.Windows.AreThere || _o.RecentWay != 0 || _e.Overshoots != 0 || MaySearch) return null;
        return IsWorse ? Notes.SettledAbove() : Notes.StandsStill();
    }

    /// <summary>By how many steps are missing; where losses differ by chance, only falling means tell a pace.</summary>
    private Judgement OnItsWay()
    {
        var (missing, hasPace) = (StepsMissing(), _e.Windows.AreThere && (!_e.IsNoisy || Changes(static window => window.Mean, -1)));
        var estimate = Estimate(missing);
        return hasPace && missing > Patience * _e.PlannedSteps ? Notes.TooSlow(estimate, IsWorse) : Notes.Unfinished(estimate, IsWorse);
    }

    /// <summary>
    /// The pace of what remains, as the last point has it, is that of a moment where a run goes round while it falls, and is less and less
    /// where it falls with a power of the steps, as to the minimum of x⁴. The falls of the windows tell both, and the longest estimate
    /// holds.
    /// </summary>
    private double Estimate(double missing)
    {
        if (!double.IsFinite(missing) || !_e.Windows.AreThere || _e.IsNoisy || KeepsItsSpeed) return missing;
        var (first, second, third) = Falls;
        if (!(first > second && second > third && third > SeveralRoundings * Rounding)) return missing;
        if (_e.Overshoots == 0 && first * third <= NearlyAlike * second * second) return missing;
        var share = Math.Sqrt(third / first);
        var nothing = _o.BendsDown ? NoDistance * NoDistance : _e.Tolerance.RemainingGain;
        var rest = LogOf(Math.Max(_o.Gain, third * share / (1 - share)) / (nothing * (Gained + _o.Gain)));
        var bySteadyShare = _e.Half.Window * rest / -LogOf(share);
        var power = (LogOf(third / first) / LogOf(FirstFall / ThirdFall)) - 1;
        var slowsDown = LogOf(third / second) > MuchSlower * LogOf(second / first) && power > 0;
        var byPower = slowsDown ? _e.StepsMade * (Exponential.Apply(new Lane<double>(rest / power)) - 1) : 0;
        var estimate = Math.Max(bySteadyShare, byPower);
        return estimate > NoticeablyLonger * missing && double.IsFinite(estimate) ? estimate : missing;
    }

    /// <summary>What is reported stays where it is while a rule searches for the length of its step.</summary>
    private bool MaySearch => _e.Method.Searches && 2 * _e.Half.Window < LongSearch;

    /// <summary>How many more steps it takes, going on as in the last quarter, until nothing remains; NaN if that is not known.</summary>
    private double StepsMissing()
    {
        if (_o.IsSeen && !_o.HasSlope && _o.Pace is > 0 and < 1 && !EndsEarlier)
            return 2 * _e.Half.Window * (KeepsItsSpeed ? QuartersOfWay : QuartersOfPace);
        if (!_o.IsBowl && FallsAhead(3) && FallAhead(1) > 10 * Gained && !FallsWithoutEnd()) return LeastMissing;
        return double.NaN;
    }

    /// <summary>
    /// Where the slope has hardly changed on the way, Newton's step is a guess; then it is looked whether the loss rises again before a
    /// hundred times the steps are made.
    /// </summary>
    private bool EndsEarlier => _o.Distance > Straight * _o.Way && _look?.Rises(0.2 * Patience, 2 * Patience) == true;

    /// <summary>A curvature that would yield so much more than the slope over the whole size of the point is rounding, or nearly.</summary>
    private bool IsAGuess => _o.Gain > Straight * _o.SlopeOverSize;

    /// <summary>How often as long as the last quarter, if what remains goes on shrinking by the same share.</summary>
    private double QuartersOfPace => LogOf(_o.Gain / (_e.Tolerance.RemainingGain * (Gained + _o.Gain))) / -LogOf(_o.Pace);

    /// <summary>How often as long as the last quarter, if steps stay as long: distances are as the roots of what remains.</summary>
    private double QuartersOfWay => Math.Sqrt(_o.Pace) / (1 - Math.Sqrt(_o.Pace));

    /// <summary>
    /// Whether the steps are as long as ever, as those of rules that look at signs are, instead of a share of the distance. On a quadratic
    /// what remains shrinks from window to window by the root of the pace. So do the falls where steps are a share of the distance, but
    /// only by the fourth root where they are of one length.
    /// </summary>
    private bool KeepsItsSpeed
    {
        get
        {
            if (!_e.Windows.AreThere || _e.IsNoisy || _e.Overshoots > 0) return false;
            var (fourthRoot, falls) = (Math.Sqrt(Math.Sqrt(_o.Pace)), Falls);
            var between = fourthRoot * Math.Sqrt(fourthRoot) * falls.Second;
            return falls.Third > between + (SeveralRoundings * Rounding);
        }
    }

    /// <summary>At a thousand times the way of the last half it would still fall: at least so many steps.</summary>
    private double LeastMissing => Math.BitIncrement(Patience * _e.PlannedSteps);

    private static double LogOf(double x) => Logarithm.Apply(new Lane<double>(x));
}

namespace FuncGrad;

/// <summary>
/// Evidence and outlook ↦ verdict, by the rules of the contract, section 3: the first that applies. Every comparison is of a score with a score or of a length with
/// a length, so that no verdict depends on the units of the loss or of the parameters.
/// </summary>
/// <remarks>It refers to both where they lie and takes no memory, since a sweep has a million trials to judge.</remarks>
internal readonly ref struct Judge
{
    /// <summary>A rise over the best of more than so many times what the run gained or could have gained from its start is no detour.</summary>
    private const double GreatestRise = 1000;

    /// <summary>A run is too slow if what remains is more than this many times the given steps away.</summary>
    public const double Patience = 100;

    /// <summary>Beside what the loss changed by on the way this share is about its rounding.</summary>
    private const double Nothing = 1e-15;

    /// <summary>Beside way or size of the point a distance this small is nothing.</summary>
    private const double NoDistance = 1e-6;

    /// <summary>Scores of a window that differ from those of the next by less than this share of their spread do not differ.</summary>
    private const double SameSpread = 1e-3;

    /// <summary>A gain of less than this share of what remains, in a quarter of the run, leaves it more than a hundred times the steps away.</summary>
    private const double NoGain = 0.01;

    /// <summary>In windows of fewer steps a cycle cannot be told from a detour, unless each update reverses.</summary>
    private const int FewestOfACycle = 4;

    /// <summary>What is so many times the bound is above it, however many more directions are looked at.</summary>
    private const double Clearly = 100;

    /// <summary>Losses of steps side by side that differ by less than so many times the rounding of one are equal.</summary>
    private const double SeveralRoundings = 16;

    private readonly ref readonly Evidence _e;
    private readonly Outlook _o;

    private Judge(in Evidence evidence, Outlook outlook)
    {
        _e = ref evidence;
        _o = outlook;
    }

    private JudgeNotes Notes => new(in _e, _o);

    public static Judgement Of(in Evidence evidence, Outlook outlook) => new Judge(in evidence, outlook).Judgement();

    /// <summary>Whether a run may stand at a minimum, a saddle or a plateau, by a look in few directions: what it could still gain along them is not clearly something.</summary>
    public static bool MayStand(in Evidence evidence, Outlook outlook) => !new Judge(in evidence, outlook).ClearlyMoves;

    private bool ClearlyMoves => _o.IsSeen && !_o.IsLevel && _o.Gain > Clearly * Math.Max(_e.Tolerance.RemainingGain * Gained, Rounding) && !IsNegligible(_o.Distance / Clearly) && !IsPlateau();

    private Judgement Judgement() =>
        Broken() ?? Stopped() ?? Standing() ?? Diverged() ?? Unbounded() ?? Oscillating() ?? TooSlow() ?? Unfinished();

    private Judgement? Broken() =>
        double.IsNegativeInfinity(_e.BestScore) ? Notes.Unbounded()
        : _e.FirstNonFinite >= 0 ? Notes.NotFinite()
        : _e.StopReasons.Contains(StopReason.Diverged) ? Notes.PassedTheBound()
        : null;

    private Judgement? Stopped() => _e.StopReasons.Count > 0 ? Notes.Stopped() : null;

    /// <summary>What a run can stand at: a minimum, a saddle, a plateau.</summary>
    private Judgement? Standing()
    {
        if (!_o.IsSeen) return LostToRounding();
        if (_o.IsLevel) return OnLevelGround();
        if (IsMinimum()) return IsWorse ? Notes.SettledAbove() : IsWithinBound ? Notes.Converged() : null;
        if (IsSaddle()) return Notes.Saddle();
        return LostToRounding() ?? (IsPlateau() ? Notes.Plateau() : null);
    }

    /// <summary>Neither gradient nor curvature tell anything here; the loss near by may: a kink is a minimum, a falling side is none.</summary>
    private Judgement OnLevelGround()
    {
        if (_o.Score - Math.Min(_o.ScoreBefore, _o.ScoreBehind) > Nothing * Seen) return Notes.FallsNearby();
        var isKink = _o.ScoreBefore > _o.Score && _o.ScoreBehind > _o.Score;
        return !isKink ? JudgeNotes.Flat() : IsWorse ? Notes.SettledAbove() : Notes.Kink();
    }

    private bool IsWithinBound => !(_e.Tolerance.GradientNorm < _e.LastGradientNorm);

    /// <summary>What was gained since the start.</summary>
    private double Gained => Math.Max(0, _e.FirstScore - _e.LastScore);

    /// <summary>The rounding of the loss itself.</summary>
    private double Rounding => 4 * Epsilon * Math.Abs(_e.LastLoss);

    /// <summary>The distance from 1 to the next number: 2⁻⁵² or 2⁻²³.</summary>
    private double Epsilon => _e.Method.Precision == Precision.Double ? 1.0 / (1L << 52) : 1.0 / (1 << 23);

    private bool IsWorse => _e.LastScore - _e.FirstScore > Rounding;

    private bool IsNegligible(double distance) => distance <= NoDistance * Math.Max(_o.Way, _o.Size);

    private bool IsMinimum()
    {
        if (_o.HasSlope || _o.BendsDownBeyond || _o.BendsDown) return false;
        var reached = Math.Max(_e.Tolerance.RemainingGain * _o.LocalGain, Nothing * Gained);
        return (_o.Gain <= _e.Tolerance.RemainingGain * Gained && _o.UnreachedGain <= reached)
            || (_o.Gain <= Rounding && IsNegligible(_o.Distance))
            || _o.Distance == 0;
    }

    private bool IsSaddle() => !_o.HasSlope && _o.BendsDown && (IsNegligible(_o.Distance) || _o.NoGradient) && !RunsAway();

    /// <summary>Where a run has come so far that a curvature is nothing beside its way, what lies ahead of it tells more: a fall of more than all that was gained.</summary>
    private bool RunsAway() => FallAhead(0) > Gained && FallsWithoutEnd();

    /// <summary>Differences that came out as 0 where there is a slope, or that are less than the rounding of the losses that they are made of.</summary>
    private Judgement? LostToRounding() =>
        _e.Method.IsDifference && (IsNoise(_e.FirstLoss, _o.FirstGradientNorm) || (!IsWorse && (_e.LastGradientNorm == 0 || IsNoise(_e.LastLoss, _o.GradientNorm))))
            ? Notes.LostToRounding()
            : null;

    private bool IsNoise(double loss, double gradientNorm) => Epsilon * Math.Abs(loss) / (2 * _e.Method.DifferenceStep) > gradientNorm;

    /// <summary>The slope over the whole size of the point would yield nothing beside what the run has seen; if it moves at all, it coasts.</summary>
    private bool IsPlateau() => Math.Max(_o.SlopeOverSize, _o.Gain) <= Nothing * Seen;

    /// <summary>By how much the loss changed on the way, or could have at its start.</summary>
    private double Seen => Math.Max(Math.Abs(_e.FirstScore - _e.LastScore), double.IsFinite(_o.FirstScale) ? _o.FirstScale : 0);

    private Judgement? Diverged()
    {
        var scale = Math.Max(_e.FirstScore - _e.BestScore, double.IsNaN(_o.FirstScale) ? 0 : _o.FirstScale);
        var rise = _e.LastScore - _e.BestScore;
        if (IsWorse && rise > Rounding && rise > GreatestRise * scale) return Notes.FarFromItsBest();
        return Grows() ? Notes.GoesAway() : null;
    }

    /// <summary>The greatest score grows from window to window, the mean too, beyond what it was at the start.</summary>
    private bool Grows() => _e.Windows.AreThere && Greatest(_e.Windows.Fourth) - _e.FirstScore > Rounding && (_e.IsNoisy || Changes(static window => window.High, 1)) && Changes(static window => window.Mean, 1);

    /// <summary>Of batches no single one counts, but their mean.</summary>
    private double Greatest(in WindowFigures window) => _e.IsNoisy ? window.Mean : window.High;

    /// <summary>Steadily: from each window to the next by more than nothing, and by about as much as before or more.</summary>
    private bool Changes(Func<WindowFigures, double> figure, int sign)
    {
        var (least, before) = (SameSpread * Spread(0, LastHalf.Windows), 0.0);
        for (var i = 1; i < LastHalf.Windows; i++)
        {
            var change = sign * (figure(_e.Windows[i]) - figure(_e.Windows[i - 1]));
            if (!(change > least) || change < 0.25 * before) return false;
            before = change;
        }
        return true;
    }

    /// <summary>The range of the scores in the windows from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    private double Spread(int first, int end)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = first; i < end; i++) (low, high) = (Math.Min(low, _e.Windows[i].Low), Math.Max(high, _e.Windows[i].High));
        return high - low;
    }

    /// <summary>It falls as fast as ever, and farther on along its way the loss falls without end.</summary>
    private Judgement? Unbounded() =>
        FallsSteadily() && !_o.IsBowl && FallsWithoutEnd() ? Notes.Unbounded() : null;

    private bool FallsSteadily()
    {
        if (!_e.Windows.AreThere || IsWorse) return false;
        var w = _e.Windows;
        var (first, second, third) = (w.First.Mean - w.Second.Mean, w.Second.Mean - w.Third.Mean, w.Third.Mean - w.Fourth.Mean);
        return first > 4 * Epsilon * Math.Abs(w.First.Mean) && second >= 0.95 * first && third >= 0.95 * second && w.First.Mean - _e.LastScore > 0.1 * Gained;
    }

    /// <summary>Ever farther ahead the loss falls ever more: with the 0.4th power of the way at least, which no bounded loss does.</summary>
    private bool FallsWithoutEnd()
    {
        for (var k = 0; k < Outlooks.PointsAhead; k++)
        {
            if (!(FallAhead(k) > 0)) return false;
            if (k > 0 && !(LogOf(FallAhead(k) / FallAhead(k - 1)) > 0.4 * LogOf(_o.WayAhead(k) / _o.WayAhead(k - 1)))) return false;
        }
        return true;
    }

    private double FallAhead(int k) => _e.LastScore - _o.ScoreAhead(k);

    private bool FallsAhead(int points)
    {
        for (var k = 0; k < points; k++)
            if (!(FallAhead(k) > (k == 0 ? 0 : FallAhead(k - 1)))) return false;
        return true;
    }

    private Judgement? Oscillating()
    {
        if (!_e.Windows.AreThere || double.IsNaN(_o.CurvatureAlongUpdate)) return null;
        if (_e.IsNoisy) return GoesRoundAboveItsStart() ? Notes.Oscillating() : null;
        var (spread, window) = (Spread(0, LastHalf.Windows), _e.Half.Window);
        if (spread <= SeveralRoundings * Rounding) return _e.Overshoots >= 2 * window ? Notes.Oscillating() : null;
        var w = _e.Windows;
        var gain = ((w[0].Mean + w[1].Mean) - (w[2].Mean + w[3].Mean)) / 2;
        if (_e.Overshoots >= 2 * window && Math.Abs(gain) <= NoGain * _o.Gain) return Notes.Oscillating();
        var lower = Math.Min(w[0].Low, w[1].Low) - Math.Min(w[2].Low, w[3].Low);
        var comesBack = Math.Max(gain, lower) < 0.1 * spread && lower > -0.3 * spread && Spread(2, 4) >= 0.3 * Spread(0, 2);
        return comesBack && (window >= FewestOfACycle || ReversesAlways) && !Decays() ? Notes.Oscillating() : null;
    }

    /// <summary>
    /// Batches make every loss go up and down, which is no fault as long as something was gained. It is one where in the whole last half neither the mean of a window of
    /// epochs nor the loss over all rows at the end is below the loss over all rows at the start, and the means do not fall.
    /// </summary>
    private bool GoesRoundAboveItsStart()
    {
        for (var window = 0; window < LastHalf.Windows; window++)
            if (_e.Windows[window].Mean < _e.FirstScore) return false;
        return !(_e.LastScore < _e.FirstScore) && !Changes(static window => window.Mean, -1);
    }

    private bool ReversesAlways => _e.Overshoots >= (LastHalf.Windows * _e.Half.Window) - 1;

    /// <summary>A cycle whose greatest score and mean shrink steadily is on its way, though perhaps a long one.</summary>
    private bool Decays() => Changes(static window => window.High, -1) && Changes(static window => window.Mean, -1);

    private Judgement? TooSlow()
    {
        if (!_e.Windows.AreThere) return null;
        if (_o.RecentWay == 0 && _e.Overshoots == 0) return Notes.StandsStill();
        if (_e.IsNoisy && !Changes(static window => window.Mean, -1)) return null;
        return StepsMissing() is var missing && missing > Patience * _e.PlannedSteps ? Notes.TooSlow(missing) : null;
    }

    private Judgement Unfinished() => Notes.Unfinished(StepsMissing());

    /// <summary>How many more steps it takes until what remains is negligible, if it goes on shrinking as in the last quarter; NaN if nothing tells.</summary>
    private double StepsMissing()
    {
        if (_o.IsSeen && !_o.HasSlope && _o.Pace is > 0 and < 1)
            return 2 * _e.Half.Window * LogOf(_o.Gain / (_e.Tolerance.RemainingGain * (Gained + _o.Gain))) / -LogOf(_o.Pace);
        if (!_o.IsBowl && FallsAhead(2) && FallAhead(1) > 10 * Gained && !FallsWithoutEnd()) return LeastMissing;
        return double.NaN;
    }

    /// <summary>At a hundred times the way of the last half it would still fall: at least so many steps.</summary>
    private double LeastMissing => Math.BitIncrement(Patience * _e.PlannedSteps);

    private static double LogOf(double x) => Logarithm.Apply(new Lane<double>(x));
}

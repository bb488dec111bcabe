namespace FuncGrad;

/// <summary>
/// Evidence and outlook ↦ verdict, by the rules of the contract, section 3: the first that applies. Every comparison is of a score with a
/// score or of a length with a length, so that no verdict depends on the units of the loss or of the parameters.
/// </summary>
/// <remarks>It refers to both where they lie and takes no memory, since a sweep has a million trials to judge.</remarks>
internal readonly ref partial struct Judge
{
    /// <summary>Beside what the loss changed by on the way this share is about its rounding.</summary>
    private const double Nothing = 1e-15;

    /// <summary>Beside the greatest curvature this share of it is none.</summary>
    private const double NoCurvature = 1e-9;

    /// <summary>A fall of so many times the loss and the slope of the start is out of all proportion.</summary>
    private const double OutOfProportion = 1e100;

    /// <summary>Beside the curvatures of the start this share is little.</summary>
    private const double LittleCurvature = 1e-3;

    /// <summary>Beside way or size of the point a distance this small is nothing.</summary>
    private const double NoDistance = 1e-6;

    /// <summary>What is so many times the bound is above it, however many more directions are looked at.</summary>
    private const double Clearly = 100;

    private readonly ref readonly Evidence _e;
    private readonly Outlook _o;
    private readonly SecondLook? _look;

    private Judge(in Evidence evidence, Outlook outlook, SecondLook? look)
    {
        _e = ref evidence;
        _o = outlook;
        _look = look;
    }

    private JudgeNotes Notes => new(in _e, _o);

    /// <summary>The verdict; a second look is taken where it hangs on that.</summary>
    public static Judgement Of(in Evidence evidence, Outlook outlook, SecondLook look) => new Judge(in evidence, outlook, look).Judgement();

    /// <summary>
    /// Whether a run may stand at a minimum, a saddle or a plateau, by a look in few directions: what it could still gain along them is not
    /// clearly something.
    /// </summary>
    public static bool MayStand(in Evidence evidence, Outlook outlook) => !new Judge(in evidence, outlook, null).ClearlyMoves;

    private bool ClearlyMoves => _o.IsSeen && !_o.IsLevel
        && _o.Gain > Clearly * Math.Max(_e.Tolerance.RemainingGain * Gained, Rounding)
        && !IsNegligible(_o.Distance / Clearly) && !IsPlateau();

    private Judgement Judgement() =>
        Broken() ?? Stopped() ?? Standing() ?? Diverged() ?? Unbounded() ?? Oscillating()
        ?? StandsStill() ?? FallsEverMoreSlowly() ?? OnItsWay();

    /// <summary>Of batches each may be finite and all rows together not.</summary>
    private Judgement? Broken() =>
        double.IsNegativeInfinity(_e.BestScore) || FellOutOfNumbers ? Notes.Unbounded()
        : _e.FirstNonFinite >= 0 || !double.IsFinite(_e.LastLoss) ? Notes.NotFinite()
        : _e.StopReasons.Count > 0 && _e.StopReasons.Contains(StopReason.Diverged) ? Notes.PassedTheBound()
        : null;

    /// <summary>
    /// Best of all was the last step that is a number, and it is out of all proportion to the start: what is not finite is how far it fell.
    /// </summary>
    private bool FellOutOfNumbers => _e.FirstNonFinite > 1 && _e.BestStep == _e.FirstNonFinite - 1
        && _e.FirstScore - _e.BestScore > OutOfProportion * Math.Max(Math.Abs(_e.FirstScore), _o.FirstGradientNorm);

    private Judgement? Stopped() => _e.StopReasons.Count > 0 ? Notes.Stopped() : null;

    /// <summary>What a run can stand at: a minimum, a saddle, a plateau.</summary>
    private Judgement? Standing()
    {
        if (!_o.IsSeen) return LostToRounding();
        if (_o.IsLevel) return OnLevelGround();
        if (IsMinimum()) return AtAMinimum();
        if (IsSaddle()) return Seen == 0 || _look?.FallsAsItBends(Seen) != false ? Notes.Saddle() : Notes.Plateau();
        return LostToRounding() ?? (IsPlateau() ? Notes.Plateau() : null);
    }

    private Judgement? AtAMinimum()
    {
        if (JumpsAway) return Notes.Oscillating();
        if (FallsAside() is (>= 0, var fromHere) aside) return fromHere ? Notes.FallsAside(aside.Element) : Notes.Even(aside.Element);
        if (TurnsBeyond() is >= 0 and var element) return Notes.TurnsBeyond(element);
        return IsWorse ? Notes.SettledAbove() : IsWithinBound ? Notes.Converged() : null;
    }

    /// <summary>Along what bends neither up nor down only the loss can tell whether it falls: x³, or −x⁴.</summary>
    private (int Element, bool FromHere) FallsAside() => _o.Directions > 0 || _o.LeastCurvature > NoCurvature || _look is null
        ? (-1, false)
        : _look.FallsAside(Math.Max(_o.Way, _o.Size), LeastFall, wasLower: _e.LastScore - _e.BestScore > LeastFall);

    private double LeastFall => (_e.Tolerance.RemainingGain * Gained) + (SeveralRoundings * Rounding);

    /// <summary>
    /// Where the last update has gone along next to no curvature, and the quadratic that is seen is not what was descended, the curvature
    /// may vanish with the slope, and change its sign.
    /// </summary>
    private int TurnsBeyond() => _o.Directions > 0 || _o.NoGradient || _look is null
        || _o.CurvatureAlongUpdate >= LittleCurvature * _o.FirstGreatestCurvature
        || Math.Abs(_o.LocalGain - Gained) <= LittleCurvature * Gained
        ? -1
        : _look.TurnsBeyond();

    /// <summary>
    /// Neither gradient nor curvature tell anything here; the loss near by may: a kink is a minimum, a falling side is none.
    /// </summary>
    private Judgement OnLevelGround()
    {
        if (_o.Score - Math.Min(_o.ScoreBefore, _o.ScoreBehind) > Nothing * Seen) return Notes.FallsNearby();
        var isKink = _o.ScoreBefore > _o.Score && _o.ScoreBehind > _o.Score;
        return !isKink ? JudgeNotes.Flat() : JumpsAway ? Notes.Oscillating() : IsWorse ? Notes.SettledAbove() : Notes.Kink();
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

    private bool IsSaddle() => !_o.HasSlope && _o.BendsDown && (_o.NoGradient || HasArrived) && !RunsAway();

    /// <summary>
    /// Whether where the gradient vanishes is no way off, and the gain nothing beside what the run has seen: a distance is that of the
    /// element with the greatest curvature.
    /// </summary>
    private bool HasArrived => IsNegligible(_o.Distance) && _o.Gain <= (NoDistance * Seen) + Rounding;

    /// <summary>
    /// Where a run has come so far that a curvature is nothing beside its way, what lies ahead of it tells more: a fall of more than all
    /// that was gained.
    /// </summary>
    private bool RunsAway() => (FallAhead(0) > Gained && FallsWithoutEnd()) || LeapsWithoutEnd;

    /// <summary>
    /// Differences that came out as 0 where there is a slope, or that are less than the rounding of the losses that they are made of.
    /// </summary>
    private Judgement? LostToRounding() =>
        _e.Method.IsDifference && (IsNoise(_e.FirstLoss, _o.FirstGradientNorm)
            || (!IsWorse && (_e.LastGradientNorm == 0 || IsNoise(_e.LastLoss, _o.GradientNorm))))
            ? Notes.LostToRounding()
            : null;

    private bool IsNoise(double loss, double gradientNorm) => Epsilon * Math.Abs(loss) / (2 * _e.Method.DifferenceStep) > gradientNorm;

    /// <summary>
    /// The slope over the whole size of the point would yield nothing beside what the run has seen; if it moves at all, it coasts. Where
    /// what has a slope is 0 and has not moved, there is no size to tell it by.
    /// </summary>
    private bool IsPlateau() => Math.Max(_o.SlopeOverSize, _o.Gain) <= Nothing * Seen && (_o.SlopeOverSize > 0 || _o.NoGradient);

    /// <summary>By how much the loss changed on the way.</summary>
    private double Seen => Math.Abs(_e.FirstScore - _e.LastScore);
}

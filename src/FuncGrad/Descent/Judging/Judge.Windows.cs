namespace FuncGrad;

/// <summary>What the losses of the last half tell: growth, cycles, a steady fall.</summary>
internal readonly ref partial struct Judge
{
    /// <summary>A rise over the best of so many times what the run gained, or could have gained from its start, is no detour.</summary>
    private const double GreatestRise = 1000;

    /// <summary>Scores of a window that differ from those of the next by less than this share of their spread do not differ.</summary>
    private const double SameSpread = 1e-3;

    /// <summary>A gain of less than this share of what remains, in a quarter of a run, leaves it a hundred times the steps away.</summary>
    private const double NoGain = 0.01;

    /// <summary>In windows of fewer steps a cycle cannot be told from a detour, unless each update reverses.</summary>
    private const int FewestOfACycle = 4;

    /// <summary>Losses of steps side by side that differ by less than so many times the rounding of one are equal.</summary>
    private const double SeveralRoundings = 16;

    private Judgement? Diverged()
    {
        var scale = Math.Max(_e.FirstScore - _e.BestScore, FirstScale);
        var rise = _e.LastScore - _e.BestScore;
        if (IsWorse && rise > Rounding && rise > GreatestRise * scale) return Notes.FarFromItsBest();
        return Grows() ? Notes.GoesAway() : null;
    }

    /// <summary>
    /// What there was to gain at the start. Where an element has a slope and no curvature, the bend along the gradient as a whole may still
    /// tell it.
    /// </summary>
    private double FirstScale => double.IsPositiveInfinity(_o.FirstScale)
        ? 0.5 * _o.FirstGradientNorm * (_o.FirstGradientNorm / Math.Abs(_o.FirstCurvature))
        : double.IsNaN(_o.FirstScale) ? 0 : _o.FirstScale;

    /// <summary>The mean grows from window to window, at last above the start; so does the greatest score, if single ones count.</summary>
    private bool Grows() => _e.Windows.AreThere && IsWorse && _e.Windows.Fourth.Mean - _e.FirstScore > Rounding
        && (_e.IsNoisy || Changes(static window => window.High, 1)) && Changes(static window => window.Mean, 1);

    /// <summary>
    /// Steadily: from each window to the next by more than nothing, and by about as much as before or more. What nothing is, these two
    /// windows say: beside the last one of a geometric growth the first are nothing.
    /// </summary>
    private bool Changes(Func<WindowFigures, double> figure, int sign)
    {
        var before = 0.0;
        for (var i = 1; i < LastHalf.Windows; i++)
        {
            var change = sign * (figure(_e.Windows[i]) - figure(_e.Windows[i - 1]));
            if (!(change > SameSpread * Spread(i - 1, i + 1)) || change < 0.25 * before) return false;
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

    private bool FallsSteadily()
    {
        if (!_e.Windows.AreThere || IsWorse) return false;
        var (beginning, (first, second, third)) = (_e.Windows.First.Mean, Falls);
        var isSteady = first > 4 * Epsilon * Math.Abs(beginning) && second >= 0.95 * first && third >= 0.95 * second;
        return isSteady && beginning - _e.LastScore > 0.1 * Gained;
    }

    /// <summary>By how much the mean score of a window is less than that of the one before.</summary>
    private (double First, double Second, double Third) Falls
    {
        get
        {
            var w = _e.Windows;
            var (first, second, third, fourth) = (w.First.Mean, w.Second.Mean, w.Third.Mean, w.Fourth.Mean);
            return (first - second, second - third, third - fourth);
        }
    }

    private Judgement? Oscillating()
    {
        if (!_e.Windows.AreThere || double.IsNaN(_o.CurvatureAlongUpdate)) return null;
        if (_e.IsNoisy) return GoesRoundAboveItsStart() ? Notes.Oscillating() : null;
        var (spread, window) = (Spread(0, LastHalf.Windows), _e.Half.Window);
        if (spread <= SeveralRoundings * Rounding) return _e.Overshoots >= 2 * window && !Nears ? Notes.Oscillating() : null;
        var w = _e.Windows;
        var gain = ((w[0].Mean + w[1].Mean) - (w[2].Mean + w[3].Mean)) / 2;
        if (_e.Overshoots >= 2 * window && Math.Abs(gain) <= NoGain * _o.Gain && IsACycle) return Notes.Oscillating();
        var lower = Math.Min(w[0].Low, w[1].Low) - Math.Min(w[2].Low, w[3].Low);
        var comesBack = Math.Max(gain, lower) < 0.1 * spread && lower > -0.3 * spread && Spread(2, 4) >= 0.3 * Spread(0, 2);
        return comesBack && IsACycle && !Decays() ? Notes.Oscillating() : null;
    }

    /// <summary>
    /// Batches make every loss go up and down, which is no fault as long as something was gained. It is one where in the whole last half
    /// neither the mean of a window of epochs nor the loss over all rows at the end is below the loss over all rows at the start, and the
    /// means do not fall.
    /// </summary>
    private bool GoesRoundAboveItsStart()
    {
        for (var window = 0; window < LastHalf.Windows; window++)
            if (_e.Windows[window].Mean < _e.FirstScore) return false;
        return !(_e.LastScore < _e.FirstScore) && !Changes(static window => window.Mean, -1);
    }

    /// <summary>Whether what looks like a cycle is one, not a detour of a few steps.</summary>
    private bool IsACycle => _e.Half.Window >= FewestOfACycle || ReversesAlways;

    /// <summary>Where the losses are equal to rounding, the quadratic still tells that what remains has become clearly less.</summary>
    private bool Nears => _o.IsBowl && _o.Pace < 0.5;

    /// <summary>
    /// A cycle that hits the minimum now and then, here with its last step, does not rest there: in between it is on the average nearly as
    /// high as ever. A rule that now and then bursts out of the minimum where it rests is far lower on the average.
    /// </summary>
    private bool JumpsAway => _e.Windows.AreThere && !_e.IsNoisy && _e.Overshoots >= _e.Half.Window
        && _e.Windows.Fourth.Mean - _e.LastScore > Math.Max(NoDistance * Gained, 0.1 * (_e.Windows.First.High - _e.LastScore));

    private bool ReversesAlways => _e.Overshoots >= (LastHalf.Windows * _e.Half.Window) - 1;

    /// <summary>A cycle whose greatest score and mean shrink steadily is on its way, though perhaps a long one.</summary>
    private bool Decays() => Changes(static window => window.High, -1) && Changes(static window => window.Mean, -1);
}

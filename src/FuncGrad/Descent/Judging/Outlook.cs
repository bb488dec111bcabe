namespace FuncGrad;

/// <summary>What is seen from the end of one run: a lane of <see cref="Outlooks"/>, which says what each figure means.</summary>
internal readonly struct Outlook(Outlooks all, int lane)
{
    /// <summary>Curvatures below this share of the greatest are clearly negative.</summary>
    private const double ClearlyNegative = -1e-6;

    public bool IsSeen => all.IsSeen[lane];
    public bool NoGradient => all.NoGradient[lane];
    public bool HasSlope => all.HasSlope[lane];
    public bool BendsDownBeyond => all.BendsDownBeyond[lane];

    /// <summary>Whether along some direction the loss clearly bends downwards.</summary>
    public bool BendsDown => LeastCurvature < ClearlyNegative;

    /// <summary>Whether neither gradient nor curvature tell anything; then the points near by are looked at.</summary>
    public bool IsLevel => IsSeen && NoGradient && all.NoCurvature[lane];

    /// <summary>Whether the quadratic that is seen has a lowest point.</summary>
    public bool IsBowl => IsSeen && !HasSlope && !BendsDown && !IsLevel;

    public int Directions => all.Directions;
    public int DownwardElement => all.DownwardElement[lane];
    public double Score => all.Score[lane];
    public double Gain => all.Gain[lane];
    public double UnreachedGain => all.UnreachedGain[lane];
    public double LocalGain => all.LocalGain[lane];
    public double Distance => all.Distance[lane];
    public double Way => all.Way[lane];
    public double Size => all.Size[lane];
    public double RecentWay => all.RecentWay[lane];
    public double GradientNorm => all.GradientNorm[lane];
    public double FirstGradientNorm => all.FirstGradientNorm[lane];
    public double SlopeOverSize => all.SlopeOverSize[lane];
    public double LeastCurvature => all.LeastCurvature[lane];
    public double DownwardCurvature => all.DownwardCurvature[lane];
    public double Pace => all.Pace[lane];
    public double ScoreBefore => all.ScoreBefore[lane];
    public double ScoreBehind => all.ScoreBehind[lane];
    public double CurvatureAlongUpdate => all.CurvatureAlongUpdate[lane];
    public double StartScore => all.StartScore[lane];
    public double FirstCurvature => all.FirstCurvature[lane];
    public double FirstGreatestCurvature => all.FirstGreatestCurvature[lane];
    public double FirstScale => all.FirstScale[lane];

    /// <summary>The score at one of the points ahead.</summary>
    public double ScoreAhead(int point) => all.ScoresAhead[point][lane];

    /// <summary>How far ahead it is.</summary>
    public double WayAhead(int point) => all.WaysAhead[point][lane];
}

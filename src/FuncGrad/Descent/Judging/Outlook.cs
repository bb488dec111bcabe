using System.Runtime.CompilerServices;

namespace FuncGrad;

/// <summary>
/// What the loss looks like around the last point of a run. Ways, sizes and distances are measured in units of the curvature there, each parameter element by its
/// own, so that they do not depend on the units of the parameters.
/// </summary>
/// <remarks>A struct that is filled in place, since a sweep has one for each of a million trials.</remarks>
internal struct Outlook
{
    /// <summary>Points ahead at which the loss is looked at: so many times the way of the last half of the run; and one so many times as far as the point is from 0.</summary>
    public static readonly double[] Ahead = [10, 100, 1e3];

    /// <inheritdoc cref="Ahead"/>
    public const double FarAhead = 1e6;

    /// <inheritdoc cref="Ahead"/>
    public const int PointsAhead = 4;

    /// <summary>Whether gradient and curvature at the last point are finite; if not, nothing below holds.</summary>
    public bool IsSeen { get; set; }

    /// <summary>In how many directions the curvature was looked at; 0: in all.</summary>
    public int Directions { get; set; }

    /// <summary>The score at the last point, in double precision.</summary>
    public double Score { get; set; }

    /// <summary>½·gᵀ|H|⁻¹g over the directions with curvature: what remains to be gained, if the loss is the quadratic that is seen here.</summary>
    public double Gain { get; set; }

    /// <summary>The part of the gain in directions in which the run came less than a hundred times as far as it has still to go.</summary>
    public double UnreachedGain { get; set; }

    /// <summary>½·Δᵀ|H|Δ for the way Δ from the start: what the run would have gained on that quadratic.</summary>
    public double LocalGain { get; set; }

    /// <summary>Whether there is a slope in a direction without curvature, so that nothing tells what remains.</summary>
    public bool HasSlope { get; set; }

    /// <summary>The length of |H|⁻¹g, of the way from the start, and of the last point itself.</summary>
    public double Distance { get; set; }

    /// <inheritdoc cref="Distance"/>
    public double Way { get; set; }

    /// <inheritdoc cref="Distance"/>
    public double Size { get; set; }

    /// <summary>The way since the middle of the last half, in the same units.</summary>
    public double RecentWay { get; set; }

    /// <summary>‖g‖ in plain units, at the last point and at the start.</summary>
    public double GradientNorm { get; set; }

    /// <inheritdoc cref="GradientNorm"/>
    public double FirstGradientNorm { get; set; }

    /// <summary>Σ |gᵢ| times the greater of |way| and |size| of each element: what the slope would yield over such lengths.</summary>
    public double SlopeOverSize { get; set; }

    /// <summary>Whether the gradient is exactly 0 in every element.</summary>
    public bool NoGradient { get; set; }

    /// <summary>Whether the curvature is exactly 0 in every direction looked at.</summary>
    public bool NoCurvature { get; set; }

    /// <summary>The least curvature beside the greatest in absolute value, −1 to 1.</summary>
    public double LeastCurvature { get; set; }

    /// <summary>Curvatures below this share of the greatest are clearly negative.</summary>
    private const double ClearlyNegative = -1e-6;

    /// <summary>Whether along some direction the loss clearly bends downwards.</summary>
    public readonly bool BendsDown => LeastCurvature < ClearlyNegative;

    /// <summary>Whether the quadratic that is seen has a lowest point.</summary>
    public readonly bool IsBowl => IsSeen && !HasSlope && !BendsDown && !IsLevel;

    /// <summary>Whether neither gradient nor curvature tell anything; then the points near by are looked at.</summary>
    public readonly bool IsLevel => IsSeen && NoGradient && NoCurvature;

    /// <summary>The curvature along that direction in plain units, vᵀHv / vᵀv, and the parameter element that has the greatest share in it.</summary>
    public double DownwardCurvature { get; set; }

    /// <inheritdoc cref="DownwardCurvature"/>
    public int DownwardElement { get; set; }

    /// <summary>Whether the loss bends downwards where three more steps of Newton's length would lead: then here is no bowl, however small gradient and curvature are.</summary>
    public bool BendsDownBeyond { get; set; }

    /// <summary>Gain here / gain at the middle of the last half, both by the quadratic seen here: how fast the rest shrinks.</summary>
    public double Pace { get; set; }

    /// <summary>Where the quadratic has no lowest point: the scores at the points <see cref="Ahead"/> and <see cref="FarAhead"/>.</summary>
    public AtPointsAhead ScoresAhead;

    /// <summary>How far ahead those points are, in plain units.</summary>
    public AtPointsAhead WaysAhead;

    /// <summary>On level ground: the scores at two points near by, to either side.</summary>
    public double ScoreBefore { get; set; }

    /// <inheritdoc cref="ScoreBefore"/>
    public double ScoreBehind { get; set; }

    /// <summary>dᵀHd / dᵀd along the last update d; NaN if there was none.</summary>
    public double CurvatureAlongUpdate { get; set; }

    /// <summary>The score at the start, in double precision.</summary>
    public double StartScore { get; set; }

    /// <summary>The curvature along the gradient at the start.</summary>
    public double FirstCurvature { get; set; }

    /// <summary>What there was to gain at the start by gradient and curvature there, element by element: the scale of the run before it began.</summary>
    public double FirstScale { get; set; }
}

/// <summary>A number for each of the points <see cref="Outlook.Ahead"/> and <see cref="Outlook.FarAhead"/>.</summary>
[InlineArray(Outlook.PointsAhead)]
internal struct AtPointsAhead
{
    private double _first;
}

/// <summary>Where a run was: all parameter elements end to end, <c>[element · lanes + lane]</c>.</summary>
/// <param name="Start">Before the first update.</param>
/// <param name="Half">Where the last half began; the start, if the run is too short or was stopped.</param>
/// <param name="ThreeQuarters">At the middle of the last half; likewise.</param>
/// <param name="End">At the end.</param>
/// <param name="LastUpdate">The change that led to the end; zeros if it is not known.</param>
internal sealed record Waypoints(double[] Start, double[] Half, double[] ThreeQuarters, double[] End, double[] LastUpdate)
{
    /// <summary>The points of a range of the lanes.</summary>
    public Waypoints Range(int lanes, int first, int count)
    {
        double[] Take(double[] values) => LaneData.Take(values, lanes, first, count);
        return new(Take(Start), Take(Half), Take(ThreeQuarters), Take(End), Take(LastUpdate));
    }
}

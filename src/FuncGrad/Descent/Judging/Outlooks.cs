namespace FuncGrad;

/// <summary>
/// What the loss looks like around the last points of some runs, a place for each lane. Ways, sizes and distances are measured in units of
/// the curvature there, each parameter element by its own, so that they do not depend on the units of the parameters.
/// </summary>
/// <param name="lanes">How many runs.</param>
/// <param name="directions">In how many directions the curvature is looked at; 0: in all.</param>
internal sealed class Outlooks(int lanes, int directions)
{
    /// <summary>
    /// Points ahead at which the loss is looked at: so many times the way of the last half of the run; and one so many times as far as the
    /// point is from 0.
    /// </summary>
    public static readonly double[] Ahead = [10, 100, 1e3];

    /// <inheritdoc cref="Ahead"/>
    public const double FarAhead = 1e6;

    /// <inheritdoc cref="Ahead"/>
    public const int PointsAhead = 4;

    public int Directions => directions;

    /// <summary>Whether gradient and curvature at the last point are finite; if not, nothing below holds.</summary>
    public bool[] IsSeen { get; } = new bool[lanes];

    /// <summary>Whether the gradient is exactly 0 in every element.</summary>
    public bool[] NoGradient { get; } = new bool[lanes];

    /// <summary>Whether the curvature is exactly 0 in every direction looked at.</summary>
    public bool[] NoCurvature { get; } = new bool[lanes];

    /// <summary>Whether there is a slope in a direction without curvature, so that nothing tells what remains.</summary>
    public bool[] HasSlope { get; } = new bool[lanes];

    /// <summary>
    /// Whether the loss bends downwards where three more steps of Newton's length would lead: then here is no bowl, however small gradient
    /// and curvature are.
    /// </summary>
    public bool[] BendsDownBeyond { get; } = new bool[lanes];

    /// <summary>The score at the last point, in double precision.</summary>
    public double[] Score { get; } = new double[lanes];

    /// <summary>
    /// ½·gᵀ|H|⁻¹g over the directions with curvature: what remains to be gained, if the loss is the quadratic that is seen here.
    /// </summary>
    public double[] Gain { get; } = new double[lanes];

    /// <summary>The part of the gain in directions in which the run came less than a hundred times as far as it has still to go.</summary>
    public double[] UnreachedGain { get; } = new double[lanes];

    /// <summary>½·Δᵀ|H|Δ for the way Δ from the start: what the run would have gained on that quadratic.</summary>
    public double[] LocalGain { get; } = new double[lanes];

    /// <summary>The length of |H|⁻¹g, of the way from the start, and of the last point itself.</summary>
    public double[] Distance { get; } = new double[lanes];

    /// <inheritdoc cref="Distance"/>
    public double[] Way { get; } = new double[lanes];

    /// <inheritdoc cref="Distance"/>
    public double[] Size { get; } = new double[lanes];

    /// <summary>The way since the middle of the last half, in the same units.</summary>
    public double[] RecentWay { get; } = new double[lanes];

    /// <summary>‖g‖ in plain units, at the last point and at the start.</summary>
    public double[] GradientNorm { get; } = new double[lanes];

    /// <inheritdoc cref="GradientNorm"/>
    public double[] FirstGradientNorm { get; } = new double[lanes];

    /// <summary>Σ |gᵢ| times the greater of |way| and |size| of each element: what the slope would yield over such lengths.</summary>
    public double[] SlopeOverSize { get; } = new double[lanes];

    /// <summary>The least curvature beside the greatest in absolute value, −1 to 1.</summary>
    public double[] LeastCurvature { get; } = new double[lanes];

    /// <summary>
    /// The curvature along that direction in plain units, vᵀHv / vᵀv, and the parameter element that has the greatest share in it.
    /// </summary>
    public double[] DownwardCurvature { get; } = new double[lanes];

    /// <inheritdoc cref="DownwardCurvature"/>
    public int[] DownwardElement { get; } = new int[lanes];

    /// <summary>Gain here / gain at the middle of the last half, both by the quadratic seen here: how fast the rest shrinks.</summary>
    public double[] Pace { get; } = new double[lanes];

    /// <summary>Where the quadratic has no lowest point: the scores at the points <see cref="Ahead"/> and <see cref="FarAhead"/>.</summary>
    public double[][] ScoresAhead { get; } = [new double[lanes], new double[lanes], new double[lanes], new double[lanes]];

    /// <summary>How far ahead those points are, in plain units.</summary>
    public double[][] WaysAhead { get; } = [new double[lanes], new double[lanes], new double[lanes], new double[lanes]];

    /// <summary>On level ground: the scores at two points near by, to either side.</summary>
    public double[] ScoreBefore { get; } = new double[lanes];

    /// <inheritdoc cref="ScoreBefore"/>
    public double[] ScoreBehind { get; } = new double[lanes];

    /// <summary>dᵀHd / dᵀd along the last update d; NaN if there was none.</summary>
    public double[] CurvatureAlongUpdate { get; } = new double[lanes];

    /// <summary>The score at the start, in double precision.</summary>
    public double[] StartScore { get; } = new double[lanes];

    /// <summary>The curvature along the gradient at the start.</summary>
    public double[] FirstCurvature { get; } = new double[lanes];

    /// <summary>
    /// What no curvature at the start exceeds, max Σⱼ|Hᵢⱼ| over the elements i (Gershgorin 1931); of large losses the curvature along the
    /// gradient.
    /// </summary>
    public double[] FirstGreatestCurvature { get; } = new double[lanes];

    /// <summary>
    /// What there was to gain at the start by gradient and curvature there, element by element: the scale of the run before it began.
    /// </summary>
    public double[] FirstScale { get; } = new double[lanes];

    /// <summary>What is seen from the end of one run.</summary>
    public Outlook this[int lane] => new(this, lane);
}

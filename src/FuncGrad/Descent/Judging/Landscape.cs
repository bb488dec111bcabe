namespace FuncGrad;

/// <summary>
/// The loss as the judge looks at it: scores at any points, and gradients and curvatures, for many lanes at once and always in double
/// precision. Points and directions hold all parameter elements end to end, <c>[element · lanes + lane]</c>. A score is the loss, for
/// ascent its negative.
/// </summary>
internal sealed class Landscape
{
    private readonly Loss _loss;
    private readonly IReadOnlySet<string> _dataByTrial;
    private readonly Lazy<IKernel> _score;
    private readonly Lazy<IKernel> _curvature;

    /// <param name="loss">What was descended.</param>
    /// <param name="direction">Down or up.</param>
    /// <param name="dataByTrial">The data that differs between lanes, by name.</param>
    /// <param name="compile">How its graphs are computed.</param>
    public Landscape(Loss loss, Direction direction, IReadOnlySet<string> dataByTrial, Func<Recurrence, IKernel> compile)
    {
        (_loss, _dataByTrial, Dimension) = (loss, dataByTrial, loss.Dimension);
        var sign = direction == Direction.Minimise ? 1 : -1;
        if (loss.Function is { } function) BlackBox = new BlackBoxLandscape(point => sign * function([.. point]), Dimension);
        _score = new(() => compile(Graph([Score(sign)], [])));
        _curvature = new(() => compile(CurvatureGraph(sign)));
    }

    /// <summary>How many parameter elements there are.</summary>
    public int Dimension { get; }

    /// <summary>The elements of each parameter.</summary>
    public IReadOnlyList<int> Elements => [.. _loss.Parameters.Select(p => p.Shape.ElementCount)];

    /// <summary>A loss of which only values can be had.</summary>
    public BlackBoxLandscape? BlackBox { get; }

    /// <summary>(points, data of lanes) ↦ scores.</summary>
    public IKernel ScoreKernel => _score.Value;

    /// <summary>(points, directions, data of lanes) ↦ scores, gradients, H·directions.</summary>
    public IKernel CurvatureKernel => _curvature.Value;

    /// <summary>Curvatures that are smaller beside the greatest than this are rounding, or what differences leave.</summary>
    public double CurvatureNoise => BlackBox is null ? 1e-11 : 1e-4;

    /// <summary>The loss in some lanes.</summary>
    public LandscapeView In(LaneData data) => new(this, data);

    private Expr Score(int sign) => sign > 0 ? _loss.Value! : -_loss.Value!;

    private Recurrence CurvatureGraph(int sign)
    {
        Expr[] directions = [.. _loss.Parameters.Select(p => Expr.Input($"judge.direction.{p.InputName}", p.Shape))];
        var gradient = Differentiation.Gradient(Score(sign), _loss.Parameters);
        return Graph([Score(sign), .. gradient, .. Directional.Derivative(gradient, _loss.Parameters, directions)], directions);
    }

    private Recurrence Graph(Expr[] observed, Expr[] directions)
    {
        Expr[] ofLanes = [.. _loss.Parameters, .. directions, .. _loss.Data.Where(VariesByTrial)];
        return new Recurrence([], [], ofLanes, [.. _loss.Data.Where(d => !VariesByTrial(d))], Expr.Input("method.iteration", Shape.Scalar),
            Simplification.Simplify(observed, Precision.Double), null);
    }

    private bool VariesByTrial(Expr data) => _dataByTrial.Contains(data.InputName!);
}

/// <summary>The data of some lanes: what differs between them, in the loss's order, and what they share.</summary>
internal sealed record LaneData(int Lanes, double[][] OfLanes, IReadOnlyList<Tensor> Shared)
{
    /// <summary>The data of some of the lanes.</summary>
    public LaneData Of(ReadOnlySpan<int> chosen)
    {
        var ofLanes = new double[OfLanes.Length][];
        for (var i = 0; i < ofLanes.Length; i++) ofLanes[i] = Take(OfLanes[i], Lanes, chosen, null);
        return new(chosen.Length, ofLanes, Shared);
    }

    /// <summary>
    /// Of <c>[element · lanes + lane]</c> some of the lanes, in ascending order: in room for as many numbers, if there is any; all lanes
    /// where they are.
    /// </summary>
    public static double[] Take(double[] values, int lanes, ReadOnlySpan<int> chosen, double[]? room)
    {
        if (chosen.Length == lanes) return values;
        var taken = room ?? new double[values.Length / lanes * chosen.Length];
        var isRange = chosen[^1] - chosen[0] + 1 == chosen.Length;
        for (int from = 0, to = 0; from < values.Length; from += lanes, to += chosen.Length)
        {
            ReadOnlySpan<double> row = values.AsSpan(from, lanes);
            var own = taken.AsSpan(to, chosen.Length);
            if (isRange) row.Slice(chosen[0], chosen.Length).CopyTo(own);
            else for (var lane = 0; lane < own.Length; lane++) own[lane] = row[chosen[lane]];
        }
        return taken;
    }
}

namespace FuncGrad;

/// <summary>
/// The loss as the judge looks at it: scores at any points, and gradients and curvatures, for many lanes at once and always in double precision. Points and directions
/// hold all parameter elements end to end, <c>[element · lanes + lane]</c>. A score is the loss, for ascent its negative.
/// </summary>
internal sealed class Landscape
{
    private readonly Loss _loss;
    private readonly IReadOnlySet<string> _dataByTrial;
    private readonly Lazy<IKernel> _score;
    private readonly Lazy<IKernel> _curvature;
    private readonly BlackBoxLandscape? _blackBox;

    /// <param name="loss">What was descended.</param>
    /// <param name="direction">Down or up.</param>
    /// <param name="dataByTrial">The data that differs between lanes, by name.</param>
    /// <param name="compile">How its graphs are computed.</param>
    public Landscape(Loss loss, Direction direction, IReadOnlySet<string> dataByTrial, Func<Recurrence, IKernel> compile)
    {
        (_loss, _dataByTrial, Dimension) = (loss, dataByTrial, loss.Dimension);
        var sign = direction == Direction.Minimise ? 1 : -1;
        if (loss.Function is { } function) _blackBox = new BlackBoxLandscape(point => sign * function([.. point]), Dimension);
        _score = new(() => compile(Graph([Score(sign)], [])));
        _curvature = new(() => compile(CurvatureGraph(sign)));
    }

    /// <summary>How many parameter elements there are.</summary>
    public int Dimension { get; }

    /// <summary>Curvatures that are smaller beside the greatest than this are rounding, or what differences leave.</summary>
    public double CurvatureNoise => _blackBox is null ? 1e-11 : 1e-4;

    /// <summary>The scores at a point of each lane.</summary>
    public void Scores(LaneData data, double[] points, double[] scores)
    {
        if (_blackBox is not null) _blackBox.Scores(points, data.Lanes, scores);
        else _score.Value.Observe(Frame(data, points, null), [scores]);
    }

    /// <summary>At a point of each lane: the score, the gradient of the score, and H·direction.</summary>
    public void Curvatures(LaneData data, double[] points, double[] directions, double[] scores, double[] gradient, double[] product)
    {
        if (_blackBox is not null)
        {
            _blackBox.Curvatures(points, directions, data.Lanes, scores, gradient, product);
            return;
        }
        double[][] observed = [scores, .. Parts(gradient, data.Lanes, copies: false), .. Parts(product, data.Lanes, copies: false)];
        _curvature.Value.Observe(Frame(data, points, directions), observed);
        Flat.Gather(observed.AsSpan(1, _loss.Parameters.Count), gradient);
        Flat.Gather(observed.AsSpan(1 + _loss.Parameters.Count), product);
    }

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

    private LaneFrame Frame(LaneData data, double[] points, double[]? directions) => new()
    {
        Lanes = data.Lanes,
        State = [],
        LaneInputs = [.. Parts(points, data.Lanes), .. directions is null ? [] : Parts(directions, data.Lanes), .. data.OfLanes],
        Shared = data.Shared,
    };

    /// <summary>One array for each parameter; a loss of one parameter needs no copies.</summary>
    private double[][] Parts(double[] all, int lanes, bool copies = true)
    {
        if (_loss.Parameters.Count == 1) return [all];
        var (parts, start) = (new double[_loss.Parameters.Count][], 0);
        for (var p = 0; p < parts.Length; p++)
        {
            var length = _loss.Parameters[p].Shape.ElementCount * lanes;
            parts[p] = copies ? all.AsSpan(start, length).ToArray() : new double[length];
            start += length;
        }
        return parts;
    }
}

/// <summary>The data of some lanes: what differs between them, in the loss's order, and what they share.</summary>
internal sealed record LaneData(int Lanes, double[][] OfLanes, IReadOnlyList<Tensor> Shared)
{
    /// <summary>The data of a range of the lanes.</summary>
    public LaneData Range(int first, int count) => count == Lanes ? this : new(count, [.. OfLanes.Select(values => Take(values, Lanes, first, count))], Shared);

    /// <summary>Of <c>[element · lanes + lane]</c> a range of the lanes.</summary>
    public static double[] Take(double[] values, int lanes, int first, int count)
    {
        if (count == lanes) return values;
        var taken = new double[values.Length / lanes * count];
        for (var element = 0; element < taken.Length / count; element++) values.AsSpan((element * lanes) + first, count).CopyTo(taken.AsSpan(element * count));
        return taken;
    }
}

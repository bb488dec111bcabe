namespace FuncGrad;

/// <summary>The loss in some lanes, around one point of each after the other.</summary>
internal sealed class LandscapeView
{
    private readonly Landscape _landscape;
    private readonly LaneFrame _ofPoints;
    private readonly LaneFrame _ofDirections;
    private readonly double[][] _observed;
    private readonly int _parameters;
    private double[] _point = [];

    /// <param name="landscape">The loss.</param>
    /// <param name="data">The data of as many lanes as there will be.</param>
    public LandscapeView(Landscape landscape, LaneData data)
    {
        (_landscape, Lanes, _parameters) = (landscape, data.Lanes, landscape.Elements.Count);
        double[][] Parts() => [.. landscape.Elements.Select(elements => new double[elements * data.Lanes])];
        LaneFrame Frame(double[][] inputs) =>
            new() { Lanes = data.Lanes, State = [], LaneInputs = [.. inputs, .. data.OfLanes], Shared = data.Shared };
        double[][] points = Parts();
        (_ofPoints, _ofDirections, _observed) = (Frame(points), Frame([.. points, .. Parts()]), [[], .. Parts(), .. Parts()]);
    }

    /// <summary>Goes over to other lanes, as many.</summary>
    public void Enter(LaneData data)
    {
        data.OfLanes.CopyTo(_ofPoints.LaneInputs, _parameters);
        data.OfLanes.CopyTo(_ofDirections.LaneInputs, 2 * _parameters);
    }

    public int Lanes { get; }

    public int Dimension => _landscape.Dimension;

    /// <summary>Goes to a point of each lane, <c>[element · lanes + lane]</c>, which stays as it is until the next.</summary>
    public void At(double[] points)
    {
        _point = points;
        if (_landscape.BlackBox is null) Flat.Scatter(points, _ofPoints.LaneInputs.AsSpan(0, _parameters));
    }

    /// <summary>The scores there.</summary>
    public void Scores(double[] scores)
    {
        if (_landscape.BlackBox is { } blackBox) blackBox.Scores(_point, Lanes, scores);
        else _landscape.ScoreKernel.Observe(_ofPoints, [scores]);
    }

    /// <summary>The scores there, their gradients, and H·direction; the product may go where the directions were.</summary>
    public void Curvatures(double[] directions, double[] scores, double[] gradient, double[] product)
    {
        if (_landscape.BlackBox is { } blackBox)
        {
            blackBox.Curvatures(_point, directions, Lanes, scores, gradient, product);
            return;
        }
        Flat.Scatter(directions, _ofDirections.LaneInputs.AsSpan(_parameters, _parameters));
        _observed[0] = scores;
        _landscape.CurvatureKernel.Observe(_ofDirections, _observed);
        Flat.Gather(_observed.AsSpan(1, _parameters), gradient);
        Flat.Gather(_observed.AsSpan(1 + _parameters), product);
    }
}
